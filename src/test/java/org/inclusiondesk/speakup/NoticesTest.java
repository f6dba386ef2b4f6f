package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.inclusiondesk.calendar.BankHolidays;
import org.inclusiondesk.calendar.WorkingDays;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.outbox.Courier;
import org.inclusiondesk.outbox.Delivery;
import org.inclusiondesk.outbox.Dispatcher;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.speakup.SpeakUpSettings.Noticing;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticesTest {
  private static final Mailbox DEPUTY = new Mailbox("deputy@icb.test");

  @TempDir Path directory;

  /** A Wednesday. */
  private final SettableClock clock = new SettableClock("2026-11-25T08:59:00Z");

  private final Circle circle = Circle.of("ada", "bob");
  private Database database;
  private Outbox outbox;
  private ConcernStore store;
  private Notices notices;

  @BeforeEach
  void start() {
    database = Database.open(directory.resolve("desk.db"));
    outbox = new Outbox(database, new FieldCipher(FieldCipher.newKeySet()), clock);
    store = new ConcernStore(directory.resolve("concerns.db"));
    store.prepare();
    notices = notices();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void remindsEveryGuardianAtTheHourOnceAndInTheSameWords() {
    assertThat(notices.sendDue()).isFalse();
    assertThat(sent()).isEmpty();
    clock.set("2026-11-25T09:00:00Z");

    assertThat(notices.sendDue()).isTrue();
    assertThat(notices.sendDue()).isTrue();
    assertThat(notices().sendDue()).isTrue();

    List<Message> sent = sent();
    assertThat(sent)
        .extracting(Message::to)
        .containsExactlyInAnyOrder(new Mailbox("ada@icb.test"), new Mailbox("bob@icb.test"));
    assertThat(sent).extracting(message -> Block.plain(message.body())).containsOnly(words(sent));
    assertThat(sent).extracting(Message::subject).containsOnly("Inclusion Desk: daily reminder");
    assertThat(words(sent).substring(0, 200)).doesNotContainIgnoringCase("concern");
  }

  @Test
  void saysTheSameWhetherThereIsAConcernOrNot() {
    clock.set("2026-11-25T09:00:00Z");
    notices.sendDue();
    List<Message> before = sent();
    raise(Set.of());
    clock.set("2026-11-26T09:00:00Z");
    notices.sendDue();
    List<Message> after = sent();

    assertThat(after).hasSize(2);
    assertThat(words(after)).isEqualTo(words(before));
    assertThat(after.get(0).subject()).isEqualTo(before.get(0).subject());
  }

  @Test
  void restsWhenNobodyWorks() {
    for (String day : List.of("2026-11-28", "2026-11-29", "2026-12-25")) {
      clock.set(day + "T12:00:00Z");
      assertThat(notices.sendDue()).isFalse();
    }
    assertThat(sent()).isEmpty();
    clock.set("2026-11-30T23:00:00Z");
    assertThat(notices.sendDue()).isTrue();
    assertThat(sent()).hasSize(2);
  }

  @Test
  void tellsTheDeputyWithoutContentOnceADayWhileNobodyOpensWhatWaits() {
    raise(Set.of("bob"));
    for (String day : List.of("2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28")) {
      clock.set(day + "T12:00:00Z");
      notices.sendDue();
    }
    assertThat(sent()).extracting(Message::to).doesNotContain(DEPUTY);

    clock.set("2026-11-30T12:00:00Z");
    notices.sendDue();
    notices.sendDue();
    List<Message> told = sent().stream().filter(sent -> sent.to().equals(DEPUTY)).toList();
    assertThat(told).hasSize(1);
    String words = Block.plain(told.get(0).body());
    assertThat(words)
        .contains("3 working days")
        .doesNotContainIgnoringCase("concern")
        .doesNotContain("bob", "Bob", "ada", "2026");
    assertThat(told.get(0).subject()).isEqualTo("Inclusion Desk: daily reminder");

    clock.set("2026-12-01T12:00:00Z");
    notices.sendDue();
    assertThat(sent()).extracting(Message::to).contains(DEPUTY);

    OpenCase open = circle.open("ada", store.all().get(0));
    GuardianWork work =
        KeyFileTest.done(
            GuardianWork.on(
                store,
                circle.set(),
                GuardianWorkTest.LISTS,
                new SpeakUpSettings.Retention(24),
                circle.keysOf("ada"),
                List.of(),
                clock));
    KeyFileTest.done(work.opened(open));
    clock.set("2026-12-02T12:00:00Z");
    notices.sendDue();
    assertThat(sent()).extracting(Message::to).doesNotContain(DEPUTY).hasSize(2);
  }

  @Test
  void knowsItsMailsForAsLongAsPeopleAnswerThem() {
    assertThat(notices.effects())
        .contains("reminder:2026-11-25:ada", "reminder:2026-10-01:bob", "silence:2026-11-20")
        .doesNotContain("reminder:2026-11-26:ada");
    assertThat(Block.plain(Notices.refusal().body())).contains("not read");
  }

  private Notices notices() {
    return new Notices(
        circle.set(),
        new Noticing(LocalTime.of(9, 0), DEPUTY, 3),
        store,
        new WorkingDays(new BankHolidays(List.of())),
        outbox,
        "https://desk.icb.test/guardian",
        clock);
  }

  private void raise(Set<String> leftOut) {
    SealedIntake intake = new SealedIntake(store, circle.set(), clock, new SecureRandom());
    assertThat(intake.accept(intake.nonce(), "text", leftOut))
        .isInstanceOf(Intake.Outcome.Accepted.class);
    assertThat(store.waitingSince()).contains(LocalDate.of(2026, 11, 25));
  }

  private static String words(List<Message> sent) {
    return Block.plain(sent.get(0).body());
  }

  private List<Message> sent() {
    List<Message> sent = new ArrayList<>();
    Courier courier =
        new Courier() {
          @Override
          public boolean serves(Message message) {
            return true;
          }

          @Override
          public Delivery deliver(Message message) {
            sent.add(message);
            return new Delivery.Delivered();
          }
        };
    Dispatcher dispatcher =
        new Dispatcher(outbox, List.of(courier), Duration.ofDays(3), clock, new Random(1));
    while (dispatcher.dispatch() > 0) {
      // The next batch.
    }
    return sent;
  }
}

package org.inclusiondesk.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inclusiondesk.conversation.Address.Chat;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.outbox.Message.Channel;
import org.inclusiondesk.outbox.Outbox.Leased;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.testing.Crowd;
import org.inclusiondesk.testing.Logged;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final Mailbox TO = new Mailbox("zadie.canary@trust.example");

  private final FieldCipher cipher = new FieldCipher(FieldCipher.newKeySet());
  private final SettableClock clock = new SettableClock("2026-11-20T09:00:00Z");
  @TempDir Path directory;
  private Database database;
  private Outbox outbox;

  @BeforeEach
  void open() {
    database = Database.open(directory.resolve("desk.db"));
    outbox = new Outbox(database, cipher, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void handsOutWhatWasStored() {
    Message message =
        Message.to(
                TO,
                "effect",
                "Subject",
                List.of(
                    new Block.Heading("Heading"),
                    new Block.Paragraph("Paragraph ✓"),
                    new Block.Bullets(List.of("one", "two")),
                    new Block.Facts(List.of(new Block.Fact("label", "value"))),
                    new Block.Small("small")))
            .inAnswerTo(new Message.Answered("<a@b.example>", List.of("<c@d.example>")))
            .orElse(Message.to(new Chat("{}"), "instead", "Subject", List.of()));
    Message chat = Message.to(new Chat("{\"opaque\":1}"), "other", "Subject", List.of());
    assertThat(message.body().stream().<Object>map(Block::getClass))
        .as("every sort of block")
        .containsExactlyInAnyOrder((Object[]) Block.class.getPermittedSubclasses());
    outbox.add(message);
    outbox.add(chat);
    assertThat(outbox.lease(9, LEASE)).extracting(Leased::message).containsExactly(message, chat);
  }

  @Test
  void storesNoAddressAndNoTextInClear() throws Exception {
    outbox.add(message("effect"));
    for (String file : List.of("desk.db", "desk.db-wal")) {
      assertThat(
              new String(Files.readAllBytes(directory.resolve(file)), StandardCharsets.ISO_8859_1))
          .doesNotContainIgnoringCase("zadie")
          .doesNotContainIgnoringCase("body text");
    }
  }

  @Test
  void forgetsWhatLeftBeforeADayAndNothingThatWaits() {
    outbox.add(message("left"));
    outbox.delivered(outbox.lease(9, LEASE).get(0));
    outbox.add(message("waits"));
    outbox.forgetBefore(LocalDate.of(2026, 11, 20));
    assertThat(effects()).containsExactlyInAnyOrder("left", "waits");
    outbox.forgetBefore(LocalDate.of(2026, 11, 21));
    assertThat(effects()).containsExactly("waits");
  }

  private List<String> effects() {
    return database.read(
        handle -> handle.createQuery("SELECT effect FROM outbox").mapTo(String.class).list());
  }

  @Test
  void leavesWithItsCauseOrNotAtAll() {
    assertThatThrownBy(
            () ->
                database.change(
                    handle -> {
                      outbox.add(handle, message("effect"));
                      throw new IllegalStateException("after storing");
                    }))
        .hasMessage("after storing");
    assertThat(outbox.lease(9, LEASE)).isEmpty();
  }

  @Test
  void hasEachEffectOnceHoweverOftenItIsStored() throws Exception {
    Crowd.of(
        50,
        number -> {
          outbox.add(message("the same"));
          return true;
        });
    List<Leased> leased = outbox.lease(99, LEASE);
    assertThat(leased).hasSize(1);
    outbox.delivered(leased.get(0));
    outbox.add(message("the same"));
    assertThat(outbox.lease(99, LEASE)).isEmpty();
    assertThat(outbox.backlog().waiting()).isZero();
  }

  @Test
  void leasesNothingTwiceToTwoProcessesWithManyThreads() throws Exception {
    database.change(
        handle -> IntStream.range(0, 500).forEach(i -> outbox.add(handle, message("effect " + i))));
    try (Database second = Database.open(directory.resolve("desk.db"))) {
      Outbox other = new Outbox(second, cipher, clock);
      List<List<Long>> taken =
          Crowd.of(
              12,
              number -> {
                List<Long> mine = new ArrayList<>();
                List<Leased> batch;
                do {
                  batch = (number % 2 == 0 ? outbox : other).lease(7, LEASE);
                  batch.forEach(leased -> mine.add(leased.id()));
                } while (!batch.isEmpty());
                return mine;
              });
      assertThat(taken.stream().flatMap(List::stream)).hasSize(500).doesNotHaveDuplicates();
    }
  }

  @Test
  void handsOutAgainWhatAnotherTookAndNeverFinished() {
    outbox.add(message("effect"));
    assertThat(outbox.lease(9, LEASE)).hasSize(1);
    clock.advance(LEASE.minusMillis(1));
    assertThat(outbox.lease(9, LEASE)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(outbox.lease(9, LEASE))
        .singleElement()
        .satisfies(again -> assertThat(again.attempts()).isEqualTo(2));
  }

  @Test
  void hearsNoMoreFromWhomTheLeaseRanOut() {
    outbox.add(message("effect"));
    Leased late = outbox.lease(9, LEASE).get(0);
    clock.advance(LEASE);
    Leased mine = outbox.lease(9, LEASE).get(0);

    outbox.again(late, clock.instant(), "late");
    outbox.refused(late, "late");
    assertThat(outbox.lease(9, LEASE)).isEmpty();

    outbox.delivered(mine);
    outbox.again(late, clock.instant(), "late");
    clock.advance(LEASE);
    assertThat(outbox.lease(9, LEASE)).isEmpty();
  }

  @Test
  void erasesTheTextOfWhatHasLeftOrWasGivenUp() {
    outbox.add(message("one"));
    outbox.add(message("two"));
    List<Leased> both = outbox.lease(9, LEASE);
    outbox.delivered(both.get(0));
    outbox.refused(both.get(1), "no-such-mailbox");
    assertThat(
            database.<Integer>read(
                handle ->
                    handle
                        .createQuery("SELECT count(*) FROM outbox WHERE sealed IS NOT NULL")
                        .mapTo(Integer.class)
                        .one()))
        .isZero();
  }

  @Test
  void tellsHowMuchWaitsAndSinceWhen() {
    assertThat(outbox.backlog()).isEqualTo(new Outbox.Backlog(0, Duration.ZERO, 0, 0));
    outbox.add(message("one"));
    clock.advance(Duration.ofMinutes(7));
    outbox.add(message("two"));
    assertThat(outbox.backlog()).isEqualTo(new Outbox.Backlog(2, Duration.ofMinutes(7), 0, 0));
    outbox.refused(outbox.lease(1, LEASE).get(0), "gone");
    assertThat(outbox.backlog()).isEqualTo(new Outbox.Backlog(1, Duration.ZERO, 1, 0));
  }

  @Test
  void sendsOnPastAMessageThatCannotBeReadAndKeepsIt() {
    FieldCipher wrong = new FieldCipher(FieldCipher.newKeySet());
    new Outbox(database, wrong, clock).add(message("unreadable"));
    outbox.add(message("readable"));
    try (Logged log = new Logged(Outbox.class)) {
      assertThat(outbox.lease(9, LEASE))
          .extracting(leased -> leased.message().effect())
          .containsExactly("readable");
      assertThat(log.at(Level.ERROR)).singleElement().asString().contains("outcome=unreadable");
    }
    clock.advance(LEASE);
    assertThat(new Outbox(database, wrong, clock).lease(9, LEASE))
        .extracting(leased -> leased.message().effect())
        .contains("unreadable");
  }

  @Test
  void deliversEverythingOnceWithSeveralDispatchers() throws Exception {
    database.change(
        handle -> IntStream.range(0, 200).forEach(i -> outbox.add(handle, message("effect " + i))));
    List<String> delivered = Collections.synchronizedList(new ArrayList<>());
    Courier courier =
        courier(
            message -> {
              delivered.add(message.effect());
              return new Delivery.Delivered();
            });
    Crowd.of(
        6,
        number -> {
          Dispatcher dispatcher = dispatcher(courier);
          while (dispatcher.dispatch() > 0) {}
          return true;
        });
    assertThat(delivered).hasSize(200).doesNotHaveDuplicates();
    assertThat(outbox.backlog().waiting()).isZero();
  }

  @Test
  void waitsLongerFromTryToTryAndAtMostAnHour() {
    outbox.add(message("effect"));
    Dispatcher dispatcher = dispatcher(courier(message -> new Delivery.Later("down", null)));
    List<Duration> pauses = new ArrayList<>();
    for (int attempt = 0; attempt < 15; attempt++) {
      assertThat(dispatcher.dispatch()).isEqualTo(1);
      pauses.add(untilDue());
      clock.advance(pauses.get(attempt));
    }
    for (int attempt = 0; attempt < 10; attempt++) {
      long doubled = 2000L << attempt;
      assertThat(pauses.get(attempt).toMillis()).isBetween(doubled * 7 / 8, doubled * 9 / 8);
    }
    assertThat(pauses.subList(12, 15))
        .allMatch(pause -> pause.toMinutes() >= 52 && pause.toMinutes() <= 68);
  }

  @Test
  void waitsAsLongAsTheReceiverAsks() {
    outbox.add(message("effect"));
    dispatcher(courier(message -> new Delivery.Later("throttled", Duration.ofMinutes(3))))
        .dispatch();
    assertThat(untilDue()).isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void deliversAfterFaultsOfTheCourier() {
    outbox.add(message("effect"));
    List<Delivery> answers = new ArrayList<>(List.of(new Delivery.Delivered()));
    Courier courier =
        courier(
            message -> {
              if (clock.instant().toString().startsWith("2026-11-20T09:00:00Z")) {
                throw new IllegalStateException("zadie.canary@trust.example is down");
              }
              return answers.remove(0);
            });
    try (Logged log = new Logged(Dispatcher.class)) {
      dispatcher(courier).dispatch();
      assertThat(log.at(Level.WARN)).isNotEmpty().noneMatch(line -> line.contains("zadie"));
    }
    clock.advance(Duration.ofSeconds(5));
    assertThat(dispatcher(courier).dispatch()).isEqualTo(1);
    assertThat(answers).isEmpty();
    assertThat(outbox.backlog().waiting()).isZero();
  }

  @Test
  void saysAloudWhatWasRefused() {
    outbox.add(message("effect"));
    try (Logged log = new Logged(Dispatcher.class)) {
      dispatcher(courier(message -> new Delivery.Refused("no-such-mailbox"))).dispatch();
      assertThat(log.at(Level.ERROR))
          .singleElement()
          .asString()
          .contains("outcome=refused", "reason=no-such-mailbox")
          .doesNotContain("zadie");
    }
    assertThat(outbox.backlog().refused()).isEqualTo(1);
    clock.advance(Duration.ofDays(2));
    assertThat(outbox.lease(9, LEASE)).isEmpty();
  }

  @Test
  void sendsInThePlaceOfWhatWasGivenUpWhatIsToBeSentThenOnce() {
    Message last = message("last");
    outbox.add(message("first").orElse(message("second").orElse(last)));
    List<String> tried = new ArrayList<>();
    Dispatcher dispatcher =
        dispatcher(
            courier(
                message -> {
                  tried.add(message.effect());
                  return message.equals(last)
                      ? new Delivery.Delivered()
                      : new Delivery.Refused("gone");
                }));
    while (dispatcher.dispatch() > 0) {}
    assertThat(tried).containsExactly("first", "second", "last");
    assertThat(outbox.backlog()).isEqualTo(new Outbox.Backlog(0, Duration.ZERO, 2, 0));
  }

  @Test
  void sendsNothingInThePlaceOfWhatWasDeliveredOrIsTriedAgain() {
    outbox.add(message("first").orElse(message("second")));
    Leased late = outbox.lease(9, LEASE).get(0);
    clock.advance(LEASE);
    Leased mine = outbox.lease(9, LEASE).get(0);
    outbox.refused(late, "late");
    outbox.again(mine, clock.instant(), "down");
    outbox.delivered(outbox.lease(9, LEASE).get(0));
    assertThat(effects()).containsExactly("first");
  }

  @Test
  void givesUpAloudAfterDaysOfTrying() {
    outbox.add(message("effect"));
    Dispatcher dispatcher = dispatcher(courier(message -> new Delivery.Later("down", null)));
    for (int tried = 1; tried < 24; tried++) {
      clock.advance(Duration.ofHours(5));
      assertThat(dispatcher.dispatch()).isEqualTo(1);
      assertThat(outbox.backlog().refused()).isZero();
    }
    clock.advance(Duration.ofDays(2));
    try (Logged log = new Logged(Dispatcher.class)) {
      dispatcher.dispatch();
      assertThat(log.at(Level.ERROR)).singleElement().asString().contains("reason=down");
    }
    assertThat(outbox.backlog().refused()).isEqualTo(1);
  }

  /** After a week in which the desk stood still the first try must not be the last. */
  @Test
  void givesUpNothingForDaysInWhichNobodyTried() {
    outbox.add(message("effect"));
    Dispatcher dispatcher = dispatcher(courier(message -> new Delivery.Later("down", null)));
    dispatcher.dispatch();
    clock.advance(Duration.ofDays(20));

    for (int tried = 2; tried < 24; tried++) {
      assertThat(dispatcher.dispatch()).isEqualTo(1);
      clock.advance(Duration.ofMinutes(70));
      assertThat(outbox.backlog().refused()).isZero();
    }
    dispatcher.dispatch();
    assertThat(outbox.backlog().refused()).isEqualTo(1);
  }

  @Test
  void handsOutWhatAClockThatRanAheadMadeWait() {
    clock.advance(Duration.ofDays(300));
    outbox.add(message("due far ahead"));
    outbox.add(message("leased far ahead"));
    List<Leased> far = outbox.lease(9, LEASE);
    outbox.again(far.get(0), clock.instant(), "down");
    clock.advance(Duration.ofDays(-300));

    assertThat(outbox.lease(9, LEASE)).hasSize(2);
    assertThat(outbox.lease(9, LEASE)).as("for one alone").isEmpty();
  }

  @Test
  void keepsNoPaceOfMinutesThatAreYetToCome() {
    Pace pace = Pace.perMinute(1, clock);
    clock.advance(Duration.ofDays(1));
    pace.took();
    assertThat(pace.left()).isZero();
    clock.advance(Duration.ofDays(-1));

    assertThat(pace.left()).isEqualTo(1);
  }

  @Test
  void keepsWhatNoCourierServes() {
    outbox.add(message("effect"));
    assertThat(dispatcher().dispatch()).isEqualTo(1);
    assertThat(outbox.backlog()).extracting(Outbox.Backlog::waiting).isEqualTo(1);
  }

  @Test
  void beginsNothingThatSomebodyElseCouldBeginAsWell() {
    outbox.add(message("slow"));
    outbox.add(message("waits behind it"));
    List<String> tried = new ArrayList<>();
    Courier slow =
        courier(
            message -> {
              tried.add(message.effect());
              clock.advance(Duration.ofMinutes(6));
              return new Delivery.Delivered();
            });
    dispatcher(slow).dispatch();
    assertThat(tried).containsExactly("slow");
    dispatcher(slow).dispatch();
    assertThat(tried).containsExactly("slow", "waits behind it");
  }

  @Test
  void keepsToThePaceWithoutLosingOrReorderingAndWithoutHoldingUpChats() {
    List<String> expected = new ArrayList<>();
    for (int number = 0; number < 60; number++) {
      outbox.add(message("mail " + number));
      expected.add("mail " + number);
    }
    outbox.add(Message.to(new Chat("{}"), "chat", "Subject", List.of()));
    List<String> mailed = new ArrayList<>();
    List<String> chatted = new ArrayList<>();
    Dispatcher mails = paced(Channel.MAIL, Pace.perMinute(25, clock), mailed);
    Dispatcher chats = paced(Channel.CHAT, Pace.unlimited(), chatted);

    while (mails.dispatch() > 0) {}
    assertThat(mailed).hasSize(25);
    while (chats.dispatch() > 0) {}
    assertThat(chatted).containsExactly("chat");
    clock.advance(Duration.ofMinutes(1).minusMillis(1));
    assertThat(mails.dispatch()).isZero();
    clock.advance(Duration.ofMillis(1));
    outbox.add(message("mail 60"));
    expected.add("mail 60");
    while (mails.dispatch() > 0) {}
    assertThat(mailed).hasSize(50);
    clock.advance(Duration.ofMinutes(1));
    while (mails.dispatch() > 0) {}

    assertThat(mailed).isEqualTo(expected);
  }

  @Test
  void handsOutOnEveryChannelWhatWasStoredBeforeTheyWereToldApart() {
    outbox.add(message("old"));
    database.change(handle -> handle.execute("UPDATE outbox SET channel = NULL"));
    assertThat(outbox.lease(Set.of(Channel.CHAT), 9, LEASE)).hasSize(1);
    clock.advance(LEASE);
    assertThat(outbox.lease(Set.of(Channel.MAIL), 9, LEASE)).hasSize(1);
  }

  private Dispatcher paced(Channel channel, Pace pace, List<String> delivered) {
    return new Dispatcher(
        outbox,
        Set.of(channel),
        pace,
        List.of(
            courier(
                message -> {
                  delivered.add(message.effect());
                  return new Delivery.Delivered();
                })),
        Duration.ofDays(5),
        clock,
        new Random(7));
  }

  private Duration untilDue() {
    long due =
        database.read(
            handle -> handle.createQuery("SELECT due FROM outbox").mapTo(Long.class).one());
    return Duration.ofMillis(due - clock.millis());
  }

  private Dispatcher dispatcher(Courier... couriers) {
    return new Dispatcher(
        outbox, Stream.of(couriers).toList(), Duration.ofDays(5), clock, new Random(7));
  }

  private static Courier courier(Function<Message, Delivery> deliver) {
    return new Courier() {
      @Override
      public boolean serves(Message message) {
        return true;
      }

      @Override
      public Delivery deliver(Message message) {
        return deliver.apply(message);
      }
    };
  }

  private static Message message(String effect) {
    return Message.to(TO, effect, "Subject", List.of(new Block.Paragraph("Body text")));
  }
}

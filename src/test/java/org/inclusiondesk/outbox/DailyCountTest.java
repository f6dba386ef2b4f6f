package org.inclusiondesk.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.inclusiondesk.conversation.Address;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;
import org.inclusiondesk.testing.Crowd;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DailyCountTest {
  private static final Mailbox ZADIE = new Mailbox("zadie.canary@trust.example");

  private final FieldCipher cipher = new FieldCipher(FieldCipher.newKeySet());
  private final SettableClock clock = new SettableClock("2026-11-20T09:00:00Z");
  @TempDir Path directory;
  private Database database;
  private Outbox outbox;
  private DailyCount count;

  @BeforeEach
  void open() {
    database = Database.open(directory.resolve("desk.db"));
    outbox = new Outbox(database, cipher, clock);
    count = new DailyCount(Lookup.in(database, cipher, new SecureRandom()), clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void countsAMailOnceHoweverOftenItIsStoredAndHoweverItsReceiverIsWritten() throws Exception {
    Crowd.of(
        20,
        i -> {
          add("one", i % 2 == 0 ? ZADIE : new Mailbox("Zadie.CANARY@Trust.example"));
          return i;
        });
    add("two", ZADIE);
    add("elsewhere", new Mailbox("sam@trust.example"));
    outbox.add(Message.to(ZADIE, "copy", "Subject", List.of()));

    assertThat(today(ZADIE)).isEqualTo(2);
    assertThat(Sent.from(outbox)).hasSize(4);
    assertThat(today(ZADIE)).as("what left counts on").isEqualTo(2);
  }

  @Test
  void countsNothingThatWasNotStored() {
    assertThatThrownBy(
            () ->
                database.change(
                    handle -> {
                      count.add(handle, outbox, mail("one", ZADIE));
                      throw new IllegalStateException("the cause fails");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(today(ZADIE)).isZero();
    assertThat(Sent.from(outbox)).isEmpty();

    assertThatThrownBy(() -> add("chat", new Address.Chat("chat")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void beginsAnewEachDayAndForgetsTheDayBefore() {
    add("one", ZADIE);
    clock.advance(Duration.ofDays(1));
    assertThat(today(ZADIE)).isZero();
    add("two", ZADIE);
    database.change(count::forget);

    assertThat(today(ZADIE)).isEqualTo(1);
    assertThat(rows()).singleElement().asString().contains("2026-11-21");
  }

  @Test
  void keepsNoAddress() {
    add("one", ZADIE);
    assertThat(rows()).singleElement().asString().doesNotContainIgnoringCase("canary");
  }

  private List<String> rows() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT receiver, day FROM mails_of_a_day")
                .map(
                    (row, context) ->
                        new String(row.getBytes("receiver"), StandardCharsets.ISO_8859_1)
                            + row.getString("day"))
                .list());
  }

  private int today(Mailbox mailbox) {
    return database.read(handle -> count.of(handle, mailbox));
  }

  private void add(String effect, Address to) {
    database.change(handle -> count.add(handle, outbox, mail(effect, to)));
  }

  private static Message mail(String effect, Address to) {
    return Message.to(to, effect, "Subject", List.of(new Block.Paragraph("Hello.")));
  }
}

package org.inclusiondesk.sponsors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Sent;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.testing.Crowd;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MattersTest {
  private static final String TEXT = "The lift at site 7319 has been broken since May.";

  private final SettableClock clock = new SettableClock("2026-11-11T10:00:00Z");
  @TempDir Path directory;
  private House house;

  @BeforeEach
  void open() {
    house =
        new House(directory.resolve("desk.db"), new FieldCipher(FieldCipher.newKeySet()), clock);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void keepsAMatterForTheNextDigestAndSendsNothingYet() {
    Reply reply = raise("k1");
    assertThat(reply.kind()).isEqualTo(Reply.Kind.DONE);
    assertThat(reply.plain()).contains("16 November 2026").doesNotContain("lift");
    assertThat(Sent.from(house.outbox)).isEmpty();
    assertThat(house.matters.knows(reference(reply))).isTrue();
    assertThat(house.matters.knows(Reference.toQuote(new SecureRandom()))).isFalse();
    assertThat(house.matters.knows(Reference.toConfirm(new SecureRandom()))).isFalse();
  }

  @Test
  void raisesOneMatterForOneKeyFromManyThreads() throws Exception {
    List<String> replies = Crowd.of(30, i -> raise("same").plain());
    assertThat(Set.copyOf(replies)).hasSize(1);
    assertThat(digest()).containsOnlyOnce(TEXT);
  }

  @Test
  void bringsTheSponsorsAnswerToTheNetworkOnce() throws Exception {
    Reference reference = reference(raise("k1"));
    List<Reply> replies =
        Crowd.of(
            20,
            i ->
                house.matters.respond(
                    reference,
                    new Mailbox("ADA@trust.example"),
                    "It is being mended.\n\nAda",
                    "m1"));
    assertThat(replies).allMatch(reply -> reply.kind() == Reply.Kind.DONE);
    List<Message> sent = Sent.from(house.outbox);
    assertThat(sent).hasSize(1);
    Message message = sent.get(0);
    assertThat(message.to()).isEqualTo(House.WOMEN_BOX);
    assertThat(message.subject()).isEqualTo("Answer to " + reference.value());
    assertThat(Block.plain(message.body())).contains("It is being mended.", "From Ada");
    assertThat(Block.plain(message.body()).substring(0, 200))
        .doesNotContainIgnoringCase("women")
        .doesNotContain("Ada");
    assertThat(digest()).contains("Nothing waits").doesNotContain("lift");
  }

  @Test
  void bringsASecondAnswerAsWell() {
    Reference reference = reference(raise("k1"));
    house.matters.respond(reference, House.ADA, "First.", "m1");
    house.matters.respond(reference, House.ADA, "Second.", "m2");
    assertThat(Sent.from(house.outbox)).hasSize(2);
  }

  @Test
  void refusesEverybodyElseWithoutTellingWhetherTheReferenceIsKnown() {
    Reference reference = reference(raise("k1"));
    String unknown =
        house
            .matters
            .respond(Reference.toQuote(new SecureRandom()), House.ADA, "Hello", "m1")
            .plain();
    assertThat(house.matters.respond(reference, House.BEN, "Hello", "m2").plain())
        .isEqualTo(unknown);
    assertThat(house.matters.respond(reference, House.WOMEN_BOX, "Hello", "m3").plain())
        .isEqualTo(unknown);
    assertThat(Sent.from(house.outbox)).isEmpty();
    assertThat(digest()).contains(TEXT);
  }

  @Test
  void takesNoEmptyAndNoEndlessText() {
    Reference reference = reference(raise("k1"));
    String endless = "x".repeat(Matters.LONGEST_TEXT + 1);
    for (String text : List.of("", " \n\t ", endless)) {
      assertThat(house.matters.raise(House.WOMEN, "k2", text).kind()).isEqualTo(Reply.Kind.CLARIFY);
      assertThat(house.matters.respond(reference, House.ADA, text, "m1").kind())
          .isEqualTo(Reply.Kind.CLARIFY);
    }
    assertThat(house.matters.raise(new NetworkId("chess"), "k3", "Hello").kind())
        .isEqualTo(Reply.Kind.CLARIFY);
    assertThat(Sent.from(house.outbox)).isEmpty();
  }

  @Test
  void marksAMatterAnsweredWithItsMailOrNeither() {
    Reference reference = reference(raise("k1"));
    house.database.change(
        handle ->
            handle.execute(
                "CREATE TRIGGER fault BEFORE INSERT ON outbox"
                    + " BEGIN SELECT RAISE(ABORT, 'disk on fire'); END"));
    assertThatThrownBy(() -> house.matters.respond(reference, House.ADA, "Mended.", "m1"))
        .hasStackTraceContaining("disk on fire");
    house.database.change(handle -> handle.execute("DROP TRIGGER fault"));
    assertThat(digest()).contains(TEXT);
    house.matters.respond(reference, House.ADA, "Mended.", "m1");
    assertThat(Sent.from(house.outbox)).hasSize(1);
    assertThat(digest()).doesNotContain(TEXT);
  }

  @Test
  void storesNoTextInClear() throws Exception {
    Reference reference = reference(raise("k1"));
    house.matters.respond(reference, House.ADA, "Answer 7319.", "m1");
    for (String file : List.of("desk.db", "desk.db-wal")) {
      assertThat(
              new String(Files.readAllBytes(directory.resolve(file)), StandardCharsets.ISO_8859_1))
          .doesNotContain("7319");
    }
  }

  @Test
  void erasesWhatWasAnsweredLongAgoAndKeepsWhatWaits() {
    Reference answered = reference(raise("k1"));
    Reference waiting = reference(raise("k2"));
    house.matters.respond(answered, House.ADA, "Mended.", "m1");
    assertThat(house.matters.eraseAnsweredBefore(LocalDate.of(2026, 11, 11))).isZero();
    clock.advance(Duration.ofDays(400));
    assertThat(house.matters.eraseAnsweredBefore(LocalDate.of(2026, 11, 12))).isEqualTo(1);
    assertThat(house.matters.knows(answered)).isFalse();
    assertThat(house.matters.knows(waiting)).isTrue();
  }

  @Test
  void bringsAResponseThoughAllBeforeItWereErased() {
    house.matters.respond(reference(raise("k1")), House.ADA, "Mended.", "m1");
    assertThat(house.matters.eraseAnsweredBefore(LocalDate.of(2026, 11, 12))).isEqualTo(1);
    house.matters.respond(reference(raise("k2")), House.ADA, "Mended, too.", "m2");
    assertThat(Sent.from(house.outbox)).hasSize(2);
  }

  private Reply raise(String key) {
    return house.matters.raise(House.WOMEN, key, TEXT);
  }

  private String digest() {
    return Block.plain(house.digests.compose(House.WOMEN, LocalDate.of(2026, 11, 20)).body());
  }

  private static Reference reference(Reply reply) {
    return Reference.findIn(reply.plain()).orElseThrow();
  }
}

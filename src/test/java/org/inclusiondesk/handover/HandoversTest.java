package org.inclusiondesk.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.inclusiondesk.conversation.Address.Chat;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Enquiry;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Returned;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.outbox.Courier;
import org.inclusiondesk.outbox.Delivery;
import org.inclusiondesk.outbox.Dispatcher;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.outbox.Sent;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;
import org.inclusiondesk.testing.Crowd;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandoversTest {
  private static final Mailbox TEAM = new Mailbox("team@trust.example");
  private static final Mailbox MEMBER = new Mailbox("mo@trust.example");
  private static final Mailbox DESK = new Mailbox("desk@trust.example");
  private static final Mailbox ZADIE = new Mailbox("Zadie.canary@trust.example");
  private static final Chat CHAT = new Chat("the canary chat");
  private static final String QUESTION = "Where is the canary room?\nIs it quiet?";
  private static final Reply LEFT = Reply.of(Reply.Kind.OUT_OF_SCOPE, "It stays here.");

  /** A Monday is three days on. */
  private final SettableClock clock = new SettableClock("2026-11-20T09:00:00Z");

  private final SecureRandom random = new SecureRandom();
  private final FieldCipher cipher = new FieldCipher(FieldCipher.newKeySet());
  @TempDir private Path directory;
  private Database database;
  private Outbox outbox;
  private Handovers handovers;

  @BeforeEach
  void open() {
    database = Database.open(directory.resolve("desk.db"));
    outbox = new Outbox(database, cipher, clock);
    handovers = handovers(DESK);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Handovers handovers(Mailbox desk) {
    return new Handovers(
        database,
        cipher,
        Lookup.in(database, cipher, random),
        outbox,
        new Team(TEAM, List.of(MEMBER), desk),
        60,
        clock,
        random);
  }

  @Test
  void sendsTheTeamTheQuestionAndWhoAsksAndNothingElse() {
    Reply reply = handovers.send(enquiry("k1", QUESTION));

    assertThat(reply.kind()).isEqualTo(Reply.Kind.DONE);
    Reference reference = Reference.findIn(reply.plain()).orElseThrow();
    assertThat(reply.plain()).contains(TEAM.value(), "in this chat, or by mail");
    Message mail = onlyMessage();
    assertThat(mail.to()).isEqualTo(TEAM);
    assertThat(mail.subject()).contains(reference.value()).doesNotContain("canary");
    String body = Block.plain(mail.body());
    assertThat(body)
        .contains("Where is the canary room?", "Is it quiet?", "Zadie Canary", ZADIE.value())
        .contains("above the quoted text goes to the asker", reference.value())
        .doesNotContain("the canary chat");
    assertThat(body.substring(0, 200)).doesNotContainIgnoringCase("canary");
    assertThat(mail.effect()).doesNotContainIgnoringCase("canary");
  }

  @Test
  void sendsNeitherNameNorAddressWhereNoneWasShown() {
    handovers.send(new Enquiry("k1", QUESTION, true, Speaker.UNKNOWN, CHAT));

    assertThat(Block.plain(onlyMessage().body()))
        .contains("Name: not known", "Mail address: not known");
  }

  @Test
  void sendsOnceWhateverComesAgainAndTellsTheSameReference() throws Exception {
    List<String> replies =
        Crowd.of(50, number -> handovers.send(enquiry("the same", QUESTION)).plain());
    database.close();
    open();
    String afterRestart = handovers.send(enquiry("the same", QUESTION)).plain();

    assertThat(replies).containsOnly(afterRestart);
    onlyMessage();
    handovers.send(enquiry("another", QUESTION));
    onlyMessage();
  }

  @Test
  void sendsNothingWithoutTextOrAgreement() {
    for (Enquiry unfit :
        List.of(
            enquiry("k1", " \n "),
            enquiry("k2", "x".repeat(Enquiry.LONGEST_TEXT + 1)),
            new Enquiry("k3", QUESTION, false, zadie(), CHAT))) {
      assertThat(handovers.send(unfit).kind()).isEqualTo(Reply.Kind.CLARIFY);
    }
    assertThat(Sent.from(outbox)).isEmpty();
    assertThat(rows("handover") + rows("handover_taken")).isZero();
    assertThat(handovers.send(enquiry("k2", "x".repeat(Enquiry.LONGEST_TEXT))).kind())
        .isEqualTo(Reply.Kind.DONE);
  }

  @Test
  void bringsEachAnswerToTheChatOnceAndClosesTheQuestion() {
    Reference reference = sent("k1");
    assertThat(handovers.show(ZADIE).handovers().get(0).open()).isTrue();

    Reply told = handovers.answer(reference, "On the\nsecond floor.", "m1");
    handovers.answer(reference, "On the\nsecond floor.", "m1");
    handovers.answer(reference, "And it is quiet.", "m2");

    assertThat(told).isEqualTo(Reply.of(Reply.Kind.DONE));
    List<Message> carried = Sent.from(outbox);
    assertThat(carried).extracting(Message::to).containsExactly(CHAT, CHAT);
    assertThat(Block.plain(carried.get(0).body()))
        .contains("second floor.", "Where is the canary room?", TEAM.value(), reference.value());
    assertThat(Block.plain(carried.get(0).body()).substring(0, 200))
        .doesNotContain("floor", "canary");
    assertThat(Block.plain(carried.get(1).body())).contains("And it is quiet.");
    assertThat(handovers.show(ZADIE).handovers().get(0).open()).isFalse();
  }

  @Test
  void carriesNoAnswerThatIsEmptyOrTooLongAndSaysSo() {
    Reference reference = sent("k1");

    assertThat(handovers.answer(reference, " ", "m1").plain()).contains("nothing was passed on");
    assertThat(handovers.answer(reference, "x".repeat(Handovers.LONGEST_ANSWER + 1), "m2").plain())
        .contains("nothing was passed on");
    assertThat(Sent.from(outbox)).isEmpty();
    assertThat(handovers.show(ZADIE).handovers().get(0).open()).isTrue();
    assertThat(handovers.answer(Reference.toQuote(random), "Hello", "m3").kind())
        .isEqualTo(Reply.Kind.DONE);
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void knowsItsReferencesAndWhoSpeaksForTheTeam() {
    Reference reference = sent("k1");

    assertThat(handovers.knows(reference)).isTrue();
    assertThat(handovers.knows(Reference.toQuote(random))).isFalse();
    assertThat(handovers.knows(Reference.toConfirm(random))).isFalse();
    assertThat(handovers.speaksForTheTeam(new Mailbox("TEAM@trust.example"))).isTrue();
    assertThat(handovers.speaksForTheTeam(new Mailbox("Mo@trust.example"))).isTrue();
    assertThat(handovers.speaksForTheTeam(ZADIE)).isFalse();
  }

  @Test
  void goesByMailWhereTheChatIsGoneAndTellsTheTeamWhereThatFailsToo() {
    handovers.answer(sent("k1"), "On the second floor.", "m1");

    List<Message> tried =
        delivered(
            message ->
                message.to().equals(TEAM) ? new Delivery.Delivered() : new Delivery.Refused("no"));

    assertThat(tried).extracting(Message::to).containsExactly(CHAT, ZADIE, TEAM);
    assertThat(Block.plain(tried.get(1).body())).contains("On the second floor.");
    assertThat(Block.plain(tried.get(2).body()))
        .contains("could not be delivered")
        .doesNotContain("second floor", "canary");
    assertThat(outbox.backlog().waiting()).isZero();
  }

  @Test
  void tellsTheTeamWhereTheChatIsGoneAndNoAddressIsKnown() {
    Reply sent = handovers.send(new Enquiry("k1", QUESTION, true, Speaker.UNKNOWN, CHAT));
    Sent.from(outbox);
    handovers.answer(Reference.findIn(sent.plain()).orElseThrow(), "On the second floor.", "m1");

    List<Message> tried =
        delivered(
            message ->
                message.to().equals(CHAT)
                    ? new Delivery.Refused("http-403")
                    : new Delivery.Delivered());

    assertThat(tried).extracting(Message::to).containsExactly(CHAT, TEAM);
    assertThat(Block.plain(tried.get(1).body())).contains("no mail address is known");
  }

  @Test
  void listsWhatWaitsOnceAWeekWithoutNamesOrTexts() {
    Reference old = sent("k1");
    clock.set("2026-11-22T12:00:00Z");
    Reference answered = sent("k2");
    handovers.answer(answered, "Yes.", "m1");
    Reference byMail = reference(handovers.send(byMail("k3")));
    Sent.from(outbox);
    assertThat(handovers.sendWeekly()).as("a service that was down sends later").isTrue();
    Sent.from(outbox);
    clock.set("2026-11-23T07:59:00Z");
    assertThat(handovers.sendWeekly()).as("before the hour").isFalse();
    clock.set("2026-11-23T08:00:00Z");

    assertThat(handovers.sendWeekly()).isTrue();
    assertThat(handovers.sendWeekly()).isFalse();
    database.close();
    open();
    clock.set("2026-11-29T12:00:00Z");
    assertThat(handovers.sendWeekly()).as("the same week, after a restart").isFalse();

    Message mail = onlyMessage();
    assertThat(mail.to()).isEqualTo(TEAM);
    assertThat(Block.plain(mail.body()))
        .contains(old.value() + ": has waited 3 days, asked in Teams")
        .contains(byMail.value() + ": has waited one day, asked by mail")
        .doesNotContain(answered.value())
        .doesNotContainIgnoringCase("canary");
  }

  @Test
  void sendsNoWeeklyMailWhereNothingWaits() {
    clock.set("2026-11-23T09:00:00Z");
    assertThat(handovers.sendWeekly()).isFalse();
    sent("k1");
    assertThat(handovers.sendWeekly()).as("what comes later waits for next week").isFalse();
    clock.set("2026-11-30T09:00:00Z");
    assertThat(handovers.sendWeekly()).isTrue();
  }

  @Test
  void sendsOneWeeklyMailFromManyThreads() throws Exception {
    sent("k1");
    clock.set("2026-11-23T09:00:00Z");

    assertThat(Crowd.of(20, number -> handovers.sendWeekly())).containsOnlyOnce(true);
    onlyMessage();
  }

  @Test
  void showsAndErasesWhatIsStoredAboutAPersonAndTakesBackWhatWaits() {
    handovers.send(enquiry("k1", QUESTION));
    handovers.offer("m1", QUESTION, zadie(), LEFT);
    Reference others =
        reference(
            handovers.send(
                new Enquiry("k2", "Hello?", true, new Speaker("B", MEMBER, true), CHAT)));

    StoredHandovers stored = handovers.show(new Mailbox("zadie.CANARY@trust.example"));
    assertThat(stored.handovers()).singleElement().returns(QUESTION, Handover::text);
    assertThat(stored.offers()).singleElement().returns(QUESTION, Offer::text);
    assertThat(stored.toString()).doesNotContainIgnoringCase("canary");
    assertThat(handovers.erase(ZADIE)).isEqualTo(2);

    assertThat(handovers.show(ZADIE).isEmpty()).isTrue();
    assertThat(handovers.knows(others)).isTrue();
    assertThat(Block.plain(onlyMessage().body())).contains("Hello?");
    assertThat(handovers.send(enquiry("k1", QUESTION)).plain()).contains("dealt with before");
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void erasesWhatWasAnsweredLongAgoOrNeverAnswered() {
    Reference answered = sent("k1");
    Reference never = sent("k2");
    clock.advance(Duration.ofDays(10));
    handovers.answer(answered, "Yes.", "m1");
    clock.advance(Duration.ofDays(50));
    assertThat(handovers.eraseOld()).isZero();
    clock.advance(Duration.ofDays(1));
    assertThat(handovers.eraseOld()).isEqualTo(1);
    assertThat(handovers.knows(never)).isFalse();
    clock.advance(Duration.ofDays(10));
    assertThat(handovers.eraseOld()).isEqualTo(1);
    assertThat(handovers.knows(answered)).isFalse();
    assertThat(rows("handover_taken") + rows("handover_answer")).isZero();
  }

  @Test
  void storesNothingThatCanBeRead() throws Exception {
    Reference reference = sent("canary-key");
    Reply offer = handovers.offer("canary-mail", QUESTION, zadie(), LEFT);
    handovers.answer(reference, "The canary answer.", "canary-answer");

    for (String file : List.of("desk.db", "desk.db-wal")) {
      String bytes =
          new String(Files.readAllBytes(directory.resolve(file)), StandardCharsets.ISO_8859_1);
      assertThat(bytes).doesNotContainIgnoringCase("canary").doesNotContain(token(offer).value());
    }
  }

  @Test
  void offersByMailExactlyWhatItThenSendsAndAnswersByMail() {
    Reply offer = handovers.offer("m1", QUESTION, zadie(), LEFT);
    assertThat(offer.kind()).isEqualTo(Reply.Kind.OUT_OF_SCOPE);
    assertThat(offer.plain())
        .startsWith("It stays here.")
        .contains("the single word SEND", "Where is the canary room?", "Zadie Canary")
        .contains(ZADIE.value(), TEAM.value());
    assertThat(Sent.from(outbox)).isEmpty();

    Reply reply = handovers.takeUp(token(offer), null, "Send.\n\nZadie", "m2").orElseThrow();

    assertThat(reply.plain()).contains("by mail");
    assertThat(Block.plain(onlyMessage().body())).contains("Is it quiet?", "Zadie Canary");
    handovers.answer(reference(reply), "Upstairs.", "m3");
    assertThat(onlyMessage().to()).isEqualTo(ZADIE);
  }

  @Test
  void takesAnOfferUpOnceByItsTokenOrByItsProvenSender() {
    Reply offer = handovers.offer("m1", QUESTION, zadie(), LEFT);

    Optional<Reply> bySender = handovers.takeUp(null, ZADIE, "SEND", "m2");
    assertThat(handovers.takeUp(null, ZADIE, "SEND", "m2")).as("redelivered").isEqualTo(bySender);
    assertThat(handovers.takeUp(token(offer), null, "SEND", "m3")).isEqualTo(bySender);
    assertThat(handovers.takeUp(null, ZADIE, "SEND", "m4")).as("nothing waits").isEmpty();
    onlyMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no", "Please do not send it", "SEND it to nobody", "resend", "SEN D"})
  void sendsNothingWithoutTheWord(String text) {
    Reply offer = handovers.offer("m1", QUESTION, zadie(), LEFT);

    assertThat(handovers.takeUp(token(offer), ZADIE, text, "m2")).isEmpty();
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void sendsNothingToStrangersWordNorWhereItIsNotClearWhatIsMeant() {
    handovers.offer("m1", QUESTION, zadie(), LEFT);
    assertThat(handovers.takeUp(null, null, "SEND", "m2")).as("unproven").isEmpty();
    assertThat(handovers.takeUp(null, MEMBER, "SEND", "m3")).as("another").isEmpty();
    assertThat(handovers.takeUp(Reference.toConfirm(random), ZADIE, "SEND", "m4"))
        .as("another token")
        .isEmpty();
    Reply second = handovers.offer("m5", "And when?", zadie(), LEFT);
    assertThat(handovers.takeUp(null, ZADIE, "SEND", "m6")).as("which of two").isEmpty();
    assertThat(Sent.from(outbox)).isEmpty();

    assertThat(handovers.takeUp(token(second), null, "SEND", "m7")).isPresent();
    assertThat(Block.plain(onlyMessage().body()))
        .contains("And when?")
        .doesNotContain("canary room");
  }

  @Test
  void tellsTheTeamOnceThatAnAnswerCameBackLater() {
    handovers.send(byMail("k1"));
    Reference reference = Reference.findIn(onlyMessage().subject()).orElseThrow();
    handovers.answer(reference, "First.", "a1");
    handovers.answer(reference, "Second.", "a2");
    String last = Sent.from(outbox).get(1).effect();

    assertThat(handovers.returned(new Returned(last, null, List.of()))).hasValue(last);
    assertThat(handovers.returned(new Returned(null, reference, List.of(ZADIE)))).hasValue(last);
    Message notice = onlyMessage();
    assertThat(notice.to()).isEqualTo(TEAM);
    assertThat(notice.subject()).isEqualTo("Not delivered: your answer to " + reference.value());
    assertThat(Block.plain(notice.body())).doesNotContain("Second.");
  }

  @Test
  void sendsNothingForAReportThatConcernsNoAnswer() {
    handovers.send(byMail("k1"));
    Message toTeam = onlyMessage();
    Reference reference = Reference.findIn(toTeam.subject()).orElseThrow();
    assertThat(handovers.returned(new Returned(null, reference, List.of(TEAM))))
        .hasValue(toTeam.effect());
    assertThat(handovers.returned(new Returned(null, reference, List.of(ZADIE)))).isEmpty();
    assertThat(handovers.returned(new Returned(null, Reference.toQuote(random), List.of())))
        .isEmpty();
    assertThat(handovers.returned(new Returned("request:x", null, List.of()))).isEmpty();
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void keepsAnOfferThreeDays() {
    Reply offer = handovers.offer("m1", QUESTION, zadie(), LEFT);
    clock.advance(Duration.ofDays(3));
    assertThat(handovers.eraseOld()).isZero();
    assertThat(handovers.takeUp(token(offer), null, "SEND", "m2")).isPresent();
    clock.advance(Duration.ofDays(1));
    assertThat(handovers.takeUp(token(offer), null, "SEND", "m3")).isEmpty();
    assertThat(handovers.eraseOld()).isEqualTo(1);
    assertThat(rows("handover_offer")).isZero();
  }

  @Test
  void offersNothingWhereTheTeamReadsTheDesksMailboxOrTheTextIsTooLong() {
    assertThat(handovers(new Mailbox("TEAM@trust.example")).offer("m1", QUESTION, zadie(), LEFT))
        .isEqualTo(LEFT);
    assertThat(handovers.offer("m2", "x".repeat(Enquiry.LONGEST_TEXT + 1), zadie(), LEFT))
        .isEqualTo(LEFT);
    assertThat(rows("handover_offer")).isZero();
  }

  /** All that is tried, in its order, with what came of each told by the function. */
  private List<Message> delivered(Function<Message, Delivery> result) {
    List<Message> tried = new java.util.ArrayList<>();
    Courier courier =
        new Courier() {
          @Override
          public boolean serves(Message message) {
            return true;
          }

          @Override
          public Delivery deliver(Message message) {
            tried.add(message);
            return result.apply(message);
          }
        };
    Dispatcher dispatcher =
        new Dispatcher(outbox, List.of(courier), Duration.ofDays(5), clock, new Random(1));
    while (dispatcher.dispatch() > 0) {}
    return tried;
  }

  /** Sends a question and lets its mail leave. */
  private Reference sent(String key) {
    Reference reference = reference(handovers.send(enquiry(key, QUESTION)));
    Sent.from(outbox);
    return reference;
  }

  private Message onlyMessage() {
    List<Message> messages = Sent.from(outbox);
    assertThat(messages).hasSize(1);
    return messages.get(0);
  }

  private int rows(String table) {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
  }

  private static Enquiry enquiry(String key, String text) {
    return new Enquiry(key, text, true, zadie(), CHAT);
  }

  private static Enquiry byMail(String key) {
    return new Enquiry(key, QUESTION, true, zadie(), ZADIE);
  }

  private static Speaker zadie() {
    return new Speaker("Zadie Canary", ZADIE, true);
  }

  private static Reference reference(Reply reply) {
    return Reference.findIn(reply.plain()).orElseThrow();
  }

  private static Reference token(Reply offer) {
    return Reference.allIn(offer.plain()).stream().filter(Reference::confirms).findFirst().get();
  }
}

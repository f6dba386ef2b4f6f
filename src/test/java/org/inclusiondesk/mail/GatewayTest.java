package org.inclusiondesk.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.inclusiondesk.mail.MailRig.mail;
import static org.inclusiondesk.mail.MailRig.raw;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Context;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Request;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.conversation.Utterance;
import org.inclusiondesk.networks.Memberships;
import org.inclusiondesk.networks.Network;
import org.inclusiondesk.networks.Networks;
import org.inclusiondesk.networks.RequestRules;
import org.inclusiondesk.networks.Sponsor;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.testing.Crowd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
  private static final String STAFF = "Sam Staff <sam@icb.example>";

  private static final NetworkId WOMEN = new NetworkId("women");

  @TempDir private Path directory;
  private MailRig rig;

  @BeforeEach
  void open() {
    rig = new MailRig(directory);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void takesSubjectAndNewTextOfANewMailToTheDesk() {
    Disposition disposition =
        rig.gateway().take(mail(raw(STAFF, "1", "Women's network", "How do I join?\n-- \nSam")));

    assertThat(disposition).isEqualTo(Disposition.HANDLED);
    Utterance heard = rig.desk.heard.get(0);
    assertThat(heard.text()).isEqualTo("Women's network\nHow do I join?");
    assertThat(heard.setting()).isEqualTo(Utterance.Setting.MAIL);
    assertThat(heard.speaker().name()).isEqualTo("Sam Staff");
    assertThat(heard.speaker().mailbox()).isEqualTo(new Mailbox("sam@icb.example"));
    assertThat(heard.speaker().proven()).isTrue();
    assertThat(heard.inReplyTo()).isNull();
  }

  @Test
  void answersTheSenderInTheThread() {
    rig.gateway()
        .take(
            mail(
                "References: <a@x.example>\nIn-Reply-To: <b@x.example>\n"
                    + raw(STAFF, "1", "Re: hello", "What is reverse mentoring?")));

    List<Message> sent = rig.sent();
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).to()).isEqualTo(new Mailbox("sam@icb.example"));
    assertThat(sent.get(0).subject()).isEqualTo("Your message to the Inclusion Desk");
    Message.Answered answered = sent.get(0).answers();
    assertThat(answered).isNotNull();
    assertThat(answered.messageId()).isEqualTo("<1@client.example>");
    assertThat(answered.references()).containsExactly("<a@x.example>", "<b@x.example>");
  }

  @Test
  void beginsEveryAnswerWithTwoHundredNeutralCharacters() {
    rig.desk.answer = said -> Reply.of(Reply.Kind.ANSWER, "The Women's network meets monthly.");
    rig.gateway().take(mail(raw(STAFF, "1", "When?", "When does the Women's network meet?")));

    Message sent = rig.sent().get(0);
    String start = Block.plain(sent.body()).substring(0, 200);
    assertThat(start).doesNotContainIgnoringCase("women").doesNotContainIgnoringCase("concern");
    assertThat(sent.subject()).doesNotContainIgnoringCase("women");
  }

  @Test
  void refusesAnAnswerToWhatMustNotBeAnsweredWithoutLookingAtIt() {
    rig.unanswerable =
        new Unanswerable(
            () -> List.of("reminder:2026-11-24:ada", "reminder:2026-11-25:ada"),
            Reply.of(Reply.Kind.DONE, "Answers reach nobody."));
    String reminder = rig.ids.of("reminder:2026-11-25:ada");
    String other = rig.ids.of("digest:1");

    Disposition disposition =
        rig.gateway()
            .take(
                mail(
                    "In-Reply-To: "
                        + reminder
                        + "\n"
                        + raw(STAFF, "1", "Re: daily reminder", "The nurse told me that canary")));

    assertThat(disposition).isEqualTo(Disposition.HANDLED);
    assertThat(rig.desk.heard).isEmpty();
    List<Message> sent = rig.sent();
    assertThat(sent).hasSize(1);
    assertThat(Block.plain(sent.get(0).body()))
        .contains("Answers reach nobody.")
        .doesNotContain("canary");

    rig.gateway().take(mail("In-Reply-To: " + other + "\n" + raw(STAFF, "2", "Re: x", "hello")));
    rig.gateway()
        .take(mail("In-Reply-To: <made@up.example>\n" + raw(STAFF, "3", "Re: x", "hello")));
    assertThat(rig.desk.heard).hasSize(2);
  }

  /** A refusal must not be lost where people do not write above the quotation. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "On Tue, 24 Nov 2026 at 09:00, Desk <desk@icb.example> wrote:\n> Confirm?\n> NO",
        "-----Original Message-----\nFrom: Desk <desk@icb.example>\nSent: 24 November 2026 09:00\n"
            + "To: Sam <sam@icb.example>\nSubject: Hello\n\nConfirm?\n[No, this was not me.]",
        "-- \nNot me",
        "Confirm?\n\nI didn't ask for this!"
      })
  void hearsANoWhereverItStandsInAnAnswerToAConfirmation(String text) {
    rig.gateway().take(mail(raw(STAFF, "1", "Re: Confirm KMC-0123456789ABCDEFGHJKMNPQRS", text)));
    assertThat(rig.desk.heard.get(0).text())
        .containsPattern("(?i)\\b(?:no|not me|this was not me|i didn't ask for this)!?$");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", ""})
  void actsOnceOnAMailDeliveredAgain(String messageId) {
    String raw = raw(STAFF, messageId, "Women's network", "I would like to join.");
    rig.gateway().take(mail(raw));
    Disposition again =
        rig.gateway().take(mail("Received: from elsewhere.example\nX-Spam: no\n" + raw));

    assertThat(again).isEqualTo(Disposition.HANDLED);
    assertThat(rig.desk.effects).hasSize(1);
    assertThat(rig.sent()).hasSize(1);
  }

  @Test
  void actsOnceOnAMailThatSeveralGatewaysTakeAtTheSameMoment() throws Exception {
    IncomingMail mail = mail(raw(STAFF, "1", "Join", "please"));

    assertThat(Crowd.of(8, number -> rig.gateway().take(mail))).containsOnly(Disposition.HANDLED);
    assertThat(rig.desk.effects).hasSize(1);
    assertThat(rig.sent()).hasSize(1);
  }

  @Test
  void actsOnTwoMailsOfTheSameWordsAsTwo() {
    rig.gateway().take(mail(raw(STAFF, "1", "Hello", "Hello")));
    rig.gateway().take(mail(raw(STAFF, "2", "Hello", "Hello")));

    assertThat(rig.desk.effects).hasSize(2);
    assertThat(rig.sent()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reply.Kind.class,
      names = {"OUT_OF_SCOPE", "CONCERN"})
  void leavesToPeopleWhatItCannotAnswerAndSaysSoOnce(Reply.Kind kind) {
    rig.desk.answer = said -> Reply.of(kind, "The desk cannot answer this.");
    IncomingMail mail = mail(raw(STAFF, "1", "Parking", "Where may I park?"));

    assertThat(rig.gateway().take(mail)).isEqualTo(Disposition.LEFT);
    assertThat(rig.gateway().take(mail)).isEqualTo(Disposition.LEFT);
    assertThat(rig.sent()).hasSize(1);
  }

  @Test
  void answersWhatReadsLikeAConcernAsItAnswersWhatItDoesNotKnow() {
    Gateway gateway = rig.gateway();
    rig.desk.answer = said -> Reply.of(Reply.Kind.OUT_OF_SCOPE, "The same words.");
    gateway.take(mail(raw(STAFF, "1", "Parking", "Where may I park?")));
    rig.desk.answer = said -> Reply.of(Reply.Kind.CONCERN, "The same words.");
    gateway.take(mail(raw(STAFF, "2", "Please help", "I am being bullied.")));

    List<Message> sent = rig.sent();
    assertThat(sent.get(0).body()).isEqualTo(sent.get(1).body());
    assertThat(sent.get(0).subject()).isEqualTo(sent.get(1).subject());
  }

  @Test
  void leavesAnEmptyMailToPeopleAndAsksOnce() {
    rig.desk.answer = said -> Reply.of(Reply.Kind.CLARIFY, "What would you like to know?");
    IncomingMail empty = mail(raw(STAFF, "1", "", ""));

    assertThat(rig.gateway().take(empty)).isEqualTo(Disposition.LEFT);
    assertThat(rig.desk.heard.get(0).text()).isBlank();
    assertThat(rig.sent()).hasSize(1);
  }

  @Test
  void handlesAMailThatItAsksBackAbout() {
    rig.desk.answer = said -> Reply.of(Reply.Kind.CLARIFY, "Which one?");

    assertThat(rig.gateway().take(mail(raw(STAFF, "1", "Join", "a network"))))
        .isEqualTo(Disposition.HANDLED);
  }

  @Test
  void sendsNothingWhereTheReplyIsEmpty() {
    rig.desk.answer = said -> Reply.of(Reply.Kind.JOIN, List.of());

    assertThat(rig.gateway().take(mail(raw(STAFF, "1", "Join", "please"))))
        .isEqualTo(Disposition.HANDLED);
    assertThat(rig.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Auto-Submitted: Auto-Replied; x=y",
        "Precedence: Bulk",
        "List-Id: <news.example>",
        "Return-Path: <>",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b"
      })
  void neverAnswersNorHearsAutomaticMail(String header) {
    Disposition disposition =
        rig.gateway().take(mail(header + "\n" + raw(STAFF, "1", "Join", "I want to join")));

    assertThat(disposition).isEqualTo(Disposition.LEFT);
    assertThat(rig.desk.heard).isEmpty();
    assertThat(rig.sent()).isEmpty();
  }

  @Test
  void leavesMailWithoutASenderToPeople() {
    assertThat(rig.gateway().take(mail("Subject: hello\n\nhello"))).isEqualTo(Disposition.LEFT);
    assertThat(rig.desk.heard).isEmpty();
  }

  @Test
  void knowsItsOwnMailByItsMessageIdNotByItsAddress() {
    String own = rig.ids.of("join:1:team");
    Disposition copy =
        rig.gateway()
            .take(mail("Message-ID: " + own + "\n" + raw("desk@icb.example", "", "Request", "x")));
    Disposition colleague =
        rig.gateway().take(mail(raw("desk@icb.example", "2", "Join", "I want to join")));

    assertThat(copy).isEqualTo(Disposition.OURS);
    assertThat(colleague).isEqualTo(Disposition.HANDLED);
    assertThat(rig.desk.heard).hasSize(1);
  }

  @Test
  void knowsItsOwnMailByItsReferenceWhereAServerReplacedTheMessageId() {
    assertThat(
            rig.gateway()
                .take(
                    mail(
                        "Auto-Submitted: auto-generated\n"
                            + raw("desk@icb.example", "new", "Request KM-7QF3-2TX8", "x"))))
        .isEqualTo(Disposition.OURS);
  }

  @Test
  void answersNoOtherDeskEvenWhereAServerTookAllOtherMarksAway() {
    String others = "<desk.0123456789abcdef0123456789abcdef.0123456789abcdef@other.example>";
    assertThat(
            rig.gateway()
                .take(mail("Message-ID: " + others + "\n" + raw(STAFF, "", "Hello", "Hello"))))
        .isEqualTo(Disposition.LEFT);
    assertThat(rig.desk.heard).isEmpty();
    assertThat(rig.sent()).isEmpty();
  }

  @Test
  void doesNotTakeAMadeUpMessageIdForItsOwn() {
    String own = rig.ids.of("join:1:team");
    char last = own.charAt(40);
    String forged = own.substring(0, 40) + (last == '0' ? '1' : '0') + own.substring(41);

    assertThat(rig.ids.ours(own)).isTrue();
    assertThat(rig.ids.ours(forged)).isFalse();
  }

  @Test
  void knowsFromTheMessageIdItAnswersWhatTheDeskHadTold() {
    rig.desk.answer =
        said -> Reply.of(Reply.Kind.ANSWER, "Told.").withArticle("kmpt-operation-cavell");
    rig.gateway().take(mail(raw(STAFF, "1", "Question", "What is Operation Cavell?")));
    String answer = messageId(rig.sent().get(0));

    rig.gateway().take(answering(answer, "2", "And when did that start?"));

    assertThat(answer).matches("<desk\\.[0-9a-f.]+@icb\\.example>");
    assertThat(rig.desk.heard.get(0).context()).isEqualTo(Context.NONE);
    assertThat(rig.desk.heard.get(1).context())
        .isEqualTo(new Context("kmpt-operation-cavell", List.of(), null));
  }

  @Test
  void knowsFromTheMessageIdItAnswersWhatTheDeskHadOffered() {
    Form.Network women = new Form.Network(new NetworkId("women"), "Women's network");
    Form.Network lgbt = new Form.Network(new NetworkId("lgbt"), "LGBT+ network");
    List<Choice> choices =
        List.of(
            new Choice(women.name(), "I would like to leave the Women's network"),
            new Choice(lgbt.name(), "I would like to leave the LGBT+ network"));
    rig.desk.answer =
        said ->
            Reply.of(Reply.Kind.LEAVE, "Which?")
                .withChoices(choices)
                .withForm(new Form.Membership(Form.Wish.LEAVE, List.of(women, lgbt), Set.of()));
    rig.gateway().take(mail(raw(STAFF, "1", "Leave", "I want to leave")));

    rig.gateway().take(answering(messageId(rig.sent().get(0)), "2", "The second one."));

    Context context = rig.desk.heard.get(1).context();
    assertThat(context.choices()).isEqualTo(choices);
    assertThat(context.offered())
        .isInstanceOfSatisfying(
            Form.Membership.class, form -> assertThat(form.wish()).isEqualTo(Form.Wish.LEAVE));
  }

  @Test
  void marksNoTwoMailsAboutTheSameAlikeAndTakesNoForgedMark() {
    List<String> about = List.of("article kmpt-operation-cavell");
    String one = rig.ids.of("effect-1", about);
    String other = rig.ids.of("effect-2", about);
    String mark = one.split("\\.")[2];
    String forged = other.replace(other.split("\\.")[2], mark);

    assertThat(other).doesNotContain(mark);
    assertThat(rig.ids.about(one, MailRig.CONTEXTS.vocabulary())).isEqualTo(about);
    assertThat(rig.ids.about(other, MailRig.CONTEXTS.vocabulary())).isEqualTo(about);
    assertThat(rig.ids.about(forged, MailRig.CONTEXTS.vocabulary())).isEmpty();
    assertThat(rig.ids.about("<1@client.example>", MailRig.CONTEXTS.vocabulary())).isEmpty();
    assertThat(rig.ids.about(one, Set.of("article gone"))).isEmpty();
  }

  private String messageId(Message sent) {
    return rig.ids.of(sent.effect(), sent.answers().about());
  }

  private static IncomingMail answering(String messageId, String id, String text) {
    return mail("In-Reply-To: " + messageId + "\n" + raw(STAFF, id, "Re: Your message", text));
  }

  @Test
  void findsTheConfirmingReferenceWhereverItStands() {
    String token = "KMC-0123456789ABCDEFGHJKMNPQRS";
    rig.gateway().take(mail(raw(STAFF, "1", "Re: Please confirm " + token, "Yes")));
    rig.gateway()
        .take(
            mail(
                "In-Reply-To: <x@y.example>\n"
                    + raw(
                        "Pat <pat@other.example>",
                        "2",
                        "Re: Your request KM-7QF3-2TX8",
                        "Yes\n\nOn 1 Nov 2026 the desk <desk@icb.example> wrote:\n> " + token)));

    assertThat(rig.desk.heard)
        .extracting(Utterance::inReplyTo)
        .containsExactly(new Reference(token), new Reference(token));
    assertThat(rig.desk.heard).extracting(Utterance::text).containsExactly("Yes", "Yes");
  }

  @Test
  void knowsTheReferenceOfTheMailOfOursThatIsAnswered() {
    String effect = "request:KM-7QF3-2TX8:network";
    rig.outbox.add(Message.to(MailRig.TEAM, effect, "Request", List.of(new Block.Paragraph("x"))));
    String thread = "In-Reply-To: " + rig.ids.of(effect) + "\n";

    rig.gateway().take(mail(thread + raw(STAFF, "1", "Changed", "Done")));
    rig.gateway().take(mail(thread + raw(STAFF, "2", "Re: KM-0000-0000", "Done")));
    rig.gateway()
        .take(
            mail("In-Reply-To: " + rig.ids.of("forgotten") + "\n" + raw(STAFF, "3", "Re: x", "y")));

    assertThat(rig.desk.heard)
        .extracting(Utterance::inReplyTo)
        .containsExactly(new Reference("KM-7QF3-2TX8"), new Reference("KM-0000-0000"), null);
  }

  @Test
  void findsInTheThreadWhatItsAnswerToAnAnswerWasAbout() {
    Reference token = new Reference("KMC-0123456789ABCDEFGHJKMNPQRS");
    rig.desk.tokens.put("confirmation:ab:2026-11-20", token);
    for (String effect : List.of("confirmation:ab:2026-11-20", "mail-answer:1", "mail-answer:2")) {
      rig.outbox.add(Message.to(MailRig.TEAM, effect, "x", List.of(new Block.Paragraph("x"))));
    }
    String asked = rig.ids.of("confirmation:ab:2026-11-20");
    String explained = rig.ids.of("mail-answer:1");

    take(asked + " <what@client.example> " + explained, "1", "YES");
    take(asked, "2", "NO");
    take(rig.ids.of("mail-answer:2"), "3", "YES");
    take(asked + " " + explained + " <people@client.example>", "4", "Thanks");

    assertThat(rig.desk.heard)
        .extracting(Utterance::inReplyTo)
        .containsExactly(token, token, null, null);
  }

  private void take(String thread, String id, String text) {
    rig.gateway()
        .take(mail("References: " + thread + "\n" + raw(STAFF, id, "Re: Your message", text)));
  }

  @Test
  void tellsThatAMailWhichAsksToConfirmWasPassedOn() {
    String token = "KMC-0123456789ABCDEFGHJKMNPQRS";
    String subject = "Please confirm your request " + token;
    rig.gateway().take(mail(raw(STAFF, "1", "FW: " + subject, "What is this?")));
    rig.gateway().take(mail(raw(STAFF, "2", "Re: " + subject, "Yes")));
    rig.gateway().take(mail(raw(STAFF, "3", "Fwd: lunch", "Yes")));

    assertThat(rig.desk.heard)
        .extracting(Utterance::text)
        .containsExactly("FW: " + subject + "\nWhat is this?", "Yes", "Yes");
  }

  @Test
  void takesAQuotedReferenceOnlyWhereItIsTheOnlyOne() {
    String quoted = "\n\nOn 1 Nov 2026 the desk <desk@icb.example> wrote:\n> ";
    rig.gateway().take(mail(raw(STAFF, "1", "Re: digest", "Yes" + quoted + "KM-7QF3-2TX8")));
    rig.gateway()
        .take(
            mail(
                raw(
                    STAFF,
                    "2",
                    "Re: digest",
                    "Yes" + quoted + "KM-7QF3-2TX8\n> and\n> KM-0000-0000")));
    rig.gateway()
        .take(
            mail(
                raw(
                    STAFF,
                    "3",
                    "Re: digest",
                    "KM-0000-0000: yes" + quoted + "KM-7QF3-2TX8\n> and\n> KM-0000-0000")));

    assertThat(rig.desk.heard)
        .extracting(Utterance::inReplyTo)
        .containsExactly(new Reference("KM-7QF3-2TX8"), null, new Reference("KM-0000-0000"));
  }

  @Test
  void offersTheLinesThatItUnderstandsWhenTheyComeBack() {
    rig.desk.answer =
        said ->
            Reply.of(Reply.Kind.JOIN, "Which network? Answer with one of these lines.")
                .withChoices(
                    List.of(new Choice("LGBT+ network", "I would like to join the LGBT+ network")));
    rig.gateway().take(mail(raw(STAFF, "1", "Join", "a network")));

    assertThat(Block.plain(rig.sent().get(0).body()))
        .contains("I would like to join the LGBT+ network");
  }

  @Test
  void letsNoAutomaticReplyConfirmAnything() {
    rig.gateway()
        .take(
            mail(
                "Auto-Submitted: auto-replied\n"
                    + raw(STAFF, "1", "Out: KMC-0123456789ABCDEFGHJKMNPQRS", "Away")));

    assertThat(rig.desk.heard).isEmpty();
  }

  @Test
  void answersAnAddressSoManyTimesADayAndThenLeavesItsMailToPeople() {
    Gateway gateway = rig.gateway(new Trust.Inner(), new Gateway.DailyCaps(2, 100));
    gateway.take(mail(raw(STAFF, "1", "One", "one")));
    gateway.take(mail(raw("SAM@icb.example", "2", "Two", "two")));

    assertThat(gateway.take(mail(raw(STAFF, "3", "Three", "three")))).isEqualTo(Disposition.LEFT);
    assertThat(gateway.take(mail(raw("pat@icb.example", "4", "Four", "four"))))
        .isEqualTo(Disposition.HANDLED);
    assertThat(rig.sent()).hasSize(3);

    rig.clock.advance(Duration.ofDays(1));
    assertThat(gateway.take(mail(raw(STAFF, "3", "Three", "three"))))
        .as("heard on the day before, and for people ever since")
        .isEqualTo(Disposition.LEFT);
    assertThat(rig.sent()).isEmpty();
    assertThat(gateway.take(mail(raw(STAFF, "5", "Five", "five")))).isEqualTo(Disposition.HANDLED);
    assertThat(rig.sent()).hasSize(1);
  }

  @Test
  void hearsAProvenSenderTwiceAsOftenAsItAnswersAndNoMore() {
    Gateway gateway =
        rig.gateway(new Trust.AuthservId("mx.example"), new Gateway.DailyCaps(2, 100));
    String proof = "Authentication-Results: mx.example; dmarc=pass header.from=icb.example\n";
    gateway.take(mail(raw(STAFF, "forged", "Forged", "forged")));
    for (int i = 0; i < 9; i++) {
      String wish = i % 2 == 0 ? "join" : "leave";
      gateway.take(mail(proof + raw(STAFF, "mine" + i, "Please", "let me " + wish)));
    }

    assertThat(rig.desk.heard)
        .extracting(heard -> heard.speaker().proven())
        .containsExactly(false, true, true, true, true);
    assertThat(rig.sent()).as("forged ones included").hasSize(2);
    gateway.take(mail(proof + raw("pat@icb.example", "pats", "Please", "let me join")));
    assertThat(rig.desk.heard).hasSize(6);
    rig.clock.advance(Duration.ofDays(1));
    gateway.take(mail(proof + raw(STAFF, "mine8", "Please", "let me join")));
    assertThat(rig.desk.heard).as("what was not heard can be, another day").hasSize(7);
  }

  @Test
  void hearsAProvenSenderHoweverManyMailsAStrangerWroteInThatName() {
    Gateway gateway =
        rig.gateway(new Trust.AuthservId("mx.example"), new Gateway.DailyCaps(2, 100));
    String proof = "Authentication-Results: mx.example; dmarc=pass header.from=icb.example\n";
    for (int i = 0; i < 5; i++) {
      gateway.take(mail(raw(STAFF, "forged" + i, "Forged " + i, "forged")));
    }
    assertThat(rig.desk.heard).hasSize(2);

    assertThat(gateway.take(mail(proof + raw(STAFF, "mine", "Join", "please"))))
        .as("done, and left to people because no answer says so")
        .isEqualTo(Disposition.LEFT);
    rig.desk.answer = said -> Reply.of(Reply.Kind.DONE);
    assertThat(gateway.take(mail(proof + raw(STAFF, "carried", "Re: x", "my response"))))
        .isEqualTo(Disposition.HANDLED);
    assertThat(rig.desk.heard)
        .extracting(heard -> heard.speaker().proven())
        .containsExactly(false, false, true, true);
    assertThat(rig.sent()).as("no more than the cap").hasSize(2);
    assertThat(gateway.take(mail(raw(STAFF, "one more", "Forged", "forged"))))
        .isEqualTo(Disposition.LEFT);
    assertThat(rig.desk.heard).hasSize(4);
  }

  @Test
  void answersNoMoreThanTheCapWhereManyMailsComeAtTheSameMoment() throws Exception {
    List<Disposition> taken =
        Crowd.of(
            8,
            number ->
                rig.gateway(new Trust.Inner(), new Gateway.DailyCaps(3, 100))
                    .take(mail(raw(STAFF, "m" + number, "Hello " + number, "hello"))));

    assertThat(rig.sent()).hasSize(3);
    assertThat(taken).filteredOn(Disposition.HANDLED::equals).hasSize(3);
    assertThat(taken).filteredOn(Disposition.LEFT::equals).hasSize(5);
  }

  @Test
  void countsAnswersAndMailsThatAskToConfirmTogether() {
    Memberships memberships = memberships(new RequestRules(28, 365, 200, 3));
    rig.desk.answer =
        said -> {
          if (said.text().contains("join")) {
            memberships.request(
                new Request(said.key(), Form.Wish.JOIN, Set.of(WOMEN), said.speaker()));
            return Reply.of(Reply.Kind.DONE);
          }
          return Reply.of(Reply.Kind.ANSWER, "Yes.");
        };
    Gateway gateway = rig.gateway(new Trust.None(), new Gateway.DailyCaps(3, 100));
    gateway.take(mail(raw(STAFF, "1", "Please", "let me join")));
    gateway.take(mail(raw(STAFF, "2", "Question", "what is it?")));
    memberships.request(leave("by chat", "sam@icb.example"));
    assertThat(rig.sent()).as("one a day about a network").hasSize(2);
    gateway.take(mail(raw(STAFF, "2b", "Question", "what else?")));

    assertThat(rig.sent()).hasSize(1);
    assertThat(gateway.take(mail(raw(STAFF, "3", "Question", "and what is that?"))))
        .isEqualTo(Disposition.LEFT);
    rig.clock.advance(Duration.ofDays(1));
    for (int i = 0; i < 3; i++) {
      gateway.take(mail(raw(STAFF, "next" + i, "Question " + i, "what is it?")));
    }
    memberships.request(leave("by chat, the next day", "sam@icb.example"));
    assertThat(rig.sent()).extracting(Message::subject).containsOnly(Gateway.SUBJECT).hasSize(3);
    memberships.request(leave("another's", "pat@icb.example"));
    assertThat(rig.sent()).hasSize(1);
  }

  private Memberships memberships(RequestRules rules) {
    return new Memberships(
        rig.database,
        new FieldCipher(FieldCipher.newKeySet()),
        rig.lookup,
        rig.outbox,
        new Networks(
            List.of(
                new Network(
                    WOMEN,
                    "Women's network",
                    List.of(),
                    new Mailbox("women@icb.example"),
                    new Sponsor("Sol Sponsor", new Mailbox("sol@icb.example"))))),
        MailRig.TEAM,
        URI.create("https://desk.example"),
        rules,
        rig.clock,
        new SecureRandom());
  }

  private static Request leave(String key, String address) {
    return new Request(
        key, Form.Wish.LEAVE, Set.of(WOMEN), new Speaker(null, new Mailbox(address), false));
  }

  @Test
  void takesSoManyMailsOfAnUnprovenSenderEvenWhereNoneIsAnswered() {
    Gateway gateway = rig.gateway(new Trust.None(), new Gateway.DailyCaps(2, 100));
    rig.desk.answer = said -> Reply.of(Reply.Kind.DONE);
    for (int i = 0; i < 5; i++) {
      gateway.take(mail(raw(STAFF, "silent" + i, "Re: x", "y")));
    }
    assertThat(rig.desk.heard).hasSize(2);
  }

  @Test
  void countsNoMailOfAProvenSenderThatNeedsNoAnswer() {
    Gateway gateway = rig.gateway(new Trust.Inner(), new Gateway.DailyCaps(1, 100));
    rig.desk.answer = said -> Reply.of(Reply.Kind.DONE, List.of());
    for (int i = 0; i < 3; i++) {
      assertThat(gateway.take(mail(raw(STAFF, "silent" + i, "Re: x", "y"))))
          .isEqualTo(Disposition.HANDLED);
    }
    Gateway unproven = rig.gateway(new Trust.None(), new Gateway.DailyCaps(1, 100));
    unproven.take(mail(raw("pat@icb.example", "4", "Four", "four")));
    assertThat(unproven.take(mail(raw("pat@icb.example", "5", "Five", "five"))))
        .isEqualTo(Disposition.LEFT);
  }

  @Test
  void capsUnprovenSendersAltogetherAndLetsProvenOnesThrough() {
    Gateway gateway = rig.gateway(new Trust.AuthservId("mx.example"), new Gateway.DailyCaps(10, 1));
    String proof = "Authentication-Results: mx.example; dmarc=pass header.from=icb.example\n";

    gateway.take(mail(raw("a@other.example", "1", "One", "one")));
    assertThat(gateway.take(mail(raw("b@other.example", "2", "Two", "two"))))
        .isEqualTo(Disposition.LEFT);
    assertThat(gateway.take(mail(proof + raw(STAFF, "3", "Three", "three"))))
        .isEqualTo(Disposition.HANDLED);
    assertThat(rig.desk.heard)
        .extracting(heard -> heard.speaker().proven())
        .containsExactly(false, true);
  }

  @Test
  void repeatsWhatAFaultInterruptedWithoutDoingItTwice() {
    IncomingMail mail = mail(raw(STAFF, "1", "Join", "the network"));
    rig.desk.answer =
        said -> {
          throw new IllegalStateException("crash after the desk stored its effects");
        };
    assertThatThrownBy(() -> rig.gateway().take(mail)).isInstanceOf(IllegalStateException.class);
    assertThat(rig.sent()).isEmpty();

    rig.desk.answer = said -> Reply.of(Reply.Kind.JOIN, "Welcome.");
    assertThat(rig.gateway().take(mail)).isEqualTo(Disposition.HANDLED);
    assertThat(rig.gateway().take(mail)).isEqualTo(Disposition.HANDLED);
    assertThat(rig.desk.effects).hasSize(1);
    assertThat(rig.sent()).hasSize(1);
  }

  @Test
  void keepsNothingOfAMailInClear() {
    rig.desk.answer = said -> Reply.of(Reply.Kind.OUT_OF_SCOPE, "No.");
    rig.gateway(new Trust.None(), Gateway.DailyCaps.USUAL)
        .take(mail(raw(STAFF, "1", "Secretsubject", "Secrettext")));

    List<String> rows =
        rig.database.read(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT CAST(mail AS TEXT) || day FROM mail_seen
                        UNION ALL SELECT CAST(receiver AS TEXT) || day FROM mail_answered
                        UNION ALL SELECT CAST(receiver AS TEXT) || day FROM mails_of_a_day
                        UNION ALL SELECT effect || CAST(sealed AS TEXT) FROM outbox
                        """)
                    .mapTo(String.class)
                    .list());
    assertThat(rows).hasSize(5);
    assertThat(String.join("\n", rows))
        .doesNotContain("sam@icb")
        .doesNotContain("Secret")
        .doesNotContain("client.example");
  }
}

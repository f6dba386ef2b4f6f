package org.inclusiondesk.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inclusiondesk.answers.Feedback;
import org.inclusiondesk.answers.Outcome;
import org.inclusiondesk.config.ShippedContent;
import org.inclusiondesk.conversation.Address.Chat;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Context;
import org.inclusiondesk.conversation.Enquiry;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Rating;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Reply.Kind;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.conversation.Utterance;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.inclusiondesk.handover.Handovers;
import org.inclusiondesk.handover.Team;
import org.inclusiondesk.networks.Memberships;
import org.inclusiondesk.networks.Network;
import org.inclusiondesk.networks.Networks;
import org.inclusiondesk.networks.RequestRules;
import org.inclusiondesk.networks.Sponsor;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.outbox.Sent;
import org.inclusiondesk.speakup.Guidance;
import org.inclusiondesk.speakup.Signpost;
import org.inclusiondesk.sponsors.Matters;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;
import org.inclusiondesk.testing.Crowd;
import org.inclusiondesk.testing.SettableClock;
import org.inclusiondesk.understanding.Sense;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontDeskTest {
  private static final Mailbox TEAM = new Mailbox("team@test.local");
  private static final Mailbox MEMBER = new Mailbox("mo@test.local");
  private static final Mailbox DESK = new Mailbox("desk@test.local");
  private static final Mailbox SAM = new Mailbox("sam@test.local");
  private static final String CONCERN = "My manager bullies me because I am gay.";

  private final SettableClock clock = new SettableClock("2026-11-20T09:00:00Z");
  private final SecureRandom random = new SecureRandom();
  private final FieldCipher cipher = new FieldCipher(FieldCipher.newKeySet());
  private final Networks networks =
      new Networks(
          ShippedContent.load().networks.stream()
              .map(
                  network ->
                      new Network(
                          network.id(),
                          network.name(),
                          List.of(),
                          new Mailbox(network.id() + "@test.local"),
                          new Sponsor("Ada", new Mailbox("ada-" + network.id() + "@test.local"))))
              .toList());
  private final Network women = networks.find(new NetworkId("women")).orElseThrow();
  @TempDir Path directory;
  private Database database;
  private Outbox outbox;
  private Matters matters;

  /** What a question without an answer can be counted under. */
  private static final Set<String> THEMES =
      Stream.concat(
              Stream.of(Outcome.OTHER),
              ShippedContent.load().language.examples().stream()
                  .filter(example -> example.label() instanceof Sense.Foreign)
                  .map(example -> ((Sense.Foreign) example.label()).theme()))
          .collect(Collectors.toSet());

  private final List<String> counted = Collections.synchronizedList(new ArrayList<>());
  private final Feedback feedback =
      new Feedback() {
        @Override
        public void rated(String article, boolean helped) {
          count(article + " " + helped);
        }

        @Override
        public void unanswered(String theme) {
          count(theme);
        }
      };
  private boolean broken;
  private Handovers handovers;
  private Desk desk;
  private Memberships memberships;

  @BeforeEach
  void open() {
    database = Database.open(directory.resolve("desk.db"));
    outbox = new Outbox(database, cipher, clock);
    Lookup lookup = Lookup.in(database, cipher, random);
    matters = new Matters(database, cipher, lookup, outbox, networks, clock, random);
    desk = desk(DESK);
  }

  /** A desk whose own mailbox is this one. */
  private Desk desk(Mailbox own) {
    Lookup lookup = Lookup.in(database, cipher, random);
    handovers =
        new Handovers(
            database,
            cipher,
            lookup,
            outbox,
            new Team(TEAM, List.of(MEMBER), own),
            365,
            clock,
            random);
    memberships =
        new Memberships(
            database,
            cipher,
            lookup,
            outbox,
            networks,
            TEAM,
            URI.create("https://desk.test"),
            new RequestRules(28, 365, 1, 10),
            clock,
            random);
    return new FrontDesk(
        new Talk(
            ShippedContent.load().understanding,
            FollowUpsTest.FOLLOW_UPS,
            ShippedContent.load().language.danger(),
            ShippedContent.load().answerer,
            new Signpost(
                new Guidance(
                    "Not monitored.",
                    "Safeguarding.",
                    "Read daily.",
                    "Bounds.",
                    List.of("Open."),
                    List.of(new Guidance.Contact("Teams", "traces")),
                    List.of(new Guidance.Contact("Guardian", "g@test.local")),
                    List.of(new Guidance.Contact("Outside", "a charity")),
                    List.of("Keep the words.")),
                TalkTest.URGENT_HELP,
                "https://desk.test/speak-up"),
            networks.all().stream()
                .map(network -> new Form.Network(network.id(), network.name()))
                .toList(),
            TEAM),
        memberships,
        matters,
        handovers,
        networks,
        feedback);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void saysSoAndLeavesToPeopleWhatItCannotAskToConfirm() {
    assertThat(hear("k1", new Speaker("Sam", SAM, false), "I want to join the women's network"))
        .isEqualTo(Reply.of(Kind.DONE));

    Reply second =
        hear(
            "k2",
            new Speaker("Pat", new Mailbox("pat@test.local"), false),
            "I want to join the women's network");

    assertThat(second.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(second.plain()).contains("nothing has been passed on", TEAM.value());
    assertThat(Sent.from(outbox)).hasSize(1);
  }

  @Test
  void leavesToPeopleAMailInWhichItFindsNoWords() {
    assertThat(hear("k1", proven(SAM), "你好 请帮助").kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(hear("k2", proven(SAM), "").kind()).isEqualTo(Kind.OUT_OF_SCOPE);
  }

  @Test
  void takesWhatANetworkRaisesThoughItsMailAnswersAnEarlierAnswer() {
    Reference earlier =
        Reference.findIn(matters.raise(women.id(), "k0", "The first matter.").plain())
            .orElseThrow();

    Reply reply =
        desk.hear(
            new Utterance(
                "k1",
                Setting.MAIL,
                "For our sponsor: thank you. We also need a meeting room.",
                proven(women.mailbox()),
                earlier));

    assertThat(reply.kind()).isEqualTo(Kind.DONE);
    assertThat(reply.plain()).contains("kept for your sponsor").doesNotContain(earlier.value());
  }

  @Test
  void carriesNothingToASponsorThatReadsLikeAConcernHoweverFarDownItStands() {
    String harmless = "We met in the library and talked about the programme of the year. ";
    String text = "For our sponsor: " + harmless.repeat(40) + CONCERN;

    assertThat(hear("k1", proven(women.mailbox()), text).kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(
            hear("k2", proven(women.mailbox()), "For our sponsor: " + harmless.repeat(40)).kind())
        .isEqualTo(Kind.DONE);
  }

  @Test
  void routesNothingOfAMailWhoseEndReadsLikeAConcern() {
    String text =
        "I want to join the women's network. "
            + "I have worked here for years and like it a lot. ".repeat(60)
            + CONCERN;

    assertThat(hear("k1", proven(SAM), text).kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void actsOnAPickByMailJustAsOnTheLineThatWasOffered() {
    Context offered = Context.NONE.after(hear("k1", proven(SAM), "I want to join a staff network"));

    Reply reply =
        desk.hear(
            new Utterance(
                "k2", Setting.MAIL, "The women's one please", proven(SAM), null, offered));

    assertThat(reply.kind()).isEqualTo(Kind.DONE);
    assertThat(Sent.from(outbox)).extracting(Message::to).contains(women.mailbox(), TEAM);
  }

  @Test
  void routesNothingByMailForAYesANoOrAWishThatNamesNoNetwork() {
    Context told = Context.NONE.after(hear("k1", proven(SAM), "What is the women's network?"));
    Context offered = Context.NONE.after(hear("k2", proven(SAM), "I want to join a staff network"));

    assertThat(follow("k3", "Sign me up for it", told).kind()).isEqualTo(Kind.JOIN);
    assertThat(follow("k4", "yes please", offered).choices()).hasSize(4);
    assertThat(follow("k5", "no, cancel", offered).plain()).contains("nothing is sent");
    assertThat(follow("k6", "yes", Context.NONE).kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void routesNothingOfAMailThatSpeaksOfDangerAndPutsNothingBeforeASponsor() {
    String join = "I want to join the women's network. I also want to kill myself.";
    String raised = "For our sponsor: a member of our network is suicidal.";

    for (Reply reply :
        List.of(hear("k1", proven(SAM), join), hear("k2", proven(women.mailbox()), raised))) {
      assertThat(reply.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
      assertThat(reply.body()).startsWith(TalkTest.URGENT_HELP.blocks().toArray(Block[]::new));
    }
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void answersByMailWhatAsksOnAndLeavesToPeopleWhatTheArticleDoesNotHold() {
    Context told = Context.NONE.after(hear("k1", proven(SAM), "What is Operation Cavell?"));

    assertThat(follow("k2", "And when did that start?\n\nThanks, Sam", told).article())
        .isEqualTo("kmpt-operation-cavell");
    Reply left = follow("k3", "does it have a budget?", told);
    assertThat(left.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(left.plain()).contains("Operation Cavell", "for a person to read");
  }

  private Reply follow(String key, String text, Context context) {
    return desk.hear(new Utterance(key, Setting.MAIL, text, proven(SAM), null, context));
  }

  @Test
  void putsUrgentHelpBeforeWhatAConfirmationTellsAndLeavesTheMailToPeople() {
    Reply reply =
        desk.hear(
            new Utterance(
                "k1",
                Setting.MAIL,
                "Yes, confirmed. Though I want to die.",
                proven(SAM),
                Reference.toConfirm(random)));

    assertThat(reply.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(reply.body()).startsWith(TalkTest.URGENT_HELP.blocks().toArray(Block[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No, that was not me",
        "I did not ask for this. Please do not pass anything on",
        "Who is this? Stop it."
      })
  void strikesOutWhatTheHolderOfTheAddressRefuses(String refusal) {
    Reference token = asked();

    Reply refused = answer("m1", token, refusal);

    assertThat(refused.kind()).isEqualTo(Kind.DONE);
    assertThat(refused.plain()).contains("nothing has been passed on");
    assertThat(answer("m2", token, "Yes").kind()).isEqualTo(Kind.CLARIFY);
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What is this?",
        "Yes, but I meant the LGBT+ network",
        "Fwd: Please confirm your request\nYes",
        "I am away until Monday and read no mail."
      })
  void leavesToPeopleAnAnswerThatNeitherConfirmsNorRefusesAndKeepsTheToken(String text) {
    Reference token = asked();

    Reply left = answer("m1", token, text);

    assertThat(left.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(left.plain()).contains("confirmed nothing", "YES", "NO", "for a person to read");
    assertThat(Sent.from(outbox)).isEmpty();
    assertThat(answer("m2", token, "Yes, sorry. Confirmed.").kind()).isEqualTo(Kind.DONE);
    assertThat(Sent.from(outbox)).extracting(Message::to).contains(women.mailbox());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yes please",
        "yep that's me",
        "confirmed",
        "Yes, no problem",
        "no problem, yes",
        "I confirm - no need to ring",
        "Thanks,\nSam"
      })
  void confirmsInTheWaysInWhichPeopleSayYes(String text) {
    assertThat(answer("m1", asked(), text).kind()).isEqualTo(Kind.DONE);
    assertThat(Sent.from(outbox)).extracting(Message::to).contains(women.mailbox(), TEAM);
  }

  @Test
  void leavesToPeopleWhatIsSaidBesideAYesOrANo() {
    Reply confirmed = answer("m1", asked(), "Yes please. " + CONCERN);
    assertThat(confirmed.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(confirmed.plain())
        .contains("has been passed on", "for a person to read", "https://desk.test/speak-up")
        .doesNotContain("bullies");
    assertThat(Sent.from(outbox)).hasSize(2);

    clock.advance(Duration.ofDays(1));
    Reply refused = answer("m2", asked(), "No. Somebody plays tricks on me.");
    assertThat(refused.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(refused.plain()).contains("struck out", "for a person to read");
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void takesAnAnswerToAnOfferForTalkUnlessItSaysSend() {
    Reply offer = hear("k1", proven(SAM), "which printer do I use on the second floor");
    Reference token = Reference.findIn(offer.plain()).orElseThrow();

    assertThat(answer("m1", token, "Thank you!").kind()).isEqualTo(Kind.SMALLTALK);
    assertThat(answer("m2", token, "What is Operation Cavell?").kind()).isEqualTo(Kind.ANSWER);
    assertThat(answer("m3", token, "SEND").kind()).isEqualTo(Kind.DONE);
    assertThat(Sent.from(outbox)).hasSize(1);
  }

  /** A token that waits for its holder. */
  private Reference asked() {
    hear("ask " + clock.instant(), new Speaker("Sam", SAM, false), "join the women's network");
    return Reference.findIn(Sent.from(outbox).get(0).subject()).orElseThrow();
  }

  private Reply answer(String key, Reference token, String text) {
    return desk.hear(new Utterance(key, Setting.MAIL, text, new Speaker("Sam", SAM, false), token));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Done, I have added her to the women's network.",
        "she has left the women's network already",
        "Please add me to the women's network"
      })
  void takesNoAnswerToARoutedRequestForARequest(String text) {
    Reference reference = routed();

    for (Speaker reader : List.of(proven(women.mailbox()), proven(TEAM), proven(MEMBER))) {
      Reply told = about("told " + reader.mailbox().value(), reader, text, reference);
      assertThat(told.kind()).as("it stays for people").isEqualTo(Kind.OUT_OF_SCOPE);
      assertThat(told.plain())
          .contains("not passed on to the person")
          .doesNotContain(SAM.value())
          .doesNotContain(reference.value());
    }
    for (Speaker other :
        List.of(
            proven(networks.find(new NetworkId("lgbt")).orElseThrow().mailbox()),
            new Speaker("Women", women.mailbox(), false),
            new Speaker("Team", TEAM, false),
            proven(new Mailbox("pat@test.local")),
            new Speaker("Pat", null, false))) {
      Reply left = about("left " + other.mailbox() + other, other, text, reference);
      assertThat(left.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
      assertThat(left.plain()).contains("for a person to read").doesNotContain("passed on");
    }
    assertThat(Sent.from(outbox)).as("to nobody").isEmpty();
  }

  @Test
  void saysNothingToWhatTheTeamWritesInAMailboxThatItSharesWithTheDesk() {
    desk = desk(TEAM);
    Reference reference = routed();

    Reply note = about("m1", proven(TEAM), "Could you ring the network about her?", reference);

    assertThat(note).isEqualTo(Reply.of(Kind.OUT_OF_SCOPE));
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void goesOnTalkingWithWhoeverAskedUnderTheReferenceOfTheirRequest() {
    Reference reference = routed();

    assertThat(about("m1", proven(SAM), "Thank you!", reference).kind()).isEqualTo(Kind.SMALLTALK);
    assertThat(about("m2", proven(SAM), "What is Operation Cavell?", reference).kind())
        .isEqualTo(Kind.ANSWER);
    Reply instead =
        about("m3", proven(SAM), "I want to leave the women's network again", reference);
    assertThat(instead.kind()).isEqualTo(Kind.DONE);
    assertThat(Sent.from(outbox)).extracting(Message::to).containsExactly(women.mailbox(), TEAM);
    Speaker claimed = new Speaker("Sam", SAM, false);
    assertThat(about("m4", claimed, "I want to join the women's network", reference))
        .isEqualTo(Reply.of(Kind.DONE));
    assertThat(Sent.from(outbox))
        .as("asked to confirm")
        .extracting(Message::to)
        .containsExactly(SAM);
  }

  @Test
  void takesNoAnswerToARequestThatWasErasedForARequest() {
    Reference erased = routed();
    memberships.erase(SAM);
    String added = "Please add me to the women's network";

    for (Speaker other :
        List.of(proven(women.mailbox()), new Speaker("W", women.mailbox(), false))) {
      Reply left = about("left " + other.proven(), other, added, erased);
      assertThat(left.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
      assertThat(left.plain()).contains("for a person to read");
    }
    assertThat(Sent.from(outbox)).isEmpty();
    Reference open = Reference.findIn(hear("k9", proven(SAM), added).plain()).orElseThrow();
    assertThat(about("m1", proven(SAM), "I want to leave the women's network", open).kind())
        .as("whoever asked goes on talking")
        .isEqualTo(Kind.DONE);
  }

  @Test
  void takesWhatANetworkRaisesThoughItQuotesARequest() {
    assertThat(
            about("m1", proven(women.mailbox()), "For our sponsor: we need a room.", routed())
                .kind())
        .isEqualTo(Kind.DONE);
  }

  /** The reference of a request of Sam's that was passed on. */
  private Reference routed() {
    Reply reply = hear("k0", proven(SAM), "I want to join the women's network");
    Sent.from(outbox);
    return Reference.findIn(reply.plain()).orElseThrow();
  }

  private Reply about(String key, Speaker speaker, String text, Reference reference) {
    return desk.hear(new Utterance(key, Setting.MAIL, text, speaker, reference));
  }

  @Test
  void bringsASponsorsAnswerAndTellsOthersNothing() {
    Reference raised =
        Reference.findIn(matters.raise(women.id(), "k0", "A matter.").plain()).orElseThrow();

    assertThat(answer(raised, SAM).kind()).isEqualTo(Kind.CLARIFY);
    assertThat(Sent.from(outbox)).isEmpty();
    assertThat(answer(raised, women.sponsor().mailbox()).kind()).isEqualTo(Kind.DONE);
    List<Message> sent = Sent.from(outbox);
    assertThat(sent).extracting(Message::to).containsExactly(women.mailbox());
    assertThat(Block.plain(sent.get(0).body())).contains("We will find a room.");
  }

  @Test
  void countsAQuestionWithoutAnAnswerOnceHoweverOftenItIsDelivered() {
    for (int i = 0; i < 3; i++) {
      assertThat(chat("k1", "Who chairs the board of the canteen?").kind())
          .isEqualTo(Kind.OUT_OF_SCOPE);
    }
    chat("k2", "xyzzy plugh quux");

    assertThat(counted).hasSize(2);
    assertThat(THEMES).containsAll(counted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What is Operation Cavell?",
        "hello",
        "I want to join the women's network",
        "My manager bullies me because I am gay.",
        "I want to raise a concern",
        "where is the printer? I want to kill myself",
        "he has a knife here",
        ""
      })
  void countsNothingThatIsNoQuestionOrReadsLikeAConcern(String text) {
    chat("k1", text);
    hear("k2", proven(SAM), text);
    desk.hear(new Utterance("k3", Setting.SHARED_CHAT, text, Speaker.UNKNOWN, null));

    assertThat(counted).isEmpty();
  }

  @Test
  void countsAVoteOnceACardAndGivesTheAnswerAgain() throws Exception {
    Reply answer = chat("k1", "What is Operation Cavell?");
    Rating rating = new Rating("card", String.valueOf(answer.article()), false);

    List<Reply> again = Crowd.of(20, number -> desk.rate(rating));
    desk.rate(new Rating("another card", rating.article(), true));
    Reply gone = desk.rate(new Rating("a third card", "gone-since", true));

    assertThat(again).containsOnly(answer);
    assertThat(gone.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(counted).containsExactly(rating.article() + " false", rating.article() + " true");
  }

  @Test
  void repliesThoughCountingFailsAndTakesTheSameVoteAgain() {
    broken = true;
    Rating rating = new Rating("card", "kmpt-operation-cavell", true);

    assertThat(chat("k1", "xyzzy plugh quux").kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThatThrownBy(() -> desk.rate(rating)).isInstanceOf(IllegalStateException.class);
    broken = false;
    desk.rate(rating);
    chat("k1", "xyzzy plugh quux");

    assertThat(counted).hasSize(2).startsWith("kmpt-operation-cavell true");
    assertThat(THEMES).contains(counted.get(1));
  }

  private void count(String what) {
    if (broken) {
      throw new IllegalStateException("no disk");
    }
    counted.add(what);
  }

  private Reply chat(String key, String text) {
    return desk.hear(new Utterance(key, Setting.PRIVATE_CHAT, text, Speaker.UNKNOWN, null));
  }

  @Test
  void sendsNothingToTheTeamThatReadsLikeAConcernThoughItWasTypedIntoTheForm() {
    Chat chat = new Chat("chat");
    Reply led = desk.handOver(new Enquiry("k1", CONCERN, true, proven(SAM), chat));

    assertThat(led.kind()).isEqualTo(Kind.CONCERN);
    assertThat(led.form()).isEqualTo(new Form.SpeakUp());
    assertThat(led.plain()).doesNotContain("bullies");
    assertThat(desk.handOver(new Enquiry("k2", CONCERN, false, proven(SAM), chat)).kind())
        .isEqualTo(Kind.CONCERN);
    assertThat(Sent.from(outbox)).isEmpty();
    assertThat(handovers.show(SAM).isEmpty()).isTrue();
    assertThat(
            desk.handOver(new Enquiry("k1", "Where is the printer?", true, proven(SAM), chat))
                .kind())
        .isEqualTo(Kind.DONE);
  }

  @Test
  void bringsTheTeamsAnswerAndLeavesAnybodyElsesForPeople() {
    Reply sent =
        desk.handOver(
            new Enquiry("k0", "Where is the printer?", true, proven(SAM), new Chat("chat")));
    Reference reference = Reference.findIn(sent.plain()).orElseThrow();
    Sent.from(outbox);

    for (Speaker other :
        List.of(proven(SAM), new Speaker("Team", TEAM, false), proven(women.mailbox()))) {
      Reply reply = hear("by " + other.mailbox().value() + other.proven(), other, reference);
      assertThat(reply.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
      assertThat(reply.plain()).doesNotContain("third floor");
    }
    assertThat(Sent.from(outbox)).isEmpty();

    assertThat(hear("by the team", proven(TEAM), reference)).isEqualTo(Reply.of(Kind.DONE));
    assertThat(hear("by a member", proven(MEMBER), reference)).isEqualTo(Reply.of(Kind.DONE));
    List<Message> carried = Sent.from(outbox);
    assertThat(carried).hasSize(2).extracting(Message::to).containsOnly(new Chat("chat"));
    assertThat(Block.plain(carried.get(0).body())).contains("It is on the third floor.");
  }

  @Test
  void bringsAnAnswerThatSpeaksOfWhatOthersCouldRaise() {
    Reply sent =
        desk.handOver(
            new Enquiry("k0", "Where is the printer?", true, proven(SAM), new Chat("chat")));
    Sent.from(outbox);
    String answer = "The policy on bullying says how HR deals with a grievance.";

    desk.hear(
        new Utterance(
            "m1",
            Setting.MAIL,
            answer,
            proven(TEAM),
            Reference.findIn(sent.plain()).orElseThrow()));

    assertThat(Sent.from(outbox))
        .singleElement()
        .satisfies(carried -> assertThat(Block.plain(carried.body())).contains(answer));
  }

  @Test
  void offersToSendAMailedQuestionToTheTeamToProvenSendersAlone() {
    String question = "which printer do I use on the second floor";
    Reply stranger = hear("k1", new Speaker("Pat", SAM, false), question);
    Reply concern = hear("k2", proven(SAM), CONCERN);
    assertThat(stranger.plain()).doesNotContain("SEND");
    assertThat(stranger.body()).isEqualTo(concern.body());

    Reply offer = hear("k3", proven(SAM), question);

    assertThat(offer.plain()).contains("SEND", question);
    assertThat(offer.kind()).as("the mail itself stays for people").isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(Sent.from(outbox)).isEmpty();
    assertThat(hear("k4", proven(SAM), "SEND\n\n" + CONCERN).body()).isEqualTo(concern.body());
    assertThat(Sent.from(outbox)).isEmpty();
    assertThat(hear("k5", proven(SAM), "SEND").kind()).isEqualTo(Kind.DONE);
    assertThat(Sent.from(outbox))
        .singleElement()
        .satisfies(mail -> assertThat(Block.plain(mail.body())).contains(question));
  }

  @Test
  void answersAConcernLikeEverythingUnknownWhereTheTeamReadsTheDesksMailbox() {
    desk = desk(TEAM);

    Reply unknown = hear("k1", proven(SAM), "which printer do I use on the second floor");

    assertThat(unknown.body()).isEqualTo(hear("k2", proven(SAM), CONCERN).body());
    assertThat(unknown.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(handovers.show(SAM).isEmpty()).isTrue();
  }

  private Reply hear(String key, Speaker speaker, Reference answered) {
    return desk.hear(
        new Utterance(key, Setting.MAIL, "It is on the third floor.", speaker, answered));
  }

  private Reply answer(Reference raised, Mailbox from) {
    return desk.hear(
        new Utterance(
            "by " + from.value(), Setting.MAIL, "We will find a room.", proven(from), raised));
  }

  private Reply hear(String key, Speaker speaker, String text) {
    return desk.hear(new Utterance(key, Setting.MAIL, text, speaker, null));
  }

  private static Speaker proven(Mailbox mailbox) {
    return new Speaker("Somebody", mailbox, true);
  }
}

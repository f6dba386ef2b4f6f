package org.inclusiondesk.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inclusiondesk.config.ShippedContent;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Reply.Kind;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.inclusiondesk.speakup.Guidance;
import org.inclusiondesk.speakup.Signpost;
import org.inclusiondesk.speakup.UrgentHelp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TalkTest {
  private static final String FORM = "https://desk.example.org/speak-up";
  static final UrgentHelp URGENT_HELP =
      new UrgentHelp(
          "Call 999 now.",
          List.of(new Guidance.Contact("Samaritans", "116 123")),
          "Nobody reads along.");
  private static final Signpost SIGNPOST =
      new Signpost(
          new Guidance(
              "Not monitored. 999 in an emergency.",
              "Safeguarding: tell the team.",
              "Read on working days.",
              "Confidence has bounds.",
              List.of("Open.", "Confidential.", "Anonymous."),
              List.of(new Guidance.Contact("Teams", "leaves traces")),
              List.of(new Guidance.Contact("Guardian", "guardian@test.local")),
              List.of(new Guidance.Contact("Outside", "a charity")),
              List.of("Keep the words.")),
          URGENT_HELP,
          FORM);

  /** The shipped content talks. */
  static final Talk TALK =
      new Talk(
          ShippedContent.load().understanding,
          FollowUpsTest.FOLLOW_UPS,
          ShippedContent.load().language.danger(),
          ShippedContent.load().answerer,
          SIGNPOST,
          ShippedContent.load().networks.stream()
              .map(network -> new Form.Network(network.id(), network.name()))
              .toList(),
          new Mailbox("team@test.local"));

  private final Talk talk = TALK;

  @Test
  void tellsWhoseStatementAnAnswerIsAndThatItIsOld() {
    Reply reply = talk.reply("What was KMPT's EDI score?", Setting.PRIVATE_CHAT);

    assertThat(reply.kind()).isEqualTo(Kind.ANSWER);
    assertThat(reply.plain())
        .contains("8.9", "Source: Kent and Medway NHS and Social Care Partnership Trust")
        .contains("30 October 2021")
        .contains("This source is old");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What was KMPT's EDI score?",
        "hello",
        "thanks",
        "",
        "what will the weather be like",
        "I want to join the women's network",
        "take me off the LGBT+ network list"
      })
  void putsTheSameLineOnSpeakingUpUnderEveryReply(String said) {
    assertThat(talk.reply(said, Setting.PRIVATE_CHAT).body()).endsWith(SIGNPOST.line());
  }

  @Test
  void leadsAConcernToTheFormAndRepeatsNothingOfIt() {
    Reply reply =
        talk.reply("my manager Zebedee bullies me because I am gay", Setting.PRIVATE_CHAT);

    assertThat(reply.kind()).isEqualTo(Kind.CONCERN);
    assertThat(reply.form()).isEqualTo(new Form.SpeakUp());
    assertThat(reply.plain())
        .startsWith("Not monitored. 999")
        .contains(FORM)
        .doesNotContain("Zebedee", "gay");
    assertThat(reply.body().get(1)).isEqualTo(new Block.Paragraph("Safeguarding: tell the team."));
  }

  @Test
  void answersAMailThatReadsLikeAConcernLikeOneItCannotAnswer() {
    Reply concern = talk.reply("my manager bullies me because I am gay", Setting.MAIL);
    Reply unknown = talk.reply("which printer do I use on the second floor", Setting.MAIL);

    assertThat(concern.body()).isEqualTo(unknown.body());
    assertThat(concern.choices()).isEqualTo(unknown.choices());
    assertThat(concern.form()).isNull();
    assertThat(concern.kind()).isEqualTo(unknown.kind());
    assertThat(concern.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(concern.plain()).contains(FORM, "999", "team@test.local");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I want to raise a concern",
        "I'd like to join the BAME network",
        "please remove me from the women's network"
      })
  void saysTheSameOneLineToEverythingPersonalWhereOthersReadAlong(String said) {
    Reply reply = talk.reply(said, Setting.SHARED_CHAT);

    assertThat(reply)
        .isEqualTo(talk.reply("my manager keeps making racist jokes", Setting.SHARED_CHAT));
    assertThat(reply.kind()).isEqualTo(Kind.ELSEWHERE);
    assertThat(reply.form()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hello", "Help", ""})
  void offersNothingPersonalWhereOthersReadAlong(String said) {
    assertThat(talk.reply(said, Setting.PRIVATE_CHAT).choices())
        .extracting(Choice::says)
        .anyMatch(says -> talk.reply(says, Setting.SHARED_CHAT).kind() == Kind.ELSEWHERE);
    assertThat(talk.reply(said, Setting.SHARED_CHAT).choices())
        .isNotEmpty()
        .extracting(Choice::says)
        .allMatch(says -> talk.reply(says, Setting.SHARED_CHAT).kind() == Kind.ANSWER);
  }

  @Test
  void opensTheFormWithTheNetworkThatWasNamed() {
    Reply reply = talk.reply("I'd like to join the LGBTQ+ network", Setting.PRIVATE_CHAT);

    assertThat(reply.networks()).containsExactly(new NetworkId("lgbt"));
    assertThat(reply.form())
        .isInstanceOfSatisfying(
            Form.Membership.class,
            form -> {
              assertThat(form.wish()).isEqualTo(Form.Wish.JOIN);
              assertThat(form.chosen()).containsExactly(new NetworkId("lgbt"));
              assertThat(form.networks()).hasSize(4);
            });
  }

  @Test
  void asksWhichNetworkIsMeantInsteadOfGuessing() {
    Reply none = talk.reply("I want to join a staff network", Setting.PRIVATE_CHAT);
    Reply several =
        talk.reply("I'm a Black woman, which network can I join?", Setting.PRIVATE_CHAT);

    assertThat(none.networks()).isEmpty();
    assertThat(none.choices()).hasSize(4);
    assertThat(several.networks()).hasSizeGreaterThan(1);
    assertThat(several.choices()).hasSameSizeAs(several.networks());
    assertThat(several.choices()).extracting(Choice::says).allMatch(says -> says.contains("join"));
  }

  @Test
  void saysThatItDoesNotKnowAndWhereAPersonIs() {
    Reply reply = talk.reply("what is the wifi code in the canteen", Setting.PRIVATE_CHAT);

    assertThat(reply.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(reply.plain()).contains("do not know", "team@test.local");
  }

  @Test
  void offersToSendOnWhatItDoesNotKnowInPrivateAlone() {
    String said = "what is the wifi code in the canteen";

    assertThat(talk.reply(said, Setting.PRIVATE_CHAT).form()).isEqualTo(new Form.HandOver(said));
    assertThat(talk.reply(said, Setting.SHARED_CHAT).form()).isNull();
    for (String known : new String[] {"hello", "thanks", "", "What was KMPT's EDI score?"}) {
      assertThat(talk.reply(known, Setting.PRIVATE_CHAT).form()).isNull();
      assertThat(talk.reply(known, Setting.MAIL).form()).isNull();
    }
  }

  @Test
  void asksBackWhenNothingWasSaid() {
    assertThat(talk.reply("   ", Setting.PRIVATE_CHAT).kind()).isEqualTo(Kind.CLARIFY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I want to kill myself",
        "he has a knife here",
        "I'd like to join the women's network, but I can't go on any more",
        "hello, I want to die",
        "where is the printer, someone has collapsed here"
      })
  void saysWhomToCallBeforeTheWaysToSpeakUpAndOffersNothingElse(String said) {
    Reply reply = talk.reply(said, Setting.PRIVATE_CHAT);

    assertThat(reply).isEqualTo(SIGNPOST.reply().after(URGENT_HELP.blocks()));
    assertThat(reply.kind()).isEqualTo(Kind.CONCERN);
    assertThat(reply.plain())
        .containsSubsequence("999", "Samaritans", "116 123", "Nobody reads along.", FORM);
  }

  @Test
  void answersAQuestionBehindTheUrgentHelpButAsAConcern() {
    Reply answer = talk.reply("What is Operation Cavell?", Setting.PRIVATE_CHAT);

    Reply reply =
        talk.reply("What is Operation Cavell? A patient is being hurt now", Setting.PRIVATE_CHAT);

    assertThat(answer.kind()).isEqualTo(Kind.ANSWER);
    assertThat(reply.kind()).isEqualTo(Kind.CONCERN);
    assertThat(reply.article()).isNull();
    assertThat(reply.body()).startsWith(URGENT_HELP.blocks().toArray(Block[]::new));
  }

  @Test
  void saysWhomToCallWhereOthersReadAlongAndThenTheNeutralLine() {
    Reply reply = talk.reply("What is Operation Cavell? I want to die", Setting.SHARED_CHAT);

    assertThat(reply.body())
        .startsWith(URGENT_HELP.blocks().toArray(Block[]::new))
        .endsWith(Reply.elsewhere().body().toArray(Block[]::new))
        .hasSize(URGENT_HELP.blocks().size() + Reply.elsewhere().body().size());
    assertThat(reply.choices()).isEmpty();
    assertThat(reply.form()).isNull();
  }

  @Test
  void leavesAMailOfDangerToPeopleAndAnswersItWithHelp() {
    Reply reply = talk.reply("Which networks are there? I want to end my life.", Setting.MAIL);

    assertThat(reply.kind()).isEqualTo(Kind.OUT_OF_SCOPE);
    assertThat(reply.body()).startsWith(URGENT_HELP.blocks().toArray(Block[]::new));
    assertThat(reply.body()).hasSizeGreaterThan(URGENT_HELP.blocks().size());
  }
}

package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.app.DeskClient.Mail;
import org.inclusiondesk.testing.Crowd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests to join and to leave, by card and by mail, to the mails that they cause. */
class JoiningIT {
  private static final String WOMEN = "women.network@kmicb.example";
  private static final String LGBT = "lgbt.network@kmicb.example";
  private static final String BAME = "bame.network@kmicb.example";
  private static final String DISABILITY = "disability.network@kmicb.example";
  private static final Pattern REFERENCE = Pattern.compile("KM-[0-9A-Z]{4}-[0-9A-Z]{4}");

  @TempDir static Path dataDir;
  private static RunningDesk running;
  private static DeskClient desk;
  private static Neutral neutral;

  @BeforeAll
  static void start() {
    running = RunningDesk.in(dataDir);
    desk = running.client();
    neutral = new Neutral(running.configuration());
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void sendsACardsRequestToTheNetworkAndTheTeamAlike() {
    Colleague rosa = desk.colleague("Rosa Cardle", "rosa.cardle@nhs.net");
    JsonNode card = rosa.say("I'd like to join the women's network");
    assertThat(card.toString()).contains("/privacy", "Networks to join");
    assertThat(card.path("body").findValuesAsText("value")).contains("women");

    String reference = reference(rosa.handIn(card, "women").toString());

    List<Mail> network = awaitMails(WOMEN, reference, 1);
    List<Mail> team = awaitMails(RunningDesk.TEAM, reference, 1);
    assertThat(network.get(0).subject()).isEqualTo(team.get(0).subject()).contains(reference);
    assertThat(network.get(0).text()).isEqualTo(team.get(0).text());
    assertThat(network.get(0).text())
        .contains("Rosa Cardle", "rosa.cardle@nhs.net", "Women's network", "join")
        .doesNotContain("I'd like to");
    assertThat(network.get(0).html()).isEqualTo(team.get(0).html()).contains("Rosa Cardle");
    neutral.assertNeutral(network.get(0));
    neutral.assertNeutral(team.get(0));
    assertThat(desk.mails("rosa.cardle@nhs.net")).isEmpty();
  }

  @Test
  void routesOnceWhateverComesAgainAndOnEitherChannel() throws Exception {
    String address = "gil.again@nhs.net";
    Colleague gil = desk.colleague("Gil Again", address);
    JsonNode card = gil.say("I want to join the LGBT+ network");
    ObjectNode once = gil.action("membership", Colleague.filledIn(card, "lgbt"));

    List<String> same = Crowd.of(50, number -> desk.activity(once).body());
    List<String> pressedAgain = Crowd.of(10, number -> gil.handIn(card, "lgbt").toString());
    String reference = reference(same.get(0));
    assertThat(same).allSatisfy(body -> assertThat(reference(body)).isEqualTo(reference));
    assertThat(pressedAgain).allSatisfy(body -> assertThat(reference(body)).isEqualTo(reference));
    JsonNode second = gil.say("Please add me to the LGBTQ+ network");
    assertThat(reference(gil.handIn(second, "lgbt").toString())).isEqualTo(reference);

    desk.mail("Gil Again", address, "Joining", "I would like to join the LGBT+ network.", "");
    List<Mail> answers = awaitMails(address, reference, 1);
    assertThat(answers).singleElement().satisfies(neutral::assertNeutral);
    awaitNothingWaiting();
    assertThat(about(LGBT, address)).hasSize(1);
    assertThat(about(RunningDesk.TEAM, address)).hasSize(1);
  }

  @Test
  void tellsTheNetworkAboutLeavingToo() {
    String address = "lea.leaver@nhs.net";
    Colleague lea = desk.colleague("Lea Leaver", address);
    String joined = reference(lea.handIn(lea.say("join the BAME network"), "bame").toString());

    JsonNode card = lea.say("I want to leave the BAME network");
    assertThat(card.toString()).contains("Networks to leave");
    String left = reference(lea.handIn(card, "bame").toString());

    assertThat(left).isNotEqualTo(joined);
    for (String box : List.of(BAME, RunningDesk.TEAM)) {
      Mail mail = awaitMails(box, left, 1).get(0);
      assertThat(mail.text()).contains("leave", address, joined);
      neutral.assertNeutral(mail);
    }
  }

  @Test
  void takesARequestByMailToTheThreeMailsThatItCauses() {
    String address = "mia.mailer@nhs.net";
    desk.mail(
        "Mia Mailer",
        address,
        "A request",
        "Hello, please add me to the disability network. My back hurts, by the way.",
        "");

    Mail answer = await().atMost(DeskClient.PATIENCE).until(() -> first(address), m -> m != null);
    String reference = reference(answer.text());
    neutral.assertNeutral(answer);
    assertThat(answer.content().path("autoSubmitted").asText()).startsWith("auto-replied");
    for (String box : List.of(DISABILITY, RunningDesk.TEAM)) {
      Mail mail = awaitMails(box, reference, 1).get(0);
      assertThat(mail.text()).contains("Mia Mailer", address).doesNotContain("back hurts");
      neutral.assertNeutral(mail);
    }
    await()
        .atMost(DeskClient.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(about(RunningDesk.ADDRESS, address))
                    .singleElement()
                    .satisfies(mail -> assertThat(mail.folder()).isEqualTo("Handled")));
  }

  @Test
  void takesNoReplyOfTheNetworkForARequestAndGoesOnTalkingWithItsPerson() {
    String address = "kit.added@nhs.net";
    desk.mail("Kit Added", address, "A request", "Please add me to the women's network.", "");
    Mail answer = await().atMost(DeskClient.PATIENCE).until(() -> first(address), m -> m != null);
    String reference = reference(answer.text());
    Mail copy = awaitMails(WOMEN, reference, 1).get(0);
    assertThat(copy.text().replaceAll("\\s+", " ")).contains("write to " + address + " instead");

    desk.mail(
        "Women's network",
        WOMEN,
        "Re: " + copy.subject(),
        "Done, I have added Kit to the women's network. Kitdone",
        copy.messageId());
    await()
        .atMost(DeskClient.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(about(RunningDesk.ADDRESS, "Kitdone"))
                    .singleElement()
                    .satisfies(
                        mail -> {
                          assertThat(mail.folder()).isEqualTo("INBOX");
                          assertThat(mail.flagged()).isTrue();
                        }));
    desk.mail("Kit Added", address, "Re: " + answer.subject(), "Thank you!", answer.messageId());
    await().atMost(DeskClient.PATIENCE).until(() -> desk.mails(address).size() == 2);
    awaitNothingWaiting();
    assertThat(about(WOMEN, reference)).hasSize(1);
    assertThat(about(RunningDesk.TEAM, WOMEN)).as("no request of the network itself").isEmpty();
    assertThat(about(WOMEN, "not passed on to the person")).hasSize(1);
    assertThat(desk.mails(address)).noneMatch(mail -> mail.text().contains("Kitdone"));
  }

  @Test
  void asksByMailWhichNetworkIsMeantAndRoutesNothing() {
    String address = "una.unsure@nhs.net";
    desk.mail("Una Unsure", address, "Hello", "I would like to join a staff network.", "");

    Mail answer = await().atMost(DeskClient.PATIENCE).until(() -> first(address), m -> m != null);

    assertThat(answer.text()).contains("Women's network", "BAME network");
    neutral.assertNeutral(answer);
    awaitNothingWaiting();
    assertThat(about(RunningDesk.TEAM, address)).isEmpty();
  }

  @Test
  void leavesMailThatItCannotAnswerToPeopleAndSaysSoOnce() {
    String address = "bo.bicycle@nhs.net";
    desk.mail("Bo Bicycle", address, "Bicycles", "Where may I park my bicycle?", "");

    await()
        .atMost(DeskClient.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(about(RunningDesk.ADDRESS, address))
                    .singleElement()
                    .satisfies(
                        mail -> {
                          assertThat(mail.folder()).isEqualTo("INBOX");
                          assertThat(mail.flagged()).isTrue();
                        }));
    // Further looks into the mailbox, and a mail that is certainly looked at later.
    handledMail("cy.after@nhs.net");
    assertThat(desk.mails(address)).singleElement().satisfies(neutral::assertNeutral);
  }

  @Test
  void leavesMailWithoutAWordThatItKnowsToPeople() {
    String address = "li.words@nhs.net";
    desk.mail("Li", address, "", "您好", "");
    desk.mail("Li", address, "", "", "");

    await()
        .atMost(DeskClient.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(about(RunningDesk.ADDRESS, address))
                    .hasSize(2)
                    .allMatch(mail -> mail.folder().equals("INBOX") && mail.flagged()));
    awaitNothingWaiting();
    assertThat(desk.mails(address))
        .hasSize(2)
        .allSatisfy(mail -> assertThat(mail.text()).contains(RunningDesk.TEAM));
  }

  @Test
  void neverAnswersAutomaticMail() {
    desk.mail("Robot", "no-reply@nhs.net", "Hello", "I would like to join the BAME network.", "");
    desk.mail(
        "Zoe Away",
        "zoe.away@nhs.net",
        "Automatic reply: Staff network request",
        "I am away. I would like to join the BAME network.",
        "");

    handledMail("di.later@nhs.net");
    for (String address : List.of("no-reply@nhs.net", "zoe.away@nhs.net")) {
      assertThat(desk.mails(address)).isEmpty();
      assertThat(about(RunningDesk.TEAM, address)).isEmpty();
      assertThat(about(RunningDesk.ADDRESS, address))
          .singleElement()
          .satisfies(mail -> assertThat(mail.flagged()).isTrue());
    }
  }

  @Test
  void asksForTheAddressWhereTheRosterKnowsNoneAndConfirmsItByMail() {
    Colleague newcomer = desk.colleague("Nia Newcomer", "");
    JsonNode card = newcomer.say("I start next month and want to join the women's network");
    assertThat(card.findValuesAsText("id")).contains("mail").doesNotContain("name");
    ObjectNode data =
        Colleague.filledIn(card, "women")
            .put("name", "Typed Bysomebody")
            .put("mail", "nia@outside.example");

    String shown = desk.activity(newcomer.action("membership", data)).body();
    assertThat(shown).contains("Nothing has been passed on yet");
    Mail confirmation =
        await()
            .atMost(DeskClient.PATIENCE)
            .until(() -> first("nia@outside.example"), mail -> mail != null);
    neutral.assertNeutral(confirmation);
    assertThat(about(RunningDesk.TEAM, "nia@outside.example")).isEmpty();

    desk.mail(
        "Nia Newcomer",
        "nia@outside.example",
        "Re: " + confirmation.subject(),
        "Yes please",
        confirmation.messageId());
    for (String box : List.of(WOMEN, RunningDesk.TEAM)) {
      await()
          .atMost(DeskClient.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(about(box, "nia@outside.example"))
                      .singleElement()
                      .satisfies(
                          mail ->
                              assertThat(mail.text())
                                  .contains("Nia Newcomer")
                                  .doesNotContain("Typed Bysomebody")));
    }
  }

  @Test
  void saysTheOneNeutralLineWhereOthersReadAlong() {
    Colleague gus = desk.colleague("Gus Group", "gus.group@nhs.net");

    List<String> lines =
        List.of("I want to join the LGBT+ network", "leave the BAME network", "I was bullied")
            .stream()
            .map(text -> gus.reply(gus.inGroup(gus.message(text))).toString())
            .toList();

    assertThat(lines).containsOnly(lines.get(0));
    assertThat(lines.get(0)).doesNotContain("LGBT", "BAME", "concern");
  }

  /** Sends a question and waits until it was dealt with, mails before it included. */
  private static void handledMail(String address) {
    desk.mail("Later", address, "A question", "What is Operation Cavell?", "");
    await().atMost(DeskClient.PATIENCE).until(() -> first(address) != null);
    awaitNothingWaiting();
  }

  private static void awaitNothingWaiting() {
    await().atMost(DeskClient.PATIENCE).until(() -> desk.waiting() == 0);
  }

  private static Mail first(String address) {
    return desk.mails(address).stream().findFirst().orElse(null);
  }

  private static List<Mail> awaitMails(String address, String word, int count) {
    return await()
        .atMost(DeskClient.PATIENCE)
        .until(() -> about(address, word), mails -> mails.size() == count);
  }

  private static List<Mail> about(String address, String word) {
    return desk.mails(address).stream()
        .filter(mail -> mail.content().toString().contains(word))
        .toList();
  }

  static String reference(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group();
  }
}

package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Flags;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.app.DeskClient.Answer;
import org.inclusiondesk.app.OutsideMail.Mail;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail of senders for whom nobody vouches: nothing is routed until they confirm. */
@Tag("full")
class ConfirmationIT {
  private static final String LGBT = "lgbt.network@kmicb.example";

  @TempDir static Path directory;
  private static OutsideMail mail;
  private static RunningDesk running;
  private static DeskClient desk;

  @BeforeAll
  static void start() {
    mail = new OutsideMail(RunningDesk.ADDRESS).start();
    Path config =
        RunningDesk.configWith(
            directory.resolve("config"),
            "desk.yaml",
            text ->
                text.replace("pollSeconds: 15", "pollSeconds: 1")
                    .replace("perMinute: 25", "perMinute: 10000"));
    running = RunningDesk.in(directory.resolve("data"), config, mail.variables());
    desk = running.client();
  }

  @AfterAll
  static void stop() {
    running.close();
    mail.close();
  }

  @Test
  void routesOnceWhatTheHolderOfTheAddressConfirms() {
    String address = "kim.confirm@nhs.net";
    mail.write(
        "Kim Confirm <" + address + ">",
        "Request",
        "Authentication-Results: mx.test.local; dmarc=pass header.from=nhs.net\r\n",
        "Please add me to the LGBT+ network");

    Mail confirmation = awaitMails(address, 1).get(0);
    new Neutral(running.configuration())
        .assertNeutral(confirmation.subject(), confirmation.text().replaceAll("\\s+", " "));
    awaitHandled("Please add me", 1);
    assertNothingRouted(address);

    mail.answer(address, confirmation, "Yes, that was me.");
    awaitRouted(address);
    assertThat(awaitMails(address, 2).get(1).text()).containsPattern("KM-[0-9A-Z]{4}-[0-9A-Z]{4}");

    mail.answer(address, confirmation, "Yes, again.");
    assertThat(awaitMails(address, 3).get(2).text()).contains("nothing left to confirm");
    await().until(() -> desk.waiting() == 0);
    assertThat(about(LGBT, address)).hasSize(1);
    assertThat(about(RunningDesk.TEAM, address)).hasSize(1);
  }

  @Test
  void routesWhatIsConfirmedByTheButtonBehindTheLinkAndNothingBefore() {
    String address = "lou.link@nhs.net";
    mail.write("Lou Link <" + address + ">", "Request", "", "I want to join the LGBT+ network");
    Mail confirmation = awaitMails(address, 1).get(0);
    Matcher link =
        Pattern.compile("http://localhost:" + desk.port() + "(/confirm/KMC-[0-9A-Z]{26})\\s")
            .matcher(confirmation.text());
    assertThat(link.find()).as("the link stands in the mail").isTrue();

    for (int scan = 0; scan < 3; scan++) {
      assertThat(desk.get(link.group(1)).body()).doesNotContain("LGBT");
    }
    await().until(() -> desk.waiting() == 0);
    assertNothingRouted(address);
    Answer pressed = desk.post(link.group(1), "application/x-www-form-urlencoded", "answer=yes");
    assertThat(pressed.body()).contains("LGBT");
    awaitRouted(address);

    mail.answer(address, confirmation, "Yes, that was me.");
    assertThat(awaitMails(address, 2).get(1).text()).contains("nothing left to confirm");
    assertThat(about(LGBT, address)).hasSize(1);
  }

  @Test
  void leavesAQuestionToPeopleAndStrikesOutWhatTheHolderOfTheAddressSaysNoToAfterTheAnswer() {
    String address = "nic.notme@nhs.net";
    mail.write(address, "Request", "", "nicnotme: I want to join the LGBT+ network");
    Mail confirmation = awaitMails(address, 1).get(0);
    assertThat(confirmation.text().replaceAll("\\s+", " ")).contains("answer NO to strike it out");

    mail.answer(address, confirmation, "What is this? Kind regards, nicasks");
    Mail explained = awaitMails(address, 2).get(1);
    assertThat(explained.text()).contains("confirmed nothing");
    await().atMost(DeskClient.PATIENCE).until(() -> lookedAt("nicasks"));
    mail.write(
        address,
        "Re: " + explained.subject(),
        "References: " + confirmation.messageId() + "\r\n " + explained.messageId() + "\r\n",
        "No, that was not me.");
    assertThat(awaitMails(address, 3).get(2).text()).contains("struck out");
    mail.answer(address, confirmation, "Yes.");
    assertThat(awaitMails(address, 4).get(3).text()).contains("nothing left to confirm");
    await().until(() -> desk.waiting() == 0);
    assertNothingRouted(address);
  }

  @Test
  void sendsTheHolderOfAnAddressNoMoreThanTenMailsADayHoweverManyAStrangerForges() {
    String victim = "vic.flooded@nhs.net";
    List<String> networks = List.of("BAME", "LGBT+", "disability", "women's");
    for (int i = 0; i < 16; i++) {
      mail.write(
          victim,
          "Request " + i,
          "",
          "flood: I want to "
              + (i % 8 < 4 ? "join the " : "leave the ")
              + networks.get(i % 4)
              + " network");
    }
    awaitHandled("flood", 10);
    await()
        .atMost(DeskClient.PATIENCE)
        // GreenMail has no words for a mail that is moved while it is read.
        .ignoreExceptionsInstanceOf(IllegalStateException.class)
        .until(
            () ->
                mail.mails(RunningDesk.ADDRESS).stream()
                        .filter(one -> one.text().contains("flood"))
                        .filter(one -> one.flags().contains(Flags.Flag.FLAGGED))
                        .count()
                    == 6);
    await().until(() -> desk.waiting() == 0);

    Neutral neutral = new Neutral(running.configuration());
    assertThat(mail.mails(victim))
        .hasSizeBetween(1, 10)
        .allSatisfy(
            one -> neutral.assertNeutral(one.subject(), one.text().replaceAll("\\s+", " ")));
    assertNothingRouted(victim);
  }

  @Test
  void sendsOneConfirmationHoweverOftenTheSameIsAsked() {
    String address = "ray.repeat@nhs.net";
    for (int i = 0; i < 3; i++) {
      mail.write(address, "Request " + i, "", "repeatray: I want to join the women's network");
    }

    awaitHandled("repeatray", 3);
    await().until(() -> desk.waiting() == 0);
    assertThat(mail.mails(address)).hasSize(1);
    assertNothingRouted(address);
  }

  @Test
  void routesNothingForSomebodyElsesAnswerWithoutTheToken() {
    String victim = "val.victim@nhs.net";
    mail.write(victim, "Request", "", "I want to join the BAME network, says valvictim");
    Mail confirmation = awaitMails(victim, 1).get(0);

    mail.write(victim, "Re: Please confirm your request", "", "Yes, please confirm, valvictim");
    await()
        .atMost(DeskClient.PATIENCE)
        .until(() -> mail.mails(victim).size() > 1 || lookedAt("please confirm, valvictim"));

    assertThat(confirmation.text()).contains("BAME");
    assertNothingRouted(victim);
  }

  @Test
  void tellsWhoeverComesAfterTheDaysLimitAndLeavesTheMailToPeople() {
    Path config =
        RunningDesk.configWith(
            directory.resolve("limited"),
            "desk.yaml",
            text ->
                text.replace("pollSeconds: 15", "pollSeconds: 1")
                    .replace("unconfirmedInAllPerDay: 200", "unconfirmedInAllPerDay: 1"));
    try (OutsideMail box = new OutsideMail(RunningDesk.ADDRESS).start();
        RunningDesk limited =
            RunningDesk.in(directory.resolve("limited-data"), config, box.variables())) {
      box.write("ann@nhs.net", "Request", "", "I want to join the women's network");
      await().atMost(DeskClient.PATIENCE).until(() -> box.mails("ann@nhs.net").size() == 1);
      box.write("bob@nhs.net", "Request", "", "I want to join the women's network");
      await().atMost(DeskClient.PATIENCE).until(() -> box.mails("bob@nhs.net").size() == 1);

      assertThat(box.mails("bob@nhs.net").get(0).text().replaceAll("\\s+", " "))
          .contains("nothing has been passed on")
          .contains(RunningDesk.TEAM);
      await()
          .atMost(DeskClient.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(box.mails(RunningDesk.ADDRESS))
                      .singleElement()
                      .matches(mail -> mail.flags().contains(Flags.Flag.FLAGGED)));
      assertThat(limited.client().waiting()).isZero();
    }
  }

  private static boolean lookedAt(String word) {
    return mail.mails(RunningDesk.ADDRESS).stream()
            .anyMatch(one -> one.text().contains(word) && one.flags().contains(Flags.Flag.FLAGGED))
        || mail.mails(RunningDesk.ADDRESS, "Handled").stream()
            .anyMatch(one -> one.text().contains(word));
  }

  private static void awaitRouted(String address) {
    for (String box : List.of(LGBT, RunningDesk.TEAM)) {
      await().atMost(DeskClient.PATIENCE).until(() -> about(box, address).size() == 1);
    }
  }

  private static void awaitHandled(String word, int count) {
    await()
        .atMost(DeskClient.PATIENCE)
        .until(
            () ->
                mail.mails(RunningDesk.ADDRESS, "Handled").stream()
                        .filter(one -> one.text().contains(word))
                        .count()
                    == count);
  }

  private static void assertNothingRouted(String address) {
    assertThat(about(RunningDesk.TEAM, address)).isEmpty();
    running
        .configuration()
        .networks()
        .forEach(network -> assertThat(about(network.mailbox().value(), address)).isEmpty());
  }

  private static List<Mail> about(String box, String address) {
    return mail.mails(box).stream().filter(one -> one.text().contains(address)).toList();
  }

  private static List<Mail> awaitMails(String address, int count) {
    return await()
        .atMost(DeskClient.PATIENCE)
        .until(() -> mail.mails(address), found -> found.size() >= count);
  }
}

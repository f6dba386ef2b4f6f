package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.inclusiondesk.app.DeskClient.Mail;
import org.inclusiondesk.testing.Crowd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions sent to the team, in Teams and by mail, to the answers that come back. */
class HandoverIT {
  private static final String QUESTION = "what is the wifi code in the canteen";

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
  void bringsTheTeamsAnswerBackIntoTheChatOnceAndNobodyElses() throws Exception {
    Colleague ida = desk.colleague("Ida Inquirer", "ida.inquirer@nhs.net");
    JsonNode form = ida.openHandOver(ida.say(QUESTION));
    assertThat(form.toString())
        .contains(QUESTION, "Ida Inquirer", "ida.inquirer@nhs.net", RunningDesk.TEAM, "/privacy");
    ObjectNode sending = ida.sending(form, "What is the wifi code, and who knows it?");

    List<String> shown = Crowd.of(20, number -> desk.activity(sending).body());
    String reference = JoiningIT.reference(shown.get(0));
    assertThat(shown).containsOnly(shown.get(0));
    Mail question = onlyMail(RunningDesk.TEAM, reference);
    neutral.assertNeutral(question);
    assertThat(question.text())
        .contains("and who knows it?", "Ida Inquirer", "ida.inquirer@nhs.net")
        .doesNotContain(QUESTION);

    answer("Mallory", "mallory@outside.example", question, "Forged: it is 1234.");
    answer(
        "Automatic reply: " + question.subject(), "Team", RunningDesk.TEAM, question, "I am away.");
    answer("Team", RunningDesk.TEAM, question, "Ask at the front desk.");

    String chat = ida.saidUntil("Ask at the front desk.").toString();
    assertThat(chat).contains(reference).doesNotContain("Forged", "I am away");
    answer("Team", RunningDesk.TEAM, question, "It changes on Fridays.");
    chat = ida.saidUntil("It changes on Fridays.").toString();
    assertThat(chat).containsOnlyOnce("Ask at the front desk.").doesNotContain("Forged");
    await()
        .atMost(DeskClient.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(about(RunningDesk.ADDRESS, "Forged")).hasSize(1).allMatch(Mail::flagged);
              assertThat(about(RunningDesk.ADDRESS, "front desk"))
                  .singleElement()
                  .returns("Handled", Mail::folder);
            });
    assertThat(about("ida.inquirer@nhs.net", reference)).isEmpty();
  }

  @Test
  void goesByMailWhereTheChatCanNoLongerBeReached() {
    Colleague gon = desk.colleague("Gon Away", "gon.away@nhs.net");
    JsonNode form = gon.openHandOver(gon.say(QUESTION));
    ObjectNode sending =
        gon.sending(form, QUESTION).put("serviceUrl", desk.uri("/try/gone/").toString());
    String reference = JoiningIT.reference(desk.activity(sending).body());

    answer("Team", RunningDesk.TEAM, onlyMail(RunningDesk.TEAM, reference), "It hangs there.");

    Mail answer = onlyMail("gon.away@nhs.net", reference);
    assertThat(answer.text()).contains("It hangs there.");
    neutral.assertNeutral(answer);
  }

  @Test
  void sendsNothingThatReadsLikeAConcernAndNeverRepeatsIt() {
    Colleague con = desk.colleague("Con Cerned", "con.cerned@nhs.net");
    JsonNode form = con.openHandOver(con.say(QUESTION));

    String shown =
        desk.activity(con.sending(form, "My manager Zebedee bullies me because I am gay.")).body();

    assertThat(shown).contains("/speak-up", "Open the form here").doesNotContain("Zebedee");
    await().atMost(DeskClient.PATIENCE).until(() -> desk.waiting() == 0);
    assertThat(about(RunningDesk.TEAM, "con.cerned@nhs.net")).isEmpty();
  }

  @Test
  void sendsWhatAMailAskedOnceItsSenderSaysSoAndAnswersByMail() {
    String address = "may.mailer@nhs.net";
    desk.mail("May Mailer", address, "Wifi", QUESTION, "");
    Mail offer = onlyMail(address, "SEND");
    neutral.assertNeutral(offer);
    assertThat(offer.text()).contains(QUESTION, "May Mailer");
    assertThat(about(RunningDesk.TEAM, address)).isEmpty();

    desk.mail("May Mailer", address, "Re: " + offer.subject(), "SEND", offer.messageId());

    Mail question = onlyMail(RunningDesk.TEAM, address);
    assertThat(question.text()).contains(QUESTION, "May Mailer");
    answer("Team", RunningDesk.TEAM, question, "Nobody knows it.");
    assertThat(onlyMail(address, "Nobody knows it.").text())
        .contains(JoiningIT.reference(question.subject()));
  }

  private static void answer(String name, String address, Mail question, String text) {
    answer("Re: " + question.subject(), name, address, question, text);
  }

  private static void answer(
      String subject, String name, String address, Mail question, String text) {
    desk.mail(name, address, subject, text, question.messageId());
  }

  private static Mail onlyMail(String address, String word) {
    return await()
        .atMost(DeskClient.PATIENCE)
        .until(() -> about(address, word), mails -> mails.size() == 1)
        .get(0);
  }

  private static List<Mail> about(String address, String word) {
    return desk.mails(address).stream()
        .filter(mail -> mail.content().toString().contains(word))
        .toList();
  }
}

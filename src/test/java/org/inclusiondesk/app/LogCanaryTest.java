package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.inclusiondesk.app.DeskClient.Answer;
import org.inclusiondesk.speakup.DemoGuardians;
import org.inclusiondesk.speakup.GuardianKeys;
import org.inclusiondesk.speakup.GuardianWork;
import org.inclusiondesk.speakup.KeyFile;
import org.inclusiondesk.speakup.OpenCase;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes every journey, also those that fail, and finds nothing of anybody in what is logged. */
class LogCanaryTest {
  private static final String NAME = "Zuleika Quetzalbird";
  private static final String ADDRESS = "zuleika.canary@outside.example";
  private static final String WORD = "krypthumbug";

  @TempDir private Path directory;
  private DeskClient desk;
  private OutsideMail mail;
  private Overheard overheard;

  @Test
  void logsNoTextSubjectAddressNameOrIdWhateverHappens() throws Exception {
    Path dataDir = directory.resolve("data");
    Path config =
        RunningDesk.configWith(
            directory.resolve("config"),
            "desk.yaml",
            text -> text.replace("pollSeconds: 15", "pollSeconds: 1"));
    try (Overheard heard = new Overheard();
        OutsideMail outside = new OutsideMail(RunningDesk.ADDRESS).start();
        RunningDesk running = RunningDesk.in(dataDir, config, outside.variables())) {
      overheard = heard;
      mail = outside;
      desk = running.client();
      Colleague colleague = desk.colleague(NAME, ADDRESS);

      teams(colleague);
      mails();
      comingBack(dataDir);
      badInput(colleague);
      connectorDown(colleague);
      serversDown(colleague);
      databasesLocked(colleague, dataDir);

      String log = overheard.everything();
      assertThat(log)
          .contains(
              "event=request outcome=routed",
              "event=request outcome=unconfirmed",
              "event=handover outcome=sent",
              "event=confirmation outcome=routed",
              "event=mail outcome=settled",
              "event=delivery outcome=delivered",
              "event=delivery outcome=later",
              "event=mail-poll outcome=",
              "event=teams-reply outcome=undelivered",
              "event=teams-turn outcome=fault");
      for (String marker :
          List.of(
              WORD,
              "zuleika",
              "quetzalbird",
              "outside.example",
              colleague.id().substring(3),
              colleague.ids().path("aadObjectId").asText(),
              "203.0.113.7",
              "kmicb.od@",
              "women",
              "lgbt")) {
        assertThat(
                log.lines().filter(line -> line.toLowerCase(Locale.ROOT).contains(marker)).toList())
            .as(marker)
            .isEmpty();
      }
    }
  }

  private void teams(Colleague colleague) {
    JsonNode answer = colleague.say("What is Operation Cavell?");
    for (int vote = 0; vote < 2; vote++) {
      JsonNode pressed = answer.path("actions").path(vote);
      ObjectNode press = colleague.action("rate", pressed.path("data"));
      assertThat(desk.activity(press).status()).isEqualTo(200);
    }
    colleague.say("What is Operation Cavell? " + WORD);
    colleague.say("I want to kill myself because of " + WORD);
    colleague.reply(colleague.inGroup(colleague.message("he has a knife here, " + WORD)));
    colleague.say(WORD + " " + WORD);
    colleague.say("I want to raise a concern about " + WORD);
    colleague.reply(colleague.inGroup(colleague.message("join the LGBT+ network, " + WORD)));
    JsonNode card = colleague.say("I'd like to join the women's network because of " + WORD);
    assertThat(colleague.handIn(card, "women").toString()).contains("passed on");
    JsonNode leave = colleague.say("I want to leave the women's network, " + WORD);
    colleague.handIn(leave, "women");
    JsonNode form = colleague.openHandOver(colleague.say("what is the wifi code, " + WORD));
    desk.activity(colleague.sending(form, "I was bullied by " + WORD));
    assertThat(desk.activity(colleague.sending(form, WORD + " and the wifi")).body())
        .contains("has been sent");
    desk.activity(
        colleague.dialog(
            "task/submit",
            DeskClient.JSON
                .createObjectNode()
                .put("verb", "concern")
                .put("nonce", desk.nonce())
                .put("text", WORD)));
    assertThat(desk.speakUp(desk.nonce(), WORD).status()).isEqualTo(200);
  }

  private void mails() {
    String from = NAME + " <" + ADDRESS + ">";
    mail.write(from, WORD, "", "Please add me to the LGBT+ network");
    OutsideMail.Mail confirmation =
        await()
            .atMost(DeskClient.PATIENCE)
            .until(() -> mail.mails(ADDRESS), found -> !found.isEmpty())
            .get(0);
    mail.answer(from, confirmation, "Yes, " + WORD);
    mail.write(from, WORD, "", "What is Operation Cavell?");
    OutsideMail.Mail question =
        await()
            .atMost(DeskClient.PATIENCE)
            .until(
                () ->
                    mail.mails(RunningDesk.TEAM).stream()
                        .filter(found -> found.subject().startsWith("A question"))
                        .toList(),
                found -> !found.isEmpty())
            .get(0);
    mail.answer("Team <" + RunningDesk.TEAM + ">", question, "Forged, " + WORD);
    mail.write(from, WORD, "", "I want to raise a concern about " + WORD);
    mail.write(from, WORD, "", "I can't go on any more, " + WORD);
    mail.write(from, "Automatic reply: " + WORD, "", WORD);
    mail.write(WORD, WORD, "Content-Type: multipart/mixed; boundary=" + WORD + "\r\n", WORD);
    mail.write(from, WORD, "Content-Type: text/plain; charset=" + WORD + "\r\n", WORD);
    mail.write("", WORD, "", "");
    await()
        .atMost(DeskClient.PATIENCE)
        .until(() -> count("event=mail outcome=settled") >= 9 && desk.waiting() == 0);
  }

  /** A reporter who returns, and a guardian who replies, also where that fails. */
  private void comingBack(Path dataDir) throws Exception {
    Answer raised = desk.speakUp(desk.nonce(), WORD + " to come back to");
    String receipt =
        String.join(" ", Jsoup.parse(raised.body()).select("ol.receipt li").eachText());
    String words = "receipt=" + DeskClient.encode(receipt);
    String ticket =
        "&ticket="
            + DeskClient.encode(
                Jsoup.parse(returning(words).body())
                    .select("input[name=ticket]")
                    .get(0)
                    .attr("value"));
    assertThat(returning("do=add&text=" + WORD + "+added" + ticket).body())
        .contains(WORD + " added");
    assertThat(returning("do=feedback&answer=yes" + ticket).body()).contains("Thank you");
    for (String odd :
        List.of(
            "receipt=" + WORD + "+" + WORD + "+" + WORD + "+" + WORD,
            "do=feedback&answer=" + WORD + ticket,
            "do=" + WORD + "&ticket=" + WORD,
            "do=add&text=" + WORD + "x".repeat(20_001) + ticket,
            "do=withdraw" + ticket)) {
      assertThat(returning(odd).status()).as(odd.substring(0, 20)).isEqualTo(200);
    }

    String cookie = signedIn(dataDir);
    Path bundle = directory.resolve("canary.bundle");
    Path changes = directory.resolve("canary.changes");
    Files.writeString(bundle, guardian("/guardian/bundle", cookie, "", "").body());
    DemoGuardians.Demo demo = DemoGuardians.ensure(dataDir);
    GuardianKeys keys =
        GuardianCommand.value(
            KeyFile.open(demo.keyFiles().get(0), Files.readString(demo.passphraseFile()).strip()));
    GuardianWork work =
        GuardianCommand.value(GuardianWork.onBundle(bundle, changes, keys, List.of()));
    String token = guardian("/guardian/session", cookie, "", "").json().path("token").asText();
    for (OpenCase open : work.all()) {
      GuardianCommand.value(work.reply(open, WORD + " was read by " + NAME));
    }
    int replied = 0;
    for (JsonNode change : DeskClient.json(Files.readString(changes)).path("changes")) {
      String signed = change.asText();
      String id =
          DeskClient.json(
                  new String(
                      Base64.getUrlDecoder().decode(signed.split("\\.")[1]),
                      StandardCharsets.UTF_8))
              .path("case")
              .asText();
      String path = "/guardian/cases/" + id;
      assertThat(guardian(path, cookie, token, signed).status()).isEqualTo(200);
      assertThat(guardian(path, cookie, token, signed).status()).isEqualTo(409);
      assertThat(guardian(path, cookie, WORD, signed).status()).isEqualTo(403);
      assertThat(guardian(path, cookie, token, WORD).status()).isEqualTo(422);
      assertThat(guardian("/guardian/cases/" + WORD, cookie, token, signed).status())
          .isEqualTo(422);
      replied++;
    }
    assertThat(replied).isPositive();
    assertThat(returning(words).body()).contains(WORD + " was read by " + NAME);
    assertThat(returning("do=withdraw&sure=yes" + ticket).body())
        .contains("do not want it pursued");

    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("concerns.db"));
        Statement lock = other.createStatement()) {
      lock.execute("PRAGMA busy_timeout = 20000");
      lock.execute("BEGIN EXCLUSIVE");
      assertThat(returning("do=add&text=" + WORD + "+locked" + ticket).status()).isEqualTo(503);
      assertThat(guardian("/guardian/bundle", cookie, "", "").status()).isEqualTo(503);
      lock.execute("ROLLBACK");
    }
  }

  private Answer returning(String body) {
    return desk.post("/speak-up/return", "application/x-www-form-urlencoded", body);
  }

  /** The cookie of a session, after a sign-in that fails. */
  private String signedIn(Path dataDir) throws Exception {
    String passphrase = Files.readString(DemoGuardians.ensure(dataDir).passphraseFile()).strip();
    String form = "application/x-www-form-urlencoded";
    assertThat(desk.post("/guardian/sign-in", form, "guardian=demo&passphrase=" + WORD).status())
        .isEqualTo(422);
    String set =
        desk.post(
                "/guardian/sign-in",
                form,
                "guardian=demo&passphrase=" + DeskClient.encode(passphrase))
            .response()
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow();
    return set.substring(0, set.indexOf(';'));
  }

  private Answer guardian(String path, String cookie, String token, String change) {
    HttpRequest.Builder request = desk.request(path).header("Cookie", cookie);
    return desk.send(
        change.isEmpty()
            ? request.GET()
            : request
                .header("Content-Type", "application/jose")
                .header("X-Desk-Token", token)
                .POST(BodyPublishers.ofString(change)));
  }

  private void badInput(Colleague colleague) {
    desk.post("/api/messages", "application/json", "{\"" + WORD + "\": ");
    desk.post("/api/messages", "application/json", "{\"type\": {\"" + WORD + "\": 1}}");
    desk.post("/api/messages", "text/" + WORD, WORD);
    desk.post("/speak-up", "text/plain", WORD);
    desk.speakUp(WORD, WORD);
    desk.get("/" + WORD + "?x=" + WORD);
    desk.activity(colleague.message(WORD).put("serviceUrl", "https://" + WORD + ".example/"));
    desk.activity(colleague.message("Hello").put("timestamp", WORD));
    ObjectNode data = DeskClient.JSON.createObjectNode().put("form", WORD).put("networks", WORD);
    assertThat(desk.activity(colleague.action("membership", data)).status()).isEqualTo(400);
    desk.send(
        desk.request("/speak-up")
            .header("User-Agent", WORD)
            .header("X-Forwarded-For", "203.0.113.7")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("%zz=" + WORD)));
  }

  private void connectorDown(Colleague colleague) {
    String nobody = "http://localhost:" + OutsideMail.freePorts(1).get(0) + "/" + WORD + "/";
    Answer undelivered =
        desk.activity(colleague.message("Hello " + WORD).put("serviceUrl", nobody));
    assertThat(undelivered.status()).isEqualTo(502);
    assertThat(undelivered.body()).doesNotContain(WORD);
    colleague.reply(
        colleague.message("I want to join the women's network").put("serviceUrl", nobody));
  }

  private void serversDown(Colleague colleague) {
    mail.close();
    JsonNode card = colleague.say("I'd like to join the BAME network");
    assertThat(colleague.handIn(card, "bame").toString()).contains("passed on");
    await()
        .atMost(DeskClient.PATIENCE)
        .until(
            () ->
                count("event=delivery outcome=later") >= 2
                    && count("event=mail-poll outcome=") > 0);
  }

  private void databasesLocked(Colleague colleague, Path dataDir) throws Exception {
    JsonNode card = colleague.say("I'd like to join the disability network");
    String nonce = desk.nonce();
    try (Connection one = DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("desk.db"));
        Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("concerns.db"));
        Statement lockOne = one.createStatement();
        Statement lockOther = other.createStatement()) {
      lockOne.execute("PRAGMA busy_timeout = 20000");
      lockOther.execute("PRAGMA busy_timeout = 20000");
      lockOne.execute("BEGIN IMMEDIATE");
      lockOther.execute("BEGIN EXCLUSIVE");
      JsonNode shown = colleague.handIn(card, "disability");
      assertThat(shown.toString()).contains("Nothing has been sent yet", "Something went wrong");
      Answer refused = desk.speakUp(nonce, WORD + " again");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains(WORD + " again");
      lockOne.execute("ROLLBACK");
      lockOther.execute("ROLLBACK");
    }
    assertThat(colleague.handIn(card, "disability").toString()).contains("passed on");
    assertThat(desk.speakUp(nonce, WORD + " again").status()).isEqualTo(200);
  }

  private long count(String event) {
    return overheard.everything().lines().filter(line -> line.contains(event)).count();
  }
}

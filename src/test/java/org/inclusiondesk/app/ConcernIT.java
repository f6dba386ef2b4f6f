package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.inclusiondesk.app.DeskClient.Answer;
import org.inclusiondesk.speakup.ConcernStore;
import org.inclusiondesk.speakup.DemoGuardians;
import org.inclusiondesk.speakup.GuardianWork;
import org.inclusiondesk.speakup.KeyFile;
import org.inclusiondesk.speakup.OpenCase;
import org.inclusiondesk.speakup.SealedAway;
import org.inclusiondesk.speakup.SpeakUpSettings;
import org.inclusiondesk.testing.Crowd;
import org.inclusiondesk.testing.Readings;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Concerns by form and dialog, and what is left of whoever raised them: nothing. */
class ConcernIT {
  private static final String TEXT = "xyloquartz was hidden on ward nineteen";
  private static final String NAME = "Zebediah Quillfeather";
  private static final String ADDRESS = "zq.reporter@canarix.example";

  @TempDir Path dataDir;
  private Overheard overheard;
  private RunningDesk running;
  private DeskClient desk;

  @BeforeEach
  void start() {
    overheard = new Overheard();
    running = RunningDesk.in(dataDir);
    desk = running.client();
  }

  @AfterEach
  void stop() {
    running.close();
    overheard.close();
  }

  @Test
  void leavesNoTraceOfTextOrReporterAndIsReadByTheGuardian() throws Exception {
    Colleague reporter = desk.colleague(NAME, ADDRESS);
    List<String> markers =
        List.of(
            "xyloquartz",
            "quillfeather",
            "zebediah",
            "zq.reporter",
            "canarix",
            reporter.id().substring(3),
            reporter.ids().path("aadObjectId").asText());

    JsonNode told = reporter.say("I want to raise a concern: " + TEXT);
    assertThat(told.toString()).contains("999", "/speak-up");
    assertThat(told.toString().toLowerCase(Locale.ROOT)).doesNotContain("xyloquartz");
    reporter.reply(reporter.inGroup(reporter.message("I want to report that " + TEXT)));
    desk.activity(reporter.message("I want to raise a concern: " + TEXT));

    JsonNode dialog = dialog(reporter, "task/fetch", data("", ""));
    String nonce = dialog.path("actions").path(0).path("data").path("nonce").asText();
    JsonNode receipt = dialog(reporter, "task/submit", data(nonce, TEXT + " by dialog"));
    assertThat(receipt.toString()).contains("Your receipt").doesNotContain("xyloquartz");
    String words = wordsOf(receipt);
    assertThat(words.split(" ")).hasSize(7);

    Answer sent = submitAs(NAME, ADDRESS, desk.nonce(), TEXT + " by form");
    assertThat(sent.status()).isEqualTo(200);
    assertThat(sent.response().headers().map()).doesNotContainKeys("set-cookie", "location");
    List<String> formWords = Jsoup.parse(sent.body()).select("ol.receipt li").eachText();
    assertThat(formWords).hasSize(7);

    // What fails keeps nothing either.
    assertThat(submitAs(NAME, ADDRESS, "no-nonce", TEXT).status()).isEqualTo(422);
    assertThat(submitAs(NAME, ADDRESS, desk.nonce(), TEXT.repeat(1000)).status()).isEqualTo(422);
    dialog(reporter, "task/submit", data("no-nonce", TEXT));

    Path zip = Files.createTempDirectory(dataDir.getParent(), "out").resolve("backup.zip");
    Backup.write(dataDir, zip);
    List<String> secrets = new ArrayList<>(markers);
    secrets.add(words);
    secrets.add(words.replace(" ", ""));
    secrets.add(String.join(" ", formWords));
    assertNoTrace(secrets, zip);
    assertClean("/metrics", desk.get("/metrics").body(), secrets);
    assertClean("/try/mailboxes", desk.get("/try/mailboxes").body(), secrets);
    assertClean("/health/ready", desk.get("/health/ready").body(), secrets);
    for (JsonNode said : reporter.saidUntil("/speak-up")) {
      assertThat(said.toString()).doesNotContain("xyloquartz");
    }

    assertThat(read(dataDir)).containsExactlyInAnyOrder(TEXT + " by dialog", TEXT + " by form");
    running.close();
    assertNoTrace(secrets, zip);
    Files.delete(zip);
  }

  @Test
  void leavesNoTraceOfAnyOtherWayInNorOfComingBackNorOfTheGuardiansDesk() throws Exception {
    DemoGuardians.Demo demo = DemoGuardians.ensure(dataDir);
    LocalDate today =
        LocalDate.parse(marked("/speak-up/set", "", "").json().path("today").asText());
    SealedAway away = new SealedAway(demo.keys(), TEXT + " sealed", today);
    SealedAway gone = new SealedAway(demo.keys(), TEXT + " withdrawn", today);
    String json = "application/json";
    String form = "application/x-www-form-urlencoded";

    // In, sealed in the browser, and back in the same way, also with what is refused.
    assertThat(marked("/speak-up/sealed", json, away.report()).status()).isEqualTo(204);
    assertThat(marked("/speak-up/sealed", json, gone.report()).status()).isEqualTo(204);
    assertThat(marked("/speak-up/bundle", json, away.asking()).body()).contains(away.id());
    assertThat(marked("/speak-up/entry", json, away.addition()).body()).contains("true");
    assertThat(marked("/speak-up/withdraw", json, gone.addition()).body()).contains("true");
    for (String path : List.of("sealed", "bundle", "entry", "withdraw")) {
      marked("/speak-up/" + path, json, "{\"v\":1,\"locator\":\"" + TEXT + "\"}");
      marked("/speak-up/" + path, json, "{\"" + TEXT);
      marked("/speak-up/" + path, "text/xyloquartz", TEXT);
    }

    // In and back without script.
    Answer sent = submitAs(NAME, ADDRESS, desk.nonce(), TEXT + " by form");
    String receipt = String.join(" ", Jsoup.parse(sent.body()).select("ol.receipt li").eachText());
    String back = "receipt=" + DeskClient.encode(receipt);
    Document page = Jsoup.parse(marked("/speak-up/return", form, back).body());
    assertThat(page.select("article p").eachText()).contains(TEXT + " by form");
    String ticket =
        "&ticket=" + DeskClient.encode(page.select("input[name=ticket]").get(0).attr("value"));
    String add = "do=add&text=" + DeskClient.encode(TEXT + " added") + ticket;
    assertThat(marked("/speak-up/return", form, add).body()).contains("added");
    assertThat(marked("/speak-up/return", form, "do=feedback&answer=yes" + ticket).status())
        .isEqualTo(200);
    marked("/speak-up/return", form, "receipt=" + DeskClient.encode(TEXT));

    // The guardian's desk, signed in and not.
    String passphrase = Files.readString(demo.passphraseFile()).strip();
    marked("/guardian/sign-in", form, "guardian=demo&passphrase=" + DeskClient.encode(TEXT));
    marked("/guardian/cases", "", "");
    Answer signed =
        marked(
            "/guardian/sign-in", form, "guardian=demo&passphrase=" + DeskClient.encode(passphrase));
    String cookie = signed.response().headers().firstValue("Set-Cookie").orElseThrow();
    for (String path : List.of("", "/session", "/cases", "/bundle", "/cases/" + away.id())) {
      Answer shown =
          desk.send(
              markedRequest("/guardian" + path)
                  .setHeader("Cookie", cookie.substring(0, cookie.indexOf(';')))
                  .GET());
      assertThat(shown.status()).as(path).isEqualTo(200);
    }
    GuardianWork work = guardian(dataDir, Clock.systemUTC());
    for (OpenCase open : work.all()) {
      GuardianCommand.value(work.reply(open, TEXT + " said to " + NAME));
    }
    assertThat(marked("/speak-up/return", form, back).body()).contains("said to");

    // Everything again while another process holds the file.
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("concerns.db"));
        Statement statement = other.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 20000");
      statement.execute("BEGIN EXCLUSIVE");
      assertThat(marked("/speak-up/sealed", json, gone.report()).status()).isEqualTo(503);
      assertThat(marked("/speak-up/return", form, add.replace("added", "again")).status())
          .isEqualTo(503);
      statement.execute("ROLLBACK");
    }

    List<String> secrets =
        List.of(
            "xyloquartz",
            "quillfeather",
            "zebediah",
            "zq.reporter",
            "canarix",
            "203.0.113.77",
            "0c0ffee0-aad1-4bad-9bad-c0ffee0c0ffe",
            receipt,
            receipt.replace(" ", ""));
    Path zip = Files.createTempDirectory(dataDir.getParent(), "out").resolve("backup.zip");
    Backup.write(dataDir, zip);
    assertNoTrace(secrets, zip);
    assertClean("/metrics", desk.get("/metrics").body(), secrets);
    assertThat(overheard.everything()).doesNotContain("/speak-up", "/guardian/cases");
    try (Connection outbox =
            DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("desk.db"));
        Statement statement = outbox.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM outbox WHERE effect NOT LIKE 'reminder:%'"
                    + " AND effect NOT LIKE 'digest:%'")) {
      assertThat(rows.getInt(1)).as("messages that a concern caused").isZero();
    }
    assertThat(read(dataDir)).containsExactlyInAnyOrder(TEXT + " sealed", TEXT + " by form");
    running.close();
    assertNoTrace(secrets, zip);
    Files.delete(zip);
  }

  private Answer marked(String path, String type, String body) {
    HttpRequest.Builder request = markedRequest(path);
    return desk.send(
        type.isEmpty()
            ? request.GET()
            : request.header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder markedRequest(String path) {
    return desk.request(path + "?from=canarix")
        .header("User-Agent", "CanarixBrowser/7")
        .header("From", ADDRESS)
        .header("X-Forwarded-For", "203.0.113.77")
        .header("X-MS-CLIENT-PRINCIPAL-NAME", NAME)
        .header("X-MS-CLIENT-PRINCIPAL-ID", "0c0ffee0-aad1-4bad-9bad-c0ffee0c0ffe")
        .header("Cookie", "session=canarix");
  }

  @Test
  void makesTwoPressesOneConcern() throws Exception {
    String nonce = desk.nonce();

    List<String> receipts =
        Crowd.of(
            10,
            number -> Jsoup.parse(desk.speakUp(nonce, TEXT).body()).select("ol.receipt").text());
    Colleague reporter = desk.colleague(NAME, ADDRESS);
    JsonNode dialog = dialog(reporter, "task/fetch", data("", ""));
    String second = dialog.path("actions").path(0).path("data").path("nonce").asText();
    ObjectNode submit = reporter.dialog("task/submit", data(second, TEXT + " twice"));
    List<String> shown = Crowd.of(10, number -> desk.activity(submit).body());

    assertThat(receipts.get(0)).isNotBlank();
    assertThat(receipts).containsOnly(receipts.get(0));
    assertThat(shown).containsOnly(shown.get(0));
    assertThat(read(dataDir)).containsExactlyInAnyOrder(TEXT, TEXT + " twice");
  }

  @Test
  void neverAnswersAWishToRaiseAConcernFromTheArticles() {
    Colleague reporter = desk.colleague(NAME, ADDRESS);

    for (String wish :
        List.of(
            "I want to raise a concern",
            "i need to report something bad at work",
            "I want to blow the whistle on my team",
            "My manager is bullying me because of my race",
            "I want to speak up about discrimination")) {
      JsonNode card = reporter.say(wish);
      assertThat(card.toString()).as(wish).contains("999").doesNotContain("Source: ");
      assertThat(card.path("actions").path(0).path("data").path("verb").asText())
          .as(wish)
          .isEqualTo("concern");
    }
  }

  @Test
  void answersAMailThatReadsLikeAConcernAsOneThatMakesNoSense() {
    desk.mail("Ann", "ann@nhs.net", "Hello", "I want to raise a concern: " + TEXT, "");
    desk.mail("Bob", "bob@nhs.net", "", "您好", "");

    await()
        .atMost(DeskClient.PATIENCE)
        .until(() -> desk.mails("ann@nhs.net").size() + desk.mails("bob@nhs.net").size() == 2);

    DeskClient.Mail answer = desk.mails("ann@nhs.net").get(0);
    assertThat(answer.text()).isEqualTo(desk.mails("bob@nhs.net").get(0).text());
    assertThat(answer.text()).contains("999").doesNotContain("xyloquartz");
    new Neutral(running.configuration()).assertNeutral(answer);
    await()
        .atMost(DeskClient.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(desk.mails(RunningDesk.ADDRESS))
                    .hasSize(2)
                    .allMatch(mail -> mail.folder().equals("INBOX") && mail.flagged()));
    assertClean("logs", overheard.everything(), List.of("xyloquartz", "ann@nhs.net"));
  }

  @Test
  void saysWhomToCallFirstWhereverWordsOfDangerAreSaid() {
    String said = "I can't go on any more, says " + TEXT;
    Colleague reporter = desk.colleague(NAME, ADDRESS);
    desk.mail("Ann", "ann@nhs.net", "Hello", said, "");

    String alone = reporter.say(said).toString();
    String amongOthers = reporter.reply(reporter.inGroup(reporter.message(said))).toString();
    await().atMost(DeskClient.PATIENCE).until(() -> desk.mails("ann@nhs.net").size() == 1);
    DeskClient.Mail mail = desk.mails("ann@nhs.net").get(0);

    assertThat(alone).containsSubsequence("999", "116 123", "85258", "/speak-up");
    assertThat(amongOthers)
        .containsSubsequence("999", "116 123", "85258", "in private")
        .doesNotContain("/speak-up");
    assertThat(mail.text()).containsSubsequence("999", "116 123", "85258", "/speak-up");
    new Neutral(running.configuration()).assertNeutral(mail);
    assertThat(mail.text().substring(0, 200)).doesNotContain("999", "danger");
    await()
        .atMost(DeskClient.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(desk.mails(RunningDesk.ADDRESS))
                    .hasSize(1)
                    .allMatch(left -> left.folder().equals("INBOX") && left.flagged()));
    List<String> secrets = List.of("xyloquartz", "ann@nhs.net", "can't go on");
    assertClean("logs", overheard.everything(), secrets);
    assertClean("/metrics", desk.get("/metrics").body(), secrets);
  }

  private Answer submitAs(String name, String address, String nonce, String text) {
    return desk.send(
        desk.request("/speak-up?from=canarix")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("User-Agent", "CanarixBrowser/7")
            .header("From", address)
            .header("X-Forwarded-For", "203.0.113.77")
            .header("X-MS-CLIENT-PRINCIPAL-NAME", name)
            .header("Referer", "https://canarix.example/" + name.replace(' ', '-'))
            .header("Cookie", "session=canarix")
            .POST(
                BodyPublishers.ofString(
                    "nonce=" + DeskClient.encode(nonce) + "&text=" + DeskClient.encode(text))));
  }

  private void assertNoTrace(List<String> secrets, Path zip) throws IOException {
    List<Path> files;
    try (var walk = Files.walk(dataDir)) {
      // Libraries come out of the program's own jars, whatever was said.
      files =
          walk.filter(Files::isRegularFile)
              .filter(file -> !file.startsWith(dataDir.resolve("native")))
              .toList();
    }
    assertThat(files)
        .extracting(Path::getFileName)
        .contains(Path.of("desk.db"), Path.of("concerns.db"));
    for (Path file : files) {
      assertClean(file.toString(), Files.readAllBytes(file), secrets);
      assertClean("the name of", file.toString(), secrets);
    }
    int entries = 0;
    try (InputStream in = Files.newInputStream(zip);
        ZipInputStream inside = new ZipInputStream(in)) {
      for (var entry = inside.getNextEntry(); entry != null; entry = inside.getNextEntry()) {
        assertClean(entry.getName(), inside.readAllBytes(), secrets);
        entries++;
      }
    }
    assertThat(entries).isEqualTo(2);
    String heard = overheard.everything();
    assertThat(heard).contains("event=start");
    assertClean("logs", heard, secrets);
    assertThat(heard).doesNotContain("203.0.113.77", "CanarixBrowser");
  }

  private static void assertClean(String place, byte[] bytes, List<String> secrets) {
    Readings.of(bytes).forEach(reading -> assertClean(place, reading, secrets));
  }

  private static void assertClean(String place, String content, List<String> secrets) {
    String lower = content.toLowerCase(Locale.ROOT);
    for (String secret : secrets) {
      assertThat(lower.contains(secret.toLowerCase(Locale.ROOT)))
          .as("%s holds %s", place, secret)
          .isFalse();
    }
  }

  static ObjectNode data(String nonce, String text) {
    return DeskClient.JSON
        .createObjectNode()
        .put("verb", "concern")
        .put("nonce", nonce)
        .put("text", text);
  }

  private JsonNode dialog(Colleague colleague, String name, ObjectNode data) {
    Answer answer = desk.activity(colleague.dialog(name, data));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json().path("task").path("value").path("card").path("content");
  }

  static String wordsOf(JsonNode receipt) {
    for (JsonNode block : receipt.path("body")) {
      if ("Monospace".equals(block.path("fontType").asText())) {
        return block.path("text").asText();
      }
    }
    return "";
  }

  /** The texts of all concerns, as the guardian of the embedded default reads them. */
  static List<String> read(Path dataDir) throws IOException {
    GuardianWork work = guardian(dataDir, Clock.systemUTC());
    assertThat(work.all()).allMatch(open -> open.doubts().isEmpty());
    return work.all().stream().map(open -> open.report().orElseThrow().text()).toList();
  }

  /** Closes all concerns, as the same guardian does. */
  static void close(Path dataDir, Clock clock) throws IOException {
    GuardianWork work = guardian(dataDir, clock);
    for (OpenCase open : work.all()) {
      assertThat(GuardianCommand.value(work.close(open, "Thank you.")).isWaiting()).isFalse();
    }
  }

  static GuardianWork guardian(Path dataDir, Clock clock) throws IOException {
    DemoGuardians.Demo demo = DemoGuardians.ensure(dataDir);
    String passphrase = Files.readString(demo.passphraseFile()).strip();
    ConcernStore store = new ConcernStore(dataDir.resolve("concerns.db"));
    store.prepare();
    SpeakUpSettings settings =
        RunningDesk.configuration(Path.of("config"), RunningDesk.variables(dataDir, Map.of()))
            .speakUp();
    return GuardianCommand.value(
        GuardianWork.on(
            store,
            demo.keys(),
            settings.codeLists(),
            settings.retention(),
            GuardianCommand.value(KeyFile.open(demo.keyFiles().get(0), passphrase)),
            List.of(),
            clock));
  }
}

package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.app.DeskClient.Answer;
import org.inclusiondesk.speakup.KeySet;
import org.inclusiondesk.speakup.SealedAway;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reporter and a guardian with its commands, beside a running desk, in processes of their own.
 */
@Tag("full")
class GuardianIT {
  private static final String TEXT = "xyloquartz was hidden on ward nineteen";
  private static final String MORE = "quillfeather saw it as well";
  private static final String SAID = "brambleknot looks into it";
  private static final String GONE = "thistlewick was a mistake";
  private static final String TYPED = "dandelionfrost typed in a dialog";
  private static final String REFUSED = "nettlebright was refused";
  private static final String NAME = "Zebediah Foxglove";
  private static final String PRINCIPAL = "0c0ffee0-aad1-4bad-9bad-c0ffee0c0ffe";

  @TempDir Path directory;

  @Test
  void carriesWordsBothWaysAndLeavesNoneOfThemInTheServersMemory() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Path logs = Files.createDirectory(directory.resolve("logs"));
    int port = OutsideMail.freePorts(1).get(0);
    Map<String, String> variables = new HashMap<>(Program.environment(data, port));
    variables.put(
        "DESK_GUARDIAN_PASSPHRASE_FILE", data.resolve("demo-guardian/passphrase.txt").toString());
    String key = data.resolve("demo-guardian/guardian-key.jwe").toString();
    String second = data.resolve("demo-guardian/second-key.jwe").toString();
    try (Program serve = Program.start(logs, Program.environment(data, port))) {
      await().atMost(DeskClient.PATIENCE).until(() -> serve.out().contains("ready"));
      DeskClient desk = new DeskClient(port);
      Answer sent =
          desk.send(
              desk.request("/speak-up")
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("User-Agent", "CanaryBrowser/7")
                  .header("X-Forwarded-For", "203.0.113.77")
                  .header("X-MS-CLIENT-PRINCIPAL-NAME", NAME)
                  .header("X-MS-CLIENT-PRINCIPAL-ID", PRINCIPAL)
                  .POST(
                      BodyPublishers.ofString(
                          "leaveOut=second&nonce="
                              + DeskClient.encode(desk.nonce())
                              + "&text="
                              + DeskClient.encode(TEXT))));
      String receipt =
          String.join(" ", Jsoup.parse(sent.body()).select("ol.receipt li").eachText());
      assertThat(receipt.split(" ")).hasSize(7);

      String listed = run(logs, variables, 0, "", "guardian", "list", "--for", "demo");
      String id = listed.substring(0, listed.indexOf(' '));
      assertThat(listed).contains("waiting since");
      assertThat(run(logs, variables, 0, "", "guardian", "list", "--for", "second"))
          .contains("There is no concern.");
      assertThat(run(logs, variables, 0, receipt + "\n", "guardian", "find")).contains(id);
      assertThat(run(logs, variables, 0, "", "guardian", "open", "--key", key)).contains(TEXT);
      assertThat(run(logs, variables, 0, "", "guardian", "open", "--key", second))
          .doesNotContain(TEXT, id);
      run(logs, variables, 0, "Who else saw it?", "guardian", "reply", "--key", key, id);

      Document page = Jsoup.parse(returning(desk, "receipt=" + DeskClient.encode(receipt)).body());
      assertThat(page.select("article p").eachText()).contains(TEXT, "Who else saw it?");
      String ticket = page.select("input[name=ticket]").get(0).attr("value");
      Answer added =
          returning(
              desk,
              "do=add&ticket=" + DeskClient.encode(ticket) + "&text=" + DeskClient.encode(MORE));
      assertThat(added.body()).contains(MORE);

      String bundle = directory.resolve("bundle").toString();
      run(logs, variables, 0, "", "guardian", "export", "--for", "demo", bundle);
      String elsewhere = "--bundle=" + bundle;
      assertThat(run(logs, variables, 0, "", "guardian", "open", "--key", key, elsewhere))
          .contains(MORE);
      run(logs, variables, 0, SAID, "guardian", "close", "--key", key, elsewhere, id);
      assertThat(run(logs, variables, 0, "", "guardian", "import", bundle + ".changes"))
          .contains("2 of 2");
      run(logs, variables, 1, "", "guardian", "import", bundle + ".changes");
      assertThat(returning(desk, "receipt=" + DeskClient.encode(receipt)).body())
          .contains("Closed", SAID);
      assertThat(
              returning(desk, "do=feedback&answer=yes&ticket=" + DeskClient.encode(ticket)).body())
          .contains("Thank you");
      assertThat(returning(desk, "do=withdraw&sure=yes&ticket=" + DeskClient.encode(ticket)).body())
          .contains("do not want it pursued");
      assertThat(run(logs, variables, 0, "", "guardian", "open", "--key", key))
          .contains("would speak up again: yes", "wants it not to be pursued");
      // Withdrawn before anybody has opened it.
      Answer brief = desk.speakUp(desk.nonce(), GONE);
      String gone =
          "receipt="
              + DeskClient.encode(
                  String.join(" ", Jsoup.parse(brief.body()).select("ol.receipt li").eachText()));
      assertThat(returning(desk, gone).body()).contains(GONE);
      assertThat(returning(desk, "do=withdraw&sure=yes&" + gone).body()).contains("deleted");
      assertThat(returning(desk, gone).body()).contains("Nothing was found");
      assertThat(returning(desk, "receipt=" + DeskClient.encode(GONE)).body())
          .contains("Nothing was found");
      assertThat(run(logs, variables, 0, "", "guardian", "reseal", "--key", key))
          .contains("0 concern(s)");
      run(logs, variables, 1, "", "guardian", "destroy", key);
      assertThat(Path.of(key)).exists();

      // By the dialog in Teams, and refused on either way.
      Colleague colleague = desk.colleague("Nora Nobody", "nora.nobody@nhs.net");
      String nonce =
          desk.activity(colleague.dialog("task/fetch", ConcernIT.data("", "")))
              .json()
              .at("/task/value/card/content/actions/0/data/nonce")
              .asText();
      Answer taken = desk.activity(colleague.dialog("task/submit", ConcernIT.data(nonce, TYPED)));
      String dialogs = ConcernIT.wordsOf(taken.json().at("/task/value/card/content"));
      assertThat(dialogs.split(" ")).hasSize(7);
      desk.activity(colleague.dialog("task/submit", ConcernIT.data("no-nonce", REFUSED)));
      assertThat(desk.speakUp("no-nonce", REFUSED).status()).isEqualTo(422);
      assertThat(desk.speakUp(desk.nonce(), REFUSED.repeat(1000)).status()).isEqualTo(422);
      // Sealed in the browser, and back.
      SealedAway away =
          new SealedAway(
              KeySet.parse(desk.get("/speak-up/set").json().path("keys").toString()),
              "sealed",
              LocalDate.parse(desk.get("/speak-up/set").json().path("today").asText()));
      String json = "application/json";
      assertThat(desk.post("/speak-up/sealed", json, away.report()).status()).isEqualTo(204);
      assertThat(desk.post("/speak-up/bundle", json, away.asking()).body()).contains(away.id());
      assertThat(desk.post("/speak-up/entry", json, away.addition()).body()).contains("true");

      assertNothingInMemory(
          serve,
          List.of(
              "dandelionfrost",
              "nettlebright",
              dialogs,
              dialogs.replace(" ", ""),
              away.locator(),
              "Foxglove",
              PRINCIPAL,
              "xyloquartz",
              "quillfeather",
              "brambleknot",
              "thistlewick",
              "203.0.113.77",
              receipt,
              receipt.replace(" ", "")));
      assertThat(serve.terminate()).isIn(0, 143);
      assertThat(serve.err()).doesNotContain("speak", "outcome=fault", "203.0.113.77");
    }
  }

  private static Answer returning(DeskClient desk, String body) {
    Answer answer = desk.post("/speak-up/return", "application/x-www-form-urlencoded", body);
    assertThat(answer.status()).isEqualTo(200);
    return answer;
  }

  /** Dumps what is alive after garbage collection, and looks at every byte. */
  private void assertNothingInMemory(Program serve, List<String> secrets) throws Exception {
    Path dump = directory.resolve("heap.hprof");
    assertThat(serve.jcmd(directory.resolve("jcmd.txt"), "GC.heap_dump", dump.toString())).isZero();
    String latin = new String(Files.readAllBytes(dump), StandardCharsets.ISO_8859_1);
    assertThat(latin.contains("speak-up")).as("the dump holds texts at all").isTrue();
    for (String secret : secrets) {
      assertThat(latin.contains(secret)).as("memory holds %s", secret).isFalse();
      String wide =
          new String(secret.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
      assertThat(latin.contains(wide)).as("memory holds %s in UTF-16", secret).isFalse();
    }
  }

  private static String run(
      Path logs, Map<String, String> variables, int status, String typed, String... arguments)
      throws IOException {
    try (Program program = Program.start(logs, variables, arguments).type(typed)) {
      assertThat(program.end()).as(program.err() + program.out()).isEqualTo(status);
      return program.out();
    }
  }
}

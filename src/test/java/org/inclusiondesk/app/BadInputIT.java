package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.app.DeskClient.Answer;
import org.inclusiondesk.speakup.Circle;
import org.inclusiondesk.store.FieldCipher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in that should not: a clear error, and nothing lost. */
class BadInputIT {
  private static final int TOO_MUCH = (1 << 20) + 100;

  @TempDir static Path directory;
  private static RunningDesk running;
  private static DeskClient desk;
  private static Colleague colleague;

  @BeforeAll
  static void start() {
    running = RunningDesk.in(directory.resolve("data"));
    desk = running.client();
    colleague = desk.colleague("Sam Poole", "sam.poole@nhs.net");
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/api/messages | `` | 400",
        "/api/messages | {\"type\" | 400",
        "/api/messages | [] | 400",
        "/api/messages | {\"type\": 7} | 400",
        "/api/messages | {} | 422",
        "/api/messages | {\"type\": \"message\"} | 422",
        "/try/people | nonsense | 400",
        "/try/people | [] | 400",
        "/try/people | {\"name\": \"\"} | 422",
        "/try/people | {\"name\": \"A\", \"address\": \"not one\"} | 422",
        "/try/mail | {\"from\": \"not one\"} | 422",
        "/try/mail | {\"from\": \"a@b.example\", \"subject\": \"a\\r\\nBcc: x@y.example\"} | 422",
      })
  void refusesBodiesThatAreNotWhatIsAskedFor(String path, String body, int status) {
    assertProblem(desk.post(path, "application/json", body == null ? "" : body), status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/messages", "/try/people", "/try/mail"})
  void refusesOtherMediaTypesThanJson(String path) {
    assertProblem(desk.post(path, "text/plain", "{}"), 415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/messages", "/try/people", "/try/mail"})
  void refusesMoreThanOneMebibyteHoweverItComes(String path) {
    String large = "{\"name\": \"" + "x".repeat(TOO_MUCH) + "\"}";

    assertProblem(desk.post(path, "application/json", large), 413);
    byte[] bytes = large.getBytes(StandardCharsets.UTF_8);
    assertProblem(
        desk.send(
            desk.request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))),
        413);
  }

  @Test
  void refusesTextsThatTheFormDoesNotSend() {
    assertThat(desk.speakUp(desk.nonce(), "x".repeat(TOO_MUCH)).status()).isEqualTo(413);
    assertThat(desk.speakUp(desk.nonce(), "x".repeat(20_001)).status()).isEqualTo(422);
    assertThat(desk.speakUp(desk.nonce(), " ").status()).isEqualTo(422);
    assertThat(desk.speakUp("made up", "something").status()).isEqualTo(422);
    assertThat(desk.post("/speak-up", "application/json", "{}").status()).isEqualTo(415);
  }

  @Test
  void refusesACardThatWasTamperedWith() {
    JsonNode card = colleague.say("I'd like to join the women's network");
    ObjectNode data = Colleague.filledIn(card, "women");
    String form = data.path("form").asText();
    char last = form.charAt(form.length() - 5);
    String changed =
        form.substring(0, form.length() - 5)
            + (last == 'A' ? 'B' : 'A')
            + form.substring(form.length() - 4);

    assertProblem(handIn(data.deepCopy().put("form", changed)), 400);
    assertProblem(handIn(data.deepCopy().put("form", "")), 400);
    assertProblem(handIn(data.deepCopy().put("form", 7)), 400);
    assertProblem(handIn(data.deepCopy().put("networks", "freemasons")), 422);
    assertProblem(
        desk.activity(desk.colleague("Eve Other", "eve.other@nhs.net").action("membership", data)),
        400);
    assertProblem(desk.activity(colleague.action("delete-everything", data)), 400);
    assertProblem(desk.activity(colleague.activity("invoke").put("name", "no/such")), 422);
    assertThat(handIn(data.deepCopy().put("agreed", "false")).body())
        .contains("Nothing has been sent yet");
    assertThat(desk.waiting()).isZero();
    assertThat(desk.mails("women.network@kmicb.example")).isEmpty();
  }

  @Test
  void ignoresActivitiesOfUnknownTypes() {
    Answer answer = desk.activity(colleague.activity("futureThing"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void sendsNothingToForeignAddresses() {
    assertProblem(
        desk.activity(
            colleague.message("Hello").put("serviceUrl", "https://attacker.example/connector/")),
        403);
    assertProblem(
        desk.activity(colleague.message("Hello").put("serviceUrl", "file:///etc/passwd")), 422);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /api/messages, POST",
    "GET, /api/messages, POST",
    "PUT, /speak-up, 'GET, POST'",
    "POST, /privacy, GET",
    "POST, /health/ready, GET",
    "DELETE, /metrics, GET",
    "PATCH, /try/people, POST",
    "DELETE, /, GET"
  })
  void saysWhichMethodsAPathTakes(String method, String path, String allowed) {
    Answer answer = desk.send(desk.request(path).method(method, BodyPublishers.noBody()));

    assertProblem(answer, 405);
    assertThat(answer.response().headers().firstValue("Allow").orElse("").split(", "))
        .contains(allowed.split(", "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/no/such/page",
        "/try/assets/..%2f..%2flogback.xml",
        "/try/chat/nobody/events",
        "/try/mailboxes/a@b.example/INBOX/1",
        "/try/mailboxes/a@b.example/INBOX/not-a-number",
        "/try/connector/v3/conversations/x/members"
      })
  void knowsNoOtherPages(String path) {
    Answer answer = desk.get(path);

    assertThat(answer.status()).as(answer.toString()).isBetween(400, 404);
    assertThat(answer.type()).contains("json");
  }

  /** Whatever stands for {@code ~} is CR LF; each request ends with an empty line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "GET",
        "GET / HTTP/1.1",
        "GET / HTTP/1.1~Host: a~Host: b",
        "GET / HTTP/1.1~Host: localhost~Bad Header: x",
        "GET / HTTP/1.1~Host: localhost~: x",
        "GET / HTTP/1.1~Host: localhost~ folded",
        "GET /%zz HTTP/1.1~Host: localhost",
        "GET /%00 HTTP/1.1~Host: localhost",
        "GET /../../etc/passwd HTTP/1.1~Host: localhost",
        "GET /speak-up;x=%2e%2e/%2e%2e HTTP/1.1~Host: localhost",
        "POST /api/messages HTTP/1.1~Host: localhost~Content-Length: -5",
        "POST /api/messages HTTP/1.1~Host: localhost~Content-Length: 5~Content-Length: 6",
        "POST /api/messages HTTP/1.1~Host: localhost~Content-Length: nine",
        "POST /api/messages HTTP/1.1~Host: localhost~Transfer-Encoding: chunked~Content-Type:"
            + " application/json~~zz",
        "POST /api/messages HTTP/1.1~Host: localhost~Content-Length: 99999999999999999999999",
        "BREW /speak-up HTTP/1.1~Host: localhost",
        "\u0001\u0002\u0003"
      })
  void refusesRequestsThatAreNoHttpAsProblems(String request) throws IOException {
    String answer = raw(request.replace("~", "\r\n") + "\r\n\r\n");

    assertThat(answer).matches("(?s)HTTP/1\\.1 4\\d\\d .*");
    assertThat(answer).contains("application/problem+json", "\"status\":4");
    assertThat(answer).doesNotContain("Jetty", "Exception", "<html");
  }

  @Test
  void refusesAHeaderWithoutEnd() throws IOException {
    String answer =
        raw("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431 ").contains("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/json; charset=klingon",
        "Content-Type: application/json; charset=\"",
        "Content-Type: ;;;",
        "Content-Type: application/json~Content-Encoding: gzip",
        "Content-Type: application/json~Accept-Encoding: \u0000",
        "Content-Type: application/json~Cookie: =;=;$Version=x; a=\"",
        "Content-Type: application/json~Range: bytes=9-1,,,~If-Modified-Since: never",
        "Content-Type: application/json~Authorization: Bearer ../../etc/passwd",
        "Content-Type: application/json~X-Forwarded-For: 203.0.113.9~Forwarded: for=\"",
        "Content-Type: application/json~Expect: a-miracle",
        "Content-Type: application/json~Last-Event-ID: none~Accept: */*;q=nine",
        "Content-Type: application/x-www-form-urlencoded; charset=klingon"
      })
  void staysUprightUnderHostileHeaders(String headers) throws IOException {
    for (String path : List.of("/api/messages", "/try/people", "/try/mail", "/speak-up")) {
      String answer =
          raw(
              "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\nContent-Length: 12\r\n\r\n{\"name\":\"x\"}"
                  .formatted(path, headers.replace("~", "\r\n")));

      assertThat(answer).as(path).matches("(?s)HTTP/1\\.1 [24]\\d\\d .*");
    }
    String page =
        raw(
            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n\r\n"
                .formatted(headers.replace("~", "\r\n")));
    assertThat(page).matches("(?s)HTTP/1\\.1 [24]\\d\\d .*");
  }

  @Test
  void answersOnlyUnderThisMachinesNames() throws IOException {
    for (String path : List.of("/", "/try/mailboxes", "/try/settings")) {
      String answer =
          raw("GET " + path + " HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 403 ").contains("application/problem+json");
    }
    String body = colleague.message("Hello").toString();
    assertThat(
            raw(
                "POST /api/messages HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length
                    + "\r\n\r\n"
                    + body))
        .startsWith("HTTP/1.1 403 ");
  }

  @Test
  void showsInProductionNeitherThePageNorFiguresAndHearsNobodyWithoutAToken() throws Exception {
    Path config = directory.resolve("production-config");
    RunningDesk.configWith(config, "networks.yaml", text -> text.replace(".example", ".test"));
    RunningDesk.configWith(
        config,
        "desk.yaml",
        text -> text.replace(".example", ".test").replace("metricsPort: 9464", "metricsPort: 0"));
    RunningDesk.configWith(
        config, "speak-up.yaml", text -> text.replace("icb.example", "icb.test"));
    Files.writeString(config.resolve("guardians.json"), Circle.of("ada", "bob").set().toJson());
    try (OutsideMail mail = new OutsideMail("desk@icb.test").start()) {
      Map<String, String> variables = new HashMap<>(mail.variables());
      variables.put("MICROSOFT_APP_ID", "11111111-2222-3333-4444-555555555555");
      variables.put("MICROSOFT_TENANT_ID", "66666666-7777-8888-9999-000000000000");
      variables.put("MICROSOFT_PASSWORD", "secret");
      variables.put("DESK_PUBLIC_URL", "https://desk.icb.test");
      variables.put("DESK_MAIL_ADDRESS", "desk@icb.test");
      variables.put("DESK_FIELD_KEYS", FieldCipher.newKeySet());
      try (RunningDesk production =
          RunningDesk.in(directory.resolve("production"), config, variables)) {
        DeskClient client = production.client();
        Answer refused = client.activity(colleague.message("Hello"));
        assertProblem(refused, 401);
        assertThat(refused.response().headers().firstValue("WWW-Authenticate")).contains("Bearer");
        for (String token : List.of("Bearer ", "Bearer garbage", "Basic eDp5", "Bearer a.b.c")) {
          assertProblem(
              client.send(
                  client
                      .request("/api/messages")
                      .header("Content-Type", "application/json")
                      .header("Authorization", token)
                      .POST(BodyPublishers.ofString(colleague.message("Hello").toString()))),
              401);
        }
        for (String path : List.of("/", "/try/mailboxes", "/try/settings", "/metrics")) {
          assertProblem(client.get(path), 404);
        }
        assertThat(client.get("/speak-up").status()).isEqualTo(200);
        assertThat(directory.resolve("production").resolve("demo-guardian")).doesNotExist();
      }
    }
  }

  @Test
  void refusesAProductionStartWithPlaceholdersAndNamesEach() {
    assertThatThrownBy(
            () ->
                RunningDesk.configuration(
                    Path.of("config"),
                    RunningDesk.variables(
                        directory.resolve("unused"),
                        Map.of("MICROSOFT_APP_ID", "11111111-2222-3333-4444-555555555555"))))
        .hasMessageContaining("MICROSOFT_TENANT_ID")
        .hasMessageContaining("MICROSOFT_PASSWORD")
        .hasMessageContaining("DESK_PUBLIC_URL")
        .hasMessageContaining("DESK_FIELD_KEYS")
        .hasMessageContaining("DESK_IMAP_URL")
        .hasMessageContaining("DESK_MAIL_ADDRESS")
        .hasMessageContaining("women.network@kmicb.example")
        .hasMessageContaining("sponsor.women@kmicb.example");
  }

  @Test
  void endsWithOneAndSaysWhatToMendWhereItCannotStart() throws Exception {
    Path deskGarbage = Files.createDirectory(directory.resolve("garbage-desk"));
    Path concernsGarbage = Files.createDirectory(directory.resolve("garbage-concerns"));
    String garbage = "This is a letter, and no database at all. ".repeat(100);
    Files.writeString(deskGarbage.resolve("desk.db"), garbage);
    Files.writeString(concernsGarbage.resolve("concerns.db"), garbage);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Program onPort =
            Program.start(
                directory,
                RunningDesk.variables(
                    directory.resolve("port"),
                    Map.of("PORT", Integer.toString(taken.getLocalPort()))));
        Program onDesk = Program.start(directory, RunningDesk.variables(deskGarbage, Map.of()));
        Program onConcerns =
            Program.start(directory, RunningDesk.variables(concernsGarbage, Map.of()))) {
      assertThat(onPort.end()).isEqualTo(1);
      assertThat(onPort.err()).contains("Port " + taken.getLocalPort(), "set PORT");
      assertThat(onDesk.end()).isEqualTo(1);
      assertThat(onDesk.err()).contains("desk.db cannot be opened", "restore a backup");
      assertThat(onConcerns.end()).isEqualTo(1);
      assertThat(onConcerns.err()).contains("concerns.db is not a database", "from a backup");
      for (Program program : List.of(onPort, onDesk, onConcerns)) {
        assertThat(program.out()).isEmpty();
        assertThat(program.err()).doesNotContain("made a mistake of its own", "\tat ");
      }
    }
    assertThat(deskGarbage.resolve("desk.db")).hasContent(garbage);
    assertThat(concernsGarbage.resolve("concerns.db")).hasContent(garbage);
  }

  @Test
  void listsEveryFaultOfABrokenConfiguration() {
    Path config = directory.resolve("broken");
    RunningDesk.configWith(
        config,
        "networks.yaml",
        text -> text.replace("mailbox: women.network@kmicb.example", "mailbox: not-an-address"));
    RunningDesk.configWith(
        config,
        "desk.yaml",
        text ->
            text.replace("pollSeconds: 15", "pollSeconds: soon")
                .replace("openDays: 28", "opendays: 28"));
    RunningDesk.configWith(config, "speak-up.yaml", text -> text + "\n  : [\n");

    for (String command : List.of("check", "serve", "ask")) {
      Output said = run(command, "--config", config.toString());
      assertThat(said.status()).as(said.text()).isEqualTo(1);
      assertThat(said.text())
          .as(command)
          .contains("networks.yaml", "desk.yaml", "pollSeconds", "opendays", "speak-up.yaml")
          .doesNotContain("made a mistake of its own");
    }
    Output absent = run("check", "--config", directory.resolve("none").toString());
    assertThat(absent.status()).isEqualTo(1);
    assertThat(absent.text()).contains("There is no configuration directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "ask",
        "check",
        "mail",
        "mail read",
        "digest",
        "guardian",
        "guardian new-key",
        "guardian list",
        "guardian open",
        "guardian find",
        "guardian reply",
        "guardian classify",
        "guardian close",
        "guardian not-a-case",
        "guardian reopen",
        "guardian reseal",
        "guardian discard",
        "guardian return",
        "guardian destroy",
        "guardian export",
        "guardian import",
        "guardian set",
        "guardian set draft",
        "guardian set sign",
        "guardian set verify",
        "person",
        "person show",
        "person erase",
        "backup",
        ""
      })
  void helpsWithEveryCommand(String command) {
    Output said = run((command + " --help").strip().split(" "));

    assertThat(said.status()).as(said.text()).isZero();
    assertThat(said.text()).contains("Usage: inclusion-desk", "--help");
    if (!command.isEmpty()) {
      assertThat(said.text()).contains("--config");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fly",
        "--fly",
        "serve --fly",
        "digest",
        "guardian",
        "guardian open",
        "person",
        "person show",
        "mail",
        "backup",
        "digest --network women --as-of tomorrow --print"
      })
  void endsWithTwoOnWrongUsage(String arguments) {
    Output said = run(arguments.split(" "));

    assertThat(said.status()).as(said.text()).isEqualTo(2);
    assertThat(said.text()).isNotBlank();
  }

  private record Output(int status, String text) {}

  private static Output run(String... arguments) {
    try (Overheard overheard = new Overheard()) {
      int status = Main.run(arguments);
      return new Output(status, overheard.printed());
    }
  }

  private static Answer handIn(ObjectNode data) {
    return desk.activity(colleague.action("membership", data));
  }

  private static void assertProblem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.type()).startsWith("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("title").asText()).isNotBlank();
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), desk.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

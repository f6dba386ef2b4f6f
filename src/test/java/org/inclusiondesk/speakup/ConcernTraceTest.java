package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.javalin.Javalin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.inclusiondesk.speakup.DemoGuardians.Demo;
import org.inclusiondesk.speakup.SpeakUpSettings.CodeLists;
import org.inclusiondesk.speakup.SpeakUpSettings.Retention;
import org.inclusiondesk.testing.Readings;
import org.inclusiondesk.web.GuardianPages;
import org.inclusiondesk.web.Pages;
import org.inclusiondesk.web.ReturnPages;
import org.inclusiondesk.web.SealedPages;
import org.inclusiondesk.web.SpeakUpPages;
import org.inclusiondesk.web.Turnstiles;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Raises concerns, fails at it in every way, and then looks at every byte that is left. */
class ConcernTraceTest {
  private static final String TEXT = "canarixtext on ward seven";
  private static final String NAME = "Canaria Reporter";
  private static final String ADDRESS = "canaria.reporter@canarix.example";
  private static final String AGENT = "CanarixBrowser/7";
  private static final String CLIENT = "203.0.113.77";

  /** None of them may stand in {@code words.txt}: passphrases and receipts are drawn from it. */
  private static final List<String> MARKERS =
      List.of("canarix", "canaria", "reporter@", "203.0.113.77", "canary canary", "canary+canary");

  private static final CodeLists LISTS = GuardianWorkTest.LISTS;

  @TempDir Path dataDir;

  private final ListAppender<ILoggingEvent> logs = new ListAppender<>();
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final AtomicReference<RuntimeException> breakage = new AtomicReference<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile boolean sealingBreaks;
  private ConcernStore store;
  private SealedIntake intake;
  private Javalin server;
  private Demo demo;

  @BeforeEach
  void start() {
    logs.start();
    root().addAppender(logs);
    root().setLevel(Level.INFO);
    PrintStream capture = new PrintStream(console, true, StandardCharsets.UTF_8);
    System.setOut(capture);
    System.setErr(capture);
    demo = DemoGuardians.ensure(dataDir);
    store = new ConcernStore(dataDir.resolve("concerns.db"), Duration.ofMillis(50));
    store.prepare();
    SecureRandom breaking =
        new SecureRandom() {
          private static final long serialVersionUID = 1;

          @Override
          public void nextBytes(byte[] bytes) {
            if (bytes.length == 16 && sealingBreaks) {
              sealingBreaks = false;
              throw new IllegalStateException("cannot seal: " + TEXT + " by " + NAME);
            }
            super.nextBytes(bytes);
          }
        };
    intake = new SealedIntake(store, demo.keys(), Clock.systemUTC(), breaking);
    ReporterDesk reporters =
        new ReporterDesk(
            store, demo.keys(), LISTS.feedback(), Clock.systemUTC(), new SecureRandom());
    Intake breakable =
        new Intake() {
          @Override
          public String nonce() {
            return intake.nonce();
          }

          @Override
          public Outcome accept(String nonce, String text, Set<String> leftOut) {
            if (breakage.get() != null) {
              throw breakage.get();
            }
            return intake.accept(nonce, text, leftOut);
          }
        };
    SpeakUpWords words =
        new Guidance("999", "s", "n", "c", List.of(), List.of(), List.of(), List.of(), List.of());
    server =
        Javalin.create(
            config -> {
              Pages pages = new Pages();
              Turnstiles turnstiles = new Turnstiles();
              new SpeakUpPages(breakable, demo.keys(), words, pages, turnstiles)
                  .addTo(config.routes);
              new ReturnPages(reporters, demo.keys(), words, LISTS.feedback(), pages, turnstiles)
                  .addTo(config.routes);
              new SealedPages(
                      new SealedExchange(
                          store,
                          demo.keys(),
                          LISTS.feedback(),
                          Clock.systemUTC(),
                          new SecureRandom()),
                      turnstiles)
                  .addTo(config.routes);
              GuardianPages.tryingOut(
                      new CaseDesk(store, demo.keys(), LISTS, new Retention(24), Clock.systemUTC()),
                      demo.keys(),
                      "a passphrase",
                      pages,
                      Clock.systemUTC(),
                      new SecureRandom())
                  .addTo(config.routes);
            });
    server.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.stop();
    System.setOut(out);
    System.setErr(err);
    root().detachAppender(logs);
    root().setLevel(Level.WARN);
  }

  @Test
  void leavesNoTraceOfTextOrReporterWhateverHappens() throws Exception {
    String nonce = nonceOf(get());
    List<String> receipt = new ArrayList<>();

    // It works, twice for one press; then from a form nobody showed, and with nothing in it.
    HttpResponse<String> received = send(nonce, TEXT);
    assertThat(received.statusCode()).isEqualTo(200);
    receipt.addAll(Jsoup.parse(received.body()).select("ol.receipt li").eachText());
    assertThat(receipt).hasSize(7);
    assertThat(send(nonce, TEXT).statusCode()).isEqualTo(200);
    assertThat(send("canarix-nonce", TEXT).statusCode()).isEqualTo(422);
    assertThat(send(nonce, TEXT + "x".repeat(30_000)).statusCode()).isEqualTo(422);
    assertThat(send(nonce, "  ").statusCode()).isEqualTo(422);

    // The database is locked.
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("concerns.db"));
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      HttpResponse<String> refused = send(nonceOf(get()), TEXT + " while locked");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(Jsoup.parse(refused.body()).select("textarea").text())
          .isEqualTo(TEXT + " while locked");
    }

    // The disk is full.
    byte[] small = Files.readAllBytes(dataDir.resolve("concerns.db"));
    Statements.of(
        store,
        (sql, connection) -> {
          if (sql.startsWith("BEGIN")) {
            try (Statement statement = connection.createStatement()) {
              statement.execute("PRAGMA max_page_count = 1"); // means: as many as there are
            }
          }
        });
    HttpResponse<String> full = send(nonceOf(get()), TEXT + " on a full disk");
    assertThat(full.statusCode()).isEqualTo(503);
    assertThat(Jsoup.parse(full.body()).select("textarea").text())
        .isEqualTo(TEXT + " on a full disk");
    assertThat(Files.readAllBytes(dataDir.resolve("concerns.db"))).isEqualTo(small);
    Statements.of(store, (sql, connection) -> {});

    // Something breaks that carries the text in its message.
    breakage.set(new IllegalStateException("cannot seal: " + TEXT + " by " + NAME));
    assertThat(send(nonce, TEXT).statusCode()).isEqualTo(503);
    breakage.set(null);

    // So does something in the middle of sealing.
    String another = nonceOf(get());
    byte[] undisturbed = Files.readAllBytes(dataDir.resolve("concerns.db"));
    sealingBreaks = true;
    assertThat(send(another, TEXT + " unsealed").statusCode()).isEqualTo(503);
    assertThat(sealingBreaks).isFalse();
    assertThat(Files.readAllBytes(dataDir.resolve("concerns.db"))).isEqualTo(undisturbed);

    // The file is gone.
    Path file = dataDir.resolve("concerns.db");
    byte[] before = Files.readAllBytes(file);
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(send(nonceOf(get()), TEXT + " without a file").statusCode()).isEqualTo(503);
    Files.delete(file);
    Files.write(file, before);

    assertNoTrace(receipt);
    String passphrase = Files.readString(demo.passphraseFile()).strip();
    for (Path keyFile : demo.keyFiles()) {
      var keys = KeyFileTest.done(KeyFile.open(keyFile, passphrase));
      assertThat(store.all())
          .extracting(
              each ->
                  OpenCase.of(each, List.of(keys.sealing()), demo.keys())
                      .report()
                      .orElseThrow()
                      .text())
          .containsExactly(TEXT);
    }
    assertNoTrace(receipt);
  }

  @Test
  void leavesNoTraceOfComingBackEither() throws Exception {
    HttpResponse<String> received = send(nonceOf(get()), TEXT);
    List<String> receipt = Jsoup.parse(received.body()).select("ol.receipt li").eachText();
    String words = "receipt=" + encode(String.join(" ", receipt));
    String passphrase = Files.readString(demo.passphraseFile()).strip();
    GuardianWork guardian =
        KeyFileTest.done(
            GuardianWork.on(
                store,
                demo.keys(),
                LISTS,
                new Retention(24),
                KeyFileTest.done(KeyFile.open(demo.keyFiles().get(0), passphrase)),
                List.of(),
                Clock.systemUTC()));
    OpenCase replied =
        KeyFileTest.done(guardian.reply(guardian.all().get(0), "canarix reply to " + NAME));
    KeyFileTest.done(
        guardian.record(
            replied,
            new CaseRecord(
                CaseRecord.Did.NOTED,
                State.OPEN,
                false,
                CaseRecord.Kind.CONFIDENTIAL,
                List.of("bullying"),
                "nurses",
                true,
                "canarix outcome",
                null,
                "canarix notes on " + NAME,
                "2026-1")));

    Document page = Jsoup.parse(post("/speak-up/return", words).body());
    assertThat(page.select("article p").eachText()).contains(TEXT, "canarix reply to " + NAME);
    String ticket = "&ticket=" + encode(page.select("input[name=ticket]").get(0).attr("value"));
    assertThat(post("/speak-up/return", "do=add&text=canarix+addition" + ticket).body())
        .contains("canarix addition");
    assertThat(post("/speak-up/return", "do=feedback&answer=yes" + ticket).body())
        .contains("Thank you");
    assertThat(post("/speak-up/return", "receipt=canary+canary+canary+canary").body())
        .contains("Nothing was found");
    assertThat(post("/guardian/sign-in", "guardian=demo&passphrase=canarix").statusCode())
        .isEqualTo(422);
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("concerns.db"));
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      HttpResponse<String> locked =
          post("/speak-up/return", "do=add&text=canarix+while+locked" + ticket);
      assertThat(locked.statusCode()).isEqualTo(503);
      assertThat(Jsoup.parse(locked.body()).select("textarea[name=text]").text())
          .isEqualTo("canarix while locked");
    }

    assertNoTrace(receipt);
    assertThat(
            new String(
                Files.readAllBytes(dataDir.resolve("concerns.db")), StandardCharsets.ISO_8859_1))
        .doesNotContain("bullying", "nurses", "anonymous", "confidential", "classified", "closed");
    assertThat(guardian.all().get(0).shared()).hasSize(4);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("User-Agent", AGENT)
            .header("X-Forwarded-For", CLIENT)
            .header("X-User", NAME)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void assertNoTrace(List<String> receipt) throws IOException {
    List<Path> files;
    try (var walk = Files.walk(dataDir)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(4);
    for (Path file : files) {
      for (String reading : Readings.of(Files.readAllBytes(file))) {
        assertClean(file.toString(), reading, receipt);
      }
    }
    StringBuilder said = new StringBuilder(console.toString(StandardCharsets.UTF_8));
    for (ILoggingEvent event : List.copyOf(logs.list)) {
      said.append(event.getFormattedMessage()).append('\n');
      if (event.getThrowableProxy() != null) {
        said.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    assertClean("logs", said.toString(), receipt);
    assertThat(said).doesNotContain("speakup", "SpeakUp", "/speak-up");
  }

  private static void assertClean(String place, String content, List<String> receipt) {
    assertThat(content.toLowerCase(Locale.ROOT)).as(place).doesNotContain(MARKERS);
    assertThat(content)
        .as(place)
        .doesNotContain(String.join(" ", receipt), String.join("", receipt));
  }

  private HttpResponse<String> get() throws Exception {
    return client.send(request().GET().build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String nonce, String text) throws Exception {
    String body = "nonce=" + nonce + "&text=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    return client.send(
        request().POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.port() + "/speak-up?from=canarix"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("User-Agent", AGENT)
        .header("From", ADDRESS)
        .header("X-Forwarded-For", CLIENT)
        .header("X-User", NAME)
        .header("Referer", "https://canarix.example/" + NAME.replace(' ', '-'))
        .header("Cookie", "session=canarix");
  }

  private static String nonceOf(HttpResponse<String> form) {
    Document page = Jsoup.parse(form.body());
    return page.select("input[name=nonce]").attr("value");
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}

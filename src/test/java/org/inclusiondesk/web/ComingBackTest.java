package org.inclusiondesk.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.inclusiondesk.speakup.CaseDesk;
import org.inclusiondesk.speakup.Circle;
import org.inclusiondesk.speakup.ConcernStore;
import org.inclusiondesk.speakup.GuardianWork;
import org.inclusiondesk.speakup.Guidance;
import org.inclusiondesk.speakup.Intake.Outcome.Accepted;
import org.inclusiondesk.speakup.OpenCase;
import org.inclusiondesk.speakup.ReporterDesk;
import org.inclusiondesk.speakup.SealedAway;
import org.inclusiondesk.speakup.SealedExchange;
import org.inclusiondesk.speakup.SealedIntake;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.inclusiondesk.speakup.SpeakUpSettings.CodeLists;
import org.inclusiondesk.speakup.SpeakUpSettings.Retention;
import org.inclusiondesk.testing.SettableClock;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reporters and guardians come back over HTTP, without script and with. */
class ComingBackTest {
  private static final String PASSPHRASE = "the passphrase of a trial";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String HOSTILE = "</textarea><script>alert(1)</script>\u202e {{ text }}";
  private static final String SHOWN = HOSTILE.replace("\u202e", "<U+202E>");
  private static final CodeLists LISTS =
      new CodeLists(
          "2026-1",
          List.of(new Code("safety", "Safety")),
          List.of(new Code("nurses", "Nurses")),
          List.of(new Code("yes", "Yes"), new Code("no", "No")));

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock("2026-11-25T10:00:00Z");
  private final Circle circle = Circle.of("ada", "bob");
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private ConcernStore store;
  private Javalin server;

  @BeforeEach
  void start() {
    store = new ConcernStore(directory.resolve("concerns.db"));
    store.prepare();
    serve(new Turnstile(2, 30, Duration.ofSeconds(10)));
  }

  private void serve(Turnstile turnstile) {
    Pages pages = new Pages();
    SecureRandom random = new SecureRandom();
    Guidance words =
        new Guidance(
            "Call 999.",
            "Ask the safeguarding team.",
            "It is read on working days.",
            "Confidence may be broken.",
            List.of("Anonymous: nobody knows."),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    server =
        Javalin.create(
            config -> {
              // As the service does: a body that is refused is read, or the client may not see why.
              config.routes.after(context -> context.req().getInputStream().readAllBytes());
              new ReturnPages(
                      new ReporterDesk(store, circle.set(), LISTS.feedback(), clock, random),
                      circle.set(),
                      words,
                      LISTS.feedback(),
                      pages,
                      turnstile)
                  .addTo(config.routes);
              new SealedPages(
                      new SealedExchange(store, circle.set(), LISTS.feedback(), clock, random),
                      new Turnstiles(2))
                  .addTo(config.routes);
              GuardianPages.tryingOut(
                      new CaseDesk(store, circle.set(), LISTS, new Retention(24), clock),
                      circle.set(),
                      PASSPHRASE,
                      pages,
                      clock,
                      random)
                  .addTo(config.routes);
            });
    server.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void showsTheCaseToWhoeverHoldsTheReceiptAndNeverTheReceipt() throws Exception {
    String receipt = raise("Something is wrong: " + HOSTILE);
    GuardianWork ada = work("ada");
    OpenCase open = ada.all().get(0);
    assertThat(ada.reply(open, "Who saw it? " + HOSTILE)).isNotNull();

    HttpResponse<String> answer =
        post("/speak-up/return", "receipt=" + encode(receipt.toUpperCase()));
    Document page = Jsoup.parse(answer.body());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(page.select("article p").eachText())
        .containsExactly("Something is wrong: " + SHOWN, "Who saw it? " + SHOWN);
    assertThat(page.select("article h3").text()).contains("You, 25 November 2026", "Ada, guardian");
    assertThat(page.select("dl").text())
        .contains("deals with it", "2 December 2026", "25 February 2027");
    assertThat(page.select("script, [onclick], a[href*=script]")).isEmpty();
    assertThat(page.title()).isEqualTo("Inclusion Desk");
    assertThat(answer.headers().map()).doesNotContainKeys("set-cookie", "location");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    for (String word : receipt.split(" ")) {
      assertThat(page.text() + page.select("input").outerHtml()).doesNotContain(word + " ");
    }
    assertThat(page.select("textarea, input[type=text]").eachAttr("autocomplete"))
        .containsOnly("off");
  }

  @Test
  void saysWhatMattersBeforeEveryBoxToWriteIn() throws Exception {
    String receipt = raise("text");

    for (String shown :
        List.of(
            post("/speak-up/return", "receipt=" + encode(receipt)).body(),
            post("/speak-up/return", "do=add&ticket=x&text=kept").body(),
            get("/speak-up/return").body())) {
      for (String each : shown.split("<template ")) {
        int box = each.indexOf("<textarea");
        if (box >= 0) {
          assertThat(each.substring(0, box))
              .containsSubsequence(
                  "Call 999.",
                  "Ask the safeguarding team.",
                  "When it is read",
                  "It is read on working days.",
                  "Confidence may be broken.")
              .doesNotContain("Anonymous: nobody knows.");
        }
      }
      assertThat(shown).contains("<textarea");
    }
  }

  @Test
  void takesWhatTheReporterAddsAnswersAndWithdraws() throws Exception {
    String receipt = raise("text");
    work("ada").reply(work("ada").all().get(0), "reply");
    Document page = Jsoup.parse(post("/speak-up/return", "receipt=" + encode(receipt)).body());
    String ticket = page.select("input[name=ticket]").get(0).attr("value");

    Document added =
        Jsoup.parse(
            post("/speak-up/return", "do=add&ticket=" + encode(ticket) + "&text=" + encode(HOSTILE))
                .body());
    assertThat(added.select("[role=status]").text()).contains("with the guardians");
    assertThat(added.select("article p").eachText()).contains(SHOWN);
    Document answered =
        Jsoup.parse(
            post("/speak-up/return", "do=feedback&answer=yes&ticket=" + encode(ticket)).body());
    assertThat(answered.select("input[type=radio][checked]").eachAttr("value"))
        .containsExactly("yes");
    Document unsure =
        Jsoup.parse(post("/speak-up/return", "do=withdraw&ticket=" + encode(ticket)).body());
    assertThat(unsure.select(".trouble").text()).contains("Tick the box");
    Document withdrawn =
        Jsoup.parse(
            post("/speak-up/return", "do=withdraw&sure=yes&ticket=" + encode(ticket)).body());
    assertThat(withdrawn.select("[role=status]").text()).contains("do not want it pursued");
    assertThat(work("bob").all().get(0).shared()).hasSize(5);
  }

  @Test
  void keepsWhatWasTypedWhenThePageWasOpenForTooLong() throws Exception {
    String receipt = raise("text");
    Document page = Jsoup.parse(post("/speak-up/return", "receipt=" + encode(receipt)).body());
    String ticket = page.select("input[name=ticket]").get(0).attr("value");
    clock.advance(Duration.ofMinutes(31));

    Document late =
        Jsoup.parse(
            post("/speak-up/return", "do=add&ticket=" + encode(ticket) + "&text=long+words")
                .body());

    assertThat(late.select(".trouble").text()).contains("type them again");
    assertThat(late.select("form[method=post] textarea").text()).isEqualTo("long words");
    Document again =
        Jsoup.parse(
            post("/speak-up/return", "do=add&receipt=" + encode(receipt) + "&text=long+words")
                .body());
    assertThat(again.select("article p").eachText()).containsExactly("text", "long words");
  }

  @Test
  void sendsNothingToReadersWhomTheServerPutInAndKeepsWhatWasTyped() throws Exception {
    SealedIntake intake = new SealedIntake(store, circle.set(), clock, new SecureRandom());
    String receipt =
        String.join(
            " ",
            ((Accepted) intake.accept(intake.nonce(), "about bob", Set.of("bob"))).receiptWords());
    String words = "&receipt=" + encode(receipt);
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("concerns.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE concern SET left_out = ''");
    }
    byte[] before = Files.readAllBytes(directory.resolve("concerns.db"));

    HttpResponse<String> answer =
        post("/speak-up/return", "do=add&text=" + encode(HOSTILE) + words);
    Document page = Jsoup.parse(answer.body());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().getBytes(StandardCharsets.UTF_8)).hasSize(65_536);
    assertThat(page.select(".trouble").text())
        .contains("names other readers than you chose", "nothing was sent", "in another way");
    assertThat(page.select("[role=status]").text()).isEmpty();
    assertThat(page.select("form textarea[name=text]").text()).isEqualTo(HOSTILE);
    assertThat(page.select("article p").eachText()).containsExactly("about bob");
    assertThat(page.select("main").text()).contains("not in order");
    for (String deed : List.of("do=feedback&answer=yes", "do=withdraw&sure=no")) {
      assertThat(Jsoup.parse(post("/speak-up/return", deed + words).body()).select(".trouble"))
          .as(deed)
          .hasSize(1);
    }
    assertThat(Jsoup.parse(post("/speak-up/return", "do=feedback&answer=yes" + words).body()))
        .extracting(shown -> shown.select(".trouble").text())
        .asString()
        .contains("names other readers");
    assertThat(Files.readAllBytes(directory.resolve("concerns.db"))).isEqualTo(before);
  }

  @Test
  void deletesWhatIsWithdrawnBeforeAnybodyOpenedIt() throws Exception {
    String receipt = raise("text");

    Document gone =
        Jsoup.parse(
            post("/speak-up/return", "do=withdraw&sure=yes&receipt=" + encode(receipt)).body());

    assertThat(gone.select("h1").text()).isEqualTo("Deleted");
    assertThat(work("ada").all()).isEmpty();
    assertThat(post("/speak-up/return", "receipt=" + encode(receipt)).body())
        .contains("Nothing was found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "receipt=",
        "receipt=x",
        "receipt=abacus+zoom+kennel+unruly+ability+able+abide",
        "ticket=x",
        "do=fly",
        "%%%=%"
      })
  void answersWrongReceiptsWithOneStatusAndOneSize(String body) throws Exception {
    String receipt = raise("text");

    HttpResponse<String> wrong = post("/speak-up/return", body);
    HttpResponse<String> right = post("/speak-up/return", "receipt=" + encode(receipt));

    assertThat(wrong.statusCode()).isEqualTo(right.statusCode()).isEqualTo(200);
    assertThat(wrong.body().getBytes(StandardCharsets.UTF_8).length)
        .isEqualTo(right.body().getBytes(StandardCharsets.UTF_8).length)
        .isEqualTo(65_536);
    assertThat(Jsoup.parse(wrong.body()).select(".trouble").text()).contains("Nothing was found");
    assertThat(wrong.headers().map().keySet()).isEqualTo(right.headers().map().keySet());
  }

  @Test
  void turnsAFloodAwayAndNobodyElse() throws Exception {
    server.stop();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    Turnstile turnstile = new Turnstile(1, 1, Duration.ofSeconds(30));
    serve(turnstile);
    String receipt = raise("text");
    ExecutorService people = Executors.newCachedThreadPool();
    try {
      Future<?> slow =
          people.submit(
              () ->
                  turnstile.pass(
                      () -> {
                        inside.countDown();
                        try {
                          return released.await(30, TimeUnit.SECONDS);
                        } catch (InterruptedException interrupted) {
                          throw new IllegalStateException(interrupted);
                        }
                      }));
      assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(people.submit(() -> post("/speak-up/return", "receipt=" + encode(receipt))));
      }
      // All but the one who may wait are answered while the first still works.
      int busy = 0;
      while (busy < 19) {
        busy = 0;
        for (Future<HttpResponse<String>> each : answers) {
          busy += each.isDone() && each.get().statusCode() == 503 ? 1 : 0;
        }
      }
      assertThat(get("/guardian").statusCode()).isEqualTo(200);
      released.countDown();
      slow.get();
      long found = 0;
      for (Future<HttpResponse<String>> each : answers) {
        found += each.get().statusCode() == 200 ? 1 : 0;
      }
      assertThat(found).isEqualTo(1);
    } finally {
      released.countDown();
      people.shutdownNow();
    }
    assertThat(post("/speak-up/return", "receipt=" + encode(receipt)).body()).contains("text");
  }

  @Test
  void refusesOtherFormsAndOtherSites() throws Exception {
    assertThat(send("/speak-up/return", "application/json", "{}").statusCode()).isEqualTo(415);
    HttpRequest.Builder elsewhere =
        HttpRequest.newBuilder(uri("/speak-up/return"))
            .header("Content-Type", FORM)
            .header("Sec-Fetch-Site", "cross-site")
            .POST(BodyPublishers.ofString("receipt=x"));
    assertThat(client.send(elsewhere.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    assertThat(send("/speak-up/bundle", FORM, "x").statusCode()).isEqualTo(415);
    assertThat(send("/speak-up/bundle", "application/json", "x".repeat(1_100_000)).statusCode())
        .isEqualTo(413);
  }

  @Test
  void carriesASealedConcernAndBackWithoutSeeingIt() throws Exception {
    SealedAway browser = new SealedAway(circle, "sealed in the browser");

    assertThat(send("/speak-up/sealed", "application/json", browser.report()).statusCode())
        .isEqualTo(204);
    assertThat(send("/speak-up/sealed", "application/json", browser.report()).statusCode())
        .isEqualTo(204);
    assertThat(work("ada").all().get(0).report().orElseThrow().text())
        .isEqualTo("sealed in the browser");

    HttpResponse<String> back = send("/speak-up/bundle", "application/json", browser.asking());
    JsonNode found = json.readTree(back.body()).path("case");
    assertThat(found.path("case").asText()).isEqualTo(browser.id());
    assertThat(found.path("entries")).hasSize(1);
    assertThat(found.has("etag")).isFalse();
    HttpResponse<String> nothing =
        send(
            "/speak-up/bundle",
            "application/json",
            "{\"v\":1,\"locator\":\"" + "A".repeat(43) + "\"}");
    assertThat(json.readTree(nothing.body()).path("case").isNull()).isTrue();
    assertThat(nothing.statusCode()).isEqualTo(back.statusCode()).isEqualTo(200);
    assertThat(nothing.body()).hasSameSizeAs(back.body()).hasSize(65_536);
    for (String odd : List.of("", "{}", "nonsense", "{\"v\":1,\"locator\":\"AA\"}")) {
      assertThat(send("/speak-up/bundle", "application/json", odd).body()).hasSize(65_536);
    }

    assertThat(
            json.readTree(send("/speak-up/entry", "application/json", browser.addition()).body())
                .path("stored")
                .asBoolean())
        .isTrue();
    assertThat(work("bob").all().get(0).shared()).hasSize(2).allMatch(OpenCase.Line::proven);
    assertThat(
            json.readTree(send("/speak-up/withdraw", "application/json", browser.addition()).body())
                .path("stored")
                .asBoolean())
        .isTrue();
    assertThat(work("bob").all()).isEmpty();
    assertThat(
            json.readTree(send("/speak-up/entry", "application/json", browser.addition()).body())
                .path("stored")
                .asBoolean())
        .isFalse();
  }

  @Test
  void refusesWhatIsSealedToOthersOrOtherwise() throws Exception {
    SealedAway good = new SealedAway(circle, "text");
    SealedAway strangers = new SealedAway(Circle.of("ada", "bob"), "text");
    SealedAway extra = new SealedAway(Circle.of("ada", "bob", "eve"), "text");

    for (SealedAway other : List.of(strangers, extra)) {
      HttpResponse<String> answer = send("/speak-up/sealed", "application/json", other.report());
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(json.readTree(answer.body()).path("code").asText()).isEqualTo("set-changed");
    }
    for (String odd :
        List.of(
            "",
            "{}",
            good.report().replace("\"v\":1", "\"v\":2"),
            good.report().replace("\"v\":1", "\"v\":1,\"name\":\"x\""),
            good.report().replace("A256KW", "A128KW"))) {
      HttpResponse<String> answer = send("/speak-up/sealed", "application/json", odd);
      assertThat(answer.statusCode()).as(odd).isEqualTo(422);
      assertThat(json.readTree(answer.body()).path("code").asText()).isEqualTo("refused");
    }
    assertThat(work("ada").all()).isEmpty();
    assertThat(send("/speak-up/sealed", "application/json", good.report()).statusCode())
        .isEqualTo(204);
    String taken = good.report().replace(good.locator(), "B".repeat(42) + "A");
    assertThat(send("/speak-up/sealed", "application/json", taken).statusCode()).isEqualTo(409);
  }

  @Test
  void tellsScriptsWhoTheGuardiansAre() throws Exception {
    JsonNode set = json.readTree(get("/speak-up/set").body());

    assertThat(set.path("fingerprint").asText()).isEqualTo(circle.set().fingerprint());
    assertThat(set.path("keys")).isEqualTo(json.readTree(circle.set().toJson()));
    assertThat(set.path("today").asText()).isEqualTo("2026-11-25");
    assertThat(set.path("feedback")).hasSize(2);
    assertThat(get("/speak-up/words.txt").body().lines().filter(line -> !line.startsWith("#")))
        .hasSize(7776);
  }

  @Test
  void handsSealedCasesToWhoIsSignedInAndTakesSignedChanges() throws Exception {
    raise("for both");
    SealedIntake intake = new SealedIntake(store, circle.set(), clock, new SecureRandom());
    intake.accept(intake.nonce(), "about bob", Set.of("bob"));
    for (String path :
        List.of("/guardian/session", "/guardian/cases", "/guardian/bundle", "/guardian/cases/x")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(401);
    }
    assertThat(signIn("ada", "wrong").statusCode()).isEqualTo(422);
    assertThat(signIn("eve", PASSPHRASE).statusCode()).isEqualTo(422);

    String ada = cookie(signIn("ada", PASSPHRASE));
    String bob = cookie(signIn("bob", PASSPHRASE));

    assertThat(json.readTree(get("/guardian/cases", ada).body()).path("cases")).hasSize(2);
    JsonNode bobs = json.readTree(get("/guardian/cases", bob).body()).path("cases");
    assertThat(bobs).hasSize(1);
    assertThat(json.readTree(get("/guardian/bundle", bob).body()).path("cases")).hasSize(1);
    JsonNode session = json.readTree(get("/guardian/session", bob).body());
    String id = bobs.path(0).path("case").asText();
    for (JsonNode each : json.readTree(get("/guardian/cases", ada).body()).path("cases")) {
      String path = "/guardian/cases/" + each.path("case").asText();
      assertThat(get(path, ada).statusCode()).isEqualTo(200);
      assertThat(get(path, bob).statusCode())
          .isEqualTo(each.path("case").asText().equals(id) ? 200 : 404);
    }

    Path bundle = directory.resolve("bundle");
    Path changes = directory.resolve("changes");
    Files.writeString(bundle, get("/guardian/bundle", bob).body());
    GuardianWork offline =
        GuardianWork.onBundle(bundle, changes, circle.keysOf("bob"), List.of())
            .match(work -> work, failed -> null);
    offline.reply(offline.all().get(0), "from the browser");
    String change = json.readTree(Files.readString(changes)).path("changes").path(0).asText();
    String token = session.path("token").asText();

    assertThat(change(id, change, bob, "").statusCode()).isEqualTo(403);
    assertThat(change(id, change, bob, "x".repeat(43)).statusCode()).isEqualTo(403);
    assertThat(change(id, change, "", token).statusCode()).isEqualTo(401);
    String adas = json.readTree(get("/guardian/session", ada).body()).path("token").asText();
    assertThat(change(id, change, ada, adas).statusCode()).isEqualTo(422);
    assertThat(change("00000000-0000-4000-8000-000000000000", change, bob, token).statusCode())
        .isEqualTo(422);
    HttpResponse<String> stored = change(id, change, bob, token);
    assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
    assertThat(json.readTree(stored.body()).path("etag").asText())
        .isEqualTo(json.readTree(get("/guardian/cases/" + id, bob).body()).path("etag").asText());
    assertThat(change(id, change, bob, token).statusCode()).isEqualTo(409);
    assertThat(change(id, change + "x", bob, token).statusCode()).isEqualTo(422);
  }

  @Test
  void endsASessionByItselfAndOnDemand() throws Exception {
    String ada = cookie(signIn("ada", PASSPHRASE));
    assertThat(ada).doesNotContain(" ");
    clock.advance(Duration.ofMinutes(29));
    assertThat(get("/guardian/cases", ada).statusCode()).isEqualTo(200);
    clock.advance(Duration.ofMinutes(30));
    assertThat(get("/guardian/cases", ada).statusCode()).isEqualTo(401);

    String again = cookie(signIn("ada", PASSPHRASE));
    for (int i = 0; i < 16; i++) {
      assertThat(get("/guardian/cases", again).statusCode()).isEqualTo(200);
      clock.advance(Duration.ofMinutes(29));
    }
    clock.advance(Duration.ofMinutes(20));
    assertThat(get("/guardian/cases", again).statusCode()).isEqualTo(401);

    String third = cookie(signIn("ada", PASSPHRASE));
    String token = json.readTree(get("/guardian/session", third).body()).path("token").asText();
    HttpRequest out =
        HttpRequest.newBuilder(uri("/guardian/sign-out"))
            .header("Cookie", third)
            .header("X-Desk-Token", token)
            .POST(BodyPublishers.noBody())
            .build();
    assertThat(client.send(out, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
    assertThat(get("/guardian/cases", third).statusCode()).isEqualTo(401);
  }

  @Test
  void hidesTheCookieFromScriptsAndOtherSites() throws Exception {
    String header = signIn("ada", PASSPHRASE).headers().firstValue("Set-Cookie").orElseThrow();

    assertThat(header).contains("HttpOnly", "SameSite=Strict", "Path=/guardian");
  }

  private HttpResponse<String> change(String id, String change, String cookie, String token)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri("/guardian/cases/" + id))
            .header("Content-Type", "application/jose")
            .header("Cookie", cookie.isEmpty() ? "none=x" : cookie)
            .header("X-Desk-Token", token)
            .POST(BodyPublishers.ofString(change))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> signIn(String guardian, String passphrase) throws Exception {
    return post("/guardian/sign-in", "guardian=" + guardian + "&passphrase=" + encode(passphrase));
  }

  private static String cookie(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(303);
    String set = answer.headers().firstValue("Set-Cookie").orElseThrow();
    return set.substring(0, set.indexOf(';'));
  }

  private String raise(String text) {
    SealedIntake intake = new SealedIntake(store, circle.set(), clock, new SecureRandom());
    return String.join(" ", ((Accepted) intake.accept(intake.nonce(), text)).receiptWords());
  }

  private GuardianWork work(String id) {
    return GuardianWork.on(
            store, circle.set(), LISTS, new Retention(24), circle.keysOf(id), List.of(), clock)
        .match(
            work -> work,
            failed -> {
              throw new AssertionError(failed.problem());
            });
  }

  private HttpResponse<String> get(String path) throws Exception {
    return get(path, "none=x");
  }

  private HttpResponse<String> get(String path, String cookie) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path)).header("Cookie", cookie).GET().build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(path, FORM, body);
  }

  private HttpResponse<String> send(String path, String type, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

package org.inclusiondesk.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Block.Heading;
import org.inclusiondesk.conversation.Block.Paragraph;
import org.inclusiondesk.speakup.Circle;
import org.inclusiondesk.speakup.Intake;
import org.inclusiondesk.speakup.SpeakUpWords;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeakUpPagesTest {
  private static final List<String> RECEIPT =
      List.of("abacus", "zoom", "kennel", "unruly", "ability", "able", "abide");
  private static final String HOSTILE = "</textarea><script>alert('x')</script>\n{{ nonce }}\u202e";

  private static final Circle CIRCLE = Circle.of("ada", "bob");

  private final List<String> left = new CopyOnWriteArrayList<>();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private final CountDownLatch arrived = new CountDownLatch(2);
  private final CountDownLatch released = new CountDownLatch(1);
  private Intake.Outcome outcome = new Intake.Outcome.Accepted(RECEIPT);
  private final HttpClient client = HttpClient.newHttpClient();
  private Javalin server;

  @BeforeEach
  void start() {
    Intake intake =
        new Intake() {
          private int shown;

          @Override
          public String nonce() {
            return "nonce-" + shown++;
          }

          @Override
          public Outcome accept(String nonce, String text, Set<String> leftOut) {
            accepted.add(nonce + "|" + text);
            left.addAll(leftOut);
            if (text.equals("slow")) {
              arrived.countDown();
              await(released);
            }
            if (outcome == null) {
              throw new IllegalStateException("the disk is full");
            }
            return outcome;
          }
        };
    SpeakUpWords words =
        new SpeakUpWords() {
          @Override
          public List<Block> beforeTheBox() {
            return List.of(
                new Paragraph("Call 999."),
                new Heading("Others"),
                new Block.Bullets(List.of("one", "two")),
                new Block.Facts(List.of(new Block.Fact("Helpline", "0800 <1>"))));
          }

          @Override
          public List<Block> afterwards() {
            return List.of(new Paragraph("Write them on paper."));
          }
        };
    Pages pages = new Pages();
    server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              new SpeakUpPages(
                      intake,
                      CIRCLE.set(),
                      words,
                      pages,
                      new Turnstile(2, 0, Duration.ofSeconds(10)))
                  .addTo(config.routes);
              new SitePages(
                      pages,
                      new SitePages.About("NHS Kent & Medway", new Mailbox("team@icb.org"), 365))
                  .addTo(config.routes);
            });
    server.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void tellsWhatMattersBeforeTheBoxAndWorksWithoutScript() throws Exception {
    HttpResponse<String> response = get("/speak-up");
    Document page = Jsoup.parse(response.body());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(page.select(".callout").text()).contains("Call 999.");
    assertThat(page.select("main").text())
        .containsSubsequence("Call 999.", "Others", "Helpline", "What do you want to say?");
    assertThat(
            page.select("script:not([src=/assets/speak-up.js]), iframe, img, [style], [onclick]"))
        .isEmpty();
    assertThat(page.select("textarea[name=text][spellcheck=false][autocomplete=off]")).hasSize(1);
    assertThat(page.select("textarea[maxlength]")).isEmpty();
    assertThat(page.select("form[method=post][action=/speak-up][autocomplete=off]")).hasSize(1);
    assertThat(page.select("label[for=text]")).hasSize(1);
    assertThat(page.select("input[name=nonce]").attr("value")).isEqualTo("nonce-0");
    assertThat(page.title()).isEqualTo("Inclusion Desk");
  }

  @Test
  void takesNothingFromThePageOfAnotherSite() throws Exception {
    for (String site : List.of("cross-site", "same-site")) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/speak-up"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header("Sec-Fetch-Site", site)
              .POST(BodyPublishers.ofString("nonce=abc&text=planted"))
              .build();
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.body()).doesNotContain("planted");
    }
    assertThat(accepted).isEmpty();
  }

  @Test
  void namesTheGuardiansSoThatTheyCanBeLeftOut() throws Exception {
    Document page = Jsoup.parse(get("/speak-up").body());
    assertThat(page.select("fieldset legend")).hasSize(1);
    assertThat(page.select("input[type=checkbox][name=leaveOut]").eachAttr("value"))
        .containsExactly("ada", "bob");
    assertThat(page.select("label[for=leave-out-ada]").text()).isEqualTo("Leave out Ada");
    assertThat(page.select("input[checked]")).isEmpty();
    assertThat(page.text()).contains(CIRCLE.set().fingerprint());

    outcome = new Intake.Outcome.Refused(Intake.Reason.NOBODY_LEFT);
    HttpResponse<String> refused = send("nonce=abc&text=x&leaveOut=ada&leaveOut=bob");

    assertThat(left).containsExactlyInAnyOrder("ada", "bob");
    assertThat(Jsoup.parse(refused.body()).select("input[checked]").eachAttr("value"))
        .containsExactly("ada", "bob");
    assertThat(Jsoup.parse(refused.body()).select(".trouble").text()).contains("every guardian");
  }

  @Test
  void showsTheReceiptInTheAnswerItself() throws Exception {
    HttpResponse<String> response = send("nonce=abc&text=" + encode("line one\r\nline 2: é🙁"));
    Document page = Jsoup.parse(response.body());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(accepted).containsExactly("abc|line one\r\nline 2: é🙁");
    assertThat(page.select("ol.receipt li").eachText()).isEqualTo(RECEIPT);
    assertThat(page.text()).contains("Write them on paper.");
    assertThat(page.title()).isEqualTo("Inclusion Desk");
    assertThat(page.select("button, a[href*=abacus]")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EMPTY", "TOO_LONG", "STALE"})
  void showsTheFormAgainWithTheTextWhenRefused(String reason) throws Exception {
    outcome = new Intake.Outcome.Refused(Intake.Reason.valueOf(reason));

    HttpResponse<String> response = send("nonce=abc&text=" + encode("\n" + HOSTILE));
    Document page = Jsoup.parse(response.body());

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(page.select("textarea").first().wholeText()).isEqualTo("\n" + HOSTILE);
    assertThat(page.select("script:not([src=/assets/speak-up.js])")).isEmpty();
    assertThat(page.select("input[name=nonce]").attr("value")).isEqualTo("nonce-0");
    assertThat(page.select(".trouble[role=alert] a[href=#text]").text()).isNotBlank();
    assertThat(page.title()).isEqualTo("Error: Inclusion Desk");
  }

  @Test
  void keepsTheTextWhenItCannotBeStored() throws Exception {
    outcome = null;

    HttpResponse<String> response = send("nonce=abc&text=kept");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(Jsoup.parse(response.body()).select("textarea").text()).isEqualTo("kept");
    assertThat(response.body()).doesNotContain("the disk is full");
  }

  @Test
  void leavesRoomForOthersWhenFloodedAndKeepsTheText() throws Exception {
    var first = client.sendAsync(post("nonce=a&text=slow"), BodyHandlers.ofString());
    var second = client.sendAsync(post("nonce=b&text=slow"), BodyHandlers.ofString());
    await(arrived);

    HttpResponse<String> third = send("nonce=c&text=patient");
    released.countDown();

    assertThat(third.statusCode()).isEqualTo(503);
    assertThat(Jsoup.parse(third.body()).select("textarea").text()).isEqualTo("patient");
    assertThat(first.get().statusCode()).isEqualTo(200);
    assertThat(second.get().statusCode()).isEqualTo(200);
    assertThat(send("nonce=c&text=patient").statusCode()).isEqualTo(200);
  }

  @Test
  void takesTheLongestTextAndRefusesFarLongerOnes() throws Exception {
    String longest = "🙁".repeat(20_000);

    assertThat(send("nonce=a&text=" + encode(longest)).statusCode()).isEqualTo(200);
    assertThat(accepted).containsExactly("a|" + longest);
    HttpResponse<String> tooMuch = send("nonce=a&text=" + "x".repeat((1 << 20) + 1));
    assertThat(tooMuch.statusCode()).isEqualTo(413);
    assertThat(tooMuch.body()).contains("far longer");
    assertThat(accepted).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/json", "multipart/form-data; boundary=x"})
  void refusesWhatIsNotTheForm(String type) throws Exception {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(uri("/speak-up"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("text=x"))
                .build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(accepted).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "nonce=%&text=%", "=&=&=", "nonce=a;text=b"})
  void answersAnyBodyCalmly(String body) throws Exception {
    outcome = new Intake.Outcome.Refused(Intake.Reason.EMPTY);

    assertThat(send(body).statusCode()).isEqualTo(422);
  }

  @Test
  void asksForNoOriginAndSetsNoCookie() throws Exception {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(uri("/speak-up"))
                .header("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
                .header("Origin", "null")
                .header("Cookie", "a=b")
                .POST(BodyPublishers.ofString("nonce=a&text=b"))
                .build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(response.headers().firstValue("Location")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/speak-up", "/privacy", "/accessibility", "/terms"})
  void sendsStrictHeaders(String path) throws Exception {
    HttpResponse<String> response = get(path);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().map())
        .containsEntry("referrer-policy", List.of("no-referrer"))
        .containsEntry("cache-control", List.of("no-store"))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("cross-origin-opener-policy", List.of("same-origin"))
        .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
        .containsKey("permissions-policy")
        .doesNotContainKeys("set-cookie", "etag", "last-modified");
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains(
            "default-src 'none'",
            "style-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'")
        .doesNotContain("unsafe", "http", "*");
  }

  @Test
  void allowsItsOwnScriptsWhereTextIsSealedAndNoneElsewhere() throws Exception {
    assertThat(policy("/speak-up"))
        .contains("script-src 'self';", "connect-src 'self'", "require-trusted-types-for 'script'");
    assertThat(policy("/privacy")).doesNotContain("script-src");
  }

  private String policy(String path) throws Exception {
    return get(path).headers().firstValue("Content-Security-Policy").orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sealing.js",
        "cases.js",
        "page.js",
        "speak-up.js",
        "speak-up-return.js",
        "guardian.js",
        "guardian-online.js"
      })
  void servesItsScriptsWithoutLeavingThemBehind(String name) throws Exception {
    HttpResponse<String> response = get("/assets/" + name);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/javascript");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(response.body())
        .doesNotContain(
            "http:",
            "https:",
            "innerHTML",
            "insertAdjacentHTML",
            "localStorage",
            "sessionStorage",
            "indexedDB",
            "clipboard",
            "document.title",
            "eval(");
  }

  @Test
  void servesItsStylesheet() throws Exception {
    HttpResponse<String> response = get("/assets/desk.css");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/css");
    assertThat(response.body()).doesNotContain("http:", "https:", "@import", "url(");
  }

  @Test
  void namesWhoAnswersForTheSite() throws Exception {
    assertThat(Jsoup.parse(get("/privacy").body()).text())
        .contains("NHS Kent & Medway", "team@icb.org", "365 days");
    assertThat(Jsoup.parse(get("/accessibility").body()).text()).contains("team@icb.org");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String body) throws Exception {
    return client.send(post(body), BodyHandlers.ofString());
  }

  private HttpRequest post(String body) {
    return HttpRequest.newBuilder(uri("/speak-up"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

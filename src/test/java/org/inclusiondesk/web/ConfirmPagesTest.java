package org.inclusiondesk.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Request;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.networks.Memberships;
import org.inclusiondesk.networks.Network;
import org.inclusiondesk.networks.Networks;
import org.inclusiondesk.networks.RequestRules;
import org.inclusiondesk.networks.Sponsor;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.outbox.Sent;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;
import org.inclusiondesk.testing.Crowd;
import org.inclusiondesk.testing.SettableClock;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmPagesTest {
  private static final Mailbox TEAM = new Mailbox("team@icb.example");
  private static final String YES = "answer=yes";
  private static final NetworkId WOMEN = new NetworkId("women");
  private static final String NETWORK = "Women's network";

  private final SettableClock clock = new SettableClock("2026-11-20T09:00:00Z");
  private final SecureRandom random = new SecureRandom();
  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path directory;
  private Database database;
  private Outbox outbox;
  private Memberships memberships;
  private Javalin server;
  private int asked;

  @BeforeEach
  void start() {
    FieldCipher cipher = new FieldCipher(FieldCipher.newKeySet());
    database = Database.open(directory.resolve("desk.db"));
    outbox = new Outbox(database, cipher, clock);
    memberships =
        new Memberships(
            database,
            cipher,
            Lookup.in(database, cipher, random),
            outbox,
            new Networks(
                List.of(
                    new Network(
                        WOMEN,
                        NETWORK,
                        List.of(),
                        new Mailbox("women@icb.example"),
                        new Sponsor("Ada", new Mailbox("ada@icb.example"))))),
            TEAM,
            URI.create("https://desk.example"),
            RequestRules.USUAL,
            clock,
            random);
    server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              new ConfirmPages(memberships, new Pages(), random).addTo(config.routes);
            });
    server.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.stop();
    database.close();
  }

  @Test
  void confirmsWhenTheButtonIsPressedAndSaysWhatOnlyThen() {
    String path = path(asked());
    HttpResponse<String> before = send("GET", path, "");
    assertThat(before.statusCode()).isEqualTo(200);
    assertThat(before.body()).doesNotContain("omen").doesNotContain("icb.example");
    assertThat(Jsoup.parse(before.body()).select("form[method=post] button"))
        .extracting(Element::val)
        .containsExactly("yes", "no");

    HttpResponse<String> after = send("POST", path, form(before));
    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(Jsoup.parse(after.body()).text()).contains("Confirmed", "Join the " + NETWORK);
    assertThat(Sent.from(outbox)).extracting(Message::to).contains(TEAM).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void changesNothingForProgramsThatFollowTheLink(String method) {
    Reference token = asked();
    for (int i = 0; i < 20; i++) {
      assertThat(send(method, path(token), "").statusCode()).isEqualTo(200);
    }
    assertThat(Sent.from(outbox)).isEmpty();
    assertThat(memberships.confirm(token, "mail:1", null).networks()).containsExactly(WOMEN);
  }

  @Test
  void strikesOutWhatTheHolderOfTheAddressDidNotAskFor() {
    Reference token = asked();
    String form = form(send("GET", path(token), "")).replace(YES, "answer=no");
    HttpResponse<String> refused = send("POST", path(token), form);

    assertThat(refused.statusCode()).isEqualTo(200);
    assertThat(refused.body()).contains("Struck out").doesNotContain("omen");
    assertThat(send("POST", path(token), form).body()).isEqualTo(refused.body());
    assertThat(send("POST", path(token), form.replace("=no", "=yes")).statusCode()).isEqualTo(410);
    assertThat(memberships.confirm(token, "mail:1", null).networks()).isEmpty();
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void tellsWhoeverRefusesTooLateThatNothingCanBeTakenBackAndOthersTheSame() {
    Reference used = asked();
    String form = form(send("GET", path(used), ""));
    send("POST", path(used), form);
    HttpResponse<String> late = send("POST", path(used), form.replace(YES, "answer=no"));

    assertThat(late.statusCode()).isEqualTo(410);
    assertThat(late.body()).doesNotContain("omen").contains(TEAM.value());
    assertThat(send("POST", path(Reference.toConfirm(random)), "answer=no").body())
        .isEqualTo(late.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonce=AAAAAAAAAAAAAAAAAAAAAA", "answer=perhaps"})
  void doesNothingWhereNoButtonIsSaidToHaveBeenPressed(String body) {
    Reference token = asked();
    HttpResponse<String> answer = send("POST", path(token), body);

    assertThat(answer.body()).contains("This was not me");
    assertThat(Sent.from(outbox)).isEmpty();
    assertThat(memberships.confirm(token, "mail:1", null).networks()).containsExactly(WOMEN);
  }

  @Test
  void showsTheSamePageWhateverTheAddressStandsFor() {
    Reference used = asked();
    send("POST", path(used), YES);
    Reference waiting = asked();
    String first = withoutNonce(send("GET", path(waiting), ""));
    for (String path :
        List.of(path(used), path(Reference.toConfirm(random)), "/confirm/nonsense%3Cscript%3E")) {
      assertThat(withoutNonce(send("GET", path, ""))).isEqualTo(first);
    }
  }

  @Test
  void saysTheSameOfAUsedAnExpiredAnUnknownAndNoTokenAtAll() {
    Reference expired = asked();
    clock.advance(Duration.ofDays(4));
    Reference used = asked();
    assertThat(send("POST", path(used), YES).statusCode()).isEqualTo(200);
    Sent.from(outbox);
    HttpResponse<String> unknown = send("POST", path(Reference.toConfirm(random)), YES);
    assertThat(unknown.statusCode()).isEqualTo(410);
    for (String path :
        List.of(
            path(used),
            path(expired),
            path(Reference.toQuote(random)),
            path(used) + "X",
            "/confirm/nonsense")) {
      HttpResponse<String> answer = send("POST", path, YES);
      assertThat(answer.statusCode()).as(path).isEqualTo(410);
      assertThat(answer.body()).isEqualTo(unknown.body());
    }
    assertThat(Sent.from(outbox)).isEmpty();
  }

  @Test
  void tellsWhoPressesTheSameButtonAgainTheSameAndNobodyElse() throws Exception {
    String path = path(asked());
    String form = form(send("GET", path, ""));
    List<String> pages = Crowd.of(20, i -> send("POST", path, form).body());

    assertThat(Set.copyOf(pages)).hasSize(1);
    assertThat(pages.get(0)).contains("Confirmed");
    assertThat(Sent.from(outbox)).hasSize(2);
    for (String other :
        List.of(
            form(send("GET", path, "")),
            YES,
            YES + "&nonce=",
            YES + "&nonce=" + "é".repeat(9000))) {
      HttpResponse<String> answer = send("POST", path, other);
      assertThat(answer.statusCode()).isEqualTo(410);
      assertThat(answer.body()).doesNotContain("omen");
    }
  }

  @Test
  void leavesNoTraceOfTheAddress() {
    String path = path(asked());
    for (HttpResponse<String> answer :
        List.of(send("GET", path, ""), send("HEAD", path, ""), send("POST", path, YES))) {
      assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(answer.headers().firstValue("X-Robots-Tag")).hasValue("noindex");
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'");
      assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
      assertThat(answer.body()).doesNotContain("KMC-");
      Document page = Jsoup.parse(answer.body());
      assertThat(page.select("script, iframe, img")).isEmpty();
      assertThat(page.title()).isIn("", "Inclusion Desk");
    }
  }

  private Reference asked() {
    String address = "starter" + asked++ + "@elsewhere.example";
    memberships.request(
        new Request(
            "k" + asked, Wish.JOIN, Set.of(WOMEN), new Speaker(null, new Mailbox(address), false)));
    return Reference.findIn(Sent.from(outbox).get(0).subject()).orElseThrow();
  }

  private static String path(Reference token) {
    return "/confirm/" + token.value();
  }

  private static String form(HttpResponse<String> page) {
    return YES + "&nonce=" + Jsoup.parse(page.body()).select("input[name=nonce]").attr("value");
  }

  private static String withoutNonce(HttpResponse<String> page) {
    return page.statusCode() + page.body().replaceAll("value=\"[A-Za-z0-9_-]{22}\"", "");
  }

  private HttpResponse<String> send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}

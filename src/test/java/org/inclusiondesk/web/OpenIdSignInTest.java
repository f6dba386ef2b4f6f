package org.inclusiondesk.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.javalin.Javalin;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.inclusiondesk.speakup.CaseDesk;
import org.inclusiondesk.speakup.Circle;
import org.inclusiondesk.speakup.ConcernStore;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.inclusiondesk.speakup.SpeakUpSettings.CodeLists;
import org.inclusiondesk.speakup.SpeakUpSettings.Retention;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guardians sign in at an issuer on this machine. */
class OpenIdSignInTest {
  private static RSAKey key;
  private static RSAKey otherKey;

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock("2026-11-25T10:00:00Z");
  private final Circle circle = Circle.of("ada", "bob");
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, String> tokenRequest = new HashMap<>();
  private UnaryOperator<JWTClaimsSet.Builder> claims = good -> good;
  private RSAKey signing = key;
  private boolean unsigned;
  private String issuerName = "";
  private String nonce = "";
  private final Turnstile beginning = new Turnstile(1, 0, Duration.ofSeconds(10));
  private final Turnstile ending = new Turnstile(1, 0, Duration.ofSeconds(10));
  private Javalin issuer;
  private Javalin desk;

  @BeforeAll
  static void makeKeys() throws JOSEException {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    otherKey = new RSAKeyGenerator(2048).keyID("one").generate();
  }

  @BeforeEach
  void start() {
    issuer =
        Javalin.create(
            config -> {
              config.routes.get(
                  "/.well-known/openid-configuration",
                  context ->
                      context
                          .contentType("application/json")
                          .result(
                              ("{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/authorize\","
                                      + "\"token_endpoint\":\"%s/token\",\"jwks_uri\":\"%s/keys\"}")
                                  .formatted(
                                      issuerName.isEmpty() ? base() : issuerName,
                                      base(),
                                      base(),
                                      base())));
              config.routes.get(
                  "/keys", context -> context.result(new JWKSet(key.toPublicJWK()).toString()));
              config.routes.post(
                  "/token",
                  context -> {
                    for (String pair : context.body().split("&")) {
                      String[] parts = pair.split("=", 2);
                      tokenRequest.put(
                          parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
                    }
                    context.result("{\"id_token\":\"" + idToken() + "\"}");
                  });
            });
    issuer.start("127.0.0.1", 0);
    ConcernStore store = new ConcernStore(directory.resolve("concerns.db"));
    store.prepare();
    List<Code> codes = List.of(new Code("a", "A"));
    CaseDesk cases =
        new CaseDesk(
            store, circle.set(), new CodeLists("1", codes, codes, codes), new Retention(1), clock);
    OpenIdSignIn signIn =
        new OpenIdSignIn(
            new OpenIdSignIn.Client(
                URI.create(base()),
                "the-desk",
                () -> "the secret",
                "email",
                URI.create("https://desk.icb.test")),
            circle.set(),
            clock,
            beginning,
            ending);
    desk =
        Javalin.create(
            config ->
                GuardianPages.withIssuer(
                        cases, circle.set(), signIn, true, new Pages(), clock, new SecureRandom())
                    .addTo(config.routes));
    desk.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    desk.stop();
    issuer.stop();
  }

  @Test
  void signsAGuardianIn() throws Exception {
    HttpResponse<String> begun = get("/guardian/sign-in", "none=x");
    Map<String, String> asked = query(begun.headers().firstValue("Location").orElseThrow());
    assertThat(begun.statusCode()).isEqualTo(303);
    assertThat(asked)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "the-desk")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("redirect_uri", "https://desk.icb.test/guardian/callback");
    String state = begun.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(state).contains("HttpOnly", "SameSite=Lax", "Secure", "Path=/guardian");
    nonce = asked.get("nonce");

    HttpResponse<String> ended =
        get("/guardian/callback?code=abc&state=" + asked.get("state"), cookie(state));

    assertThat(ended.statusCode()).isEqualTo(200);
    assertThat(ended.body()).contains("signed in as Ada");
    String session =
        ended.headers().allValues("Set-Cookie").stream()
            .filter(each -> each.startsWith("guardian="))
            .findFirst()
            .orElseThrow();
    assertThat(session).contains("SameSite=Strict", "Secure");
    assertThat(get("/guardian/session", cookie(session)).body()).contains("\"id\":\"ada\"");
    assertThat(tokenRequest)
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("client_secret", "the secret")
        .containsEntry("code", "abc");
    assertThat(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                    MessageDigest.getInstance("SHA-256")
                        .digest(
                            tokenRequest.get("code_verifier").getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(asked.get("code_challenge"));
    // The same answer of the issuer again leads nowhere.
    assertThat(
            get("/guardian/callback?code=abc&state=" + asked.get("state"), cookie(state))
                .statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stranger",
        "look-alike",
        "unverified",
        "no mailbox",
        "nonce",
        "audience",
        "two audiences",
        "issuer",
        "expired",
        "no expiry",
        "from the future",
        "forged",
        "unsigned"
      })
  void letsNobodyElseIn(String what) throws Exception {
    claims =
        switch (what) {
          case "stranger" -> good -> good.claim("email", "eve@icb.test");
          case "look-alike" -> good -> good.claim("email", "ada@\u0131cb.test");
          case "unverified" -> good -> good.claim("email_verified", false);
          case "no mailbox" -> good -> good.claim("email", null);
          case "nonce" -> good -> good.claim("nonce", "another");
          case "audience" -> good -> good.audience("another");
          case "two audiences" -> good -> good.audience(List.of("the-desk", "another"));
          case "issuer" -> good -> good.issuer("https://another.test");
          case "expired" -> good -> good.expirationTime(at("2026-11-25T09:50:00Z"));
          case "no expiry" -> good -> good.expirationTime(null);
          case "from the future" -> good -> good.issueTime(at("2026-11-25T10:30:00Z"));
          default -> good -> good;
        };
    signing = what.equals("forged") ? otherKey : key;
    unsigned = what.equals("unsigned");

    HttpResponse<String> ended = signIn();

    assertThat(ended.statusCode()).as(ended.body()).isEqualTo(403);
    assertThat(ended.body()).contains("did not succeed");
    assertThat(ended.headers().allValues("Set-Cookie"))
        .noneMatch(each -> each.startsWith("guardian="));
  }

  @Test
  void refusesAnAnswerThatItDidNotAskFor() throws Exception {
    HttpResponse<String> begun = get("/guardian/sign-in", "none=x");
    String state = cookie(begun.headers().firstValue("Set-Cookie").orElseThrow());
    String asked = query(begun.headers().firstValue("Location").orElseThrow()).get("state");

    for (String path :
        List.of(
            "/guardian/callback",
            "/guardian/callback?code=abc",
            "/guardian/callback?code=abc&state=x",
            "/guardian/callback?error=access_denied&state=x")) {
      assertThat(get(path, state).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(get("/guardian/callback?code=abc&state=" + asked, "none=x").statusCode())
        .isEqualTo(403);
    assertThat(tokenRequest).isEmpty();
  }

  @Test
  void saysSoWhenTheIssuerIsAnotherOrCannotBeReached() throws Exception {
    issuerName = "https://another.test";
    assertThat(get("/guardian/sign-in", "none=x").statusCode()).isEqualTo(503);
    issuer.stop();
    assertThat(get("/guardian/sign-in", "none=x").statusCode()).isEqualTo(503);
    assertThat(get("/guardian", "none=x").body()).contains("/guardian/sign-in");
  }

  @Test
  void turnsAwayAFloodThatWouldAskTheIssuerForEachOfIt() throws Exception {
    HttpResponse<String> begun = get("/guardian/sign-in", "none=x");
    Map<String, String> asked = query(begun.headers().firstValue("Location").orElseThrow());
    nonce = asked.get("nonce");
    List<HttpResponse<String>> answers = new ArrayList<>();

    beginning.pass(
        () -> {
          try {
            answers.add(get("/guardian/sign-in", "none=x"));
            // Whoever was on the way is not kept out.
            answers.add(
                get(
                    "/guardian/callback?code=abc&state=" + asked.get("state"),
                    cookie(begun.headers().firstValue("Set-Cookie").orElseThrow())));
            return true;
          } catch (Exception fault) {
            throw new IllegalStateException(fault);
          }
        });

    assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(503, 200);
    assertThat(answers.get(0).body()).contains("Too many people");
    assertThat(answers.get(0).headers().allValues("Set-Cookie")).isEmpty();
    assertThat(get("/guardian/sign-in", "none=x").statusCode()).isEqualTo(303);
  }

  @Test
  void letsNoAnswerThatNobodyAskedForTakeAPlaceFromTheOthers() throws Exception {
    HttpResponse<String> begun = get("/guardian/sign-in", "none=x");
    String state = cookie(begun.headers().firstValue("Set-Cookie").orElseThrow());
    Map<String, String> asked = query(begun.headers().firstValue("Location").orElseThrow());
    nonce = asked.get("nonce");
    String callback = "/guardian/callback?code=abc&state=" + asked.get("state");
    List<Integer> answers = new ArrayList<>();

    ending.pass(
        () -> {
          try {
            answers.add(get("/guardian/callback?code=abc&state=x", state).statusCode());
            answers.add(get(callback, "none=x").statusCode());
            answers.add(get(callback, state).statusCode());
            return true;
          } catch (Exception fault) {
            throw new IllegalStateException(fault);
          }
        });

    assertThat(answers).containsExactly(403, 403, 503);
    // Whoever was turned away may come back with the same answer.
    assertThat(get(callback, state).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> signIn() throws Exception {
    HttpResponse<String> begun = get("/guardian/sign-in", "none=x");
    Map<String, String> asked = query(begun.headers().firstValue("Location").orElseThrow());
    nonce = asked.get("nonce");
    return get(
        "/guardian/callback?code=abc&state=" + asked.get("state"),
        cookie(begun.headers().firstValue("Set-Cookie").orElseThrow()));
  }

  private String idToken() {
    JWTClaimsSet set =
        claims
            .apply(
                new JWTClaimsSet.Builder()
                    .issuer(base())
                    .audience("the-desk")
                    .subject("1234")
                    .issueTime(at("2026-11-25T09:59:00Z"))
                    .expirationTime(at("2026-11-25T10:05:00Z"))
                    .claim("nonce", nonce)
                    .claim("email", "Ada@icb.test")
                    .claim("email_verified", true))
            .build();
    try {
      if (unsigned) {
        return new PlainJWT(set).serialize();
      }
      SignedJWT token =
          new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), set);
      token.sign(new RSASSASigner(signing));
      return token.serialize();
    } catch (JOSEException fault) {
      throw new AssertionError(fault);
    }
  }

  private static Date at(String instant) {
    return Date.from(Instant.parse(instant));
  }

  private static Map<String, String> query(String location) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : URI.create(location).getRawQuery().split("&")) {
      String[] parts = pair.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static String cookie(String set) {
    return set.substring(0, set.indexOf(';'));
  }

  private HttpResponse<String> get(String path, String cookie) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + desk.port() + path))
            .header("Cookie", cookie)
            .build(),
        BodyHandlers.ofString());
  }

  private String base() {
    return "http://127.0.0.1:" + issuer.port();
  }
}

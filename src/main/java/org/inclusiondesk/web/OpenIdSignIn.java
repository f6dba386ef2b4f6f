package org.inclusiondesk.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.javalin.http.Context;
import io.javalin.http.SameSite;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.inclusiondesk.speakup.Guardian;
import org.inclusiondesk.speakup.KeySet;

/**
 * Sign-in by OpenID Connect: code flow with PKCE, and the guardians' mailboxes for an allow-list.
 * What the issuer says is checked whole (OpenID Connect Core §3.1.3.7); whoever is no guardian gets
 * the same answer as whoever fails. Nothing is logged. Safe for any number of threads.
 */
public final class OpenIdSignIn implements SignIn {
  private static final String CALLBACK = "/guardian/callback";
  private static final String COOKIE = "guardian-sign-in";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST_SIGN_IN = Duration.ofMinutes(10);
  private static final Duration LEEWAY = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UNSUCCESSFUL = "The sign-in did not succeed. Begin it again.";

  private final Client client;
  private final KeySet keys;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Cache<String, Begun> begun =
      Caffeine.newBuilder()
          .maximumSize(1000)
          .expireAfterWrite(LONGEST_SIGN_IN)
          .scheduler(Scheduler.systemScheduler())
          .build();
  private final Turnstile beginning;
  private final Turnstile ending;

  public OpenIdSignIn(Client client, KeySet keys, Clock clock) {
    this(client, keys, clock, turnstile(), turnstile());
  }

  /**
   * @param beginning who begins to sign in: each asks the issuer something
   * @param ending who comes back from the issuer, so that they do not wait for those who begin
   */
  OpenIdSignIn(Client client, KeySet keys, Clock clock, Turnstile beginning, Turnstile ending) {
    this.client = client;
    this.keys = keys;
    this.clock = clock;
    this.beginning = beginning;
    this.ending = ending;
  }

  private static Turnstile turnstile() {
    return new Turnstile(4, 30, PATIENCE);
  }

  /**
   * How the desk is known to the issuer.
   *
   * @param issuer without a slash at its end
   * @param secret the client's secret
   * @param claim which claim names the person: {@code email}, believed only with {@code
   *     email_verified}, or another that the issuer's administrators set, such as {@code
   *     preferred_username} of Entra ID
   * @param self how people reach the desk
   */
  public record Client(URI issuer, String id, Supplier<String> secret, String claim, URI self) {}

  private record Begun(String nonce, String verifier) {}

  /** What an issuer says of itself. */
  private record Issuer(URI authorization, URI token, URI keys) {}

  /** The sign-in did not succeed; why is nobody's business but the issuer's. */
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public Map<String, ?> model() {
    return Map.of("guardians", List.of(), "trouble", "");
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes, GuardianSessions sessions, Pages pages) {
    routes.get(
        "/guardian/sign-in",
        context -> through(beginning, context, pages, () -> begin(context, sessions, pages)));
    routes.get(
        CALLBACK,
        context -> {
          // First what costs nothing: answers that nobody asked for take no place from the others.
          if (hasBegun(context)) {
            through(ending, context, pages, () -> end(context, sessions, pages));
          } else {
            fail(context, pages, 403, UNSUCCESSFUL);
          }
        });
  }

  private void through(Turnstile turnstile, Context context, Pages pages, Runnable work) {
    if (!turnstile.lets(work)) {
      fail(context, pages, 503, "Too many people sign in at this moment. Try again in a minute.");
    }
  }

  private void begin(Context context, GuardianSessions sessions, Pages pages) {
    try {
      Issuer issuer = issuer();
      String state = sessions.draw();
      Begun fresh = new Begun(sessions.draw(), sessions.draw());
      begun.put(state, fresh);
      context.cookie(sessions.cookie(COOKIE, state, SameSite.LAX));
      Pages.headers(context);
      String query =
          form(
              Map.of(
                  "response_type",
                  "code",
                  "scope",
                  "openid email profile",
                  "client_id",
                  client.id(),
                  "redirect_uri",
                  callback(),
                  "state",
                  state,
                  "nonce",
                  fresh.nonce(),
                  "code_challenge_method",
                  "S256",
                  "code_challenge",
                  challenge(fresh.verifier())));
      String separator = issuer.authorization().getQuery() == null ? "?" : "&";
      context.status(303).header("Location", issuer.authorization() + separator + query);
    } catch (Failed fault) {
      fail(context, pages, 503, "The sign-in cannot be reached. Try again in a minute.");
    }
  }

  private boolean hasBegun(Context context) {
    String state = context.queryParam("state");
    String cookie = context.cookie(COOKIE);
    return state != null
        && cookie != null
        && GuardianSessions.same(state, cookie)
        && begun.asMap().containsKey(state);
  }

  private void end(Context context, GuardianSessions sessions, Pages pages) {
    String state = context.queryParam("state");
    String code = context.queryParam("code");
    Begun known = state == null ? null : begun.asMap().remove(state);
    if (known == null || code == null) {
      fail(context, pages, 403, UNSUCCESSFUL);
      return;
    }
    try {
      Guardian guardian = guardian(code, known);
      sessions.begin(context, guardian.id());
      // No redirect: a browser would not send the new cookie on one that another site began.
      pages.show(context, 200, "guardian-signed-in", Map.of("name", guardian.name()));
    } catch (Failed fault) {
      fail(context, pages, 403, UNSUCCESSFUL);
    }
  }

  private void fail(Context context, Pages pages, int status, String trouble) {
    pages.show(
        context, status, "guardian-sign-in", Map.of("guardians", List.of(), "trouble", trouble));
  }

  private Guardian guardian(String code, Begun known) throws Failed {
    Issuer issuer = issuer();
    JsonNode answer =
        json(
            HttpRequest.newBuilder(issuer.token())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        form(
                            Map.of(
                                "grant_type", "authorization_code",
                                "code", code,
                                "redirect_uri", callback(),
                                "client_id", client.id(),
                                "client_secret", client.secret().get(),
                                "code_verifier", known.verifier())))));
    JWTClaimsSet claims = claims(answer.path("id_token").asText(), issuer);
    try {
      Instant now = clock.instant();
      boolean fits =
          client.issuer().toString().equals(claims.getIssuer())
              && claims.getAudience().equals(List.of(client.id()))
              && known.nonce().equals(claims.getStringClaim("nonce"))
              && claims.getExpirationTime() != null
              && claims.getExpirationTime().toInstant().isAfter(now.minus(LEEWAY))
              && claims.getIssueTime() != null
              && claims.getIssueTime().toInstant().isBefore(now.plus(LEEWAY));
      String person = claims.getStringClaim(client.claim());
      if (!fits
          || person == null
          || (client.claim().equals("email")
              && !Boolean.TRUE.equals(claims.getBooleanClaim("email_verified")))) {
        throw new Failed();
      }
      return keys.guardians().stream()
          .filter(each -> isSame(each.mailbox().value(), person))
          .findFirst()
          .orElseThrow(Failed::new);
    } catch (ParseException odd) {
      throw new Failed();
    }
  }

  /** Whether two addresses differ in the case of a–z at most: ı is no i, and may be another's. */
  private static boolean isSame(String mailbox, String person) {
    return mailbox.equals(person)
        || (person.chars().allMatch(c -> c < 0x80) && mailbox.equalsIgnoreCase(person));
  }

  /** The claims of an id token, if the issuer signed it. */
  private JWTClaimsSet claims(String idToken, Issuer issuer) throws Failed {
    try {
      JWKSet published = JWKSet.parse(json(HttpRequest.newBuilder(issuer.keys())).toString());
      DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(
              Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256),
              new ImmutableJWKSet<>(published)));
      processor.setJWTClaimsSetVerifier((claims, context) -> {}); // By guardian(), by our clock.
      return processor.process(idToken, null);
    } catch (ParseException | BadJOSEException | JOSEException forged) {
      throw new Failed();
    }
  }

  private Issuer issuer() throws Failed {
    JsonNode said =
        json(
            HttpRequest.newBuilder(
                URI.create(client.issuer() + "/.well-known/openid-configuration")));
    if (!client.issuer().toString().equals(said.path("issuer").asText())) {
      throw new Failed();
    }
    return new Issuer(
        uri(said, "authorization_endpoint"), uri(said, "token_endpoint"), uri(said, "jwks_uri"));
  }

  /** An address of the issuer's, which must be as protected as the issuer itself. */
  private URI uri(JsonNode said, String name) throws Failed {
    try {
      URI uri = URI.create(said.path(name).asText());
      if (client.issuer().getScheme().equals(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException odd) {
      // Failed below.
    }
    throw new Failed();
  }

  private JsonNode json(HttpRequest.Builder request) throws Failed {
    try {
      HttpResponse<String> response =
          http.send(
              request.timeout(PATIENCE).header("Accept", "application/json").build(),
              BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        return JSON.readTree(response.body());
      }
    } catch (IOException unreachableOrOdd) {
      // Failed below.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new Failed();
  }

  private String callback() {
    return client.self().resolve(CALLBACK).toString();
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this Java lacks SHA-256", impossible);
    }
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}

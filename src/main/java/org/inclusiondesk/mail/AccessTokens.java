package org.inclusiondesk.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desk's own access tokens for its mailbox: client credentials (RFC 6749 §4.4), proved by a
 * secret or by a certificate. A token is kept until five minutes before it ends, so that no
 * connection begins with one that is about to end, and dropped once a mail server has refused it.
 * An endpoint may take half a minute and say 64 KB, and no token is kept for more than a day. Safe
 * for any number of threads.
 */
public final class AccessTokens {
  private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration MARGIN = Duration.ofMinutes(5);
  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration LONGEST_LIFE = Duration.ofDays(1);
  private static final int LONGEST_ANSWER = 64 * 1024;
  private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");

  /** Visible characters alone (RFC 6749 appendix A.12): XOAUTH2 parts its fields by others. */
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");

  /** How the last try to get a token went. */
  public enum State {
    /** A token was given, or none was needed yet. */
    OK,
    /** The endpoint answered, and gave none. */
    REFUSED,
    /** Nobody answers at the endpoint. */
    UNREACHABLE
  }

  /**
   * Who asks, and where.
   *
   * @param endpoint an {@code https} address, or one on this machine
   * @param id the client's
   * @param secret gives the client's secret each time; null where a certificate proves it
   * @param certificate null where a secret proves it
   * @param scope what the token is to be good for
   */
  public record Client(
      URI endpoint,
      String id,
      @Nullable Supplier<String> secret,
      @Nullable ClientCertificate certificate,
      String scope) {
    /**
     * @throws IllegalArgumentException unless there is either a secret or a certificate
     */
    public Client {
      if ((secret == null) == (certificate == null)) {
        throw new IllegalArgumentException("a client has either a secret or a certificate");
      }
    }

    @Override
    public String toString() {
      return "Client[…]";
    }
  }

  private record Granted(String token, Instant until) {
    @Override
    public String toString() {
      return "Granted[…]";
    }
  }

  private final Client client;
  private final Clock clock;
  private final HttpClient http;
  private final Duration patience;
  private @Nullable Granted granted;
  private volatile State state = State.OK;

  public AccessTokens(Client client, Clock clock) {
    this(client, clock, ANSWER);
  }

  /**
   * @param patience how long an answer may take, its last byte included
   */
  AccessTokens(Client client, Clock clock, Duration patience) {
    this.patience = patience;
    this.client = client;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** How the last try to get a token went, for the health of the service. */
  public State state() {
    return state;
  }

  /**
   * A token that is good for a connection made now.
   *
   * @throws MailFault if there is none to be had
   */
  public synchronized String current() {
    Instant now = clock.instant();
    Granted known = granted;
    if (known == null || !now.isBefore(known.until())) {
      known = fetch(now);
      granted = known;
    }
    return known.token();
  }

  /** Forgets a token that a mail server refused, unless there is another one already. */
  public synchronized void drop(String token) {
    Granted known = granted;
    if (known != null && known.token().equals(token)) {
      granted = null;
    }
  }

  private Granted fetch(Instant now) {
    try {
      HttpResponse<byte[]> answer = ask(now);
      Granted found = answer.statusCode() == 200 ? granted(answer.body(), now) : null;
      if (found == null) {
        boolean passing = answer.statusCode() == 429 || answer.statusCode() >= 500;
        throw failed(
            passing ? State.UNREACHABLE : State.REFUSED,
            Integer.toString(answer.statusCode()),
            error(answer.body()));
      }
      if (state != State.OK) {
        LOG.info("event=mail-token outcome=granted");
      }
      state = State.OK;
      return found;
    } catch (IOException | TimeoutException unreachable) {
      throw failed(State.UNREACHABLE, "none", unreachable.getClass().getSimpleName());
    }
  }

  private HttpResponse<byte[]> ask(Instant now) throws IOException, TimeoutException {
    HttpRequest request =
        HttpRequest.newBuilder(client.endpoint())
            .timeout(patience)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(form(now)))
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, head -> new ShortBody(LONGEST_ANSWER));
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException fault) {
      throw new IOException("the token endpoint does not answer", fault.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } finally {
      answer.cancel(true);
    }
  }

  private String form(Instant now) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "client_credentials");
    fields.put("client_id", client.id());
    fields.put("scope", client.scope());
    Supplier<String> secret = client.secret();
    ClientCertificate certificate = client.certificate();
    if (secret != null) {
      fields.put("client_secret", secret.get());
    } else if (certificate != null) {
      fields.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
      fields.put("client_assertion", certificate.assertion(client.id(), client.endpoint(), now));
    }
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** The token of an answer; null where it holds none. */
  private static @Nullable Granted granted(byte[] body, Instant now) {
    JsonNode answer = json(body);
    String token = answer.path("access_token").asText();
    long life = answer.path("expires_in").asLong(0);
    Duration believed = Duration.ofSeconds(Math.max(0, Math.min(life, LONGEST_LIFE.toSeconds())));
    return TOKEN.matcher(token).matches()
        ? new Granted(token, now.plus(believed).minus(MARGIN))
        : null;
  }

  /** The endpoint's word for what is wrong (RFC 6749 §5.2), and nothing else of what it says. */
  private static String error(byte[] body) {
    String error = json(body).path("error").asText();
    return ERROR.matcher(error).matches() ? error : "none";
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException notJson) {
      return JSON.createObjectNode();
    }
  }

  /** Says it aloud the first time, because nobody but a person can mend a refusal. */
  private MailFault failed(State now, String status, String error) {
    if (state != now) {
      LOG.error("event=mail-token outcome={} status={} error={}", now, status, error);
    }
    state = now;
    return new MailFault(
        now == State.REFUSED ? MailFault.Reason.TOKEN_REFUSED : MailFault.Reason.TOKEN_UNREACHABLE);
  }
}

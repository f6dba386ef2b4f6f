package org.inclusiondesk.teams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.bot.connector.authentication.MicrosoftAppCredentials;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The desk's own token, which the Bot Connector asks of it: client credentials of one tenant (RFC
 * 6749 §4.4), kept until five minutes before they end. Safe for any number of threads.
 */
final class AppToken extends MicrosoftAppCredentials {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration MARGIN = Duration.ofMinutes(5);
  private static final long LIMIT = 1 << 16;

  private final String clientId;
  private final Supplier<String> secret;
  private final URI endpoint;
  private final OkHttpClient http;
  private final Clock clock;
  private @Nullable Granted granted;

  private record Granted(String token, Instant until) {
    @Override
    public String toString() {
      return "Granted[…]";
    }
  }

  AppToken(
      String clientId,
      String tenant,
      Supplier<String> secret,
      URI endpoint,
      OkHttpClient http,
      Clock clock) {
    super(clientId, null, tenant);
    this.clientId = clientId;
    this.secret = secret;
    this.endpoint = endpoint;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<String> getToken() {
    try {
      return CompletableFuture.completedFuture(current());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized String current() throws IOException {
    Instant now = clock.instant();
    Granted known = granted;
    if (known == null || !now.isBefore(known.until())) {
      known = fetch(now);
      granted = known;
    }
    return known.token();
  }

  private Granted fetch(Instant now) throws IOException {
    Request request =
        new Request.Builder()
            .url(endpoint.toURL())
            .post(
                new FormBody.Builder()
                    .add("grant_type", "client_credentials")
                    .add("client_id", clientId)
                    .add("client_secret", secret.get())
                    .add("scope", oAuthScope())
                    .build())
            .build();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new IOException("the token endpoint answered " + response.code());
      }
      JsonNode answer = JSON.readTree(response.peekBody(LIMIT).bytes());
      String token = answer.path("access_token").asText();
      if (token.isBlank()) {
        throw new IOException("the token endpoint gave no token");
      }
      Duration life = Duration.ofSeconds(answer.path("expires_in").asLong(0));
      return new Granted(token, now.plus(life).minus(MARGIN));
    }
  }
}

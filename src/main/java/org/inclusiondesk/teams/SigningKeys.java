package org.inclusiondesk.teams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that the Bot Connector signs its tokens with, as its metadata publishes them. Kept for a
 * day, asked for again at once where a token names an unknown key, yet no more than five times in
 * five minutes, so that made-up key names do not turn into a flood. Safe for any number of threads.
 */
final class SigningKeys {
  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int FETCHES_PER_WINDOW = 5;
  private static final long LIMIT = 1 << 20;

  private final URI metadata;
  private final OkHttpClient http;
  private final Clock clock;
  private final Deque<Instant> fetches = new ArrayDeque<>();
  private volatile @Nullable Keys keys;

  SigningKeys(URI metadata, OkHttpClient http, Clock clock) {
    this.metadata = metadata;
    this.http = http;
    this.clock = clock;
  }

  /**
   * A published key.
   *
   * @param key what checks a signature
   * @param endorsements the channels that may use it
   */
  record SigningKey(PublicKey key, Set<String> endorsements) {
    SigningKey {
      endorsements = Set.copyOf(endorsements);
    }
  }

  private record Keys(Map<String, SigningKey> byId, Instant asOf) {}

  /**
   * The key of that name, or nothing.
   *
   * @throws IOException if no keys at all can be had
   */
  Optional<SigningKey> find(String id) throws IOException {
    Keys known = keys;
    if (known != null && isFresh(known) && known.byId().containsKey(id)) {
      return Optional.ofNullable(known.byId().get(id));
    }
    return Optional.ofNullable(fetchUnlessThere(id).byId().get(id));
  }

  private synchronized Keys fetchUnlessThere(String id) throws IOException {
    Keys known = keys;
    if (known != null && isFresh(known) && known.byId().containsKey(id)) {
      return known;
    }
    Instant now = clock.instant();
    while (!fetches.isEmpty() && fetches.getFirst().isBefore(now.minus(WINDOW))) {
      fetches.removeFirst();
    }
    if (fetches.size() >= FETCHES_PER_WINDOW) {
      if (known == null) {
        throw new IOException("asked too often for signing keys");
      }
      return known;
    }
    fetches.addLast(now);
    try {
      Keys fetched = new Keys(fetch(), now);
      keys = fetched;
      return fetched;
    } catch (IOException | IllegalArgumentException e) {
      log.warn("event=signing-keys outcome=unavailable cause={}", e.getClass().getSimpleName());
      if (known == null) {
        throw new IOException("no signing keys", e);
      }
      return known;
    }
  }

  private boolean isFresh(Keys known) {
    return clock.instant().isBefore(known.asOf().plus(KEPT));
  }

  private Map<String, SigningKey> fetch() throws IOException {
    URI address = URI.create(get(metadata).path("jwks_uri").asText());
    if (!"https".equals(address.getScheme()) && !Loopback.isWeb(address)) {
      throw new IOException("the address of the signing keys is not https");
    }
    Map<String, SigningKey> found = new HashMap<>();
    for (JsonNode published : get(address).path("keys")) {
      Set<String> endorsements = new HashSet<>();
      published.path("endorsements").forEach(channel -> endorsements.add(channel.asText()));
      try {
        if (JWK.parse(published.toString()) instanceof RSAKey rsa && rsa.getKeyID() != null) {
          found.put(rsa.getKeyID(), new SigningKey(rsa.toRSAPublicKey(), endorsements));
        }
      } catch (ParseException | JOSEException unusable) {
        log.warn("event=signing-keys outcome=one-unusable");
      }
    }
    return found;
  }

  private JsonNode get(URI address) throws IOException {
    Request request = new Request.Builder().url(address.toURL()).build();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw new IOException("status " + response.code());
      }
      return JSON.readTree(response.peekBody(LIMIT).bytes());
    }
  }
}

package org.inclusiondesk.teams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Microsoft's side, on a port of this machine: the issuer of tokens, the token endpoint and the Bot
 * Connector with its roster. Records what it is asked.
 */
final class Microsoft implements AutoCloseable {
  static final String APP = "11111111-2222-3333-4444-555555555555";
  static final String TENANT = "99999999-8888-7777-6666-555555555555";
  static final RSAKey KEY = key("key-1");
  static final RSAKey OTHER_KEY = key("key-1");
  static final RSAKey NEW_KEY = key("key-2");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An activity that the connector was given. */
  record Sent(String path, JsonNode activity, String authorization) {
    JsonNode card() {
      return activity.path("attachments").path(0).path("content");
    }
  }

  /** What the connector answers once, instead of taking the activity. */
  record Refusal(int status, String retryAfter) {}

  final List<Sent> sent = new CopyOnWriteArrayList<>();
  final Map<String, String> roster = new ConcurrentHashMap<>();
  final Queue<Refusal> refusals = new ArrayDeque<>();
  final Map<RSAKey, List<String>> published = new LinkedHashMap<>();
  final AtomicInteger keyFetches = new AtomicInteger();
  final AtomicInteger tokenFetches = new AtomicInteger();
  final AtomicInteger posts = new AtomicInteger();
  final List<String> tokenForms = new CopyOnWriteArrayList<>();
  volatile boolean metadataDown;
  volatile Runnable beforeRoster = () -> {};
  private final Javalin server;

  Microsoft() {
    published.put(KEY, List.of("msteams"));
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.get("/metadata", this::metadata);
                  config.routes.get("/keys", this::keys);
                  config.routes.post("/token", this::token);
                  config.routes.post("/v3/conversations/{id}/activities", this::activity);
                  config.routes.post("/v3/conversations/{id}/activities/{to}", this::activity);
                  config.routes.get("/v3/conversations/{id}/members/{user}", this::member);
                })
            .start("127.0.0.1", 0);
  }

  String url() {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  TeamsSettings settings() {
    return TeamsSettings.of(
        APP, TENANT, () -> "secret", URI.create(url() + "metadata"), URI.create(url() + "token"));
  }

  /** The last card sent. */
  JsonNode lastCard() {
    return sent.get(sent.size() - 1).card();
  }

  JWTClaimsSet.Builder claims(Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer("https://api.botframework.com")
        .audience(APP)
        .notBeforeTime(Date.from(now.minusSeconds(60)))
        .expirationTime(Date.from(now.plusSeconds(3600)))
        .claim("serviceurl", url());
  }

  static String sign(JWTClaimsSet claims, RSAKey key) throws Exception {
    return sign(claims, JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key));
  }

  static String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, String kid, JWSSigner signer)
      throws Exception {
    SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  @Override
  public void close() {
    server.stop();
  }

  private static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void metadata(Context context) {
    if (metadataDown) {
      context.status(503);
      return;
    }
    context.json(Map.of("issuer", "https://api.botframework.com", "jwks_uri", url() + "keys"));
  }

  private void keys(Context context) {
    keyFetches.incrementAndGet();
    ObjectNode all = JSON.createObjectNode();
    published.forEach(
        (key, endorsements) -> {
          ObjectNode entry = JSON.valueToTree(key.toPublicJWK().toJSONObject());
          endorsements.forEach(entry.putArray("endorsements")::add);
          all.withArray("keys").add(entry);
        });
    context.contentType("application/json").result(all.toString());
  }

  private void token(Context context) {
    tokenForms.add(context.body());
    context.json(
        Map.of(
            "access_token",
            "our-token-" + tokenFetches.incrementAndGet(),
            "expires_in",
            3600,
            "token_type",
            "Bearer"));
  }

  private void activity(Context context) throws Exception {
    posts.incrementAndGet();
    synchronized (refusals) {
      Refusal refusal = refusals.poll();
      if (refusal != null) {
        if (refusal.retryAfter() != null) {
          context.header("Retry-After", refusal.retryAfter());
        }
        context.status(refusal.status()).json(Map.of("error", Map.of("code", "no")));
        return;
      }
    }
    sent.add(
        new Sent(context.path(), JSON.readTree(context.body()), context.header("Authorization")));
    context.status(201).json(Map.of("id", "sent-" + sent.size()));
  }

  private void member(Context context) {
    beforeRoster.run();
    String member = roster.get(context.pathParam("user"));
    if (member == null) {
      context.status(404).json(Map.of("error", Map.of("code", "NotFound")));
    } else {
      context.contentType("application/json").result(member);
    }
  }
}

package org.inclusiondesk.mail;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A token endpoint on this machine that answers as a test tells it. */
public final class TokenEndpoint implements AutoCloseable {
  /** An answer of it. */
  public record Answer(int status, String body) {
    public static Answer token(String token, int seconds) {
      return new Answer(
          200,
          "{\"token_type\":\"Bearer\",\"expires_in\":%d,\"access_token\":\"%s\"}"
              .formatted(seconds, token));
    }

    public static Answer error(int status, String error) {
      return new Answer(
          status,
          "{\"error\":\"%s\",\"error_description\":\"CANARY of the tenant\"}".formatted(error));
    }
  }

  /** The fields of each request, oldest first. */
  public final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final AtomicInteger count = new AtomicInteger();
  private volatile IntFunction<Answer> answers;

  /**
   * @param answers told the number of the request, the first being 1
   */
  public TokenEndpoint(IntFunction<Answer> answers) {
    this.answers = answers;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    } catch (IOException fault) {
      throw new java.io.UncheckedIOException(fault);
    }
    server.createContext(
        "/token",
        exchange -> {
          asked.add(
              fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          Answer answer = this.answers.apply(count.incrementAndGet());
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  public void answer(IntFunction<Answer> now) {
    answers = now;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
  }

  /** Tokens that are asked for here with a secret. */
  public AccessTokens tokens(Clock clock) {
    return new AccessTokens(
        new AccessTokens.Client(url(), "the-client", () -> "CANARY secret&=", null, "the/.default"),
        clock);
  }

  private static Map<String, String> fields(String form) {
    Map<String, String> fields = new HashMap<>();
    for (String field : form.split("&")) {
      String[] parts = field.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

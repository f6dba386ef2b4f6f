package org.inclusiondesk.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that several requests use at once. */
class GuardianSessionsTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-25T10:00:00Z"));
  private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
  private final InstantSource time =
      () -> {
        meanwhile.getAndSet(() -> {}).run();
        return now.get();
      };
  private final GuardianSessions sessions =
      new GuardianSessions(
          false,
          new Clock() {
            @Override
            public Instant instant() {
              return time.instant();
            }

            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
              return this;
            }
          },
          new SecureRandom());
  private Javalin server;

  @BeforeEach
  void start() {
    server =
        Javalin.create(
            config -> {
              config.routes.get("/begin", context -> sessions.begin(context, "ada"));
              config.routes.get(
                  "/seen",
                  context -> context.result(sessions.of(context).isPresent() ? "in" : "out"));
              config.routes.get(
                  "/ended-meanwhile",
                  context -> {
                    meanwhile.set(() -> sessions.end(context));
                    context.result(sessions.of(context).isPresent() ? "in" : "out");
                  });
            });
    server.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void staysEndedWhenAnotherRequestWasUnderWay() throws Exception {
    String set = get("/begin", "none=x").headers().firstValue("Set-Cookie").orElseThrow();
    String cookie = set.substring(0, set.indexOf(';'));
    assertThat(get("/seen", cookie).body()).isEqualTo("in");

    get("/ended-meanwhile", cookie);

    assertThat(get("/seen", cookie).body()).isEqualTo("out");
  }

  @Test
  void forgetsASessionThatNobodyTouchesAgain() throws Exception {
    String set = get("/begin", "none=x").headers().firstValue("Set-Cookie").orElseThrow();
    String cookie = set.substring(0, set.indexOf(';'));
    now.updateAndGet(before -> before.plus(Duration.ofMinutes(29)));
    assertThat(get("/seen", cookie).body()).isEqualTo("in");
    now.updateAndGet(before -> before.plus(Duration.ofMinutes(29)));
    assertThat(sessions.held()).isEqualTo(1);

    now.updateAndGet(before -> before.plus(Duration.ofMinutes(2)));

    assertThat(sessions.held()).isZero();
    assertThat(get("/seen", cookie).body()).isEqualTo("out");
  }

  @Test
  void forgetsASessionAfterEightHoursHoweverLatelyItWasSeen() throws Exception {
    String set = get("/begin", "none=x").headers().firstValue("Set-Cookie").orElseThrow();
    String cookie = set.substring(0, set.indexOf(';'));
    for (int i = 0; i < 19; i++) {
      now.updateAndGet(before -> before.plus(Duration.ofMinutes(25)));
      assertThat(get("/seen", cookie).body()).isEqualTo("in");
    }
    now.updateAndGet(before -> before.plus(Duration.ofMinutes(4)));
    assertThat(sessions.held()).isEqualTo(1);

    now.updateAndGet(before -> before.plus(Duration.ofMinutes(1)));

    assertThat(sessions.held()).isZero();
  }

  private HttpResponse<String> get(String path, String cookie) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Cookie", cookie)
                .build(),
            BodyHandlers.ofString());
  }
}

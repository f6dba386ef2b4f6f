package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every answer. */
class HttpServerTest {
  private static final int PADDED = 1 << 16;

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "zstd", "deflate, gzip;q=1.0, *;q=0.5"})
  void sendsFilledUpPagesAtTheirFullLength(String accepted) throws Exception {
    HttpServer server =
        new HttpServer(
            "127.0.0.1",
            0,
            List.of(routes -> routes.get("/page", context -> context.html("a".repeat(PADDED)))));
    server.start();
    try (server) {
      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/page"))
                      .header("Accept-Encoding", accepted)
                      .build(),
                  BodyHandlers.ofByteArray());

      assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(answer.body()).hasSize(PADDED);
    }
  }
}

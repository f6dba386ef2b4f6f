package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.inclusiondesk.testing.Readings;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole server, killed in the middle of taking a concern: nothing of the text is left, the file
 * is what it was, and who sends it again is heard once.
 */
@Tag("full")
class SpeakUpKilledIT {
  private static final String FORM = "application/x-www-form-urlencoded";

  /** Begins with no word of {@code words.txt}: passphrases are drawn from it. */
  private static final String TEXT = "canarixtext on ward seven";

  private static final String BEFORE = "raised before";

  @TempDir Path directory;
  private Path data;
  private Path logs;

  @Test
  void leavesNoTraceOfATextThatItWasTakingIn() throws Exception {
    data = Files.createDirectory(directory.resolve("data"));
    logs = Files.createDirectory(directory.resolve("logs"));
    Path concerns = data.resolve("concerns.db");
    Path dumped = directory.resolve("threads.txt");
    byte[] before;
    int port = OutsideMail.freePorts(1).get(0);

    // Half of it is read.
    try (Program serve = serve(port)) {
      DeskClient desk = new DeskClient(port);
      assertThat(desk.speakUp(desk.nonce(), BEFORE).status()).isEqualTo(200);
      before = Files.readAllBytes(concerns);
      try (Socket socket = new Socket("localhost", port)) {
        String body = body(desk.nonce());
        OutputStream out = socket.getOutputStream();
        out.write(
            ("POST /speak-up HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n"
                    + "User-Agent: CanarixBrowser/7\r\nX-Forwarded-For: 203.0.113.77\r\n"
                    + "Content-Length: %d\r\n\r\n%s")
                .formatted(FORM, body.length() + 1, body)
                .getBytes(StandardCharsets.UTF_8));
        out.flush();
        await()
            .atMost(DeskClient.PATIENCE)
            .until(() -> isInside(serve, dumped, "SpeakUpPages.receive"));
        serve.kill();
      }
      assertClean();
    }
    assertThat(concerns).hasBinaryContent(before);

    // All of it is read, and it waits for another process to let go of the file.
    try (Program serve = serve(port)) {
      DeskClient desk = new DeskClient(port);
      String nonce = desk.nonce();
      AtomicReference<CompletableFuture<HttpResponse<String>>> answer = new AtomicReference<>();
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + concerns);
          Statement lock = other.createStatement()) {
        lock.execute("BEGIN EXCLUSIVE");
        answer.set(send(desk, nonce));
        await()
            .atMost(DeskClient.PATIENCE)
            .until(
                () -> {
                  if (answer.get().isDone()) {
                    answer.set(send(desk, nonce)); // It waited for five seconds, unseen.
                  }
                  return isInside(serve, dumped, "ConcernStore.add") && !answer.get().isDone();
                });
        serve.kill();
        lock.execute("ROLLBACK");
      }
      assertThatThrownBy(() -> answer.get().get()).hasCauseInstanceOf(IOException.class);
      assertClean();
    }
    assertThat(concerns).hasBinaryContent(before);
    assertThat(ConcernIT.read(data)).containsExactly(BEFORE);

    // Whoever got no answer sends it again.
    try (Program serve = serve(port)) {
      DeskClient desk = new DeskClient(port);
      HttpResponse<String> received = send(desk, desk.nonce()).get(60, TimeUnit.SECONDS);
      assertThat(Jsoup.parse(received.body()).select("ol.receipt li")).hasSize(7);
      serve.kill();
      assertClean();
    }
    assertThat(ConcernIT.read(data)).containsExactlyInAnyOrder(BEFORE, TEXT);
    assertClean();
  }

  private Program serve(int port) {
    return Program.serve(logs, data, port);
  }

  private static String body(String nonce) {
    return "nonce=" + DeskClient.encode(nonce) + "&text=" + DeskClient.encode(TEXT);
  }

  private static CompletableFuture<HttpResponse<String>> send(DeskClient desk, String nonce) {
    return desk.http()
        .sendAsync(
            desk.request("/speak-up")
                .header("Content-Type", FORM)
                .header("User-Agent", "CanarixBrowser/7")
                .header("X-Forwarded-For", "203.0.113.77")
                .POST(BodyPublishers.ofString(body(nonce)))
                .build(),
            BodyHandlers.ofString());
  }

  /** Whether some thread of the process is inside a method. */
  private static boolean isInside(Program serve, Path dumped, String method) throws Exception {
    serve.jcmd(dumped, "Thread.print");
    return Files.readString(dumped).contains(method + "(");
  }

  /** Nothing of the text or of who sent it stands in any file, by whichever letters. */
  private void assertClean() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        if (each.startsWith(data.resolve("native"))) {
          continue; // A library that is unpacked there, with words of its own.
        }
        for (String reading : Readings.of(Files.readAllBytes(each))) {
          assertThat(reading.toLowerCase(Locale.ROOT))
              .as(each.toString())
              .doesNotContain("canarix", "203.0.113.77");
        }
      }
    }
  }
}

package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.inclusiondesk.mail.TokenEndpoint;
import org.inclusiondesk.mail.TokenEndpoint.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service says of itself. */
class HealthIT {
  @TempDir private Path directory;

  @Test
  void tellsThatItLivesAndIsReadyAndHowItFares() {
    try (RunningDesk running = RunningDesk.in(directory)) {
      DeskClient desk = running.client();

      assertThat(desk.get("/health/live").json().path("status").asText()).isEqualTo("live");
      DeskClient.Answer ready = desk.get("/health/ready");
      assertThat(ready.status()).isEqualTo(200);
      assertThat(ready.json().path("status").asText()).isEqualTo("ready");
      assertThat(ready.json().path("parts").properties())
          .isNotEmpty()
          .allSatisfy(part -> assertThat(part.getValue().asText()).isEqualTo("ok"));
      assertThat(ready.response().headers().firstValue("Cache-Control")).contains("no-store");

      DeskClient.Answer metrics = desk.get("/metrics");
      assertThat(metrics.type()).startsWith("text/plain; version=0.0.4");
      assertThat(metrics.body())
          .contains(
              "desk_outbox_waiting ",
              "desk_outbox_refused 0.0",
              "desk_mail_last_look_seconds",
              "desk_mail_failing{reason=\"token-refused\"} 0.0",
              "desk_mail_away 0.0",
              "desk_mail_idle ",
              "jvm_memory_used_bytes",
              "process_uptime_seconds")
          .doesNotContainIgnoringCase("concern")
          .doesNotContainIgnoringCase("women");
    }
  }

  @Test
  void isNotReadyWhileTheMailboxCannotBeRead() {
    try (OutsideMail mail = new OutsideMail(RunningDesk.ADDRESS);
        RunningDesk running =
            RunningDesk.in(
                directory.resolve("data"),
                RunningDesk.configWith(
                    directory.resolve("config"),
                    "desk.yaml",
                    text -> text.replace("pollSeconds: 15", "pollSeconds: 1")),
                mail.variables())) {
      DeskClient desk = running.client();
      await().atMost(DeskClient.PATIENCE).until(() -> desk.get("/health/ready").status() == 503);
      DeskClient.Answer ready = desk.get("/health/ready");
      assertThat(ready.json().path("status").asText()).isEqualTo("not ready");
      assertThat(ready.json().path("parts").path("mail").asText()).isEqualTo("unreachable");
      assertThat(ready.json().path("parts").path("store").asText()).isEqualTo("ok");
      assertThat(desk.get("/health/live").status()).isEqualTo(200);

      mail.start();
      await().atMost(DeskClient.PATIENCE).until(() -> desk.get("/health/ready").status() == 200);
    }
  }

  @Test
  void tellsThatNobodyGivesItATokenForItsMailbox() {
    try (TokenEndpoint endpoint = new TokenEndpoint(number -> Answer.error(401, "invalid_client"));
        RunningDesk running =
            RunningDesk.in(
                directory,
                Map.of(
                    "DESK_IMAP_URL", "imap://127.0.0.1:1",
                    "DESK_SMTP_URL", "smtp://127.0.0.1:1",
                    "DESK_MAIL_TOKEN_URL", endpoint.url().toString(),
                    "DESK_MAIL_CLIENT_ID", "the-client",
                    "DESK_MAIL_CLIENT_SECRET", "a secret"))) {
      DeskClient desk = running.client();
      await().atMost(DeskClient.PATIENCE).until(() -> desk.get("/health/ready").status() == 503);
      JsonNode parts = desk.get("/health/ready").json().path("parts");
      assertThat(parts.path("mail").asText()).isEqualTo("token-refused");
      assertThat(parts.path("mail-tokens").asText()).isEqualTo("refused");
      assertThat(desk.get("/metrics").body())
          .contains("desk_mail_token_refused 1.0")
          .contains("desk_mail_failing{reason=\"token-refused\"} 1.0");
      assertThat(endpoint.asked.get(0))
          .containsEntry("client_id", "the-client")
          .containsEntry("client_secret", "a secret")
          .containsEntry("scope", "https://outlook.office365.com/.default");
    }
  }
}

package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.inclusiondesk.app.DeskClient.Mail;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reminders to guardians over the real way of mail, and what comes of answering one. */
class RemindersIT {
  private static final List<String> GUARDIANS =
      List.of("guardian@demo.example", "second.guardian@demo.example");
  private static final String DEPUTY = "deputy@icb.example";

  @TempDir Path dataDir;

  @Test
  void reachEveryGuardianAlikeAndCannotBeAnswered() {
    SettableClock clock = new SettableClock("2026-11-25T09:30:00Z");
    try (RunningDesk running = RunningDesk.by(clock, dataDir)) {
      DeskClient desk = running.client();
      assertThat(desk.speakUp(desk.nonce(), "xyloquartz").status()).isEqualTo(200);
      await()
          .atMost(DeskClient.PATIENCE)
          .until(() -> GUARDIANS.stream().allMatch(each -> desk.mails(each).size() == 1));
      Mail first = desk.mails(GUARDIANS.get(0)).get(0);
      Mail second = desk.mails(GUARDIANS.get(1)).get(0);
      assertThat(first.text()).isEqualTo(second.text()).contains("/guardian", "working day");
      assertThat(first.subject()).isEqualTo(second.subject());
      new Neutral(running.configuration()).assertNeutral(first);
      assertThat(desk.mails(DEPUTY)).isEmpty();
      assertThat(desk.mails(RunningDesk.TEAM)).isEmpty();

      desk.mail(
          "Gwen",
          GUARDIANS.get(0),
          "Re: " + first.subject(),
          "The reporter of xyloquartz told me more. How do I join the women's network?",
          first.messageId());

      await().atMost(DeskClient.PATIENCE).until(() -> desk.mails(GUARDIANS.get(0)).size() == 2);
      Mail refusal =
          desk.mails(GUARDIANS.get(0)).stream()
              .filter(mail -> !mail.messageId().equals(first.messageId()))
              .findFirst()
              .orElseThrow();
      assertThat(refusal.text()).contains("Answers to reminders are not read");
      assertThat(refusal.text()).doesNotContain("xyloquartz", "women");
      assertThat(desk.mails(RunningDesk.TEAM)).isEmpty();
    }
    // Three working days later, after a restart, nobody has opened it.
    clock.set("2026-11-30T09:30:00Z");
    try (RunningDesk later = RunningDesk.by(clock, dataDir)) {
      DeskClient desk = later.client();
      await().atMost(DeskClient.PATIENCE).until(() -> desk.mails(DEPUTY).size() == 1);
      assertThat(desk.mails(DEPUTY).get(0).text())
          .contains("3 working days")
          .doesNotContain("xyloquartz");
      new Neutral(later.configuration()).assertNeutral(desk.mails(DEPUTY).get(0));
    }
  }
}

package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.app.DeskClient.Mail;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days, weeks and years of one desk, whole as it is wired, by a clock that is set. */
@Tag("full")
class NoticesClockIT {
  private static final List<String> GUARDIANS =
      List.of("guardian@demo.example", "second.guardian@demo.example");
  private static final String DEPUTY = "deputy@icb.example";
  private static final String TEXT = "xyloquartz was hidden on ward nineteen";

  @TempDir private Path dataDir;

  /** A Wednesday morning. */
  private final SettableClock clock = new SettableClock("2026-11-25T08:59:00Z");

  @Test
  void remindsByTheHourTellsTheDeputyAfterSilenceAndDeletesWhatWasKeptLongEnough()
      throws Exception {
    // A minute before the hour nothing leaves, whatever came; at the hour everybody is reminded.
    String words;
    try (RunningDesk running = RunningDesk.by(clock, dataDir)) {
      DeskClient desk = running.client();
      assertThat(desk.speakUp(desk.nonce(), TEXT).status()).isEqualTo(200);
      answerOf(desk);
      assertThat(reminders(desk)).isEmpty();
    }
    clock.set("2026-11-25T09:00:00Z");
    try (RunningDesk running = RunningDesk.by(clock, dataDir)) {
      words = reminded(running.client());
    }
    // Every working day in the same words, and once a day however often the desk starts.
    for (String day : List.of("2026-11-26", "2026-11-27")) {
      clock.set(day + "T09:00:00Z");
      try (RunningDesk running = RunningDesk.by(clock, dataDir)) {
        assertThat(reminded(running.client())).isEqualTo(words);
        assertThat(running.client().mails(DEPUTY)).isEmpty();
      }
    }
    clock.set("2026-11-27T16:00:00Z");
    nothingIsSent();
    clock.set("2026-11-28T12:00:00Z");
    nothingIsSent();
    // Nobody has opened it for three working days: the deputy is told, and of nothing.
    clock.set("2026-11-30T09:00:00Z");
    try (RunningDesk running = RunningDesk.by(clock, dataDir)) {
      DeskClient desk = running.client();
      assertThat(reminded(desk)).isEqualTo(words);
      await().atMost(DeskClient.PATIENCE).until(() -> desk.mails(DEPUTY).size() == 1);
      Mail told = desk.mails(DEPUTY).get(0);
      assertThat(told.text()).contains("3 working days").doesNotContain("xyloquartz");
      new Neutral(running.configuration()).assertNeutral(told);
    }
    // A guardian closes it; the deputy hears no more.
    clock.set("2026-12-01T09:00:00Z");
    ConcernIT.close(dataDir, clock);
    try (RunningDesk running = RunningDesk.by(clock, dataDir)) {
      assertThat(reminded(running.client())).isEqualTo(words);
      assertThat(running.client().mails(DEPUTY)).isEmpty();
    }
    assertThat(ConcernIT.read(dataDir)).containsExactly(TEXT);
    byte[] kept = Files.readAllBytes(dataDir.resolve("concerns.db"));
    // On the last day of the last month it is there; a day later it is gone for good.
    int months =
        RunningDesk.configuration(Path.of("config"), RunningDesk.variables(dataDir, Map.of()))
            .speakUp()
            .retention()
            .monthsAfterClosing();
    YearMonth last = YearMonth.of(2026, 12).plusMonths(months);
    clock.set(last.atEndOfMonth() + "T23:00:00Z");
    // Mail would be no sign that all rounds have been there: by this clock it is years old.
    try (RunningDesk running = RunningDesk.by(clock, dataDir)) {
      await()
          .during(Duration.ofSeconds(3))
          .atMost(DeskClient.PATIENCE)
          .until(() -> Arrays.equals(Files.readAllBytes(dataDir.resolve("concerns.db")), kept));
      assertThat(running.client().mails(DEPUTY)).isEmpty();
    }
    clock.set(last.plusMonths(1).atDay(1) + "T01:00:00Z");
    try (RunningDesk running = RunningDesk.by(clock, dataDir)) {
      await().atMost(DeskClient.PATIENCE).until(() -> ConcernIT.read(dataDir).isEmpty());
      assertThat(running.client().mails(DEPUTY)).isEmpty();
    }
    assertGone(kept);
  }

  private void nothingIsSent() {
    try (RunningDesk running = RunningDesk.by(clock, dataDir)) {
      answerOf(running.client());
      assertThat(reminders(running.client())).isEmpty();
      assertThat(running.client().mails(DEPUTY)).isEmpty();
    }
  }

  /** Waits for the answer to a mail: by then every round has been there once and again. */
  private static void answerOf(DeskClient desk) {
    desk.mail("Ann", "ann@nhs.net", "Hello", "What is Operation Cavell?", "");
    await().atMost(DeskClient.PATIENCE).until(() -> desk.mails("ann@nhs.net").size() == 1);
    await().atMost(DeskClient.PATIENCE).until(() -> desk.waiting() == 0);
  }

  private static List<Mail> reminders(DeskClient desk) {
    return GUARDIANS.stream().flatMap(each -> desk.mails(each).stream()).toList();
  }

  /** Waits until each guardian has one reminder; its words, the same for all. */
  private static String reminded(DeskClient desk) {
    await()
        .atMost(DeskClient.PATIENCE.multipliedBy(2))
        .until(() -> GUARDIANS.stream().allMatch(each -> desk.mails(each).size() == 1));
    List<Mail> all = reminders(desk);
    assertThat(all).extracting(Mail::subject).containsOnly(all.get(0).subject());
    assertThat(all).extracting(Mail::text).containsOnly(all.get(0).text());
    assertThat(desk.mails(RunningDesk.TEAM)).isEmpty();
    // The port is another one at each start.
    return all.get(0).subject() + "\n" + all.get(0).text().replaceAll("localhost:[0-9]+", "");
  }

  /** No sealed text of the file as it was is in the file as it is. */
  private void assertGone(byte[] kept) throws IOException {
    String before = new String(kept, StandardCharsets.ISO_8859_1);
    String after =
        new String(Files.readAllBytes(dataDir.resolve("concerns.db")), StandardCharsets.ISO_8859_1);
    assertThat(after.length()).isLessThan(before.length());
    int from = before.indexOf("\"ciphertext\":\"");
    assertThat(from).isPositive();
    assertThat(after).doesNotContain("ciphertext", before.substring(from + 14, from + 100));
  }
}

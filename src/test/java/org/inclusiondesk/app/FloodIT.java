package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.inclusiondesk.app.DeskClient.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wrong receipts by the hundred slow down whoever sends them: questions go on being answered, and
 * the form turns away what it cannot take. How long questions take is said in the log, beside how
 * long they usually take; a clock on a busy machine is no judge. {@link FloodBenchmark} measures.
 */
@Tag("full")
class FloodIT {
  private static final Logger LOG = LoggerFactory.getLogger(FloodIT.class);
  private static final int QUESTIONS = 300;
  private static final int AT_ONCE = 200;

  @TempDir Path dataDir;

  @Test
  void leavesQuestionsAnswered() throws Exception {
    try (RunningDesk running = RunningDesk.in(dataDir)) {
      DeskClient desk = running.client();
      Colleague colleague = desk.colleague("Quin Quick", "quin.quick@nhs.net");
      ask(colleague, QUESTIONS);
      long usual = p99(ask(colleague, QUESTIONS));
      ExecutorService people = Executors.newFixedThreadPool(AT_ONCE);
      try {
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          answers.add(
              people.submit(
                  () ->
                      desk.post(
                          "/speak-up/return",
                          "application/x-www-form-urlencoded",
                          "receipt=abacus+zoom+kennel+unruly+ability+able+abide")));
        }
        long flooded = p99(ask(colleague, QUESTIONS));
        int found = 0;
        for (Future<Answer> each : answers) {
          assertThat(each.get().status()).isIn(200, 503);
          found += each.get().status() == 200 ? 1 : 0;
        }
        assertThat(found).isPositive();
        LOG.info("event=measured question-p99-ms={} usual-ms={}", flooded, usual);
      } finally {
        people.shutdownNow();
      }
    }
  }

  private static List<Long> ask(Colleague colleague, int times) {
    List<Long> milliseconds = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      long begun = System.nanoTime();
      assertThat(colleague.say("What is reverse mentoring?").toString()).contains("everse");
      milliseconds.add((System.nanoTime() - begun) / 1_000_000);
    }
    return milliseconds;
  }

  private static long p99(List<Long> times) {
    List<Long> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get(sorted.size() * 99 / 100);
  }
}

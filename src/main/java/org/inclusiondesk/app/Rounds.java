package org.inclusiondesk.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again: each round a fixed pause after the one before. A round that
 * fails, in whatever way, is logged, and the next one comes.
 */
final class Rounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(10);

  private final ScheduledExecutorService threads;

  Rounds(int threads) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        work -> {
          Thread thread = new Thread(work, "rounds-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    this.threads = Executors.newScheduledThreadPool(threads, factory);
  }

  /** Does the work at once and then for ever. */
  void every(Duration pause, String name, Runnable work) {
    var unused =
        threads.scheduleWithFixedDelay(
            () -> {
              try {
                work.run();
              } catch (RuntimeException | Error fault) {
                LOG.error(
                    "event=round name={} outcome=fault class={}", name, fault.getClass().getName());
              }
            },
            0,
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Lets the rounds that are on their way finish, ten seconds at most. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LONGEST_FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

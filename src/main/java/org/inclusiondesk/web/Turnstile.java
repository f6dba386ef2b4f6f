package org.inclusiondesk.web;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a few through at once, some wait a little, and turns the rest away at once: a flood slows
 * down what is behind it, and takes neither threads nor processors from anything else. Nobody is
 * known by it, so nobody is locked out. Safe for any number of threads.
 */
final class Turnstile {
  /** How many are worked on at once where nothing else says so: half the machine, one at least. */
  private static final int HALF = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private final Semaphore working;
  private final Semaphore present;
  private final Duration patience;

  /** Leaves half of the processors to everything else; the others wait ten seconds at most. */
  static Turnstile leavingHalf() {
    return new Turnstile(HALF, 30, Duration.ofSeconds(10));
  }

  /**
   * @param atOnce how many are worked on at once
   * @param waiting how many more may wait
   * @param patience how long they wait
   */
  Turnstile(int atOnce, int waiting, Duration patience) {
    this.working = new Semaphore(atOnce, true);
    this.present = new Semaphore(atOnce + waiting);
    this.patience = patience;
  }

  /** Whether there was room for the work, so that it was done. */
  boolean lets(Runnable work) {
    return pass(() -> {
          work.run();
          return true;
        })
        .isPresent();
  }

  /** The result of the work, or nothing where there was no room for it. */
  <T> Optional<T> pass(Supplier<T> work) {
    if (!present.tryAcquire()) {
      return Optional.empty();
    }
    try {
      if (!working.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
      try {
        return Optional.of(work.get());
      } finally {
        working.release();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      present.release();
    }
  }
}

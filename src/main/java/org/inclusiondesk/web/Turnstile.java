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
  private final Semaphore present;
  private final Semaphore first = new Semaphore(1, true);
  private final Semaphore working;
  private final Duration patience;

  /**
   * @param atOnce how many are worked on at once
   * @param waiting how many more may wait
   * @param patience how long they wait
   */
  Turnstile(int atOnce, int waiting, Duration patience) {
    this(new Semaphore(atOnce, true), atOnce + waiting, patience);
  }

  /**
   * @param working a permit for each who may be worked on, perhaps shared with other turnstiles
   * @param present how many may wait or be worked on
   */
  Turnstile(Semaphore working, int present, Duration patience) {
    this.present = new Semaphore(present);
    this.working = working;
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
      if (!isThrough(System.nanoTime() + patience.toNanos())) {
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

  /** Waits to be first here, and only then in the line that other turnstiles may share. */
  private boolean isThrough(long until) throws InterruptedException {
    if (!first.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      return working.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    } finally {
      first.release();
    }
  }
}

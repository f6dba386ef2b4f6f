package org.inclusiondesk.web;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Turnstiles that lead to the same processors: half of the machine's, one at least, so that floods
 * of all of them together leave the other half to everything else. Each has a waiting room of its
 * own, and whoever is first in one stands in line with the first of the others alone: a flood in
 * front of one turnstile costs those at another a single turn. Safe for any number of threads.
 */
public final class Turnstiles {
  private static final int HALF = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final int WAITING = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final int atOnce;
  private final Semaphore working;

  public Turnstiles() {
    this(HALF);
  }

  /**
   * @param atOnce how many are worked on at once, behind all of them together
   */
  Turnstiles(int atOnce) {
    this.atOnce = atOnce;
    this.working = new Semaphore(atOnce, true);
  }

  /** One more, before which thirty may wait for ten seconds at most. */
  Turnstile another() {
    return new Turnstile(working, atOnce + WAITING, PATIENCE);
  }
}

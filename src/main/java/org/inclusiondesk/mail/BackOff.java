package org.inclusiondesk.mail;

import java.time.Duration;

/**
 * Pauses between tries that fail: they double from two seconds to five minutes. Not thread-safe.
 */
final class BackOff {
  /** The first pause, and the shortest. */
  static final Duration FIRST = Duration.ofSeconds(2);

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 20;

  private int failures;

  /** Counts a failure, and tells how long to wait after it. */
  Duration failed() {
    long pause = FIRST.toMillis() << Math.min(failures, MOST_DOUBLINGS);
    failures++;
    return Duration.ofMillis(Math.min(pause, LONGEST.toMillis()));
  }

  /** The next failure is the first one. */
  void succeeded() {
    failures = 0;
  }

  /** How many tries in a row have failed. */
  int failures() {
    return failures;
  }
}

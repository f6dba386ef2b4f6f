package org.inclusiondesk.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many messages may be tried within any minute. Counts those of this process alone. Safe for
 * any number of threads; two that ask at once may both be told of the same room.
 */
public final class Pace {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final int perMinute;
  private final Clock clock;
  private final Deque<Instant> taken = new ArrayDeque<>();

  private Pace(int perMinute, Clock clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /**
   * At most so many.
   *
   * @throws IllegalArgumentException if that is none
   */
  public static Pace perMinute(int most, Clock clock) {
    if (most < 1) {
      throw new IllegalArgumentException("a pace is at least one message a minute");
    }
    return new Pace(most, clock);
  }

  /** As many as there are. */
  public static Pace unlimited() {
    return new Pace(Integer.MAX_VALUE, Clock.systemUTC());
  }

  /** How many may be tried now. */
  synchronized int left() {
    Instant now = clock.instant();
    // What lies ahead was counted before the clock was put back.
    taken.removeIf(at -> !at.isAfter(now.minus(MINUTE)) || at.isAfter(now));
    return Math.max(0, perMinute - taken.size());
  }

  /** One is tried now. */
  synchronized void took() {
    if (perMinute < Integer.MAX_VALUE) {
      taken.add(clock.instant());
    }
  }
}

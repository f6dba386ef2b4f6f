package org.inclusiondesk.teams;

import com.microsoft.bot.restclient.retry.RetryStrategy;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * When a refused call to the Bot Connector is repeated: on the statuses that Teams names as passing
 * (412, 429, 502, 504), at most twice, after the pause it asks for and some jitter. Every other
 * fault may have had its effect, and is not repeated. A pause of more than three seconds is for the
 * caller to decide on.
 */
final class Patience extends RetryStrategy {
  private static final Set<Integer> PASSING = Set.of(412, 429, 502, 504);
  private static final int REPEATS = 2;
  private static final Duration LONGEST = Duration.ofSeconds(3);
  private static final Duration FIRST = Duration.ofMillis(400);

  /** Waits. */
  interface Pause {
    void of(Duration length) throws InterruptedException;
  }

  private final Pause pause;
  private final RandomGenerator random;
  private final Clock clock;

  Patience(Pause pause, RandomGenerator random, Clock clock) {
    super("bot connector", false);
    this.pause = pause;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public boolean shouldRetry(int repeats, Response response) {
    if (repeats >= REPEATS || !PASSING.contains(response.code())) {
      return false;
    }
    Duration asked =
        retryAfter(response.header("Retry-After"), clock).orElse(FIRST.multipliedBy(1L << repeats));
    Duration length = asked.plusMillis(random.nextLong(100 + asked.toMillis() / 2));
    if (length.compareTo(LONGEST) > 0) {
      return false;
    }
    try {
      pause.of(length);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The pause that a Retry-After header asks for: seconds or a date (RFC 9110 §10.2.3). */
  static Optional<Duration> retryAfter(@Nullable String header, Clock clock) {
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    try {
      Duration asked =
          header.strip().matches("\\d{1,6}")
              ? Duration.ofSeconds(Long.parseLong(header.strip()))
              : Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
      return Optional.of(asked.isNegative() ? Duration.ZERO : asked);
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}

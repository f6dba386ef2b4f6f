package org.inclusiondesk.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.inclusiondesk.outbox.Message.Channel;
import org.inclusiondesk.outbox.Outbox.Leased;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is due from the outbox to the courier of its channel. One call delivers one batch;
 * several dispatchers, also in several processes, share the work.
 */
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int BATCH = 16;
  private static final Duration LEASE = Duration.ofMinutes(10);
  // What a try may take; a message that is begun later could be begun by somebody else, too.
  private static final Duration LONGEST_TRY = Duration.ofMinutes(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final Duration LONGEST_ASKED = Duration.ofDays(1);
  // Half a day of tries: days in which the desk stood still, or its clock was wrong, are none.
  private static final int FEWEST_TRIES = 24;

  private final Outbox outbox;
  private final Set<Channel> channels;
  private final Pace pace;
  private final List<Courier> couriers;
  private final Duration patience;
  private final Clock clock;
  private final RandomGenerator random;

  /** Every channel, as fast as it goes. */
  public Dispatcher(
      Outbox outbox,
      List<Courier> couriers,
      Duration patience,
      Clock clock,
      RandomGenerator random) {
    this(outbox, EnumSet.allOf(Channel.class), Pace.unlimited(), couriers, patience, clock, random);
  }

  /**
   * @param channels what it delivers; the rest is for another dispatcher
   * @param pace how fast; what cannot be tried yet stays where it is, in its order
   * @param patience how many days a message is tried before it is given up, and 24 times at least
   */
  public Dispatcher(
      Outbox outbox,
      Set<Channel> channels,
      Pace pace,
      List<Courier> couriers,
      Duration patience,
      Clock clock,
      RandomGenerator random) {
    this.outbox = outbox;
    this.channels = Set.copyOf(channels);
    this.pace = pace;
    this.couriers = List.copyOf(couriers);
    this.patience = patience;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Delivers what is due, one batch of it.
   *
   * @return how many messages were tried; none means that nothing is due, or may be tried yet
   */
  public int dispatch() {
    int most = Math.min(BATCH, pace.left());
    List<Leased> batch = most == 0 ? List.of() : outbox.lease(channels, most, LEASE);
    if (batch.isEmpty()) {
      couriers.forEach(Courier::rest);
    }
    for (Leased leased : batch) {
      if (clock.instant().isBefore(leased.until().minus(LONGEST_TRY))) {
        pace.took();
        settle(leased, tryOnce(leased.message()));
      } else {
        outbox.again(leased, clock.instant(), "batch-too-slow");
      }
    }
    return batch.size();
  }

  private Delivery tryOnce(Message message) {
    for (Courier courier : couriers) {
      if (courier.serves(message)) {
        try {
          return courier.deliver(message);
        } catch (RuntimeException fault) {
          LOG.warn("event=delivery outcome=fault class={}", fault.getClass().getName());
          return new Delivery.Later("fault", null);
        }
      }
    }
    return new Delivery.Later("no-courier", null);
  }

  private void settle(Leased leased, Delivery delivery) {
    if (delivery instanceof Delivery.Delivered) {
      outbox.delivered(leased);
      LOG.info("event=delivery outcome=delivered attempts={}", leased.attempts());
    } else if (delivery instanceof Delivery.Refused refused) {
      giveUp(leased, refused.reason());
    } else if (delivery instanceof Delivery.Later later) {
      boolean old = leased.day().plusDays(patience.toDays()).isBefore(LocalDate.now(clock));
      if (old && leased.attempts() >= FEWEST_TRIES) {
        giveUp(leased, later.reason());
      } else {
        outbox.again(
            leased, clock.instant().plus(pause(leased.attempts(), later.pause())), later.reason());
        LOG.warn(
            "event=delivery outcome=later attempts={} reason={}",
            leased.attempts(),
            later.reason());
      }
    }
  }

  private void giveUp(Leased leased, String reason) {
    outbox.refused(leased, reason);
    LOG.error(
        "event=delivery outcome=refused attempts={} reason={} outbox={}",
        leased.attempts(),
        reason,
        leased.id());
  }

  /**
   * Doubles from try to try, with a quarter of jitter so that retries do not march in step; longer
   * where the receiver asks for that.
   */
  private Duration pause(int attempts, @Nullable Duration asked) {
    long doubled = FIRST_PAUSE.toMillis() << Math.min(attempts - 1, 20);
    long pause = Math.min(doubled, LONGEST_PAUSE.toMillis());
    long jittered = pause - pause / 8 + random.nextLong(pause / 4);
    long wished = asked == null ? 0 : Math.min(asked.toMillis(), LONGEST_ASKED.toMillis());
    return Duration.ofMillis(Math.max(jittered, wished));
  }
}

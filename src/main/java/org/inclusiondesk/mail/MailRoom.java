package org.inclusiondesk.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.inclusiondesk.mail.Inbox.Fetched;
import org.inclusiondesk.mail.Inbox.Item;
import org.inclusiondesk.mail.Inbox.Visit;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.Lookup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through the mailbox again and again: each mail that it has not looked at goes to the
 * gateway, and then where it belongs. A fault with one mail flags that mail and touches no other;
 * it is tried again for about half an hour. Safe for any number of threads, which take turns.
 *
 * <p>In a mailbox that it sees for the first time, mail older than a week is left as it is: people
 * have dealt with it, and nobody expects an answer any more.
 */
public final class MailRoom implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MailRoom.class);
  private static final Duration OLD = Duration.ofDays(7);
  private static final int TRIES = 10;
  private static final int REMEMBERED_DAYS = 90;

  /**
   * How the last visit to the mailbox went.
   *
   * @param succeeded when a visit last went well; null before the first
   * @param failing what kept the last visit from going well; null where it did, or before the first
   * @param listening whether the server tells of new mail by itself now, beside the visits
   */
  public record State(
      @Nullable Instant succeeded, MailFault.@Nullable Reason failing, boolean listening) {}

  private record Failed(int tries, Instant again) {}

  private final Inbox inbox;
  private final Gateway gateway;
  private final SeenMailStore seen;
  private final Clock clock;
  private final Map<Long, Failed> failures = new HashMap<>();
  private long validity = -1;
  private LocalDate purged = LocalDate.MIN;
  private final BackOff visits = new BackOff();
  private final BackOff waits = new BackOff();
  private Instant notBefore = Instant.MIN;
  private volatile State state = new State(null, null, false);

  public MailRoom(Inbox inbox, Gateway gateway, Database database, Lookup lookup, Clock clock) {
    this.inbox = inbox;
    this.gateway = gateway;
    this.seen = new SeenMailStore(database, lookup, clock);
    this.clock = clock;
  }

  /**
   * Looks into the mailbox once, unless the server failed a short while ago: the pauses double from
   * two seconds to five minutes. A fault of the server shows in {@link #state}, not as an
   * exception.
   *
   * @return how many mails found their place
   */
  public synchronized int pollOnce() {
    if (clock.instant().isBefore(notBefore)) {
      return 0;
    }
    try {
      int settled = round(inbox.visit());
      visits.succeeded();
      state = new State(clock.instant(), null, false);
      return settled;
    } catch (MailFault fault) {
      notBefore = clock.instant().plus(visits.failed());
      state = new State(state.succeeded(), fault.reason(), false);
      LOG.warn("event=mail-poll outcome={} failures={}", fault.reason(), visits.failures());
      return 0;
    }
  }

  /**
   * Looks into the mailbox once and then waits for the next look: until the server tells of mail,
   * where it does that, and no longer than a pause. To be called again and again by one thread.
   *
   * @param pause the longest time between two looks at a server that is well
   */
  public synchronized void stay(Duration pause) {
    try {
      pollOnce();
    } finally {
      await(state.failing() == null ? pause : shorter(pause, untilDue()));
    }
  }

  private void await(Duration pause) {
    boolean listening = inbox.listens();
    state = new State(state.succeeded(), state.failing(), listening);
    try {
      inbox.await(pause);
      if (listening) {
        waits.succeeded();
      }
    } catch (MailFault fault) {
      Duration rest = shorter(pause, waits.failed());
      state = new State(state.succeeded(), state.failing(), false);
      LOG.warn("event=mail-idle outcome={} failures={}", fault.reason(), waits.failures());
      inbox.await(rest);
    }
  }

  private Duration untilDue() {
    Duration rest = Duration.between(clock.instant(), notBefore);
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Ends the wait of {@link #stay} that is on its way, and every later one at once. */
  public void stopWaiting() {
    inbox.stopWaiting();
  }

  /** How the last visit went, for the health of the service. */
  public State state() {
    return state;
  }

  @Override
  public void close() {
    stopWaiting();
    synchronized (this) {
      inbox.close();
    }
  }

  private int round(Visit visit) {
    List<Item> items = visit.items();
    Set<Long> lookedAt = lookedAt(visit, items);
    int settled = 0;
    for (Item item : items) {
      if (!lookedAt.contains(item.uid()) && isDue(item) && settle(visit, item)) {
        settled++;
      }
    }
    forgetWhatLeft(items, lookedAt);
    purge();
    return settled;
  }

  private void purge() {
    LocalDate today = LocalDate.now(clock);
    if (!today.equals(purged)) {
      seen.purge(REMEMBERED_DAYS);
      purged = today;
    }
  }

  private Set<Long> lookedAt(Visit visit, List<Item> items) {
    if (validity != visit.validity()) {
      failures.clear();
      validity = visit.validity();
    }
    if (!seen.visited(validity)) {
      Instant old = clock.instant().minus(OLD);
      seen.beginVisits(
          validity,
          items.stream().filter(item -> item.arrived().isBefore(old)).map(Item::uid).toList());
    }
    return seen.lookedAt(validity);
  }

  /** Whatever goes wrong with one mail is that mail's; only the server's faults end the round. */
  private boolean settle(Visit visit, Item item) {
    try {
      Fetched fetched = visit.fetch(item);
      if (fetched instanceof Fetched.Mail arrived) {
        place(visit, item, gateway.take(arrived.mail()));
        LOG.info("event=mail outcome=settled");
      } else if (fetched instanceof Fetched.TooLarge) {
        place(visit, item, Disposition.LEFT);
        LOG.warn("event=mail outcome=too-large");
      }
      failures.remove(item.uid());
      return true;
    } catch (RuntimeException | StackOverflowError fault) {
      rethrowIfLineBroke(fault);
      failed(visit, item, fault);
      return false;
    }
  }

  /** The number is remembered last: until then the mail is taken up again. */
  private void place(Visit visit, Item item, Disposition disposition) {
    switch (disposition) {
      case HANDLED -> visit.moveToHandled(item);
      case LEFT -> {
        visit.flag(item);
        seen.lookAt(validity, item.uid());
      }
      case OURS -> seen.lookAt(validity, item.uid());
    }
  }

  /** The mail is flagged at once, and taken up again after pauses that double, up to a time. */
  private void failed(Visit visit, Item item, Throwable fault) {
    Failed before = failures.getOrDefault(item.uid(), new Failed(0, Instant.MIN));
    int tries = before.tries() + 1;
    failures.put(
        item.uid(),
        new Failed(tries, clock.instant().plus(BackOff.FIRST.multipliedBy(1L << (tries - 1)))));
    LOG.error("event=mail outcome=fault tries={} class={}", tries, fault.getClass().getName());
    try {
      visit.flag(item);
      if (tries >= TRIES) {
        seen.lookAt(validity, item.uid());
        failures.remove(item.uid());
      }
    } catch (RuntimeException again) {
      LOG.error("event=mail outcome=fault-again class={}", again.getClass().getName());
      rethrowIfLineBroke(again);
    }
  }

  private static void rethrowIfLineBroke(Throwable fault) {
    if (fault instanceof MailFault server && server.reason() != MailFault.Reason.REFUSED) {
      throw server;
    }
  }

  private boolean isDue(Item item) {
    Failed failed = failures.get(item.uid());
    return failed == null || !clock.instant().isBefore(failed.again());
  }

  private void forgetWhatLeft(List<Item> items, Set<Long> lookedAt) {
    Set<Long> present = items.stream().map(Item::uid).collect(Collectors.toSet());
    List<Long> gone = new ArrayList<>(lookedAt);
    gone.removeAll(present);
    if (!gone.isEmpty()) {
      seen.forget(validity, gone);
    }
    failures.keySet().retainAll(present);
  }
}

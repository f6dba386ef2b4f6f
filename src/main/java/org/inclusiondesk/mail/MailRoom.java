package org.inclusiondesk.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.inclusiondesk.mail.Inbox.Fetched;
import org.inclusiondesk.mail.Inbox.Item;
import org.inclusiondesk.mail.Inbox.Visit;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.Lookup;
import org.inclusiondesk.store.StoreUnavailable;
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
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration LOOK_AT_ALL = Duration.ofMinutes(10);
  private static final int TRIES = 10;
  private static final int REMEMBERED_DAYS = 90;
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

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

  private static final Failed NEVER = new Failed(0, Instant.MIN);

  private final Inbox inbox;
  private final Gateway gateway;
  private final SeenMailStore seen;
  private final Clock clock;
  private final Duration patience;
  private final Map<Long, Failed> failures = new HashMap<>();
  private final Set<Long> unavailable = new HashSet<>();
  // Mail that was found and not settled yet, by its number.
  private final SortedMap<Long, Item> waiting = new TreeMap<>();
  private long listed;
  private Instant lookAtAll = Instant.MIN;
  private long validity = -1;
  private LocalDate purged = LocalDate.MIN;
  private final BackOff visits = new BackOff();
  private final BackOff waits = new BackOff();
  private Instant notBefore = Instant.MIN;
  private volatile State state = new State(null, null, false);
  private volatile Instant lastSign;
  private volatile boolean visiting;
  private volatile boolean away;

  public MailRoom(Inbox inbox, Gateway gateway, Database database, Lookup lookup, Clock clock) {
    this(inbox, gateway, database, lookup, PATIENCE, clock);
  }

  /**
   * @param patience how long the mailbox may be away before {@link #watch} raises an alarm
   */
  public MailRoom(
      Inbox inbox,
      Gateway gateway,
      Database database,
      Lookup lookup,
      Duration patience,
      Clock clock) {
    this.patience = patience;
    this.lastSign = clock.instant();
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
    if (lies(notBefore)) {
      return 0;
    }
    visiting = true;
    try {
      int settled = round(inbox.visit());
      visits.succeeded();
      lastSign = clock.instant();
      state = new State(clock.instant(), null, false);
      return settled;
    } catch (StoreUnavailable fault) {
      return failed(new MailFault(MailFault.Reason.STORE, fault));
    } catch (MailFault fault) {
      return failed(fault);
    } finally {
      visiting = false;
    }
  }

  private int failed(MailFault fault) {
    notBefore = clock.instant().plus(visits.failed());
    state = new State(state.succeeded(), fault.reason(), false);
    LOG.warn("event=mail-poll outcome={} failures={}", fault.reason(), visits.failures());
    return 0;
  }

  /** Whether a moment is still to come; one that no pause reaches was left by a clock put back. */
  private boolean lies(Instant moment) {
    Instant now = clock.instant();
    return moment.isAfter(now) && !moment.isAfter(now.plus(LONGEST_PAUSE));
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

  /**
   * Raises an alarm, once, when the mailbox has been away for too long, and tells when it is back.
   * Away is also a server that keeps a visit waiting without end; the line to it is cut. For any
   * thread, beside the one that visits.
   */
  public void watch() {
    Instant time = clock.instant();
    if (lastSign.isAfter(time)) {
      lastSign = time; // The clock was put back.
    }
    Duration silence = Duration.between(lastSign, time);
    boolean now = silence.compareTo(patience) >= 0;
    if (now && !away) {
      LOG.error("event=mail-away outcome={} minutes={}", word(state), silence.toMinutes());
    } else if (!now && away) {
      LOG.info("event=mail-away outcome=back");
    }
    away = now;
    if (now && state.failing() == null) {
      inbox.cut();
    }
  }

  private static String word(State state) {
    MailFault.Reason failing = state.failing();
    return failing == null ? "silent" : failing.word();
  }

  /** Whether the alarm of {@link #watch} stands. */
  public boolean away() {
    return away;
  }

  /** How the last visit went, for the health of the service. */
  public State state() {
    return state;
  }

  /** Leaves the mailbox; a visit that is on its way is broken off, to be repeated another time. */
  @Override
  public void close() {
    stopWaiting();
    if (visiting) {
      inbox.cut();
    }
    synchronized (this) {
      inbox.close();
    }
  }

  /**
   * Most rounds ask for mail that is new; what people put back without giving it a new number, by
   * taking a deletion mark away, is found by the round that looks at all.
   */
  private int round(Visit visit) {
    enter(visit.validity());
    boolean all = !lies(lookAtAll);
    List<Item> found = visit.items(all ? 0 : listed);
    purge();
    if (found.isEmpty() && waiting.isEmpty() && !all) {
      return 0;
    }
    Set<Long> lookedAt = lookedAt(found);
    if (all) {
      forgetWhatLeft(found, lookedAt);
      waiting.clear();
      lookAtAll = clock.instant().plus(LOOK_AT_ALL);
    }
    for (Item item : found) {
      listed = Math.max(listed, item.uid());
      waiting.put(item.uid(), item);
    }
    waiting.keySet().removeAll(lookedAt);
    int settled = 0;
    for (Item item : inTurn()) {
      if (isDue(item) && settle(visit, item)) {
        waiting.remove(item.uid());
        lastSign = clock.instant();
        settled++;
      }
    }
    return settled;
  }

  /** In the order of arrival, but what failed before comes last: it may be what breaks the line. */
  private List<Item> inTurn() {
    return waiting.values().stream()
        .sorted(
            Comparator.comparing((Item item) -> unavailable.contains(item.uid()))
                .thenComparing(item -> failures.getOrDefault(item.uid(), NEVER).tries()))
        .toList();
  }

  private void enter(long found) {
    if (validity != found) {
      failures.clear();
      unavailable.clear();
      waiting.clear();
      listed = 0;
      lookAtAll = Instant.MIN;
      validity = found;
    }
  }

  private void purge() {
    LocalDate today = LocalDate.now(clock);
    if (!today.equals(purged)) {
      seen.purge(REMEMBERED_DAYS);
      purged = today;
    }
  }

  private Set<Long> lookedAt(List<Item> items) {
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
    if (failures.getOrDefault(item.uid(), NEVER).tries() >= TRIES) {
      return giveUp(visit, item);
    }
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
    } catch (StoreUnavailable fault) {
      throw new MailFault(MailFault.Reason.STORE, fault);
    } catch (RuntimeException | StackOverflowError fault) {
      if (fault instanceof MailFault server && server.reason() == MailFault.Reason.UNAVAILABLE) {
        // That counts for no mail; but if it is this one that the server cannot give, others go
        // first.
        unavailable.add(item.uid());
        throw server;
      }
      int tries = countFailure(item);
      rethrowIfLineBroke(fault);
      LOG.error("event=mail outcome=fault tries={} class={}", tries, fault.getClass().getName());
      if (tries >= TRIES) {
        return giveUp(visit, item);
      }
      flagged(visit, item);
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

  /**
   * The mail is taken up again after pauses that double, up to a time. A broken line counts, too:
   * where it is this mail that breaks it, the others go first.
   */
  private int countFailure(Item item) {
    int tries = failures.getOrDefault(item.uid(), NEVER).tries() + 1;
    failures.put(
        item.uid(),
        new Failed(tries, clock.instant().plus(BackOff.FIRST.multipliedBy(1L << (tries - 1)))));
    return tries;
  }

  /** It stays for people, and is not taken up again. */
  private boolean giveUp(Visit visit, Item item) {
    if (!flagged(visit, item)) {
      return false;
    }
    seen.lookAt(validity, item.uid());
    failures.remove(item.uid());
    LOG.error("event=mail outcome=given-up");
    return true;
  }

  private boolean flagged(Visit visit, Item item) {
    try {
      visit.flag(item);
      return true;
    } catch (RuntimeException again) {
      LOG.error("event=mail outcome=fault-again class={}", again.getClass().getName());
      rethrowIfLineBroke(again);
      return false;
    }
  }

  private static void rethrowIfLineBroke(Throwable fault) {
    if (fault instanceof MailFault server && server.reason() != MailFault.Reason.REFUSED) {
      throw server;
    }
  }

  private boolean isDue(Item item) {
    Failed failed = failures.get(item.uid());
    return failed == null || !lies(failed.again());
  }

  private void forgetWhatLeft(List<Item> items, Set<Long> lookedAt) {
    Set<Long> present = items.stream().map(Item::uid).collect(Collectors.toSet());
    List<Long> gone = new ArrayList<>(lookedAt);
    gone.removeAll(present);
    // Another desk may have looked at mail that came since.
    long last = present.stream().mapToLong(Long::longValue).max().orElse(listed);
    gone.removeIf(uid -> uid > last);
    if (!gone.isEmpty()) {
      seen.forget(validity, gone);
    }
    failures.keySet().retainAll(present);
    unavailable.retainAll(present);
  }
}

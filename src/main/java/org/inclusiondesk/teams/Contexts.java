package org.inclusiondesk.teams;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.inclusiondesk.conversation.Context;
import org.inclusiondesk.conversation.Utterance.Setting;

/**
 * What each private chat was about last, per person, for ten minutes and in memory alone; a restart
 * forgets it. Of shared chats nothing is kept. Bounded in number; safe for any number of threads.
 */
final class Contexts {
  /** How long a subject may rest before one has to name it again. */
  static final Duration KEPT = Duration.ofMinutes(10);

  private static final int MOST = 10_000;

  private final Cache<String, Context> bySeat;

  Contexts(Clock clock) {
    this.bySeat =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(KEPT)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /** What this person's chat was about last. */
  Context of(Incoming incoming) {
    Context last =
        incoming.setting() == Setting.PRIVATE_CHAT ? bySeat.getIfPresent(incoming.seat()) : null;
    return last == null ? Context.NONE : last;
  }

  /** Keeps what this person's chat is about now; nothing takes the place of what was. */
  void keep(Incoming incoming, Context context) {
    if (incoming.setting() != Setting.PRIVATE_CHAT || context.equals(Context.NONE)) {
      bySeat.invalidate(incoming.seat());
    } else {
      bySeat.put(incoming.seat(), context);
    }
  }
}

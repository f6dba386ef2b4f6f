package org.inclusiondesk.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who is signed in as a guardian, in memory alone: half an hour after the last request, eight hours
 * at most. A session opens nothing; it says to whom sealed cases may be handed. Safe for any number
 * of threads.
 */
final class GuardianSessions {
  private static final String COOKIE = "guardian";
  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final Duration LONGEST = Duration.ofHours(8);
  private static final int MOST = 1000;

  private final Cache<String, Session> sessions;
  private final boolean secure;
  private final Clock clock;
  private final SecureRandom random;

  /**
   * @param secure whether people reach the desk by https
   */
  GuardianSessions(boolean secure, Clock clock, SecureRandom random) {
    this.secure = secure;
    this.clock = clock;
    this.random = random;
    // Each request writes its session anew. What is over goes, whether anybody asks or not.
    this.sessions =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .executor(Runnable::run)
            .expireAfter(Expiry.<String, Session>writing((key, session) -> session.left()))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .scheduler(Scheduler.systemScheduler())
            .build();
  }

  /** How many sessions are in memory, after what is due to be forgotten is. */
  long held() {
    sessions.cleanUp();
    return sessions.estimatedSize();
  }

  /**
   * A session.
   *
   * @param guardian the guardian's id
   * @param token what a page sends with each change, which another site's page cannot know
   */
  record Session(String guardian, String token, Instant began, Instant seen) {
    /** How long it lasts after it was seen, if it is not seen again. */
    private Duration left() {
      Duration whole = Duration.between(seen, began.plus(LONGEST));
      return whole.compareTo(IDLE) < 0 ? whole : IDLE;
    }

    private boolean isOver(Instant now) {
      return !now.isBefore(seen.plus(IDLE)) || !now.isBefore(began.plus(LONGEST));
    }

    @Override
    public String toString() {
      return "Session[…]";
    }
  }

  /** Begins a session and hands its cookie out; one from before ends. */
  void begin(Context context, String guardian) {
    end(context);
    Instant now = clock.instant();
    String key = draw();
    sessions.put(key, new Session(guardian, draw(), now, now));
    context.cookie(cookie(COOKIE, key, SameSite.STRICT));
  }

  /** The session of a request, or nothing. */
  Optional<Session> of(Context context) {
    String key = context.cookie(COOKIE);
    if (key == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    // At one stroke: a session that another request ends meanwhile must not come back.
    return Optional.ofNullable(
        sessions
            .asMap()
            .computeIfPresent(
                key,
                (same, found) ->
                    found.isOver(now)
                        ? null
                        : new Session(found.guardian(), found.token(), found.began(), now)));
  }

  /** Whether a request bears the token of its session. */
  static boolean hasToken(Context context, Session session) {
    String sent = context.header("X-Desk-Token");
    return sent != null && same(sent, session.token());
  }

  void end(Context context) {
    String key = context.cookie(COOKIE);
    if (key != null) {
      sessions.invalidate(key);
    }
  }

  /** A cookie that scripts cannot read, for the guardian's pages alone. */
  Cookie cookie(String name, String value, SameSite sameSite) {
    Cookie cookie = new Cookie(name, value);
    cookie.setPath("/guardian");
    cookie.setHttpOnly(true);
    cookie.setSecure(secure);
    cookie.setSameSite(sameSite);
    return cookie;
  }

  String draw() {
    byte[] drawn = new byte[32];
    random.nextBytes(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }

  /** Whether two texts are the same, in a time that tells nothing. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}

package org.inclusiondesk.teams;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes an activity that is delivered again act once: while the first is under way, and for ten
 * minutes after, the others get its answer. What failed may be tried again. Keeps at most some
 * megabytes, in memory alone. Safe for any number of threads.
 */
final class Redeliveries {
  private static final long MOST_CHARACTERS = 8_000_000;
  private static final int OVERHEAD = 300;

  private final ConcurrentMap<String, CompletableFuture<Answer>> underWay =
      new ConcurrentHashMap<>();
  private final Cache<String, Answer> given =
      Caffeine.newBuilder()
          .maximumWeight(MOST_CHARACTERS)
          .weigher((String key, Answer answer) -> OVERHEAD + answer.length())
          .expireAfterWrite(Duration.ofMinutes(10))
          .build();

  /**
   * What a request is answered with.
   *
   * @param status the HTTP status
   * @param body JSON; null where there is none
   */
  record Answer(int status, @Nullable String body) {
    int length() {
      return body == null ? 0 : body.length();
    }

    @Override
    public String toString() {
      return "Answer[status=" + status + "]";
    }
  }

  /**
   * An answer, and what to give whoever asks again afterwards.
   *
   * @param now the answer
   * @param later the same, or null where nothing of it is to be kept and the work is done anew
   */
  record Answers(Answer now, @Nullable Answer later) {}

  /** Does the work unless the same key's work is under way or done. */
  CompletableFuture<Answer> once(String key, Supplier<CompletableFuture<Answers>> work) {
    CompletableFuture<Void> start = new CompletableFuture<>();
    CompletableFuture<Answer> mine =
        start
            .thenCompose(go -> unlessGiven(key, work))
            .whenComplete((answer, fault) -> underWay.remove(key));
    CompletableFuture<Answer> first = underWay.putIfAbsent(key, mine);
    if (first != null) {
      return first;
    }
    start.complete(null);
    return mine;
  }

  private CompletableFuture<Answer> unlessGiven(
      String key, Supplier<CompletableFuture<Answers>> work) {
    Answer done = given.getIfPresent(key);
    if (done != null) {
      return CompletableFuture.completedFuture(done);
    }
    return work.get()
        .thenApply(
            answers -> {
              if (answers.later() != null) {
                given.put(key, answers.later());
              }
              return answers.now();
            });
  }
}

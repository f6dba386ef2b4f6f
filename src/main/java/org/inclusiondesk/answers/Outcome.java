package org.inclusiondesk.answers;

import java.util.List;
import java.util.function.Function;

/** What came of a question. Immutable. */
public sealed interface Outcome {
  /** The theme of a question that comes near no article. */
  String OTHER = "other";

  /** Calls the function for this outcome and returns its result. */
  default <R> R match(
      Function<Answered, R> answered,
      Function<DidYouMean, R> didYouMean,
      Function<Abstained, R> abstained) {
    if (this instanceof Answered it) {
      return answered.apply(it);
    } else if (this instanceof DidYouMean it) {
      return didYouMean.apply(it);
    }
    return abstained.apply((Abstained) this);
  }

  /**
   * The article answers the question.
   *
   * @param old whether its document is so old that the reader should be told
   */
  record Answered(Article article, boolean old) implements Outcome {}

  /** One of two articles probably answers the question; the likelier first. */
  record DidYouMean(Article first, Article second) implements Outcome {}

  /** No article answers the question. */
  record Abstained(List<Article> nearest) implements Outcome {
    /** At most two articles that come near; perhaps none. */
    public Abstained {
      nearest = List.copyOf(nearest);
    }

    /** What the question was about, as far as it can be told: an article's id, or other. */
    public String theme() {
      return nearest.isEmpty() ? OTHER : nearest.get(0).id();
    }
  }
}

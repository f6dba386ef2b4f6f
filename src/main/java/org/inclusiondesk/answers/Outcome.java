package org.inclusiondesk.answers;

import java.util.List;
import java.util.function.Function;

/** What came of a question. Immutable. */
public sealed interface Outcome {
  /** The theme of a question that belongs to none. */
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

  /**
   * No article answers the question.
   *
   * @param nearest at most two articles that come near; perhaps none
   * @param theme what the question is probably about: a theme of the examples, or {@link #OTHER}
   */
  record Abstained(List<Article> nearest, String theme) implements Outcome {
    public Abstained {
      nearest = List.copyOf(nearest);
    }
  }
}

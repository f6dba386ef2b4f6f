package org.inclusiondesk.speakup;

import java.util.function.Function;

/** What came of something a person may get wrong: a value, or what to do about it. */
public sealed interface Attempt<T> {

  /** One answer for each case. */
  default <R> R match(Function<? super T, R> done, Function<Failed<T>, R> failed) {
    if (this instanceof Done<T> success) {
      return done.apply(success.value());
    }
    return failed.apply((Failed<T>) this);
  }

  /** It worked. */
  record Done<T>(T value) implements Attempt<T> {
    @Override
    public String toString() {
      return "Done[…]";
    }
  }

  /**
   * It did not, and nothing was changed.
   *
   * @param problem what happened and where, one sentence
   * @param remedy what to do, one sentence
   */
  record Failed<T>(String problem, String remedy) implements Attempt<T> {}
}

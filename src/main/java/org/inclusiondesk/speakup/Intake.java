package org.inclusiondesk.speakup;

import java.util.List;
import java.util.Set;

/**
 * Where a concern arrives, from whatever form it was typed into. The signature cannot carry a
 * sender. Safe for any number of threads.
 */
public interface Intake {
  /**
   * What a form carries hidden and sends back with the text: random, the same for one showing of
   * the form, useful for 24 hours. Kept nowhere.
   */
  String nonce();

  /**
   * Seals and stores a concern. The same nonce with the same text acts once and gets the same
   * receipt, also when sent several times at once.
   *
   * @param nonce what the form carried
   * @param text what the person wrote, at most 20,000 characters
   * @param leftOut ids of guardians who shall neither open it nor learn of it; unknown ones are
   *     ignored
   * @return accepted once the concern is stored, or refused with nothing stored
   * @throws ConcernStoreException if it could not be stored; the caller keeps the text for the
   *     person and logs nothing
   */
  Outcome accept(String nonce, String text, Set<String> leftOut);

  /** The same, where nobody is left out. */
  default Outcome accept(String nonce, String text) {
    return accept(nonce, text, Set.of());
  }

  /** What became of a concern. */
  sealed interface Outcome {
    /**
     * The concern is stored.
     *
     * @param receiptWords seven words, to be shown once and never kept
     */
    record Accepted(List<String> receiptWords) implements Outcome {
      public Accepted {
        receiptWords = List.copyOf(receiptWords);
      }

      @Override
      public String toString() {
        return "Accepted[…]";
      }
    }

    /** Nothing was stored; the person should be shown the form again with the text in it. */
    record Refused(Reason reason) implements Outcome {}
  }

  /** Why nothing was stored. */
  enum Reason {
    /** There is no text. */
    EMPTY,
    /** The text is longer than 20,000 characters. */
    TOO_LONG,
    /** The form was shown more than 24 hours ago, or its nonce is not one. */
    STALE,
    /** Every guardian was left out, so nobody could read it. */
    NOBODY_LEFT
  }
}

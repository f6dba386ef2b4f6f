package org.inclusiondesk.speakup;

import java.util.List;

/**
 * Takes in concerns. Its signature can carry no sender, address or time. Safe for any number of
 * threads.
 */
public interface Intake {
  /** A new nonce for a form or dialog, so that pressing twice sends once. */
  String nonce();

  /** Takes in a concern. What is accepted is stored before this returns. */
  Outcome accept(String nonce, String text);

  /** What became of a concern handed in. */
  sealed interface Outcome {
    /**
     * It is stored.
     *
     * @param receiptWords the seven words, to be shown once
     */
    record Accepted(List<String> receiptWords) implements Outcome {}

    /** It is not stored, and may be handed in again. */
    record Refused(Reason reason) implements Outcome {}
  }

  /** Why a concern was not taken. */
  enum Reason {
    /** There is no text. */
    EMPTY,
    /** The text is longer than what can be taken. */
    TOO_LONG,
    /** The nonce is too old, used up or not one of ours. */
    STALE
  }
}

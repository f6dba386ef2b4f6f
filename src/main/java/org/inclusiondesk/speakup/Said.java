package org.inclusiondesk.speakup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an entry of a case says, once it is opened. Nothing of it shows in {@code toString}. */
public sealed interface Said {

  /**
   * The reporter's first text.
   *
   * @param leftOut ids of guardians to be left out, sorted
   * @param proof what only those know who opened it
   * @param own id of the case's own key, so that nobody can put another in its place; null in what
   *     was sealed before it was said
   */
  record Report(String text, List<String> leftOut, String proof, @Nullable String own)
      implements Said {
    public Report {
      leftOut = List.copyOf(leftOut);
    }

    @Override
    public String toString() {
      return "Report[…]";
    }
  }

  /** What the reporter added later. */
  record Addition(String text) implements Said {
    @Override
    public String toString() {
      return "Addition[…]";
    }
  }

  /**
   * Whether the reporter would speak up again.
   *
   * @param answer an id of the list of answers
   */
  record Feedback(String answer) implements Said {
    @Override
    public String toString() {
      return "Feedback[…]";
    }
  }

  /** The reporter wants it not to be pursued. */
  record Withdrawal() implements Said {}

  /**
   * A guardian to the reporter.
   *
   * @param by the guardian's id
   * @param text empty where only the state is told
   * @param state open or closed
   */
  record Message(String by, String text, State state) implements Said {
    @Override
    public String toString() {
      return "Message[…]";
    }
  }

  /**
   * A guardian to the other guardians: the case as it stands.
   *
   * @param by the guardian's id
   */
  record Noted(String by, CaseRecord standing) implements Said {
    @Override
    public String toString() {
      return "Noted[…]";
    }
  }
}

package org.inclusiondesk.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The little that must be known of a conversation to understand "and when did that start?", "the
 * second one" or "yes please". It travels with the conversation and never holds what a person said,
 * nor anything of a concern.
 *
 * @param article the id of the article spoken of last; null where none was
 * @param choices what was offered to pick from last; perhaps nothing
 * @param offered what was offered to be filled in last, so that yes and no answer it; null where
 *     nothing was
 */
public record Context(@Nullable String article, List<Choice> choices, @Nullable Form offered) {
  /** Nothing was said before, or nothing that may be remembered. */
  public static final Context NONE = new Context(null, List.of(), null);

  /**
   * @throws IllegalArgumentException if it would tell that somebody has something to speak up about
   */
  public Context {
    choices = List.copyOf(choices);
    if (offered instanceof Form.SpeakUp) {
      throw new IllegalArgumentException("nothing is remembered about a concern");
    }
  }

  /**
   * What is left to know after this reply. What reads like a concern leaves nothing; small talk
   * does not change the subject.
   */
  public Context after(Reply reply) {
    return switch (reply.kind()) {
      case CONCERN, ELSEWHERE -> NONE;
      case SMALLTALK -> new Context(article, reply.choices(), reply.form());
      default -> new Context(reply.article(), reply.choices(), reply.form());
    };
  }

  /** Whether there is something to say yes to. */
  public boolean offers() {
    return offered != null || !choices.isEmpty();
  }

  @Override
  public String toString() {
    return "Context[]";
  }
}

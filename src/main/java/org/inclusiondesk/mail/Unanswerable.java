package org.inclusiondesk.mail;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.inclusiondesk.conversation.Reply;

/**
 * Mails of the desk that nobody shall answer: what is written in an answer is not looked at.
 *
 * @param effects what those mails are known by, those of the last weeks
 * @param refusal what is said to whoever answers one all the same
 */
public record Unanswerable(Supplier<? extends Collection<String>> effects, Reply refusal) {
  /** There is no such mail. */
  public static Unanswerable none() {
    return new Unanswerable(List::of, Reply.of(Reply.Kind.DONE, List.of()));
  }
}

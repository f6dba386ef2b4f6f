package org.inclusiondesk.conversation;

import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * A mail of the desk that, as a report says, did not reach its receiver. Anybody can write such a
 * report: it may lead to a mark and to a word to the team, never to sending again nor to showing
 * anybody what the mail held.
 *
 * @param effect the effect of the message that it was; null where only a reference tells
 * @param reference what the mail bore in its subject; null where the effect is known
 * @param receivers whom it did not reach; perhaps nobody is named
 */
public record Returned(
    @Nullable String effect, @Nullable Reference reference, List<Mailbox> receivers) {
  /**
   * @throws IllegalArgumentException if neither effect nor reference is known
   */
  public Returned {
    receivers = List.copyOf(receivers);
    if (effect == null && reference == null) {
      throw new IllegalArgumentException("a returned mail is known by something");
    }
  }

  /** Whether this mailbox is named among those that it did not reach. */
  public boolean names(Mailbox mailbox) {
    return receivers.stream().anyMatch(one -> one.canonical().equals(mailbox.canonical()));
  }

  @Override
  public String toString() {
    return "Returned[…]";
  }
}

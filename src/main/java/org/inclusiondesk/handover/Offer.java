package org.inclusiondesk.handover;

import java.time.LocalDate;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * What a mail asked, kept until its sender says that it may go to the team.
 *
 * @param id names it among all offers, and says nothing about it
 * @param name as the sender wrote it; null where there was none
 * @param day when it was offered
 */
public record Offer(String id, String text, @Nullable String name, Mailbox mailbox, LocalDate day) {
  @Override
  public String toString() {
    return "Offer[…]";
  }
}

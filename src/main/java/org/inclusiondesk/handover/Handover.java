package org.inclusiondesk.handover;

import java.time.LocalDate;
import org.inclusiondesk.conversation.Address.Chat;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Reference;
import org.jspecify.annotations.Nullable;

/**
 * A question that was sent to the team.
 *
 * @param text as its asker saw it
 * @param name as the channel knew it; null where it knew none
 * @param mailbox where the asker gets mail; null where unknown
 * @param chat where the answer goes; null where it goes to the mailbox
 * @param day when it was sent
 * @param open whether it still waits for its first answer
 */
public record Handover(
    Reference reference,
    String text,
    @Nullable String name,
    @Nullable Mailbox mailbox,
    @Nullable Chat chat,
    LocalDate day,
    boolean open) {
  /**
   * @throws IllegalArgumentException if there is nowhere to bring an answer
   */
  public Handover {
    if (mailbox == null && chat == null) {
      throw new IllegalArgumentException("an answer needs somewhere to go");
    }
  }

  @Override
  public String toString() {
    return "Handover[…]";
  }
}

package org.inclusiondesk.conversation;

import org.inclusiondesk.conversation.Address.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks, as far as the channel knows.
 *
 * @param name as the directory or the sender writes it; null where unknown
 * @param mailbox where the person gets mail; null where unknown
 * @param proven whether the channel vouches for the mailbox: a Teams roster, or a mail system that
 *     authenticated the sender. What a person typed proves nothing.
 */
public record Speaker(@Nullable String name, @Nullable Mailbox mailbox, boolean proven) {
  /** Nobody the channel knows. */
  public static final Speaker UNKNOWN = new Speaker(null, null, false);

  /**
   * @throws IllegalArgumentException if a mailbox that is not there is said to be proven
   */
  public Speaker {
    if (proven && mailbox == null) {
      throw new IllegalArgumentException("nothing can be proven of an unknown mailbox");
    }
  }

  @Override
  public String toString() {
    return "Speaker[proven=" + proven + "]";
  }
}

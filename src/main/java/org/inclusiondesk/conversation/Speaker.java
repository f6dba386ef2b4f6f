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
  private static final int LONGEST_NAME = 100;

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

  /** The name on one line, without what could disguise it; null where nothing is left. */
  public @Nullable String plainName() {
    return plainName(name);
  }

  /** The same of a name alone. */
  public static @Nullable String plainName(@Nullable String name) {
    if (name == null) {
      return null;
    }
    String line = name.replaceAll("[\\p{C}\\p{Z}]+", " ").strip();
    int[] shortened = line.codePoints().limit(LONGEST_NAME).toArray();
    return line.isEmpty() ? null : new String(shortened, 0, shortened.length);
  }

  @Override
  public String toString() {
    return "Speaker[proven=" + proven + "]";
  }
}

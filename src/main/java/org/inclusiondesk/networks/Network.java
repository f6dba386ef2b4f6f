package org.inclusiondesk.networks;

import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.NetworkId;

/**
 * A staff network.
 *
 * @param id names it for good
 * @param name what it calls itself, for example {@code Women's network}
 * @param knownAs what people call it; perhaps nothing else
 * @param mailbox where its own people read
 * @param sponsor who champions it
 */
public record Network(
    NetworkId id, String name, List<String> knownAs, Mailbox mailbox, Sponsor sponsor) {
  /**
   * @throws IllegalArgumentException if the name is blank
   */
  public Network {
    name = name.strip();
    knownAs = List.copyOf(knownAs);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a network has a name");
    }
  }

  /** The name as it stands inside a sentence: {@code the Women's network}. */
  public String inSentence() {
    return "the " + name;
  }
}

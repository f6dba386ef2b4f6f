package org.inclusiondesk.networks;

import org.inclusiondesk.conversation.Address.Mailbox;

/**
 * The member of the Executive Team who champions a network.
 *
 * @param name as others address the person
 * @param mailbox where the digests go, and where responses come from
 */
public record Sponsor(String name, Mailbox mailbox) {
  /**
   * @throws IllegalArgumentException if the name is blank
   */
  public Sponsor {
    name = name.strip();
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a sponsor has a name");
    }
  }

  @Override
  public String toString() {
    return "Sponsor[…]";
  }
}

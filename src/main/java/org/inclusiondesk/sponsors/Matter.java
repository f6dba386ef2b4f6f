package org.inclusiondesk.sponsors;

import java.time.LocalDate;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reference;

/**
 * Something that a network has raised to its sponsor.
 *
 * @param text in the network's own words
 * @param day when it was raised
 */
record Matter(Reference reference, NetworkId network, String text, LocalDate day) {
  @Override
  public String toString() {
    return "Matter[…]";
  }
}

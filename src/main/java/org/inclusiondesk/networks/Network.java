package org.inclusiondesk.networks;

import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.NetworkId;

/** A staff network. */
public record Network(
    NetworkId id, String name, List<String> knownAs, Mailbox mailbox, Sponsor sponsor) {
  public Network {
    knownAs = List.copyOf(knownAs);
  }
}

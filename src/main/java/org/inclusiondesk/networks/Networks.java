package org.inclusiondesk.networks;

import java.util.List;
import java.util.Optional;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.NetworkId;

/**
 * All staff networks, in the order in which people see them.
 *
 * @param all at least one, no id twice
 */
public record Networks(List<Network> all) {
  /**
   * @throws IllegalArgumentException if there is none, or an id stands for two
   */
  public Networks {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("there is at least one network");
    }
    if (all.stream().map(Network::id).distinct().count() < all.size()) {
      throw new IllegalArgumentException("each network has an id of its own");
    }
  }

  /** The network of that id, or nothing. */
  public Optional<Network> find(NetworkId id) {
    return all.stream().filter(network -> network.id().equals(id)).findFirst();
  }

  /** The networks whose own people read this mailbox; perhaps none. */
  public List<Network> readBy(Mailbox mailbox) {
    return all.stream().filter(network -> same(network.mailbox(), mailbox)).toList();
  }

  /** The networks that the holder of this mailbox champions; perhaps none. */
  public List<Network> sponsoredBy(Mailbox mailbox) {
    return all.stream().filter(network -> same(network.sponsor().mailbox(), mailbox)).toList();
  }

  private static boolean same(Mailbox one, Mailbox other) {
    return one.canonical().equals(other.canonical());
  }
}

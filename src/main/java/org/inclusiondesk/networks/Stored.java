package org.inclusiondesk.networks;

import java.time.LocalDate;
import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.outbox.Fate;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger holds about one mailbox.
 *
 * @param requests what was routed, oldest first
 * @param unconfirmed what was asked for and not confirmed, oldest first
 */
public record Stored(List<Routed> requests, List<Unconfirmed> unconfirmed) {
  public Stored {
    requests = List.copyOf(requests);
    unconfirmed = List.copyOf(unconfirmed);
  }

  /** Whether nothing is held. */
  public boolean isEmpty() {
    return requests.isEmpty() && unconfirmed.isEmpty();
  }

  /**
   * A request that went to its network.
   *
   * @param day when
   * @param open whether asking again still gives the same reference
   * @param name as the channel knew it; null where it knew none
   */
  public record Routed(
      Reference reference,
      Wish wish,
      NetworkId network,
      LocalDate day,
      boolean open,
      @Nullable String name,
      Mailbox address) {
    @Override
    public String toString() {
      return "Routed[…]";
    }
  }

  /**
   * What waits for its confirmation, or was never confirmed.
   *
   * @param mail what became of the latest mail that asked; null where it is forgotten
   */
  public record Unconfirmed(
      Wish wish, List<NetworkId> networks, LocalDate day, Mailbox address, @Nullable Fate mail) {
    public Unconfirmed {
      networks = List.copyOf(networks);
    }

    @Override
    public String toString() {
      return "Unconfirmed[…]";
    }
  }
}

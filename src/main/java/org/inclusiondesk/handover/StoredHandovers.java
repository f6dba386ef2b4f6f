package org.inclusiondesk.handover;

import java.util.List;

/**
 * What is stored about one mailbox.
 *
 * @param handovers what was sent to the team, oldest first
 * @param offers what waits for its sender's word, oldest first
 */
public record StoredHandovers(List<Handover> handovers, List<Offer> offers) {
  public StoredHandovers {
    handovers = List.copyOf(handovers);
    offers = List.copyOf(offers);
  }

  /** Whether nothing is held. */
  public boolean isEmpty() {
    return handovers.isEmpty() && offers.isEmpty();
  }
}

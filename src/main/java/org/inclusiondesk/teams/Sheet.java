package org.inclusiondesk.teams;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.NetworkId;

/**
 * What a membership card must still know when it comes back; it travels in the card, sealed.
 *
 * @param key the same for the same card sent in again
 * @param wish to join or to leave
 * @param networks those that it offers
 * @param issued the day it was made
 */
record Sheet(String key, Form.Wish wish, List<Form.Network> networks, LocalDate issued) {
  /** Days after the one it was made on for which a card can be handed in. */
  static final int DAYS = 7;

  Sheet {
    networks = List.copyOf(networks);
  }

  /** Whether the card is too old to act on. */
  boolean isOver(LocalDate today) {
    return today.isAfter(issued.plusDays(DAYS));
  }

  /** The networks named, or nothing where one of them is not offered. */
  Optional<Set<NetworkId>> choose(List<String> ids) {
    Set<String> offered =
        networks.stream().map(network -> network.id().value()).collect(Collectors.toSet());
    return offered.containsAll(ids)
        ? Optional.of(ids.stream().map(NetworkId::new).collect(Collectors.toUnmodifiableSet()))
        : Optional.empty();
  }
}

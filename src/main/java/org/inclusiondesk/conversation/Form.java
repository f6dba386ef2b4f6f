package org.inclusiondesk.conversation;

import java.util.List;
import java.util.Set;

/** Something to be filled in where the channel can show it; elsewhere the reply's text suffices. */
public sealed interface Form {

  /**
   * Asks to join or to leave networks.
   *
   * @param wish what the person wants
   * @param networks all networks to choose from
   * @param chosen those that the person named; perhaps none
   */
  record Membership(Wish wish, List<Network> networks, Set<NetworkId> chosen) implements Form {
    public Membership {
      networks = List.copyOf(networks);
      chosen = Set.copyOf(chosen);
    }
  }

  /** A network as a person knows it. */
  record Network(NetworkId id, String name) {}

  /** What a person wants of a network. */
  enum Wish {
    JOIN,
    LEAVE
  }

  /**
   * Sends a question to the team.
   *
   * @param question as the person asked it; it can be changed before it is sent
   */
  record HandOver(String question) implements Form {
    @Override
    public String toString() {
      return "HandOver[…]";
    }
  }

  /** The two ways to raise a concern. */
  record SpeakUp() implements Form {}
}

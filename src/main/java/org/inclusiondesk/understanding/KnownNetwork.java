package org.inclusiondesk.understanding;

import java.util.List;
import org.inclusiondesk.conversation.NetworkId;

/**
 * A staff network and what people call it.
 *
 * @param id the network
 * @param name its name
 * @param knownAs other names
 * @param words words by which people describe themselves whom this network is for
 */
public record KnownNetwork(NetworkId id, String name, List<String> knownAs, List<String> words) {
  public KnownNetwork {
    knownAs = List.copyOf(knownAs);
    words = List.copyOf(words);
  }
}

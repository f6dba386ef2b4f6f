package org.inclusiondesk.conversation;

import java.util.Set;

/**
 * What a filled-in membership form asks for.
 *
 * @param key the same key means the same form sent again; it acts once
 * @param wish to join or to leave
 * @param networks at least one
 * @param speaker who asks; its mailbox is never null, and proven unless the person typed it
 */
public record Request(String key, Form.Wish wish, Set<NetworkId> networks, Speaker speaker) {

  /**
   * @throws IllegalArgumentException if no network or no mailbox is named
   */
  public Request {
    networks = Set.copyOf(networks);
    if (networks.isEmpty()) {
      throw new IllegalArgumentException("a request names at least one network");
    }
    if (speaker.mailbox() == null) {
      throw new IllegalArgumentException("a request says where its sender gets mail");
    }
  }

  @Override
  public String toString() {
    return "Request[]";
  }
}

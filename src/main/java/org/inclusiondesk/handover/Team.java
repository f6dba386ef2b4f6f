package org.inclusiondesk.handover;

import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;

/**
 * The people behind the desk.
 *
 * @param mailbox where they read
 * @param members own addresses of people who may answer for the team; perhaps none
 * @param desk the desk's own mailbox; may be the same as the team's
 */
public record Team(Mailbox mailbox, List<Mailbox> members, Mailbox desk) {
  public Team {
    members = List.copyOf(members);
  }

  /** Whether a mail from this address speaks for the team. */
  boolean includes(Mailbox from) {
    return same(from, mailbox) || members.stream().anyMatch(member -> same(member, from));
  }

  boolean isTheDesks(Mailbox from) {
    return same(from, desk);
  }

  /** Whether the team reads the desk's own mailbox, and so whatever stays there. */
  boolean readsTheDesks() {
    return same(mailbox, desk);
  }

  private static boolean same(Mailbox one, Mailbox other) {
    return one.canonical().equals(other.canonical());
  }
}

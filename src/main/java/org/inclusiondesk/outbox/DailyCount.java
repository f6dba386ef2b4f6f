package org.inclusiondesk.outbox;

import java.time.Clock;
import java.time.LocalDate;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.store.Lookup;
import org.jdbi.v3.core.Handle;

/**
 * Counts the mails that the desk sends by itself to whoever writes to it, or is said to: answers
 * and requests to confirm. One count for all of them, in the transaction that stores the mail, so
 * that whoever asks for the count in a transaction and stores in the same one never exceeds a cap.
 * Copies for networks and the team, and what people write through the desk, are not counted. Keeps
 * a keyed hash of the address and the day. Safe for any number of threads and processes.
 */
public final class DailyCount {
  private final Lookup lookup;
  private final Clock clock;

  public DailyCount(Lookup lookup, Clock clock) {
    this.lookup = lookup;
    this.clock = clock;
  }

  /** How many were stored for this address today, whatever became of them. */
  public int of(Handle handle, Mailbox mailbox) {
    return handle
        .createQuery("SELECT mails FROM mails_of_a_day WHERE receiver = ? AND day = ?")
        .bind(0, receiver(mailbox))
        .bind(1, today())
        .mapTo(Integer.class)
        .findOne()
        .orElse(0);
  }

  /**
   * Stores a mail in the caller's transaction and counts it; neither happens where a message of the
   * same effect was stored before.
   *
   * @throws IllegalArgumentException if the message does not go to a mailbox
   */
  public void add(Handle handle, Outbox outbox, Message message) {
    if (!(message.to() instanceof Mailbox mailbox)) {
      throw new IllegalArgumentException("only mails are counted");
    }
    if (outbox.add(handle, message)) {
      handle.execute(
          """
          INSERT INTO mails_of_a_day (receiver, day, mails) VALUES (?, ?, 1)
          ON CONFLICT (receiver, day) DO UPDATE SET mails = mails + 1
          """,
          receiver(mailbox),
          today());
    }
  }

  /** Forgets the counts of days that are over. */
  public void forget(Handle handle) {
    handle.execute("DELETE FROM mails_of_a_day WHERE day < ?", today());
  }

  private byte[] receiver(Mailbox mailbox) {
    return lookup.of("outbox.receiver", mailbox.canonical());
  }

  private String today() {
    return LocalDate.now(clock).toString();
  }
}

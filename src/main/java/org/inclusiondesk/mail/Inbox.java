package org.inclusiondesk.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A mailbox that people and the desk share. For one thread at a time where nothing else is said.
 * All its methods, and those of its visits, throw {@link MailFault} where the server does not do as
 * asked.
 */
public interface Inbox extends AutoCloseable {
  /** Looks at the mailbox as it is now. A visit ends when the next one begins. */
  Visit visit();

  /** Whether the server says by itself when mail comes, on the connection of the last visit. */
  boolean listens();

  /**
   * Waits for mail: until the server says that something has changed in the mailbox, where {@link
   * #listens()}, and at most for the given time. Returns at once after {@link #stopWaiting}.
   */
  void await(Duration longest);

  /** Breaks the line, whatever goes on; the next visit makes a new one. For any thread. */
  void cut();

  /** Ends a wait that is on its way, and every later one at once. For any thread. */
  void stopWaiting();

  @Override
  void close();

  /** The mailbox as found. Mail that somebody else took away meanwhile is no fault. */
  interface Visit {
    /** Changes when the numbers below lose their meaning (UIDVALIDITY, RFC 3501 §2.3.1.1). */
    long validity();

    /**
     * The mail that lies there, in the order of arrival; mail marked as deleted left out.
     *
     * @param above only what has a larger number; 0 for all
     */
    List<Item> items(long above);

    /** Fetches a mail without marking it as read. */
    Fetched fetch(Item item);

    /** Moves a mail into the folder of handled mail, made where there is none. */
    void moveToHandled(Item item);

    /** Flags a mail for people. */
    void flag(Item item);
  }

  /**
   * One mail.
   *
   * @param uid its number, for good while the validity stays
   * @param arrived when the server got it
   */
  record Item(long uid, Instant arrived) {}

  /** What came of fetching a mail. */
  sealed interface Fetched {
    /** The mail. */
    record Mail(IncomingMail mail) implements Fetched {}

    /** It is larger than the desk reads; nothing of it was kept. */
    record TooLarge() implements Fetched {}

    /** Somebody took it away meanwhile. */
    record Gone() implements Fetched {}
  }
}

package org.inclusiondesk.demo;

import java.time.Instant;
import java.util.List;

/**
 * What lies in a mailbox of the inner server.
 *
 * @param address whose it is, in lower case
 * @param desk whether it is the desk's own
 * @param folders INBOX and whatever else was made
 */
record MailboxContent(String address, boolean desk, List<Folder> folders) {

  /** A folder and its mails, in the order of their arrival. */
  record Folder(String name, List<Mail> mails) {
    Folder {
      mails = List.copyOf(mails);
    }
  }

  /**
   * A mail as a list of mails shows it.
   *
   * @param uid its number in the folder, for good (RFC 3501 §2.3.1.1)
   * @param from its senders, perhaps empty
   * @param subject perhaps empty
   * @param received when the server took it
   */
  record Mail(
      long uid,
      String from,
      String subject,
      Instant received,
      boolean seen,
      boolean flagged,
      boolean answered) {
    @Override
    public String toString() {
      return "Mail[…]";
    }
  }

  MailboxContent {
    folders = List.copyOf(folders);
  }

  @Override
  public String toString() {
    return "MailboxContent[…]";
  }
}

package org.inclusiondesk.mail;

import org.inclusiondesk.conversation.Address.Mailbox;

/**
 * The mail servers that the desk works with, and how.
 *
 * @param incoming an {@code imap} or {@code imaps} server
 * @param outgoing an {@code smtp} or {@code smtps} server
 * @param desk the desk's own address, which it sends from
 * @param team where mail reaches the people behind the desk; may be the desk's own
 * @param trust who is believed when a mail says who wrote it
 * @param envelopeSender where failed deliveries of answers are reported to
 */
public record MailServers(
    ServerUrl incoming,
    ServerUrl outgoing,
    Mailbox desk,
    Mailbox team,
    Trust trust,
    EnvelopeSender envelopeSender) {

  /**
   * @throws IllegalArgumentException if a server is of the wrong protocol
   */
  public MailServers {
    if (!incoming.scheme().reads()) {
      throw new IllegalArgumentException("mail is read from an imap or imaps server");
    }
    if (outgoing.scheme().reads()) {
      throw new IllegalArgumentException("mail is sent through an smtp or smtps server");
    }
  }
}

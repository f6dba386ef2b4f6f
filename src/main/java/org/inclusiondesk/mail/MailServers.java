package org.inclusiondesk.mail;

import org.inclusiondesk.conversation.Address.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * The mail servers that the desk works with, and how.
 *
 * @param incoming an {@code imap} or {@code imaps} server
 * @param outgoing an {@code smtp} or {@code smtps} server
 * @param desk the desk's own address, which it sends from
 * @param team where mail reaches the people behind the desk; may be the desk's own
 * @param trust who is believed when a mail says who wrote it
 * @param envelopeSender where failed deliveries of answers are reported to
 * @param tokens what the desk logs in with; null where it is the password of each server's address
 */
public record MailServers(
    ServerUrl incoming,
    ServerUrl outgoing,
    Mailbox desk,
    Mailbox team,
    Trust trust,
    EnvelopeSender envelopeSender,
    @Nullable AccessTokens tokens) {

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
    if (tokens != null) {
      incoming = incoming.orUser(desk.value());
      outgoing = outgoing.orUser(desk.value());
    }
  }

  /** Servers that take passwords. */
  public MailServers(
      ServerUrl incoming,
      ServerUrl outgoing,
      Mailbox desk,
      Mailbox team,
      Trust trust,
      EnvelopeSender envelopeSender) {
    this(incoming, outgoing, desk, team, trust, envelopeSender, null);
  }
}

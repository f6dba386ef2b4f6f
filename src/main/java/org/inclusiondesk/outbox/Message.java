package org.inclusiondesk.outbox;

import java.util.List;
import org.inclusiondesk.conversation.Address;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.jspecify.annotations.Nullable;

/**
 * Something to be sent to one address.
 *
 * @param effect names what sending it does, for good: a second message of the same effect is not
 *     sent. Channels that can, derive the message's own id from it, so that receivers see one
 *     message even where it had to be sent twice.
 * @param to where it goes
 * @param subject neutral: never a network's name, never the word for a concern
 * @param body what the person reads
 * @param answers the mail it answers; null where it answers none or the channel is not mail
 * @param otherwise what is sent in its place where it has to be given up; null where nothing is
 * @param replyTo whom an answer to it reaches; null where that is the desk
 */
public record Message(
    String effect,
    Address to,
    String subject,
    List<Block> body,
    @Nullable Answered answers,
    @Nullable Message otherwise,
    @Nullable Mailbox replyTo) {

  /**
   * The mail that a message answers.
   *
   * @param messageId its Message-ID, angle brackets included; null where it bore none
   * @param references the ids of its References header, oldest first, without its own
   * @param about what the answer is about, for whoever answers it in turn; perhaps nothing. Shown
   *     to nobody
   */
  public record Answered(@Nullable String messageId, List<String> references, List<String> about) {
    public Answered {
      references = List.copyOf(references);
      // Messages stored before there was such a thing have none.
      about = about == null ? List.of() : List.copyOf(about);
    }

    /** A mail whose answer is about nothing that one could ask on about. */
    public Answered(@Nullable String messageId, List<String> references) {
      this(messageId, references, List.of());
    }
  }

  public Message {
    body = List.copyOf(body);
  }

  /** The ways on which messages leave; none waits for another. */
  public enum Channel {
    MAIL,
    CHAT
  }

  /** The way on which it leaves. */
  public Channel channel() {
    return to instanceof Address.Chat ? Channel.CHAT : Channel.MAIL;
  }

  /** A message that answers no mail. */
  public static Message to(Address to, String effect, String subject, List<Block> body) {
    return new Message(effect, to, subject, body, null, null, null);
  }

  /** This message as the answer to a mail. */
  public Message inAnswerTo(Answered mail) {
    return new Message(effect, to, subject, body, mail, otherwise, replyTo);
  }

  /** This message, with another one to be sent where it has to be given up. */
  public Message orElse(Message other) {
    return new Message(effect, to, subject, body, answers, other, replyTo);
  }

  /** This message, whose answers go to somebody else than the desk. */
  public Message withRepliesTo(Mailbox mailbox) {
    return new Message(effect, to, subject, body, answers, otherwise, mailbox);
  }

  @Override
  public String toString() {
    return "Message[…]";
  }
}

package org.inclusiondesk.teams;

import com.microsoft.bot.restclient.RestException;
import java.util.Optional;
import org.inclusiondesk.conversation.Address;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.outbox.Courier;
import org.inclusiondesk.outbox.Delivery;
import org.inclusiondesk.outbox.Message;

/**
 * Brings messages that the desk sends first into private chats. The Bot Connector knows no ids of
 * the sender's, so what timed out may be shown twice. Safe for any number of threads.
 */
public final class ChatCourier implements Courier {
  private final Connector connector;
  private final Cards cards;

  public ChatCourier(Connector connector, Cards cards) {
    this.connector = connector;
    this.cards = cards;
  }

  @Override
  public boolean serves(Message message) {
    return message.to() instanceof Address.Chat;
  }

  @Override
  public Delivery deliver(Message message) {
    Optional<ChatAddress> found =
        message.to() instanceof Address.Chat chat ? ChatAddress.parse(chat) : Optional.empty();
    if (found.isEmpty()) {
      return new Delivery.Refused("not-a-chat");
    }
    ChatAddress chat = found.get();
    if (!connector.mayReach(chat.serviceUrl()) || !connector.serves(chat.tenant())) {
      return new Delivery.Refused("foreign-chat");
    }
    try {
      connector.send(
          chat.serviceUrl().toString(),
          chat.conversation(),
          chat.to(Cards.message(cards.reply(Reply.of(Reply.Kind.DONE, message.body())))));
      return new Delivery.Delivered();
    } catch (RuntimeException e) {
      return fault(e);
    }
  }

  private Delivery fault(RuntimeException fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof RestException refusal) {
        int status = refusal.response().code();
        boolean passing =
            status >= 500 || status == 401 || status == 408 || status == 412 || status == 429;
        return passing
            ? new Delivery.Later(
                "http-" + status,
                Patience.retryAfter(
                        refusal.response().headers().get("Retry-After"), connector.clock())
                    .orElse(null))
            : new Delivery.Refused("http-" + status);
      }
    }
    return new Delivery.Later("unreachable", null);
  }
}

package org.inclusiondesk.teams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.bot.schema.Activity;
import com.microsoft.bot.schema.ChannelAccount;
import com.microsoft.bot.schema.ConversationAccount;
import java.net.URI;
import java.util.Optional;
import org.inclusiondesk.conversation.Address;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.jspecify.annotations.Nullable;

/**
 * Where a private chat is, in the words of the Bot Connector. Personal data: {@code toString} shows
 * none of it.
 *
 * @param serviceUrl the connector's address, once it has been checked against a token
 * @param conversation the conversation's id
 * @param bot the desk's id in it
 * @param user the person's id in it
 * @param tenant the tenant it belongs to; null where the channel said nothing
 * @param channel the channel's id
 */
record ChatAddress(
    URI serviceUrl,
    String conversation,
    String bot,
    String user,
    @Nullable String tenant,
    String channel) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The private chat that an activity came from; nothing where other people read along. */
  static Optional<ChatAddress> of(Incoming incoming) {
    return incoming.setting() == Setting.PRIVATE_CHAT
        ? Optional.of(
            new ChatAddress(
                incoming.serviceUrl(),
                incoming.conversation(),
                incoming.bot(),
                incoming.user(),
                incoming.tenant(),
                incoming.channel()))
        : Optional.empty();
  }

  /** What {@link #asAddress()} wrote, or nothing where it is something else. */
  static Optional<ChatAddress> parse(Address.Chat address) {
    try {
      JsonNode content = JSON.readTree(address.reference());
      for (String field : new String[] {"serviceUrl", "conversation", "bot", "user", "channel"}) {
        if (content.path(field).asText().isBlank()) {
          return Optional.empty();
        }
      }
      return Optional.of(
          new ChatAddress(
              URI.create(content.path("serviceUrl").asText()),
              content.path("conversation").asText(),
              content.path("bot").asText(),
              content.path("user").asText(),
              content.path("tenant").isTextual() ? content.path("tenant").textValue() : null,
              content.path("channel").asText()));
    } catch (JsonProcessingException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /** The same for the rest of the desk, which cannot read it and need not. */
  Address.Chat asAddress() {
    ObjectNode content =
        JSON.createObjectNode()
            .put("serviceUrl", serviceUrl.toString())
            .put("conversation", conversation)
            .put("bot", bot)
            .put("user", user)
            .put("channel", channel);
    if (tenant != null) {
      content.put("tenant", tenant);
    }
    return new Address.Chat(content.toString());
  }

  /** Addresses an activity to this chat. */
  Activity to(Activity activity) {
    ConversationAccount account = new ConversationAccount(conversation);
    account.setTenantId(tenant);
    activity.setConversation(account);
    activity.setChannelId(channel);
    activity.setServiceUrl(serviceUrl.toString());
    activity.setFrom(new ChannelAccount(bot));
    activity.setRecipient(new ChannelAccount(user));
    return activity;
  }

  @Override
  public String toString() {
    return "ChatAddress[…]";
  }
}

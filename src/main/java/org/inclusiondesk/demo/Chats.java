package org.inclusiondesk.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The page's chats, made when first asked for. Safe for several threads. */
final class Chats {
  private final Map<ChatId, Chat> chats = new ConcurrentHashMap<>();

  Chat of(ChatId id) {
    return chats.computeIfAbsent(id, unknown -> new Chat());
  }
}

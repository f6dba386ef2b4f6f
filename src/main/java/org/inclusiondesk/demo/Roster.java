package org.inclusiondesk.demo;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The people who visited the page since the start: stands in for a tenant's directory. */
final class Roster {
  private final Map<ChatId, Person> byPrivateChat = new ConcurrentHashMap<>();

  /** Takes somebody in, under the newest name; whether they were unknown. */
  boolean add(Person person) {
    return byPrivateChat.put(person.privateChat(), person) == null;
  }

  /** Who talks with the desk in a chat, or nothing where nobody has since the start. */
  Optional<Person> memberOf(ChatId chat) {
    return byPrivateChat.values().stream()
        .filter(person -> person.privateChat().equals(chat) || person.groupChat().equals(chat))
        .findFirst();
  }
}

package org.inclusiondesk.demo;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a chat as Teams does: {@code a:…} a private one, {@code 19:…@thread.v2} one of several
 * people. The middle is the person's, see {@link Person}.
 */
record ChatId(String value) {
  private static final Pattern FORM = Pattern.compile("a:[0-9a-f]{32}|19:[0-9a-f]{32}@thread\\.v2");
  private static final Pattern PERSON = Pattern.compile("29:[0-9a-f]{32}");

  ChatId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a chat of this page");
    }
  }

  /** The chat, or nothing where the text names none of this page's. */
  static Optional<ChatId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new ChatId(text)) : Optional.empty();
  }

  /** The private chat with a person, or nothing where the text names none of this page's people. */
  static Optional<ChatId> privateChatWith(String personId) {
    return PERSON.matcher(personId).matches()
        ? Optional.of(new ChatId("a:" + personId.substring("29:".length())))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "ChatId[…]";
  }
}

package org.inclusiondesk.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * A member of staff as the page's visitor made them up. All ids follow from the address (from the
 * name where there is none), so the same person keeps their chats whatever restarts.
 *
 * @param name as the directory shows it, never blank
 * @param mailbox null for somebody whom the directory knows no address of
 */
record Person(String name, @Nullable Mailbox mailbox) {

  /** The id that Teams gives a person towards one bot. */
  String id() {
    return "29:" + token();
  }

  /** The directory's id of the person. */
  UUID directoryId() {
    return UUID.nameUUIDFromBytes(token().getBytes(StandardCharsets.UTF_8));
  }

  /** The person's private chat with the desk. */
  ChatId privateChat() {
    return new ChatId("a:" + token());
  }

  /** A chat of the person, colleagues and the desk. */
  ChatId groupChat() {
    return new ChatId("19:" + token() + "@thread.v2");
  }

  private String token() {
    String key = mailbox == null ? "name " + name : "mailbox " + mailbox.canonical();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  @Override
  public String toString() {
    return "Person[…]";
  }
}

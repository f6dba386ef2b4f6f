package org.inclusiondesk.conversation;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a person or a team can be reached. Personal data: {@code toString} shows none of it. */
public sealed interface Address {

  /**
   * A mailbox, such as {@code first.last@example.org}.
   *
   * @param value the address, its domain in lower case, at most 254 characters (RFC 5321 §4.5.3.1)
   */
  record Mailbox(String value) implements Address {
    private static final Pattern INVISIBLE_ENDS =
        Pattern.compile("^[\\p{Z}\\p{Cf}]+|[\\p{Z}\\p{Cf}]+$");

    /** A character that nobody sees, or that was lost, and a domain with an empty part. */
    private static final Pattern UNSOUND =
        Pattern.compile("[\\p{Z}\\p{Cf}\uFFFD]|@(?:[^@]*\\.)?(?:\\.|$)");

    private static final int LONGEST = 254;
    private static final Pattern FORM =
        Pattern.compile(
            "[^\\s@<>()\\[\\]\\\\,;:\"\\p{Cntrl}]{1,64}@[^\\s@<>()\\[\\]\\\\,;:\"\\p{Cntrl}]{1,253}");

    /**
     * @throws IllegalArgumentException if the value is not one plain address
     */
    public Mailbox {
      value = value.strip();
      if (value.length() > LONGEST || !FORM.matcher(value).matches()) {
        throw new IllegalArgumentException("not a mail address");
      }
      int at = value.lastIndexOf('@');
      value = value.substring(0, at + 1) + value.substring(at + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * The mailbox, or nothing where the text is not one plain address. What nobody sees around it,
     * and the stop with which a domain may end, are no part of it; where a character of it was
     * lost, it is none. Stricter than the record, which takes whatever was stored.
     */
    public static Optional<Mailbox> parse(String text) {
      String address = text.strip();
      if (address.length() > LONGEST) {
        return Optional.empty();
      }
      address = INVISIBLE_ENDS.matcher(address).replaceAll("");
      address = address.endsWith(".") ? address.substring(0, address.length() - 1) : address;
      if (UNSOUND.matcher(address).find()) {
        return Optional.empty();
      }
      try {
        return Optional.of(new Mailbox(address));
      } catch (IllegalArgumentException notAnAddress) {
        return Optional.empty();
      }
    }

    /** The part behind the last {@code @}, in lower case. */
    public String domain() {
      return value.substring(value.lastIndexOf('@') + 1);
    }

    /** The same for every spelling of one mailbox: lower case throughout. */
    public String canonical() {
      return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return "Mailbox[…]";
    }
  }

  /**
   * A private chat with one person.
   *
   * @param reference what the chat's channel needs to speak there again; opaque to everyone else
   */
  record Chat(String reference) implements Address {
    @Override
    public String toString() {
      return "Chat[…]";
    }
  }
}

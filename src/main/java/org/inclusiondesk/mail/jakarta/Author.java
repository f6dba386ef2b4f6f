package org.inclusiondesk.mail.jakarta;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.mail.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Who says to have written a mail, as far as its From field can be read; where it has none, its
 * Sender field. Personal data: {@code toString} shows none of it.
 *
 * @param mailbox null where no address can be read
 * @param name beside the address; null where there is none
 * @param sole whether exactly one From field names exactly one well-formed address
 */
record Author(@Nullable Mailbox mailbox, @Nullable String name, boolean sole) {
  static final Pattern BARE_ADDRESS =
      Pattern.compile(
          "[^\\s<>()\\[\\]\\\\,;:\"@\\p{Cntrl}]{1,64}@[^\\s<>()\\[\\]\\\\,;:\"@]{1,200}");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");
  private static final int LONGEST_NAME = 200;

  /** Angus Mail takes its time over a hostile field, growing with the square of its length. */
  private static final int LONGEST_FIELD = 4_000;

  /**
   * @param charset of the mail's text; null where it declares none
   */
  static Author of(Headers headers, @Nullable String charset) {
    List<String> fields = headers.all("From");
    if (fields.isEmpty()) {
      return headers
          .first("Sender")
          .map(field -> of(field, charset))
          .map(author -> new Author(author.mailbox(), author.name(), false))
          .orElse(new Author(null, null, false));
    }
    Author first = of(fields.get(0), charset);
    return new Author(first.mailbox(), first.name(), first.sole() && fields.size() == 1);
  }

  private static Author of(String field, @Nullable String charset) {
    String bounded = field.substring(0, Math.min(field.length(), LONGEST_FIELD));
    String value = Decoding.header(bounded, charset);
    try {
      InternetAddress[] addresses = InternetAddress.parseHeader(value, false);
      for (InternetAddress address : addresses) {
        Optional<Mailbox> mailbox = mailbox(address);
        if (mailbox.isPresent()) {
          boolean alone = addresses.length == 1;
          return new Author(
              mailbox.get(), name(alone ? before(value, address) : address.getPersonal()), alone);
        }
      }
    } catch (AddressException | RuntimeException malformed) {
      return salvaged(value);
    }
    return salvaged(value);
  }

  private static Optional<Mailbox> mailbox(InternetAddress address) {
    return Optional.ofNullable(address.getAddress())
        .map(text -> text.startsWith("@") ? text.substring(text.indexOf(':') + 1) : text)
        .flatMap(Mailbox::parse);
  }

  /** The name of the only address; its encoded words are left to {@link Decoding}. */
  private static @Nullable String before(String value, InternetAddress address) {
    int angle = value.lastIndexOf('<');
    return angle > 0 && value.startsWith("=?") ? value.substring(0, angle) : address.getPersonal();
  }

  private static Author salvaged(String value) {
    String words = Decoding.words(value);
    Matcher matcher = BARE_ADDRESS.matcher(words);
    Mailbox mailbox = null;
    int start = words.indexOf('<') < 0 ? words.length() : words.indexOf('<');
    while (mailbox == null && matcher.find()) {
      mailbox = Mailbox.parse(matcher.group()).orElse(null);
      start = mailbox == null ? start : matcher.start();
    }
    String before = words.substring(0, start).replaceAll("[<\"\\[(]", " ");
    return new Author(mailbox, name(before), false);
  }

  private static @Nullable String name(@Nullable String raw) {
    if (raw == null) {
      return null;
    }
    String name = CONTROL.matcher(Decoding.words(raw)).replaceAll(" ").strip();
    return name.isEmpty() ? null : name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  @Override
  public String toString() {
    return "Author[sole=" + sole + "]";
  }
}

package org.inclusiondesk.mail.jakarta;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.mail.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Who says to have written a mail, as far as its From field can be read; where it has none, or one
 * that names nobody, its Sender, Reply-To or Return-Path; beside a bare name its Sender or
 * Reply-To, for servers without an address of their own have a return path all the same. Personal
 * data: {@code toString} shows none of it.
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

  /**
   * What some programs put beside an address: whoever vouches for its sender may read it as his.
   */
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Z}]");

  private static final Pattern UNREADABLE = Pattern.compile("<[^<>]{0,200}@[^<>]{0,200}>");
  private static final Pattern EMPTY_ANGLES = Pattern.compile("<\\s{0,20}>\\s{0,20}$");
  private static final int MOST_FIELDS = 5;
  private static final String RETURN_PATH = "Return-Path";
  private static final List<String> STAND_INS = List.of("Sender", "Reply-To", RETURN_PATH);
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._+-]{1,64}");
  private static final String SPECIALS = "()<>[]:;@\\,.\"'";
  private static final char ESCAPE = '\u001B';
  private static final char SHIELD = '\uE000';
  private static final int LONGEST_NAME = 200;

  /** Angus Mail takes its time over a hostile field, growing with the square of its length. */
  private static final int LONGEST_FIELD = 4_000;

  /**
   * @param charset of the mail's text; null where it declares none
   */
  static Author of(Headers headers, @Nullable String charset) {
    List<String> fields =
        headers.all("From").stream()
            .filter(field -> !namesNobody(field))
            .limit(MOST_FIELDS)
            .toList();
    List<Author> authors = fields.stream().map(field -> of(field, charset)).toList();
    Optional<Author> named =
        authors.stream().filter(author -> author.mailbox() != null).findFirst();
    if (named.isEmpty() && fields.stream().noneMatch(Author::tellsAnAddress)) {
      return standIn(headers, charset, !fields.isEmpty());
    }
    Author author = named.orElse(authors.get(0));
    return new Author(
        author.mailbox(), author.name(), author.sole() && headers.all("From").size() == 1);
  }

  /**
   * Whoever else is named as the sender, by the name in the From field if that holds one.
   *
   * @param bareName whether the From field is a name and nothing else
   */
  private static Author standIn(Headers headers, @Nullable String charset, boolean bareName) {
    String name = headers.first("From").map(field -> of(field, charset).name()).orElse(null);
    return STAND_INS.stream()
        .filter(field -> !bareName || !field.equals(RETURN_PATH))
        .flatMap(field -> headers.first(field).stream())
        .map(field -> of(field, charset))
        .filter(author -> author.mailbox() != null)
        .map(author -> new Author(author.mailbox(), name == null ? author.name() : name, false))
        .findFirst()
        .orElse(new Author(null, name, false));
  }

  /** Whether an address stands there, one that cannot be read included. */
  private static boolean tellsAnAddress(String field) {
    return Decoding.words(field).indexOf('@') >= 0;
  }

  /** Whether no address stands there, not even one that cannot be read. */
  private static boolean namesNobody(String field) {
    return field.isBlank() || (field.indexOf('@') < 0 && EMPTY_ANGLES.matcher(field).find());
  }

  private static Author of(String field, @Nullable String charset) {
    String bounded = field.substring(0, Math.min(field.length(), LONGEST_FIELD));
    String value = Decoding.header(bounded, charset);
    try {
      InternetAddress[] addresses = InternetAddress.parseHeader(decoded(value), false);
      StringBuilder before = new StringBuilder();
      for (InternetAddress address : addresses) {
        Optional<Mailbox> mailbox = mailbox(address);
        String personal = address.getPersonal();
        if (mailbox.isPresent()) {
          boolean sole = addresses.length == 1 && isPlainly(mailbox.get(), field);
          return new Author(mailbox.get(), personal == null ? null : name(before + personal), sole);
        }
        if (address.getAddress() != null && address.getAddress().indexOf('@') >= 0) {
          return salvaged(value);
        }
        // "Staff, Sam <sam@…>" without quotation marks: the name was parted at its comma.
        if (personal == null && address.getAddress() != null) {
          before.append(address.getAddress()).append(", ");
        }
      }
    } catch (AddressException | RuntimeException malformed) {
      return salvaged(value);
    }
    return salvaged(value);
  }

  /**
   * Whether the field names this mailbox and no other before anything in it is decoded, as a mail
   * server reads it that vouches for its sender: decoding may change the name, not who it is.
   */
  private static boolean isPlainly(Mailbox mailbox, String field) {
    if (field.length() > LONGEST_FIELD
        || field.indexOf(ESCAPE) >= 0
        || EMPTY_ANGLES.matcher(field).find()) {
      return false;
    }
    StringBuilder raw = new StringBuilder(field);
    for (int at = 0; at < raw.length(); at++) {
      int end = Decoding.endOfWords(field, at);
      if (end > 0) {
        if ((at > 0 && !parts(field.charAt(at - 1)))
            || (end < field.length() && !parts(field.charAt(end)))) {
          return false;
        }
        // Some programs write a comma into a word, although they must not; it parts no addresses.
        String words = field.substring(at, end);
        if (words.indexOf('@') < 0) {
          raw.replace(at, end, words.replace(',', '_'));
        }
        at = end - 1;
      }
    }
    try {
      InternetAddress[] addresses = InternetAddress.parseHeader(raw.toString(), false);
      return addresses.length == 1
          && Optional.ofNullable(addresses[0].getAddress())
              .map(Author::utf8)
              .filter(text -> !INVISIBLE.matcher(text).find())
              .flatMap(Mailbox::parse)
              .filter(mailbox::equals)
              .isPresent();
    } catch (AddressException | RuntimeException malformed) {
      return false;
    }
  }

  private static boolean parts(char c) {
    return " \t\r\n()<>\",".indexOf(c) >= 0;
  }

  /** Of characters that hold a byte each (RFC 6532 lets an address be UTF-8, and nothing else). */
  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static Optional<Mailbox> mailbox(InternetAddress address) {
    return Optional.ofNullable(address.getAddress())
        .map(text -> text.startsWith("@") ? text.substring(text.indexOf(':') + 1) : text)
        .flatMap(Author::mailbox);
  }

  /** Nobody where an encoded word stands for who it is: what it says belongs to somebody else. */
  private static Optional<Mailbox> mailbox(String text) {
    return Mailbox.parse(text).filter(mailbox -> !mailbox.value().contains("?=@"));
  }

  /**
   * The field with its encoded words decoded. What they say parts no addresses and is never a part
   * of one: {@link #shielded}. Only a word right before the {@code @}, which some programs write
   * although they must not, stands for plain letters.
   */
  private static String decoded(String value) {
    if (!value.contains("=?")) {
      return value;
    }
    StringBuilder decoded = new StringBuilder();
    boolean inQuotes = false;
    int at = 0;
    while (at < value.length()) {
      int end = inQuotes ? -1 : Decoding.endOfWords(value, at);
      if (end > 0) {
        String words = Decoding.words(value.substring(at, end));
        boolean local = end < value.length() && value.charAt(end) == '@';
        if (!local) {
          decoded.append(shielded(words));
        } else {
          decoded.append(PLAIN.matcher(words).matches() ? words : value.substring(at, end));
        }
        at = end;
        continue;
      }
      char c = value.charAt(at);
      if (c == '\\' && inQuotes && at + 1 < value.length()) {
        decoded.append(c);
        at++;
      } else if (c == '"') {
        inQuotes = !inQuotes;
      }
      decoded.append(value.charAt(at));
      at++;
    }
    return decoded.toString();
  }

  /** With characters for private use in the place of those that the grammar of the field knows. */
  private static String shielded(String words) {
    StringBuilder shielded = new StringBuilder(words);
    for (int i = 0; i < shielded.length(); i++) {
      if (SPECIALS.indexOf(shielded.charAt(i)) >= 0) {
        shielded.setCharAt(i, (char) (SHIELD + shielded.charAt(i)));
      }
    }
    return shielded.toString();
  }

  private static String unshielded(String name) {
    StringBuilder plain = new StringBuilder(name);
    for (int i = 0; i < plain.length(); i++) {
      int special = plain.charAt(i) - SHIELD;
      if (special >= 0 && SPECIALS.indexOf(special) >= 0) {
        plain.setCharAt(i, (char) special);
      }
    }
    return plain.toString();
  }

  /** The first address of a field that is badly formed; nobody where only a later one is sound. */
  private static Author salvaged(String value) {
    String words = withoutComments(decoded(value));
    Matcher matcher = BARE_ADDRESS.matcher(words);
    Mailbox mailbox = null;
    int start = words.indexOf('<') < 0 ? words.length() : words.indexOf('<');
    if (matcher.find()
        && !isRestOfAnother(words, matcher.start())
        && !words.startsWith("@", matcher.end())) {
      mailbox = mailbox(matcher.group()).orElse(null);
      start = mailbox == null ? start : matcher.start();
    }
    String before = words.substring(0, start);
    return new Author(mailbox, name(before.replaceAll("[<\"\\[]|\\(\\s*$", " ")), false);
  }

  /**
   * Whether this goes on with an address that cannot be read: more of it stands before, within the
   * same angles or in the same word, or another stands before in angles of its own.
   */
  private static boolean isRestOfAnother(String words, int start) {
    int angle = words.lastIndexOf('<', start);
    boolean withinAngles =
        angle >= 0
            && words.indexOf('>', angle) >= start
            && !words.substring(angle + 1, start).isBlank();
    String before = words.substring(0, start);
    return withinAngles
        || UNREADABLE.matcher(before).find()
        || (words.charAt(start) == '.' && !before.isBlank())
        || (start > 0 && goesOnBehind(words.charAt(start - 1)));
  }

  private static boolean goesOnBehind(char c) {
    return c == '@' || c == '.' || Character.isLetterOrDigit(c);
  }

  /** Without comments within angles, where hardly any program writes one (RFC 5322 §3.4.1). */
  private static String withoutComments(String words) {
    StringBuilder kept = new StringBuilder();
    boolean inQuotes = false;
    boolean inAngles = false;
    for (int at = 0; at < words.length(); at++) {
      char c = words.charAt(at);
      int end = inAngles && c == '(' ? endOfComment(words, at) : -1;
      if (end > 0) {
        at = end;
        continue;
      }
      inQuotes ^= c == '"';
      inAngles = !inQuotes && (c == '<' || (inAngles && c != '>'));
      kept.append(c);
    }
    return kept.toString();
  }

  /** Where the parenthesis stands that closes this one; below 0 where none does. */
  private static int endOfComment(String words, int start) {
    int open = 0;
    for (int at = start; at < words.length(); at++) {
      char c = words.charAt(at);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (open == 0) {
        return at;
      }
      at += c == '\\' ? 1 : 0;
    }
    return -1;
  }

  private static @Nullable String name(String raw) {
    String words = unshielded(Decoding.words(raw));
    String name = unquoted(CONTROL.matcher(words).replaceAll(" ").strip());
    return name.isEmpty() ? null : name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  /**
   * Without the quotation marks, single ones too, that programs put around a name once more, or
   * forget to close.
   */
  private static String unquoted(String raw) {
    String name = raw.replace("\\\"", "\"");
    boolean quoted =
        name.length() > 1
            && name.charAt(0) == name.charAt(name.length() - 1)
            && "'\"".indexOf(name.charAt(0)) >= 0;
    if (quoted) {
      return name.substring(1, name.length() - 1).strip();
    }
    return name.lastIndexOf('"') == 0 ? name.substring(1).strip() : name;
  }

  @Override
  public String toString() {
    return "Author[sole=" + sole + "]";
  }
}

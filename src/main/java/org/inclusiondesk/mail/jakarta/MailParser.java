package org.inclusiondesk.mail.jakarta;

import jakarta.activation.DataSource;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.SharedInputStream;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.mail.Headers;
import org.inclusiondesk.mail.IncomingMail;
import org.inclusiondesk.mail.LoopGuard;
import org.inclusiondesk.mail.ReplyText;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link IncomingMail} of any bytes, without an exception and within bounds: so many
 * levels, parts, header fields and characters are looked at and no more. Safe for any number of
 * threads.
 */
public final class MailParser implements Function<byte[], IncomingMail> {
  private static final int DEEPEST = 20;
  private static final int MOST_PARTS = 500;
  private static final int MOST_FIELDS = 1000;
  private static final int LONGEST_FIELD = 20_000;
  private static final int MOST_HEADER_BYTES = 1024 * 1024;
  private static final int MOST_PART_BYTES = 2 * 1024 * 1024;
  private static final int LONGEST_HTML = 512 * 1024;
  private static final int LONGEST_TEXT = 256 * 1024;
  private static final int MOST_REFERENCES = 100;

  private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s\\p{Cntrl}]{1,250}>");
  private static final Pattern BARE_ADDRESS =
      Pattern.compile(
          "[^\\s<>()\\[\\]\\\\,;:\"@\\p{Cntrl}]{1,64}@[^\\s<>()\\[\\]\\\\,;:\"@]{1,200}");
  private static final Pattern FOLD = Pattern.compile("\\r\\n?[ \\t]?|\\n[ \\t]?");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

  @Override
  public IncomingMail apply(byte[] bytes) {
    return parse(bytes);
  }

  /** Reads a mail as it came over the wire. */
  public IncomingMail parse(byte[] bytes) {
    Walk walk = new Walk();
    Headers headers = headers(bytes);
    String text = bounded(walk.text(headers, new SharedByteArrayInputStream(bytes), bytes));
    return mail(bytes, headers, text, walk.types);
  }

  private static IncomingMail mail(byte[] bytes, Headers headers, String text, List<String> types) {
    Author author = author(headers);
    String subject = CONTROL.matcher(decoded(headers.first("Subject").orElse(""))).replaceAll(" ");
    LoopGuard.Verdict verdict = LoopGuard.judge(headers, author.mailbox(), subject, types);
    String messageId =
        headers.first("Message-ID").flatMap(v -> ids(v).stream().findFirst()).orElse(null);
    return new IncomingMail(
        key(bytes, headers, author.mailbox(), messageId, subject, text),
        bytes.length,
        headers,
        messageId,
        references(headers),
        author.mailbox(),
        author.name(),
        author.sole(),
        recipients(headers),
        subject.strip(),
        text,
        ReplyText.of(text),
        verdict.bounce(),
        verdict.reason());
  }

  // --- headers

  private static Headers headers(byte[] bytes) {
    int from = skipped(bytes);
    int length = Math.min(bytes.length, MOST_HEADER_BYTES) - from;
    try {
      return headers(
          new InternetHeaders(new SharedByteArrayInputStream(bytes, from, length)).getAllHeaders());
    } catch (MessagingException | RuntimeException unreadable) {
      return Headers.NONE;
    }
  }

  /** Empty lines and an mbox separator that stand before the first field. */
  private static int skipped(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && at < 1000 && (bytes[at] == '\r' || bytes[at] == '\n')) {
      at++;
    }
    return at;
  }

  private static Headers headers(Enumeration<Header> read) {
    List<Headers.Field> fields = new ArrayList<>();
    for (Header field : Collections.list(read)) {
      if (fields.size() == MOST_FIELDS) {
        break;
      }
      String value = field.getValue() == null ? "" : field.getValue();
      String bounded = value.length() > LONGEST_FIELD ? value.substring(0, LONGEST_FIELD) : value;
      fields.add(
          new Headers.Field(
              field.getName().strip(), FOLD.matcher(bounded).replaceAll(" ").strip()));
    }
    return new Headers(fields);
  }

  private static String decoded(String value) {
    return Decoding.words(Decoding.header(value));
  }

  private static List<String> ids(String value) {
    List<String> ids = new ArrayList<>();
    Matcher matcher = MESSAGE_ID.matcher(value);
    while (ids.size() < MOST_REFERENCES && matcher.find()) {
      ids.add(matcher.group());
    }
    return ids;
  }

  private static List<String> references(Headers headers) {
    Set<String> ids = new LinkedHashSet<>();
    headers.all("References").forEach(value -> ids.addAll(ids(value)));
    headers.all("In-Reply-To").forEach(value -> ids.addAll(ids(value)));
    return List.copyOf(ids);
  }

  /** Who says to have written the mail. */
  private record Author(@Nullable Mailbox mailbox, @Nullable String name, boolean sole) {
    @Override
    public String toString() {
      return "Author[sole=" + sole + "]";
    }
  }

  private static Author author(Headers headers) {
    List<String> fields = headers.all("From");
    if (fields.isEmpty()) {
      return headers
          .first("Sender")
          .map(MailParser::author)
          .map(author -> new Author(author.mailbox(), author.name(), false))
          .orElse(new Author(null, null, false));
    }
    Author first = author(fields.get(0));
    return new Author(first.mailbox(), first.name(), first.sole() && fields.size() == 1);
  }

  private static Author author(String field) {
    String value = Decoding.header(field);
    try {
      InternetAddress[] addresses = InternetAddress.parseHeader(value, false);
      for (InternetAddress address : addresses) {
        Optional<Mailbox> mailbox = mailbox(address);
        if (mailbox.isPresent()) {
          return new Author(mailbox.get(), name(address.getPersonal()), addresses.length == 1);
        }
      }
    } catch (AddressException | RuntimeException malformed) {
      return salvaged(value);
    }
    return salvaged(value);
  }

  private static Optional<Mailbox> mailbox(InternetAddress address) {
    return Optional.ofNullable(address.getAddress())
        .map(text -> text.replaceFirst("^@[^:]*:", ""))
        .flatMap(Mailbox::parse);
  }

  private static Author salvaged(String value) {
    String words = Decoding.words(value);
    Matcher matcher = BARE_ADDRESS.matcher(words);
    Mailbox mailbox = null;
    int start = words.length();
    while (mailbox == null && matcher.find()) {
      mailbox = Mailbox.parse(matcher.group()).orElse(null);
      start = matcher.start();
    }
    String before = words.substring(0, Math.max(0, start)).replaceAll("[<\"\\[(]", " ");
    return new Author(mailbox, name(before), false);
  }

  private static @Nullable String name(@Nullable String raw) {
    if (raw == null) {
      return null;
    }
    String name = CONTROL.matcher(decoded(raw)).replaceAll(" ").strip();
    return name.isEmpty() ? null : name.substring(0, Math.min(name.length(), 200));
  }

  private static List<Mailbox> recipients(Headers headers) {
    List<Mailbox> recipients = new ArrayList<>();
    List<String> fields = new ArrayList<>(headers.all("To"));
    fields.addAll(headers.all("Cc"));
    for (String field : fields) {
      Matcher matcher = BARE_ADDRESS.matcher(field);
      while (recipients.size() < 100 && matcher.find()) {
        Mailbox.parse(matcher.group()).ifPresent(recipients::add);
      }
    }
    return recipients;
  }

  // --- what stays the same when the mail is delivered again

  private static String key(
      byte[] bytes,
      Headers headers,
      @Nullable Mailbox from,
      @Nullable String messageId,
      String subject,
      String text) {
    MessageDigest digest = sha256();
    for (String part :
        List.of(
            from == null ? "" : from.canonical(),
            messageId == null ? "" : messageId,
            headers.first("Date").orElse(""),
            subject.strip(),
            text.strip())) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    if (text.isBlank()) {
      digest.update(bytes, bodyAt(bytes), bytes.length - bodyAt(bytes));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Where the body begins: behind the first empty line; at the end where there is none. */
  private static int bodyAt(byte[] bytes) {
    for (int i = skipped(bytes); i + 1 < bytes.length; i++) {
      if (bytes[i] == '\n'
          && (bytes[i + 1] == '\n'
              || (bytes[i + 1] == '\r' && i + 2 < bytes.length && bytes[i + 2] == '\n'))) {
        return i + (bytes[i + 1] == '\n' ? 2 : 3);
      }
    }
    return bytes.length;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException("SHA-256 is missing from this Java", fault);
    }
  }

  private static String bounded(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\u0000", "");
    return lines.length() > LONGEST_TEXT ? lines.substring(0, LONGEST_TEXT) : lines;
  }

  // --- bodies

  /** One walk through the parts of one mail. */
  private static final class Walk {
    private final List<String> types = new ArrayList<>();
    private int parts;

    String text(Headers headers, SharedByteArrayInputStream whole, byte[] bytes) {
      int body = bodyAt(bytes);
      return text(headers, whole.newStream(body, bytes.length), 0, "text/plain");
    }

    /** The text that a person would read in a part; blank where there is none. */
    private String text(Headers headers, InputStream body, int depth, String usual) {
      ContentType type = ContentType.of(headers.first("Content-Type").orElse(null), usual);
      types.add(type.value());
      if (depth > DEEPEST) {
        return "";
      }
      if (type.is("multipart")) {
        return multipart(type, headers, body, depth);
      }
      if (isAttachment(headers, type) && depth > 0) {
        return "";
      }
      return leaf(type, headers, body);
    }

    private static boolean isAttachment(Headers headers, ContentType type) {
      ContentType disposition =
          ContentType.of(headers.first("Content-Disposition").orElse(null), "inline");
      return disposition.value().equals("attachment")
          || disposition.parameter("filename") != null
          || type.parameter("name") != null;
    }

    private static String leaf(ContentType type, Headers headers, InputStream body) {
      boolean html =
          type.value().equals("text/html") || type.value().equals("application/xhtml+xml");
      boolean plain =
          type.value().equals("text/plain")
              || type.value().equals("text")
              || type.value().equals("text/enriched")
              || !type.value().contains("/");
      if (!html && !plain) {
        return "";
      }
      String encoding = encoding(headers);
      byte[] bytes = Decoding.transfer(body, encoding, MOST_PART_BYTES);
      boolean raw = !encoding.equals("base64") && !encoding.equals("quoted-printable");
      String text = Decoding.text(bytes, type.parameter("charset"), raw);
      if (!html) {
        return text;
      }
      return HtmlText.of(text.length() > LONGEST_HTML ? text.substring(0, LONGEST_HTML) : text);
    }

    private static String encoding(Headers headers) {
      return headers
          .first("Content-Transfer-Encoding")
          .orElse("")
          .replaceAll("[;\\s\"(].*", "")
          .toLowerCase(Locale.ROOT);
    }

    private String multipart(ContentType type, Headers headers, InputStream body, int depth) {
      List<MimeBodyPart> children = children(type, headers, body);
      if (children.isEmpty()) {
        return leaf(new ContentType("text/plain", type.parameters()), headers, body);
      }
      String usual = type.value().equals("multipart/digest") ? "message/rfc822" : "text/plain";
      boolean alternative = type.value().equals("multipart/alternative");
      boolean firstOnly = type.value().equals("multipart/report");
      List<String> texts = new ArrayList<>();
      String plain = "";
      for (MimeBodyPart child : children) {
        Headers childHeaders = headers(child);
        ContentType childType =
            ContentType.of(childHeaders.first("Content-Type").orElse(null), usual);
        String text = text(childHeaders, content(child), depth + 1, usual);
        if (!text.isBlank()) {
          texts.add(text.strip());
          if (plain.isEmpty() && childType.value().equals("text/plain")) {
            plain = text.strip();
          }
        }
      }
      if (texts.isEmpty()) {
        return "";
      }
      if (alternative) {
        return plain.isEmpty() ? texts.get(texts.size() - 1) : plain;
      }
      return firstOnly ? texts.get(0) : String.join("\n\n", texts);
    }

    private List<MimeBodyPart> children(ContentType type, Headers headers, InputStream body) {
      String boundary = type.parameter("boundary");
      String bare =
          type.value().matches("multipart/[a-z0-9.+-]+") ? type.value() : "multipart/mixed";
      String clean =
          boundary == null || boundary.isEmpty()
              ? bare
              : bare + "; boundary=\"" + boundary.replaceAll("([\"\\\\])", "\\\\$1") + "\"";
      String encoding = encoding(headers);
      InputStream shared =
          encoding.equals("base64") || encoding.equals("quoted-printable")
              ? new SharedByteArrayInputStream(
                  Decoding.transfer(body, encoding, Integer.MAX_VALUE - 8))
              : again(body);
      List<MimeBodyPart> found = new ArrayList<>();
      try {
        new Parts(new Body(clean, shared), MOST_PARTS - parts, found).parse();
      } catch (MessagingException | RuntimeException malformed) {
        // What was found up to here counts.
      }
      parts += found.size();
      return found;
    }

    /** The same bytes from the start, whatever was read of them. */
    private static InputStream again(InputStream in) {
      return in instanceof SharedInputStream shared ? shared.newStream(0, -1) : in;
    }

    private static Headers headers(MimeBodyPart part) {
      try {
        return MailParser.headers(part.getAllHeaders());
      } catch (MessagingException | RuntimeException unreadable) {
        return Headers.NONE;
      }
    }

    private static InputStream content(MimeBodyPart part) {
      try {
        return part.getRawInputStream();
      } catch (MessagingException | RuntimeException unreadable) {
        return InputStream.nullInputStream();
      }
    }
  }

  /** Collects parts as they are found, so that those before a fault count, and stops at a bound. */
  private static final class Parts extends MimeMultipart {
    private final int most;
    private final List<MimeBodyPart> found;

    Parts(DataSource source, int most, List<MimeBodyPart> found) throws MessagingException {
      super(source);
      this.most = most;
      this.found = found;
    }

    @Override
    protected synchronized void parse() throws MessagingException {
      super.parse();
    }

    @Override
    protected MimeBodyPart createMimeBodyPart(InputStream in) throws MessagingException {
      if (found.size() >= most) {
        throw new MessagingException("too many parts");
      }
      MimeBodyPart part = super.createMimeBodyPart(in);
      found.add(part);
      return part;
    }
  }

  /** The body of a multipart. */
  private record Body(String getContentType, InputStream getInputStream) implements DataSource {
    @Override
    public OutputStream getOutputStream() throws IOException {
      throw new IOException("read only");
    }

    @Override
    public String getName() {
      return "";
    }
  }
}

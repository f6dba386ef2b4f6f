package org.inclusiondesk.mail.jakarta;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
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
  private static final int LONGEST_TEXT = 256 * 1024;
  private static final int MOST_REFERENCES = 100;
  private static final int MOST_OF_RECIPIENTS = 64 * 1024;

  private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s\\p{Cntrl}]{1,250}>");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

  @Override
  public IncomingMail apply(byte[] bytes) {
    return parse(bytes);
  }

  /** Reads a mail as it came over the wire. */
  public IncomingMail parse(byte[] bytes) {
    Entity entity = Entity.mail(bytes);
    Headers headers = entity.headers();
    BodyText body = BodyText.of(entity);
    String text = bounded(body.text());
    Author author = Author.of(headers, body.charset());
    String subject =
        CONTROL
            .matcher(decoded(headers.first("Subject").orElse(""), body.charset()))
            .replaceAll(" ")
            .strip();
    LoopGuard.Verdict verdict =
        LoopGuard.judge(headers, author.mailbox(), subject, text, body.types(), body.actions());
    String messageId =
        headers.first("Message-ID").flatMap(v -> ids(v).stream().findFirst()).orElse(null);
    return new IncomingMail(
        key(entity, author.mailbox(), messageId, subject, text),
        bytes.length,
        headers,
        messageId,
        references(headers),
        author.mailbox(),
        author.name(),
        author.sole() && entity.sound(),
        recipients(headers),
        subject,
        text,
        ReplyText.of(bounded(body.fresh()), names(author)),
        verdict.bounce(),
        verdict.reason(),
        null);
  }

  /** What its author may call himself below a mail. */
  private static String names(Author author) {
    Mailbox mailbox = author.mailbox();
    return (author.name() == null ? "" : author.name())
        + " "
        + (mailbox == null ? "" : mailbox.value().split("@", 2)[0]);
  }

  private static String decoded(String value, @Nullable String charset) {
    return Decoding.words(Decoding.header(value, charset));
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

  private static List<Mailbox> recipients(Headers headers) {
    List<Mailbox> recipients = new ArrayList<>();
    List<String> fields = new ArrayList<>(headers.all("To"));
    fields.addAll(headers.all("Cc"));
    int left = MOST_OF_RECIPIENTS;
    for (String field : fields) {
      String bounded = field.substring(0, Math.min(field.length(), left));
      left -= bounded.length();
      Matcher matcher = Author.BARE_ADDRESS.matcher(bounded);
      while (recipients.size() < 100 && matcher.find()) {
        Mailbox.parse(matcher.group()).ifPresent(recipients::add);
      }
    }
    return recipients;
  }

  // --- what stays the same when the mail is delivered again

  private static String key(
      Entity entity,
      @Nullable Mailbox from,
      @Nullable String messageId,
      String subject,
      String text) {
    MessageDigest digest = sha256();
    for (String part :
        List.of(
            from == null ? "" : from.canonical(),
            messageId == null ? "" : messageId,
            entity.headers().first("Date").orElse(""),
            subject,
            text.strip())) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    if (text.isBlank()) {
      entity.body().hashInto(digest);
    }
    return HexFormat.of().formatHex(digest.digest());
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
}

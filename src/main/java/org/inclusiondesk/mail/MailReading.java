package org.inclusiondesk.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * Shows how the desk reads mail that lies in files: one JSON object a message, one a line. Its
 * {@code from} is spelt as in the mail, and shown even where it is no address that can be answered.
 */
public final class MailReading {
  /** Larger messages are not read, neither here nor from a mailbox: 35 MB. */
  public static final int LARGEST = 35 * 1024 * 1024;

  private static final List<String> SENDERS = List.of("From", "Sender", "Reply-To", "Return-Path");
  private static final int LONGEST_SENDER = 1000;

  private final Function<byte[], IncomingMail> parser;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param parser makes a mail of any bytes, without an exception
   */
  public MailReading(Function<byte[], IncomingMail> parser) {
    this.parser = parser;
  }

  /**
   * Reads a file, or all files below a directory that are mail by {@link MailFiles}, in the order
   * of their names. A file that cannot be read yields an object whose {@code error} says why.
   *
   * @param bareText whether each file is the text of a message alone, without headers
   * @throws IOException if the path is not there or the directory cannot be listed
   */
  public Outcome print(Path path, boolean bareText, PrintStream out) throws IOException {
    MailFiles files = MailFiles.below(path, bareText);
    int errors = 0;
    for (Path file : files.taken()) {
      for (Map<String, @Nullable Object> read : read(file, bareText)) {
        errors += read.get("error") == null ? 0 : 1;
        out.println(line(read));
      }
    }
    return new Outcome(errors, files.passedOver());
  }

  /**
   * What came of reading.
   *
   * @param errors how many objects have an error
   * @param passedOver how many files below a directory were taken for no mail
   */
  public record Outcome(int errors, int passedOver) {}

  /**
   * Measures how fast mails are read: all of them, again and again for some seconds.
   *
   * @throws IOException if the path is not there or the directory cannot be listed
   */
  public MailSpeed measure(Path path) throws IOException {
    List<byte[]> mails = new ArrayList<>();
    for (Path file : MailFiles.below(path, false).taken()) {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length <= LARGEST) {
        mails.addAll(MailFiles.mailsIn(file, bytes));
      }
    }
    return MailSpeed.of(mails, parser);
  }

  private List<Map<String, @Nullable Object>> read(Path file, boolean bareText) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1);
    } catch (NoSuchFileException missing) {
      throw missing;
    } catch (IOException fault) {
      return List.of(object(file, null, "the file cannot be read"));
    }
    if (bytes.length > LARGEST) {
      return List.of(object(file, null, "the message is larger than 35 MB"));
    }
    if (bareText) {
      String text = MailFiles.text(bytes);
      Map<String, @Nullable Object> object = object(file, null, null);
      object.put("text", text);
      object.put("reply", ReplyText.of(text));
      return List.of(object);
    }
    if (MailFiles.isOutlookItem(bytes)) {
      return List.of(object(file, null, "an item saved by Outlook, not a mail as it travels"));
    }
    return MailFiles.mailsIn(file, bytes).stream().map(mail -> parsed(file, mail)).toList();
  }

  private Map<String, @Nullable Object> parsed(Path file, byte[] bytes) {
    try {
      return object(file, parser.apply(bytes), null);
    } catch (RuntimeException | StackOverflowError fault) {
      return object(file, null, "the message cannot be read");
    }
  }

  private static Map<String, @Nullable Object> object(
      Path file, @Nullable IncomingMail mail, @Nullable String error) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("file", file.toString());
    object.put("from", mail == null ? null : sender(mail));
    object.put("fromName", mail == null ? null : mail.fromName());
    object.put("subject", mail == null ? null : mail.subject());
    object.put("text", mail == null ? null : mail.text());
    object.put("reply", mail == null ? null : mail.reply());
    object.put("automatic", mail != null && mail.automatic());
    object.put("bounce", mail != null && mail.bounce());
    object.put("reason", mail == null ? null : mail.reason());
    object.put("error", error);
    return object;
  }

  /** The sender's address as the mail spells it; null where no sender is named. */
  private static @Nullable String sender(IncomingMail mail) {
    Mailbox from = mail.from();
    return from == null
        ? unreadable(mail.headers().first("From").orElse(""))
        : SENDERS.stream()
            .flatMap(name -> mail.headers().all(name).stream())
            .flatMap(field -> spelt(from.value(), field).stream())
            .findFirst()
            .orElse(from.value());
  }

  private static Optional<String> spelt(String address, String field) {
    int last = Math.min(field.length(), LONGEST_SENDER) - address.length();
    return IntStream.rangeClosed(0, last)
        .filter(at -> field.regionMatches(true, at, address, 0, address.length()))
        .mapToObj(at -> field.substring(at, at + address.length()))
        .findFirst();
  }

  /** What stands in the place of an address that is none; null where nothing stands there. */
  private static @Nullable String unreadable(String field) {
    String bounded = field.substring(0, Math.min(field.length(), LONGEST_SENDER));
    int angle = bounded.lastIndexOf('<');
    int end = bounded.indexOf('>', angle);
    String address = angle >= 0 && end > angle ? bounded.substring(angle + 1, end) : bounded;
    return address.isBlank() ? null : address.strip();
  }

  private String line(Map<String, @Nullable Object> object) {
    try {
      return json.writeValueAsString(object);
    } catch (JsonProcessingException fault) {
      throw new IllegalStateException("a message could not be written as JSON", fault);
    }
  }
}

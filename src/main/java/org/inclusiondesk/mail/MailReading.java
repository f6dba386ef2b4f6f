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
import java.util.function.Function;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.jspecify.annotations.Nullable;

/** Shows how the desk reads mail that lies in files: one JSON object a message, one a line. */
public final class MailReading {
  /** Larger messages are not read, neither here nor from a mailbox: 35 MB. */
  public static final int LARGEST = 35 * 1024 * 1024;

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
    Mailbox from = mail == null ? null : mail.from();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("file", file.toString());
    object.put("from", from == null ? null : from.value());
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

  private String line(Map<String, @Nullable Object> object) {
    try {
      return json.writeValueAsString(object);
    } catch (JsonProcessingException fault) {
      throw new IllegalStateException("a message could not be written as JSON", fault);
    }
  }
}

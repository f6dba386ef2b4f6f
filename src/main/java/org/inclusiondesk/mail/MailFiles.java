package org.inclusiondesk.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which files below a directory are mail: by their ending, or else by looking into them. None is
 * dropped silently.
 *
 * @param taken in the order of their names
 * @param passedOver how many were taken for no mail
 */
record MailFiles(List<Path> taken, int passedOver) {
  private static final Set<String> MAIL =
      Set.of("eml", "mail", "email", "mbox", "mbx", "mime", "msg", "box", "rfc822", "emlx");
  private static final Set<String> OTHER =
      Set.of(
          "json", "yml", "yaml", "xml", "html", "htm", "md", "csv", "tsv", "png", "jpg", "jpeg",
          "gif", "pdf", "zip", "gz", "tgz", "py", "rb", "php", "java", "js", "pl", "go", "rs", "sh",
          "class", "jar", "css", "svg", "ico", "doc", "docx", "pem", "key", "crt", "license");

  /** Fields of which a mail has one at least. */
  private static final Pattern MAIL_FIELD =
      Pattern.compile(
          "(?im)^(?:from|to|subject|date|received|return-path|message-id|mime-version|content-type"
              + "|delivered-to|sender|reply-to|cc|x-[a-z-]{1,60})[ \\t]{0,3}:");

  private static final Pattern FIRST_LINE =
      Pattern.compile(
          "(?s)(?:\\uFEFF|\\u00EF\\u00BB\\u00BF)?\\s*(?:>?From [^\\n]*|[!-9;-~]{1,80}[ \\t]*:[^\\n]*)(?:\\n.*)?");
  private static final Pattern SEPARATOR =
      Pattern.compile("From \\S{1,200} .{0,20}[A-Z][a-z]{2} [A-Z][a-z]{2} .{0,60}");
  private static final byte[] OUTLOOK_ITEM = {
    (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1
  };
  private static final int BEGINNING = 16_384;

  MailFiles {
    taken = List.copyOf(taken);
  }

  /**
   * @param bareText whether files of text are looked for, and not mail
   */
  static MailFiles below(Path path, boolean bareText) throws IOException {
    if (!Files.isDirectory(path)) {
      return new MailFiles(List.of(path), 0);
    }
    List<Path> files;
    try (Stream<Path> below = Files.walk(path)) {
      files = below.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
    List<Path> taken =
        files.stream().filter(file -> bareText ? isText(file) : isMail(file)).toList();
    return new MailFiles(taken, files.size() - taken.size());
  }

  private static boolean isMail(Path file) {
    String ending = ending(file);
    return MAIL.contains(ending) || (!OTHER.contains(ending) && looksLikeMail(beginning(file)));
  }

  private static boolean looksLikeMail(String beginning) {
    return FIRST_LINE.matcher(beginning).matches() && MAIL_FIELD.matcher(beginning).find();
  }

  private static boolean isText(Path file) {
    return !OTHER.contains(ending(file)) && beginning(file).indexOf('\0') < 0;
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The first characters, each of one byte; none of a file that cannot be read. */
  private static String beginning(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      return "";
    }
  }

  /** The text of a file: in UTF-8, or else in windows-1252. */
  static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException otherCharset) {
      return new String(bytes, Charset.forName("windows-1252"));
    }
  }

  /** Whether Outlook saved the file in its own form ({@code .msg}). */
  static boolean isOutlookItem(byte[] bytes) {
    for (int i = 0; i < OUTLOOK_ITEM.length; i++) {
      if (bytes.length <= i || bytes[i] != OUTLOOK_ITEM[i]) {
        return false;
      }
    }
    return true;
  }

  /** The mails of a file: several where it is an mbox by its name, else one. */
  static List<byte[]> mailsIn(Path file, byte[] bytes) {
    if (!file.getFileName().toString().toLowerCase(Locale.ROOT).contains(".mbox")) {
      return List.of(bytes);
    }
    List<byte[]> mails = new ArrayList<>();
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    boolean afterBlank = true;
    int at = 0;
    while (at < bytes.length) {
      int end = at;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      String line = new String(bytes, at, Math.min(end - at, 300), StandardCharsets.ISO_8859_1);
      if (afterBlank && SEPARATOR.matcher(line.strip()).matches() && mail.size() > 0) {
        mails.add(mail.toByteArray());
        mail.reset();
      }
      afterBlank = line.isBlank();
      int next = Math.min(bytes.length, end + 1);
      mail.write(bytes, at, next - at);
      at = next;
    }
    if (mail.size() > 0 || mails.isEmpty()) {
      mails.add(mail.toByteArray());
    }
    return mails;
  }
}

package org.inclusiondesk.mail.jakarta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.inclusiondesk.mail.IncomingMail;

/** Mail as tests write it, line by line or byte by byte. */
final class RawMail {
  private static final MailParser PARSER = new MailParser();

  private RawMail() {}

  /** What is read of a mail whose lines end in {@code \n} here. */
  static IncomingMail parse(String raw) {
    return PARSER.parse(raw.replace("\n", "\r\n").getBytes(UTF_8));
  }

  /** Texts of one byte a character, and bytes, one behind the other. */
  static byte[] bytes(Object... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Object part : parts) {
      all.writeBytes(part instanceof byte[] raw ? raw : ((String) part).getBytes(ISO_8859_1));
    }
    return all.toByteArray();
  }
}

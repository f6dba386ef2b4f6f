package org.inclusiondesk.mail.jakarta;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.util.BASE64DecoderStream;
import org.eclipse.angus.mail.util.QPDecoderStream;
import org.eclipse.angus.mail.util.UUDecoderStream;
import org.jspecify.annotations.Nullable;

/** Bytes to text, whatever the mail says about them; never an exception. */
final class Decoding {
  static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final Pattern ENCODED_WORD =
      Pattern.compile("=\\?([^?\\s*]{1,40})(?:\\*[^?\\s]*)?\\?([BbQq])\\?([^?]*)\\?=");

  private Decoding() {}

  /** A charset by its name in a mail, common misspellings included; nothing where unknown. */
  static Optional<Charset> charset(@Nullable String name) {
    if (name == null || name.isBlank()) {
      return Optional.empty();
    }
    String bare = name.strip().toLowerCase(Locale.ROOT).replaceAll("[\"'\\s]", "");
    String known =
        switch (bare) {
          case "us-ascii", "ascii", "iso-8859-1", "iso8859-1", "latin1", "iso_8859-1", "ansi" ->
              "windows-1252";
          case "iso-8859-9" -> "windows-1254";
          case "iso-8859-8-i", "iso-8859-8-e" -> "iso-8859-8";
          case "utf8", "utf-8-mac", "unicode" -> "utf-8";
          case "gb2312", "x-gbk", "gb_2312-80" -> "gb18030";
          case "ks_c_5601-1987", "ks_c_5601", "euc_kr" -> "x-windows-949";
          case "tis-620" -> "windows-874";
          case "macintosh" -> "x-MacRoman";
          default ->
              bare.replaceFirst("^cp-?(\\d+)$", "cp$1").replaceFirst("^x-sjis$", "shift_jis");
        };
    try {
      return Optional.of(Charset.forName(known));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return Optional.empty();
    }
  }

  /**
   * Decodes the text of a body.
   *
   * @param raw whether the bytes came without a transfer encoding: where such bytes say to be of a
   *     Latin charset, or of none, UTF-8 is tried first
   */
  static String text(byte[] bytes, @Nullable String charsetName, boolean raw) {
    Optional<Charset> declared = charset(charsetName);
    boolean latin =
        declared.isEmpty()
            || declared.get().equals(WINDOWS_1252)
            || declared.get().name().startsWith("ISO-8859");
    if (latin && (raw || declared.isEmpty())) {
      Optional<String> utf8 = strictly(bytes, StandardCharsets.UTF_8);
      if (utf8.isPresent()) {
        return utf8.get();
      }
    }
    return declared
        .flatMap(charset -> strictly(bytes, charset))
        .or(() -> strictly(bytes, StandardCharsets.UTF_8))
        .orElseGet(() -> new String(bytes, declared.orElse(WINDOWS_1252)));
  }

  /** Decodes raw 8-bit characters of a header field, each of which holds one byte. */
  static String header(String value) {
    boolean bytes = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > 0xFF) {
        return value;
      }
      bytes |= c > 0x7F;
    }
    return bytes ? text(value.getBytes(StandardCharsets.ISO_8859_1), null, true) : value;
  }

  /** Decodes encoded words (RFC 2047), broken ones too; neighbours of one charset as one. */
  static String words(String value) {
    Matcher matcher = ENCODED_WORD.matcher(value);
    StringBuilder decoded = new StringBuilder();
    ByteArrayOutputStream pending = new ByteArrayOutputStream();
    String pendingCharset = "";
    int end = 0;
    while (matcher.find()) {
      String between = value.substring(end, matcher.start());
      boolean adjacent = end > 0 && between.isBlank();
      if (!adjacent || !pendingCharset.equalsIgnoreCase(matcher.group(1))) {
        decoded.append(text(pending.toByteArray(), pendingCharset, false));
        pending.reset();
        decoded.append(adjacent ? "" : between);
      }
      pendingCharset = matcher.group(1);
      pending.writeBytes(word(matcher.group(2), matcher.group(3)));
      end = matcher.end();
    }
    decoded.append(text(pending.toByteArray(), pendingCharset, false));
    return decoded.append(value, end, value.length()).toString();
  }

  private static byte[] word(String encoding, String content) {
    if (encoding.equalsIgnoreCase("B")) {
      return transfer(
          new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1)), "base64", 65536);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      int high = i + 2 < content.length() ? Character.digit(content.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(content.charAt(i + 2), 16) : -1;
      if (c == '=' && low >= 0) {
        bytes.write(high * 16 + low);
        i += 2;
      } else {
        bytes.write(c == '_' ? ' ' : c);
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Undoes a transfer encoding; what cannot be decoded ends what is read. At most so many bytes.
   */
  static byte[] transfer(InputStream in, String encoding, int most) {
    InputStream decoding =
        switch (encoding) {
          case "base64" -> new BASE64DecoderStream(in, true);
          case "quoted-printable" -> new QPDecoderStream(in);
          case "uuencode", "x-uuencode", "x-uue" -> new UUDecoderStream(in, true, true);
          default -> in;
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      int read = decoding.read(buffer);
      while (read >= 0 && out.size() < most) {
        out.write(buffer, 0, Math.min(read, most - out.size()));
        read = decoding.read(buffer);
      }
    } catch (IOException | RuntimeException malformed) {
      return out.toByteArray();
    }
    return out.toByteArray();
  }

  private static Optional<String> strictly(byte[] bytes, Charset charset) {
    try {
      return Optional.of(
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException | UnsupportedOperationException notOfThisCharset) {
      return Optional.empty();
    }
  }
}

package org.inclusiondesk.mail.jakarta;

import java.nio.charset.StandardCharsets;

/** The charset UTF-7 (RFC 2152), which Java does not know and old mail programs wrote. */
final class Utf7 {
  private Utf7() {}

  /** What stands between {@code +} and the first character that is not base64 is UTF-16. */
  static String decode(String text) {
    StringBuilder decoded = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '+') {
        decoded.append(c);
        at++;
        continue;
      }
      int end = at + 1;
      while (end < text.length() && isBase64(text.charAt(end))) {
        end++;
      }
      boolean closed = end < text.length() && text.charAt(end) == '-';
      if (end == at + 1) {
        decoded.append('+');
      } else {
        byte[] run = text.substring(at + 1, end).getBytes(StandardCharsets.ISO_8859_1);
        byte[] units = Transfer.BASE64.decode(Slice.of(run), run.length);
        decoded.append(
            new String(units, 0, units.length - units.length % 2, StandardCharsets.UTF_16BE));
      }
      at = closed ? end + 1 : end;
    }
    return decoded.toString();
  }

  private static boolean isBase64(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }
}

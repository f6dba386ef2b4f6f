package org.inclusiondesk.mail.jakarta;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Japanese as mail carries it, known by its bytes: programs send it without a word about its
 * charset, or with a wrong one.
 */
final class Japanese {
  /** ISO-2022-JP with what Microsoft adds: seven bits, and shifts between charsets (RFC 1468). */
  static final Charset SHIFTING = Charset.forName("x-windows-iso2022jp");

  private static final byte ESCAPE = 0x1B;

  /** What follows the escape where a charset of Japan begins. */
  private static final List<byte[]> SHIFTS = bytes("$@", "$B", "$(D", "(J", "(I");

  private Japanese() {}

  /** Whether the bytes, all of seven bits, shift to a charset of Japan. */
  static boolean shifts(byte[] bytes) {
    boolean shifts = false;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] < 0) {
        return false;
      }
      shifts |= bytes[at] == ESCAPE && follows(bytes, at + 1);
    }
    return shifts;
  }

  private static boolean follows(byte[] bytes, int at) {
    Slice all = Slice.of(bytes);
    return SHIFTS.stream().anyMatch(shift -> all.startsWith(at, shift));
  }

  private static List<byte[]> bytes(String... texts) {
    return List.of(texts).stream().map(t -> t.getBytes(StandardCharsets.US_ASCII)).toList();
  }
}

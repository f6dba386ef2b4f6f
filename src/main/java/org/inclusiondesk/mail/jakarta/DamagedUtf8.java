package org.inclusiondesk.mail.jakarta;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * UTF-8 in which a few bytes are not: a line of another charset pasted in, or a character cut in
 * two. Read in a Latin charset all of it would be garbled, and not these few bytes alone.
 */
final class DamagedUtf8 {
  /** So many sound sequences stand against each damage; Latin text has hardly any. */
  private static final long SOUND = 3;

  private DamagedUtf8() {}

  /**
   * The text, if it is plainly UTF-8 all the same: a byte astray is read as windows-1252, what is
   * left of a sequence, two bytes or more, becomes U+FFFD.
   */
  static Optional<String> read(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    int damaged = 0;
    CoderResult result = decoder.decode(in, out, true);
    while (result.isMalformed()) {
      damaged++;
      int at = in.position();
      out.put(result.length() > 1 ? "\uFFFD" : new String(bytes, at, 1, Decoding.WINDOWS_1252));
      in.position(at + result.length());
      decoder.reset();
      result = decoder.decode(in, out, true);
    }
    String text = out.flip().toString();
    long beyond = text.codePoints().filter(c -> c > 0x7F).count();
    return beyond - damaged >= SOUND * damaged ? Optional.of(text) : Optional.empty();
  }
}

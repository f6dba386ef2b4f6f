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

  /**
   * Begins the letters of Western Europe in UTF-8; alone, it would be a letter that ends no word.
   */
  private static final int LAST_OF_LATIN = 0xC3;

  private static final String LOST = "\uFFFD";

  private DamagedUtf8() {}

  /**
   * The text, if it is plainly UTF-8 all the same: a byte astray is read as windows-1252, what is
   * left of a sequence, two bytes or more, becomes U+FFFD.
   */
  static Optional<String> read(byte[] bytes) {
    Reading reading = Reading.of(bytes);
    return reading.sound() >= SOUND * reading.damaged()
        ? Optional.of(reading.text())
        : Optional.empty();
  }

  /**
   * The text of a mail that says to be UTF-8, so that nothing has to be proven: a program that says
   * so of what it wrote in windows-1252 is read as well. At the very end a byte may also be what is
   * left of a mail that was cut off.
   */
  static String declared(byte[] bytes) {
    Reading reading = Reading.of(bytes);
    int last = bytes.length - 1;
    boolean cutOff =
        last >= 0
            && isLead(bytes[last])
            && (reading.sound() > 0 || (bytes[last] & 0xFF) <= LAST_OF_LATIN);
    return cutOff
        ? reading.text().substring(0, reading.text().length() - 1) + LOST
        : reading.text();
  }

  /** Whether a sequence of two bytes or more begins with it. */
  private static boolean isLead(byte last) {
    return (last & 0xFF) >= 0xC2 && (last & 0xFF) <= 0xF4;
  }

  /**
   * What is made of such bytes.
   *
   * @param damaged how many places are not UTF-8
   * @param sound how many characters beyond ASCII are
   */
  private record Reading(String text, long damaged, long sound) {
    static Reading of(byte[] bytes) {
      CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
      ByteBuffer in = ByteBuffer.wrap(bytes);
      CharBuffer out = CharBuffer.allocate(bytes.length + 1);
      long damaged = 0;
      CoderResult result = decoder.decode(in, out, true);
      while (result.isMalformed()) {
        damaged++;
        int at = in.position();
        out.put(result.length() > 1 ? LOST : new String(bytes, at, 1, Decoding.WINDOWS_1252));
        in.position(at + result.length());
        decoder.reset();
        result = decoder.decode(in, out, true);
      }
      String text = out.flip().toString();
      long beyond = text.codePoints().filter(c -> c > 0x7F).count();
      return new Reading(text, damaged, beyond - damaged);
    }

    @Override
    public String toString() {
      return "Reading[…]";
    }
  }
}

package org.inclusiondesk.mail.jakarta;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Japanese as mail carries it, known by its bytes: programs send it without a word about its
 * charset, or with a wrong one.
 */
final class Japanese {
  /** ISO-2022-JP with what Microsoft adds: seven bits, and shifts between charsets (RFC 1468). */
  private static final Charset SHIFTING = Charset.forName("x-windows-iso2022jp");

  private static final Charset EUC = Charset.forName("EUC-JP");
  private static final Charset SHIFT_JIS = Charset.forName("windows-31j");

  private static final Pattern TOGETHER = Pattern.compile("[ぁ-ゖァ-ー]{2}");

  /** Kana of full width, or a character of Chinese origin. */
  private static final Pattern LETTER = Pattern.compile("[ぁ-ゖァ-ー々〆\\p{IsHan}]");

  private static final byte ESCAPE = 0x1B;
  private static final byte[] TO_ASCII = "\u001B(B".getBytes(StandardCharsets.US_ASCII);

  /** A pair that no character of JIS X 0208 has. */
  private static final byte[] UNREADABLE = {0x29, 0x21};

  private Japanese() {}

  /** Whether the bytes shift to a charset of Japan, as they are said to. */
  static boolean shifts(byte[] bytes) {
    for (int at = 0; at < bytes.length; at++) {
      if (leavesAscii(bytes, at)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether bytes of seven bits each shift to pairs, though nothing says so. A shift to another
   * charset is no proof: terminals know such ones.
   */
  static boolean shiftsToPairs(byte[] bytes) {
    boolean shifts = false;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] < 0) {
        return false;
      }
      shifts |= shift(bytes, at) > 0 && bytes[at + 1] == '$';
    }
    return shifts;
  }

  /**
   * Bytes that shift, though nothing says so, as text. Nothing where they are damaged, or show
   * neither kana nor kanji: a log or what a terminal wrote may hold the same escapes.
   */
  static Optional<String> unsaid(byte[] bytes) {
    return shiftsToPairs(bytes)
        ? Decoding.strictly(bytes, SHIFTING).filter(text -> LETTER.matcher(text).find())
        : Optional.empty();
  }

  /**
   * Bytes that shift, as text. Where they are damaged, one U+FFFD stands for each character that
   * cannot be read, and every line begins in ASCII again (RFC 1468).
   */
  static String shifted(byte[] bytes) {
    return Decoding.strictly(bytes, SHIFTING).orElseGet(() -> new String(mended(bytes), SHIFTING));
  }

  /** With whole pairs in the place of damaged ones, so that those behind them stay pairs. */
  private static byte[] mended(byte[] bytes) {
    ByteArrayOutputStream mended = new ByteArrayOutputStream(bytes.length + 16);
    boolean pairs = false;
    boolean ascii = true;
    int at = 0;
    while (at < bytes.length) {
      int length = Math.max(1, shift(bytes, at));
      if (length > 1) {
        pairs = bytes[at + 1] == '$';
        ascii = !leavesAscii(bytes, at);
      } else if (isLineEnd(bytes[at])) {
        mended.write(TO_ASCII, 0, ascii ? 0 : TO_ASCII.length);
        pairs = false;
        ascii = true;
      } else if (pairs) {
        length = endsPairs(bytes, at + 1) ? 1 : 2;
        boolean whole = length == 2 && isOfPair(bytes[at]) && isOfPair(bytes[at + 1]);
        mended.write(whole ? bytes : UNREADABLE, whole ? at : 0, 2);
        at += length;
        continue;
      }
      mended.write(bytes, at, length);
      at += length;
    }
    return mended.toByteArray();
  }

  /**
   * Bytes of one of the charsets of eight bits, as text: of the one in which they show more kana,
   * as either reads into the other's kana what nobody writes. Nothing where they belong to neither.
   */
  static Optional<String> unshifted(byte[] bytes) {
    Optional<String> euc = Decoding.strictly(bytes, EUC);
    Optional<String> shiftJis = Decoding.strictly(bytes, SHIFT_JIS);
    boolean other = euc.isEmpty() || shiftJis.filter(t -> kana(t) > kana(euc.get())).isPresent();
    return other ? shiftJis : euc;
  }

  /**
   * Bytes of one of the charsets of eight bits, as text, if kana make up a quarter of what is
   * beyond ASCII in it, four at the least and two of them together. No other text looks like that:
   * bytes of one letter each do not come in pairs throughout, and other pairs show hardly any kana.
   */
  static Optional<String> plainly(byte[] bytes) {
    return unshifted(bytes)
        .filter(text -> kana(text) >= 4 && TOGETHER.matcher(text).find())
        .filter(text -> kana(text) * 4 >= text.chars().filter(c -> c > 0x7F).count());
  }

  /** How many kana the text has, those of half width not counted. */
  private static long kana(String text) {
    return text.chars()
        .filter(c -> (c > 0x3040 && c < 0x3097) || (c > 0x30A0 && c < 0x30FD))
        .count();
  }

  private static boolean endsPairs(byte[] bytes, int at) {
    return at == bytes.length || isLineEnd(bytes[at]) || shift(bytes, at) > 0;
  }

  private static boolean isLineEnd(byte b) {
    return b == '\r' || b == '\n';
  }

  private static boolean isOfPair(byte b) {
    return b > 0x20 && b < 0x7F;
  }

  private static boolean leavesAscii(byte[] bytes, int at) {
    return shift(bytes, at) > 0 && !Slice.of(bytes).startsWith(at, TO_ASCII);
  }

  /** How many bytes the shift to another charset has that begins here; 0 where none does. */
  private static int shift(byte[] bytes, int at) {
    if (bytes[at] != ESCAPE || at + 2 >= bytes.length) {
      return 0;
    }
    byte second = bytes[at + 1];
    byte third = bytes[at + 2];
    if (second == '$' && third == '(') {
      return at + 3 < bytes.length && bytes[at + 3] == 'D' ? 4 : 0;
    }
    boolean known = (second == '$' ? "@B" : second == '(' ? "BJI" : "").indexOf(third) >= 0;
    return known ? 3 : 0;
  }
}

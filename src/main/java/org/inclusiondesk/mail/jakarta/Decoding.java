package org.inclusiondesk.mail.jakarta;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bytes to text, whatever the mail says about them; never an exception. */
final class Decoding {
  static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final int LONGEST_WORD = 65_536;

  /** A byte in the letters of an encoded word, with the end of a line in the midst of it. */
  private static final Pattern TORN = Pattern.compile("=([0-9A-F])\\s([0-9A-F])");

  private Decoding() {}

  /** A charset by its name in a mail, common misspellings included; nothing where unknown. */
  static Optional<Charset> charset(@Nullable String name) {
    if (name == null || name.isBlank() || name.length() > 100) {
      return Optional.empty();
    }
    String bare = bare(name);
    String known =
        switch (bare) {
          case "us-ascii",
              "ascii",
              "ansi_x3.4-1968",
              "7bit",
              "iso-8859-1",
              "iso8859-1",
              "latin1",
              "latin-1",
              "iso_8859-1",
              "iso-8859-1-windows-3.1-latin-1",
              "ansi",
              "cp-1252" ->
              "windows-1252";
          case "iso-8859-9", "latin5" -> "windows-1254";
          case "iso-8859-11", "tis-620", "tis620" -> "windows-874";
          case "iso-8859-8-i", "iso-8859-8-e" -> "iso-8859-8";
          case "utf8", "utf_8", "utf-8-mac", "utf8mb4", "unicode", "unicode-2-0-utf-8" -> "utf-8";
          case "gb2312", "gbk", "x-gbk", "gb_2312-80", "gb2312-80", "cp936", "euc-cn", "cn-gb" ->
              "gb18030";
          case "ks_c_5601-1987",
              "ks_c_5601",
              "ksc5601",
              "ks_c_5601-1989",
              "euc_kr",
              "euc-kr",
              "korean" ->
              "x-windows-949";
          case "iso-2022-jp",
              "iso-2022-jp-1",
              "iso-2022-jp-3",
              "iso-2022-jp-ms",
              "cp50220",
              "cp50221" ->
              "x-windows-iso2022jp";
          case "shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "cp932" -> "windows-31j";
          case "big5", "big-5", "cn-big5", "cp950" -> "big5-hkscs";
          case "macintosh", "mac", "x-mac-roman", "macroman" -> "x-MacRoman";
          case "iso2022-kr", "iso_2022_kr", "iso_2022-kr" -> "iso-2022-kr";
          case "iso2022-cn", "iso_2022_cn", "iso_2022-cn" -> "iso-2022-cn";
          default ->
              bare.replaceFirst(
                  "^(?:x-)?(?:win|windows|ms)?[-_]?(?:cp)?[-_]?(125\\d)$", "windows-$1");
        };
    try {
      return Optional.of(Charset.forName(known));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return Optional.empty();
    }
  }

  /** The name without the quotes, comments and parameters that some programs add. */
  private static String bare(String name) {
    String bare = name.strip().toLowerCase(Locale.ROOT).replaceAll("[\"'\\s]", "");
    int end = 0;
    while (end < bare.length() && ";(,/".indexOf(bare.charAt(end)) < 0) {
      end++;
    }
    return bare.substring(0, end);
  }

  private static boolean isUtf7(@Nullable String name) {
    return name != null && (bare(name).equals("utf-7") || bare(name).equals("unicode-1-1-utf-7"));
  }

  /**
   * Decodes the text of a body. Bytes that shift as ISO-2022-JP does throughout, and show Japanese,
   * are that, whatever they are said to be.
   *
   * @param raw whether the bytes came without a transfer encoding: where such bytes say to be of a
   *     Latin charset, or of none, UTF-8 is tried first, even where a few bytes spoil it
   */
  static String text(byte[] bytes, @Nullable String charsetName, boolean raw) {
    if (isUtf7(charsetName)) {
      return Utf7.decode(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    if (startsWithMark(bytes)) {
      return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
    }
    if (startsWithWideMark(bytes)) {
      return new String(bytes, StandardCharsets.UTF_16);
    }
    Optional<Charset> declared = charset(charsetName);
    Optional<Charset> shifting = declared.filter(Decoding::shifts);
    if (shifting.isPresent() && Japanese.shifts(bytes)) {
      return strictly(bytes, shifting.get()).orElseGet(() -> Japanese.shifted(bytes));
    }
    Optional<String> japanese = shifting.isEmpty() ? Japanese.unsaid(bytes) : Optional.empty();
    if (japanese.isPresent()) {
      return japanese.get();
    }
    if (isLatin(declared) && (raw || declared.isEmpty() || isAscii(charsetName))) {
      Optional<String> utf8 =
          strictly(bytes, StandardCharsets.UTF_8).or(() -> DamagedUtf8.read(bytes));
      if (utf8.isPresent()) {
        return utf8.get();
      }
    }
    if (declared.isEmpty() || isAscii(charsetName)) {
      Optional<String> asian = undeclared(bytes);
      if (asian.isPresent()) {
        return asian.get();
      }
    }
    return declared
        .flatMap(charset -> strictly(bytes, charset))
        .or(() -> strictly(bytes, StandardCharsets.UTF_8))
        .or(() -> shifting.flatMap(charset -> Japanese.unshifted(bytes)))
        .or(() -> declared.filter(StandardCharsets.UTF_8::equals).map(utf8 -> badUtf8(bytes)))
        .orElseGet(() -> new String(bytes, declared.orElse(WINDOWS_1252)));
  }

  /** Whether text in that charset has seven bits and shifts. */
  private static boolean shifts(Charset charset) {
    return charset.name().toLowerCase(Locale.ROOT).replace("-", "").contains("iso2022");
  }

  private static boolean isLatin(Optional<Charset> declared) {
    return declared.isEmpty()
        || declared.get().equals(WINDOWS_1252)
        || declared.get().name().startsWith("ISO-8859");
  }

  /** What nothing declares, if it is plainly Japanese or Chinese, and so nothing Latin. */
  private static Optional<String> undeclared(byte[] bytes) {
    return Japanese.plainly(bytes)
        .or(() -> looksChinese(bytes) ? Optional.of(new String(bytes, GB18030)) : Optional.empty());
  }

  /** What says to be UTF-8 and is not, or not throughout. */
  private static String badUtf8(byte[] bytes) {
    Optional<String> asian =
        DamagedUtf8.read(bytes).isPresent() ? Optional.empty() : undeclared(bytes);
    return asian.orElseGet(() -> DamagedUtf8.declared(bytes));
  }

  /**
   * Whether the bytes beyond ASCII are Chinese characters of GB 2312, as mail from China has them
   * without a word about it: in pairs throughout, most of them of the first plane, and four or more
   * in a row somewhere. No text of a Latin charset looks like that.
   */
  private static boolean looksChinese(byte[] bytes) {
    int pairs = 0;
    int common = 0;
    int row = 0;
    int longest = 0;
    int at = 0;
    while (at < bytes.length) {
      int lead = bytes[at] & 0xFF;
      int trail = at + 1 < bytes.length ? bytes[at + 1] & 0xFF : 0;
      if (lead < 0x80) {
        row = 0;
        at++;
        continue;
      }
      if (lead < 0xA1 || lead > 0xF7 || trail < 0xA1) {
        return false;
      }
      pairs++;
      row++;
      longest = Math.max(longest, row);
      common += lead >= 0xB0 && lead <= 0xD7 ? 1 : 0;
      at += 2;
    }
    return longest >= 4 && common * 2 > pairs;
  }

  private static boolean isAscii(@Nullable String name) {
    return name != null && bare(name).endsWith("ascii");
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  /** The mark of UTF-16, in either order. */
  private static boolean startsWithWideMark(byte[] bytes) {
    return bytes.length >= 2
        && bytes.length % 2 == 0
        && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
            || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF));
  }

  /**
   * Decodes raw characters of a header field, each of which holds one byte: as UTF-8, then as the
   * mail's own charset, then as windows-1252; what shifts as ISO-2022-JP does, as that, damaged or
   * not.
   *
   * @param charsetName of the mail's text; null where it declares none
   */
  static String header(String value, @Nullable String charsetName) {
    boolean bytes = false;
    boolean shifts = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > 0xFF) {
        return value;
      }
      bytes |= c > 0x7F;
      shifts |= c == 0x1B;
    }
    if (!bytes && !shifts) {
      return value;
    }
    byte[] raw = value.getBytes(StandardCharsets.ISO_8859_1);
    if (!bytes && charset(charsetName).filter(Decoding::shifts).isPresent()) {
      return text(raw, charsetName, true);
    }
    if (Japanese.shiftsToPairs(raw)) {
      return Japanese.shifted(raw);
    }
    return strictly(raw, StandardCharsets.UTF_8)
        .or(() -> isLatin(charset(charsetName)) ? undeclared(raw) : Optional.empty())
        .orElseGet(() -> text(raw, charsetName, true));
  }

  /** Decodes encoded words (RFC 2047), broken ones too; neighbours of one charset as one. */
  static String words(String value) {
    StringBuilder decoded = new StringBuilder();
    List<EncodedWord> pending = new ArrayList<>();
    int end = 0;
    int at = value.indexOf("=?");
    while (at >= 0) {
      EncodedWord word = EncodedWord.at(value, at);
      if (word == null) {
        at = value.indexOf("=?", at + 2);
        continue;
      }
      String between = value.substring(end, at);
      boolean adjacent = end > 0 && between.isBlank();
      if (!adjacent || !pending.get(0).charset().equalsIgnoreCase(word.charset())) {
        decoded.append(text(pending));
        pending.clear();
        decoded.append(adjacent ? "" : between);
      }
      pending.add(word);
      end = word.end();
      at = value.indexOf("=?", end);
    }
    return decoded.append(text(pending)).append(value, end, value.length()).toString();
  }

  /** The text of neighbours of one charset; nothing where there are none. */
  private static String text(List<EncodedWord> words) {
    if (words.isEmpty()) {
      return "";
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    words.forEach(word -> bytes.writeBytes(word.bytes()));
    String charset = words.get(0).charset();
    return torn(words, bytes.toByteArray())
        .orElseGet(() -> text(bytes.toByteArray(), charset, false));
  }

  /**
   * What words in Base64 say together that a program cut without regard to their groups of four,
   * where it is of their charset, and what they say one by one is not.
   */
  private static Optional<String> torn(List<EncodedWord> words, byte[] oneByOne) {
    boolean cut = words.stream().limit(words.size() - 1).anyMatch(EncodedWord::endsWithinAGroup);
    return Optional.of(words)
        .filter(all -> cut && all.stream().allMatch(EncodedWord::base64))
        .flatMap(all -> charset(all.get(0).charset()))
        .filter(charset -> strictly(oneByOne, charset).isEmpty())
        .flatMap(
            charset -> {
              String content =
                  words.stream().map(EncodedWord::content).collect(Collectors.joining());
              EncodedWord whole = new EncodedWord(charset.name(), true, content, 0);
              return strictly(whole.bytes(), charset);
            });
  }

  /** Where the run of encoded words that begins here ends, exclusive; below 0 where none begins. */
  static int endOfWords(String value, int start) {
    int end = -1;
    int at = start;
    while (at < value.length() && value.startsWith("=?", at)) {
      EncodedWord word = EncodedWord.at(value, at);
      if (word == null) {
        break;
      }
      end = word.end();
      at = end;
      while (at < value.length() && Character.isWhitespace(value.charAt(at))) {
        at++;
      }
    }
    return end;
  }

  /**
   * An encoded word: {@code =?charset*language?B or Q?content?=}.
   *
   * @param base64 whether B, or else Q
   * @param end where it ends in the field, exclusive
   */
  private record EncodedWord(String charset, boolean base64, String content, int end) {
    static @Nullable EncodedWord at(String value, int start) {
      int charsetEnd = value.indexOf('?', start + 2);
      if (charsetEnd < 0
          || charsetEnd - start > 80
          || charsetEnd + 2 >= value.length()
          || value.charAt(charsetEnd + 2) != '?') {
        return null;
      }
      String named = value.substring(start + 2, charsetEnd);
      int language = named.indexOf('*');
      String charset = language < 0 ? named : named.substring(0, language);
      int end = value.indexOf("?=", charsetEnd + 3);
      boolean wellNamed = !charset.isEmpty() && named.chars().noneMatch(Character::isWhitespace);
      if (!wellNamed || end < 0 || end - start > LONGEST_WORD) {
        return null;
      }
      String content = TORN.matcher(value.substring(charsetEnd + 3, end)).replaceAll("=$1$2");
      return switch (value.charAt(charsetEnd + 1)) {
        case 'B', 'b' -> new EncodedWord(charset, true, content, end + 2);
        case 'Q', 'q' -> new EncodedWord(charset, false, content, end + 2);
        default -> null;
      };
    }

    /** Whether its last group of Base64 goes on elsewhere. */
    boolean endsWithinAGroup() {
      return base64 && content.length() % 4 != 0 && !content.endsWith("=");
    }

    byte[] bytes() {
      if (base64) {
        return Transfer.BASE64.decode(
            Slice.of(content.getBytes(StandardCharsets.ISO_8859_1)), LONGEST_WORD);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int i = 0; i < content.length(); i++) {
        char c = content.charAt(i);
        int high = i + 2 < content.length() ? Character.digit(content.charAt(i + 1), 16) : -1;
        int low = high >= 0 ? Character.digit(content.charAt(i + 2), 16) : -1;
        if (c == '=' && low >= 0) {
          bytes.write(high * 16 + low);
          i += 2;
        } else if (c > 0xFF) {
          bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        } else {
          bytes.write(c == '_' ? ' ' : c);
        }
      }
      return bytes.toByteArray();
    }

    @Override
    public String toString() {
      return "EncodedWord[" + charset + "]";
    }
  }

  /** The text, if every byte of it belongs to the charset. */
  static Optional<String> strictly(byte[] bytes, Charset charset) {
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

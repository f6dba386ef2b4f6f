package org.inclusiondesk.mail.jakarta;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.angus.mail.util.UUDecoderStream;
import org.inclusiondesk.mail.Headers;

/** The transfer encodings of RFC 2045 §6, undone however badly they were done. */
enum Transfer {
  /** As it stands: 7bit, 8bit, binary, or anything unknown. */
  RAW,
  BASE64,
  QUOTED_PRINTABLE,
  UUENCODE;

  private static final byte[] SIX_BITS = new byte[128];

  static {
    Arrays.fill(SIX_BITS, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      SIX_BITS[alphabet.charAt(i)] = (byte) i;
    }
  }

  /** The encoding that an entity declares. */
  static Transfer of(Headers headers) {
    String declared = headers.first("Content-Transfer-Encoding").orElse("").strip();
    int end = 0;
    while (end < declared.length() && ";(\" \t".indexOf(declared.charAt(end)) < 0) {
      end++;
    }
    return switch (declared.substring(0, end).toLowerCase(Locale.ROOT)) {
      case "base64" -> BASE64;
      case "quoted-printable" -> QUOTED_PRINTABLE;
      case "uuencode", "x-uuencode", "x-uue" -> UUENCODE;
      default -> RAW;
    };
  }

  /** What was encoded, at most so many bytes; what cannot be decoded is passed over. */
  byte[] decode(Slice in, int most) {
    return switch (this) {
      case RAW -> in.copy(most);
      case BASE64 -> base64(in, most);
      case QUOTED_PRINTABLE -> quotedPrintable(in, most);
      case UUENCODE -> uuencoded(in, most);
    };
  }

  /** Padding ends a run; the next line may begin another. */
  private static byte[] base64(Slice in, int most) {
    byte[] out = new byte[(int) Math.min(most, in.length() * 3L / 4 + 3)];
    int length = 0;
    int bits = 0;
    int held = 0;
    boolean padded = false;
    for (int at = in.from(); at < in.to() && length < out.length; at++) {
      byte b = in.at(at);
      if (b == '=') {
        padded = true;
        held = 0;
      } else if (b == '\n') {
        padded = false;
      } else if (b >= 0 && SIX_BITS[b] >= 0 && !padded) {
        bits = bits << 6 | SIX_BITS[b];
        held += 6;
        if (held >= 8) {
          held -= 8;
          out[length++] = (byte) (bits >> held);
        }
      }
    }
    return Arrays.copyOf(out, length);
  }

  private static byte[] quotedPrintable(Slice in, int most) {
    byte[] out = new byte[Math.min(most, in.length())];
    int length = 0;
    int at = in.from();
    while (at < in.to() && length < out.length) {
      byte b = in.at(at);
      if (b == '=') {
        int value = hex(in, at + 1) * 16 + hex(in, at + 2);
        int lineEnd = behind(in, at + 1, " \t\r");
        if (hex(in, at + 1) >= 0 && hex(in, at + 2) >= 0) {
          out[length++] = (byte) value;
          at += 3;
        } else if (lineEnd >= in.to()) {
          at = in.to();
        } else if (in.at(lineEnd) == '\n') {
          at = lineEnd + 1;
        } else {
          out[length++] = b;
          at++;
        }
      } else if (b == ' ' || b == '\t') {
        int end = behind(in, at, " \t");
        boolean trailing = end >= in.to() || in.at(end) == '\n' || in.at(end) == '\r';
        while (!trailing && at < end && length < out.length) {
          out[length++] = in.at(at++);
        }
        at = end;
      } else {
        out[length++] = b;
        at++;
      }
    }
    return Arrays.copyOf(out, length);
  }

  /** Where the run of such characters that begins here ends. */
  private static int behind(Slice in, int start, String characters) {
    int at = start;
    while (at < in.to() && characters.indexOf(in.at(at)) >= 0) {
      at++;
    }
    return at;
  }

  private static int hex(Slice in, int at) {
    return at < in.to() ? Character.digit(in.at(at), 16) : -1;
  }

  private static byte[] uuencoded(Slice in, int most) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (InputStream decoding = new UUDecoderStream(in.stream(), true, true)) {
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
}

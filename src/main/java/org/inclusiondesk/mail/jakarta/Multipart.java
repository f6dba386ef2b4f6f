package org.inclusiondesk.mail.jakarta;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of a multipart to pieces (RFC 2046 §5.1). A boundary that is missing, or that
 * never occurs, is found by looking: the first line that begins with two hyphens and has a Content-
 * field below it.
 */
final class Multipart {
  private Multipart() {}

  /**
   * The parts, each from its first field on.
   *
   * @param boundary as declared; null where it is not
   * @param most after so many parts no more are looked for
   */
  static List<Slice> parts(Slice body, @Nullable String boundary, int most) {
    if (boundary != null && !boundary.isBlank()) {
      List<Slice> declared = split(body, boundary, most);
      if (declared.isEmpty() && boundary.endsWith(" ")) {
        declared = split(body, boundary.stripTrailing(), most);
      }
      if (!declared.isEmpty()) {
        return declared;
      }
    }
    String found = boundaryIn(body);
    return found == null ? List.of() : split(body, found, most);
  }

  private static List<Slice> split(Slice body, String boundary, int most) {
    byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    List<Slice> parts = new ArrayList<>();
    int part = -1;
    int at = body.from();
    while (at < body.to() && parts.size() < most) {
      int next = body.nextLine(at);
      if (body.at(at) == '-' && body.startsWith(at, delimiter)) {
        int rest = at + delimiter.length;
        boolean closes = body.startsWith(rest, "--");
        if (isBlank(body, closes ? rest + 2 : rest, next)) {
          if (part >= 0) {
            parts.add(body.part(part, beforeLineEnd(body, part, at)));
          }
          if (closes) {
            return parts;
          }
          part = next;
        }
      }
      at = next;
    }
    if (part >= 0 && parts.size() < most) {
      parts.add(withoutClose(body.part(part, body.to()), delimiter));
    }
    return parts;
  }

  private static boolean isBlank(Slice body, int start, int end) {
    for (int i = start; i < end; i++) {
      if (body.at(i) > ' ' || body.at(i) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The line end before a delimiter belongs to the delimiter. */
  private static int beforeLineEnd(Slice body, int part, int at) {
    int end = at;
    if (end > part && body.at(end - 1) == '\n') {
      end--;
    }
    return end > part && body.at(end - 1) == '\r' ? end - 1 : end;
  }

  /** A last part without the closing delimiter that somebody put behind it on the same line. */
  private static Slice withoutClose(Slice part, byte[] delimiter) {
    int end = part.to();
    while (end > part.from() && part.at(end - 1) <= ' ' && part.at(end - 1) >= 0) {
      end--;
    }
    int start = end - delimiter.length - 2;
    return start >= part.from()
            && part.startsWith(start, delimiter)
            && part.startsWith(end - 2, "--")
        ? part.part(part.from(), start)
        : part;
  }

  private static @Nullable String boundaryIn(Slice body) {
    int at = body.from();
    while (at < body.to()) {
      int next = body.nextLine(at);
      if (body.startsWith(at, "--")
          && next - at < 200
          && body.characters(next, Math.min(body.to(), next + 8))
              .toLowerCase(Locale.ROOT)
              .equals("content-")) {
        String line = body.characters(at + 2, next).strip();
        return line.isEmpty() ? null : line;
      }
      at = next;
    }
    return null;
  }
}

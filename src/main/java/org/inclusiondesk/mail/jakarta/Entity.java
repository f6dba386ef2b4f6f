package org.inclusiondesk.mail.jakarta;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.inclusiondesk.mail.Headers;

/**
 * A mail, or a part of one: header fields and what follows them (RFC 2045 §2.4). Read however badly
 * it is formed: a line among the fields that is none goes on with a field above that is unfinished,
 * as mail programs that fold without indenting mean it, or is passed over where more fields follow;
 * otherwise the text begins with it, and the empty line above is missing; so it does with the line
 * above which two hundred were passed over. A line of hyphens, and any above the first field, is
 * passed over only where the header of a mail plainly goes on below.
 *
 * @param headers at most a thousand, each of at most 20,000 characters
 * @param sound whether no line among the fields is none, and no line ends oddly: below such a line
 *     servers may take for text, and leave unchecked, what is read as fields here
 */
record Entity(Headers headers, Slice body, boolean sound) {
  private static final int MOST_FIELDS = 1000;
  private static final int LONGEST_FIELD = 20_000;
  private static final int MOST_ODD_LINES = 5;
  private static final int MOST_PASSED_OVER = 200;

  /** Fields of which every mail has two, in lower case; none of them is of a part. */
  private static final Set<String> WELL_KNOWN =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "subject",
          "date",
          "message-id",
          "received",
          "return-path",
          "delivered-to");

  /** Fields of addresses, in lower case; some programs break a line within one. */
  private static final Set<String> ADDRESSES =
      Set.of("from", "sender", "reply-to", "to", "cc", "bcc");

  private static final Pattern REST_OF_ADDRESS = Pattern.compile("[^\\s<>]{1,200}>");
  private static final int LONGEST_REST = 201;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** A mail as it came over the wire or lies in a file, an mbox separator above it included. */
  static Entity mail(byte[] bytes) {
    Slice all = LineEnds.single(bytes);
    int at = all.startsWith(0, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    while (all.emptyLine(at)) {
      at = all.nextLine(at);
    }
    while (all.startsWith(at, "From ") || all.startsWith(at, ">From ")) {
      at = all.nextLine(at);
    }
    boolean sound = isHeaderAsItCame(all, at, bytes);
    if (at < all.to() && !beginsField(all, at)) {
      if (!goesOnBelow(all, at, Set.of())) {
        return new Entity(Headers.NONE, all.part(at, all.to()), sound);
      }
      sound = false;
      while (!beginsField(all, at)) {
        at = all.nextLine(at);
      }
    }
    return read(all.part(at, all.to()), true, sound);
  }

  /** Whether no return was taken away up to the end of the first empty line. */
  private static boolean isHeaderAsItCame(Slice all, int start, byte[] bytes) {
    if (all.length() == bytes.length) {
      return true;
    }
    int at = start;
    while (at < all.to() && !all.emptyLine(at)) {
      at = all.nextLine(at);
    }
    return all.nextLine(at) <= all.sameAs(bytes);
  }

  /** A part, from its first field on; an empty line first where it has none. */
  static Entity read(Slice whole) {
    return read(whole, false, true);
  }

  private static Entity read(Slice whole, boolean mail, boolean begunSound) {
    Fields fields = new Fields();
    int next = whole.from();
    boolean sound = begunSound;
    boolean passedOver = false;
    int lines = 0;
    int at = whole.from();
    while (at < whole.to() && !whole.emptyLine(at)) {
      if (whole.startsWith(at, "--") && !beginsField(whole, at)) {
        if (!mail || lines++ >= MOST_PASSED_OVER || !goesOnBelow(whole, at, fields.wellKnown)) {
          return new Entity(fields.headers(), whole.part(at, whole.to()), sound);
        }
        sound = false;
        passedOver = true;
        at = whole.nextLine(at);
        continue;
      }
      int end = whole.endOfLine(at);
      int colon = colon(whole, at);
      if (colon >= 0) {
        fields.begin(whole.characters(at, colon).strip());
        fields.goOn(whole, colon + 1, end);
        passedOver = false;
      } else if (!passedOver && (isFold(whole.at(at)) || fields.goOnWith(whole, at, end))) {
        fields.goOn(whole, at, end);
        sound &= isFold(whole.at(at));
      } else {
        next = at >= next ? fieldBelow(whole, at) : next;
        if (lines++ >= MOST_PASSED_OVER || next >= whole.to()) {
          return new Entity(fields.headers(), whole.part(at, whole.to()), sound);
        }
        sound = false;
        passedOver = true;
      }
      at = whole.nextLine(at);
    }
    return new Entity(fields.headers(), whole.part(whole.nextLine(at), whole.to()), sound);
  }

  /**
   * Whether two well-known fields that do not stand above stand below this line, before an empty
   * one and with few lines between them that are none.
   */
  private static boolean goesOnBelow(Slice whole, int line, Set<String> above) {
    Set<String> found = new HashSet<>();
    int odd = 0;
    boolean inField = false;
    int at = line;
    while (at < whole.to() && odd <= MOST_ODD_LINES && !whole.emptyLine(at)) {
      int colon = colon(whole, at);
      inField = colon >= 0 || (inField && isFold(whole.at(at)));
      odd += inField ? 0 : 1;
      if (colon >= 0) {
        String name = lowerCase(whole.characters(at, colon).strip());
        if (WELL_KNOWN.contains(name) && !above.contains(name)) {
          found.add(name);
        }
      }
      if (found.size() == 2) {
        return true;
      }
      at = whole.nextLine(at);
    }
    return false;
  }

  /** Where the next field stands before an empty line; the end where none does. */
  private static int fieldBelow(Slice whole, int line) {
    int at = whole.nextLine(line);
    while (at < whole.to() && !whole.emptyLine(at)) {
      if (beginsField(whole, at)) {
        return at;
      }
      at = whole.nextLine(at);
    }
    return whole.to();
  }

  private static boolean beginsField(Slice slice, int line) {
    return colon(slice, line) >= 0;
  }

  /** Where the colon behind a field's name stands; below 0 where the line begins no field. */
  private static int colon(Slice slice, int start) {
    if (isFold(slice.at(start))) {
      return -1;
    }
    int end = slice.endOfLine(start);
    int at = start;
    while (at < end && slice.at(at) > ' ' && slice.at(at) != ':' && at - start < 200) {
      at++;
    }
    int name = at;
    while (at < end && isFold(slice.at(at))) {
      at++;
    }
    return name > start && at < end && slice.at(at) == ':' ? at : -1;
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean isFold(byte b) {
    return b == ' ' || b == '\t';
  }

  /** The fields read so far. */
  private static final class Fields {
    private final List<Headers.Field> read = new ArrayList<>();

    /** Those of them of which every mail has two, also behind the last that is kept. */
    private final Set<String> wellKnown = new HashSet<>();

    private final StringBuilder value = new StringBuilder();
    private String name = "";

    /** Whether an address of the field went on in a line without indenting: one may. */
    private boolean mended;

    void begin(String next) {
      end();
      name = next;
      mended = false;
      String known = lowerCase(next);
      if (WELL_KNOWN.contains(known)) {
        wellKnown.add(known);
      }
    }

    /** Takes a line of the field's value; what is folded is parted by one space. */
    void goOn(Slice slice, int start, int end) {
      if (isFull()) {
        return;
      }
      int from = start;
      while (from < end && isFold(slice.at(from))) {
        from++;
      }
      int to = Math.min(end, from + LONGEST_FIELD - Math.min(LONGEST_FIELD, value.length()));
      if (!value.isEmpty()) {
        value.append(' ');
      }
      value.append(slice.characters(from, to).stripTrailing());
    }

    /** Whether a line without indenting goes on with the value: some mail programs fold so. */
    boolean goOnWith(Slice slice, int start, int end) {
      if (value.isEmpty() || isFull()) {
        return false;
      }
      if (";,".indexOf(value.charAt(value.length() - 1)) >= 0) {
        return true;
      }
      if (mended || !ADDRESSES.contains(lowerCase(name))) {
        return false;
      }
      mended =
          value.lastIndexOf("<") > value.lastIndexOf(">") && isRestOfAddress(slice, start, end);
      return mended;
    }

    private static boolean isRestOfAddress(Slice slice, int start, int end) {
      int to = Math.min(end, start + LONGEST_REST);
      return REST_OF_ADDRESS.matcher(slice.characters(start, to)).lookingAt();
    }

    /** Whether no more of the field is kept. */
    private boolean isFull() {
      return value.length() >= LONGEST_FIELD;
    }

    private void end() {
      if (!name.isEmpty() && read.size() < MOST_FIELDS) {
        String all = value.toString();
        read.add(
            new Headers.Field(
                name, all.replace('\r', ' ').substring(0, Math.min(all.length(), LONGEST_FIELD))));
      }
      value.setLength(0);
    }

    Headers headers() {
      end();
      name = "";
      return new Headers(read);
    }
  }
}

package org.inclusiondesk.mail.jakarta;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Content-Type or Content-Disposition field, read however badly it is formed.
 *
 * @param value the type in lower case, for example {@code text/plain}
 * @param parameters by their names in lower case, unquoted; of a name that stands there twice the
 *     first counts, and what RFC 2231 breaks or encodes is whole again
 */
record ContentType(String value, Map<String, String> parameters) {
  private static final Pattern TYPE =
      Pattern.compile("^\\s*\"?([A-Za-z0-9!#$&^_.+-]+)(?:\\s*/\\s*([A-Za-z0-9!#$&^_.+-]+))?");

  private static final int MOST_PIECES = 100;

  ContentType {
    parameters = Map.copyOf(parameters);
  }

  static ContentType of(@Nullable String field, String otherwise) {
    String given = field == null ? "" : field;
    Matcher matcher = TYPE.matcher(given);
    if (!matcher.find()) {
      return new ContentType(otherwise, parameters(given));
    }
    String major = matcher.group(1).toLowerCase(Locale.ROOT);
    String minor = matcher.group(2);
    return new ContentType(
        minor == null ? major : major + "/" + minor.toLowerCase(Locale.ROOT),
        parameters(given.substring(matcher.end())));
  }

  boolean is(String major) {
    return value.equals(major) || value.startsWith(major + "/");
  }

  /** A parameter; null where it is not there. */
  @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new HashMap<>();
    StringBuilder part = new StringBuilder();
    String name = "";
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ';';
      if (i == text.length()) {
        quoted = false;
      }
      if (quoted && c == '\\' && i + 1 < text.length()) {
        i++;
        part.append(text.charAt(i));
      } else if (c == '"') {
        quoted = !quoted;
        wasQuoted = true;
      } else if (quoted) {
        part.append(c);
      } else if (c == '=' && name.isEmpty()) {
        name = part.toString().strip().toLowerCase(Locale.ROOT);
        part.setLength(0);
        wasQuoted = false;
      } else if (c == ';'
          || (Character.isWhitespace(c) && !name.isEmpty() && ended(part, wasQuoted))) {
        if (!name.isEmpty()) {
          parameters.putIfAbsent(name, wasQuoted ? part.toString() : part.toString().strip());
        }
        name = "";
        part.setLength(0);
        wasQuoted = false;
      } else {
        part.append(c);
      }
    }
    return whole(parameters);
  }

  /** Puts together what RFC 2231 breaks ({@code name*0}) and decodes ({@code name*}). */
  private static Map<String, String> whole(Map<String, String> raw) {
    if (raw.keySet().stream().noneMatch(name -> name.indexOf('*') > 0)) {
      return raw;
    }
    Map<String, String> whole = new HashMap<>();
    for (String name : raw.keySet()) {
      int star = name.indexOf('*');
      String bare = star > 0 ? name.substring(0, star) : name;
      if (!whole.containsKey(bare)) {
        whole.put(bare, whole(raw, bare));
      }
    }
    return whole;
  }

  private static String whole(Map<String, String> raw, String name) {
    String single = raw.getOrDefault(name + "*", raw.getOrDefault(name, ""));
    if (!single.isEmpty()) {
      return raw.containsKey(name + "*") ? unescaped(single, 0) : single;
    }
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < MOST_PIECES; i++) {
      String plain = raw.get(name + "*" + i);
      String escaped = raw.get(name + "*" + i + "*");
      if (plain == null && escaped == null) {
        break;
      }
      all.append(escaped == null ? plain : unescaped(escaped, i));
    }
    return all.toString();
  }

  /** Percent signs undone; the first piece begins with charset and language. */
  private static String unescaped(String value, int piece) {
    String[] parts = piece == 0 ? value.split("'", 3) : new String[0];
    String charset = parts.length == 3 ? parts[0] : "";
    String text = parts.length == 3 ? parts[2] : value;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (c == '%' && low >= 0) {
        bytes.write(high * 16 + low);
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return Decoding.text(bytes.toByteArray(), charset, true);
  }

  private static boolean ended(StringBuilder part, boolean wasQuoted) {
    return wasQuoted || !part.toString().isBlank();
  }
}

package org.inclusiondesk.mail.jakarta;

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
 *     first counts, and the continuations of RFC 2231 go by the bare name
 */
record ContentType(String value, Map<String, String> parameters) {
  private static final Pattern TYPE =
      Pattern.compile("^\\s*\"?([A-Za-z0-9!#$&^_.+-]+)(?:\\s*/\\s*([A-Za-z0-9!#$&^_.+-]+))?");

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
        name = part.toString().strip().toLowerCase(Locale.ROOT).replaceFirst("\\*.*$", "");
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
    return parameters;
  }

  private static boolean ended(StringBuilder part, boolean wasQuoted) {
    return wasQuoted || !part.toString().isBlank();
  }
}

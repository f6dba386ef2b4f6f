package org.inclusiondesk.mail.jakarta;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Content-Type or Content-Disposition field, read however badly it is formed.
 *
 * @param value the type in lower case, for example {@code text/plain}
 * @param field the whole field
 */
record ContentType(String value, String field) {
  private static final Pattern TYPE =
      Pattern.compile("^\\s*\"?([A-Za-z0-9!#$&^_.+-]+)(?:\\s*/\\s*([A-Za-z0-9!#$&^_.+-]+))?");

  static ContentType of(@Nullable String field, String otherwise) {
    String given = field == null ? "" : field;
    Matcher matcher = TYPE.matcher(given);
    if (!matcher.find()) {
      return new ContentType(otherwise, given);
    }
    String major = matcher.group(1).toLowerCase(Locale.ROOT);
    String minor = matcher.group(2);
    return new ContentType(
        minor == null ? major : major + "/" + minor.toLowerCase(Locale.ROOT), given);
  }

  boolean is(String major) {
    return value.equals(major) || value.startsWith(major + "/");
  }

  /** A parameter, without its quotation marks; null where it is not there. */
  @Nullable String parameter(String name) {
    Matcher matcher =
        Pattern.compile(
                "[;\\s]" + name + "\\*?0?\\*?\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"?|([^;\\s]*))",
                Pattern.CASE_INSENSITIVE)
            .matcher(field);
    if (!matcher.find()) {
      return null;
    }
    String quoted = matcher.group(1);
    return quoted == null ? matcher.group(2) : quoted.replaceAll("\\\\(.)", "$1");
  }
}

package org.inclusiondesk.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields of a form as browsers send them ({@code application/x-www-form-urlencoded}, URL
 * Standard §5.1). Loses nothing: a percent sign that begins no escape stands for itself, bytes that
 * are not UTF-8 become U+FFFD.
 */
final class FormBody {
  private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private final Map<String, Set<String>> fields = new HashMap<>();

  private FormBody() {}

  static FormBody parse(byte[] body) {
    FormBody form = new FormBody();
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      form.fields.computeIfAbsent(decode(name), key -> new LinkedHashSet<>()).add(decode(value));
    }
    return form;
  }

  /** The field's first value; empty where it was not sent. */
  String field(String name) {
    return fields(name).stream().findFirst().orElse("");
  }

  /** All values of the field, each once; none where it was not sent. */
  Set<String> fields(String name) {
    return Collections.unmodifiableSet(fields.getOrDefault(name, Set.of()));
  }

  private static String decode(String encoded) {
    return URLDecoder.decode(
        LONE_PERCENT.matcher(encoded).replaceAll("%25"), StandardCharsets.UTF_8);
  }
}

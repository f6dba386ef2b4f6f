package org.inclusiondesk.mail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One Authentication-Results field (RFC 8601 §2.2), read so that nothing inside a comment or a
 * quoted string is taken for a result. A field that is not well formed yields no results.
 *
 * @param authservId who checked, in lower case; empty where the field names nobody
 * @param results what was found
 */
record AuthenticationResults(String authservId, List<Result> results) {
  private static final AuthenticationResults NOTHING = new AuthenticationResults("", List.of());

  /**
   * One method's result; all but the property values in lower case.
   *
   * @param properties by {@code type.name}; of a name that stands there twice the value is blank
   */
  record Result(String method, String outcome, Map<String, String> properties) {}

  AuthenticationResults {
    results = List.copyOf(results);
  }

  static AuthenticationResults parse(String value) {
    List<List<String>> clauses = clauses(value);
    String id = "";
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < clauses.size(); i++) {
      List<String> words = clauses.get(i);
      if (words.isEmpty()) {
        continue;
      }
      if (i == 0 && !(words.size() > 1 && words.get(1).equals("="))) {
        id = words.get(0).toLowerCase(Locale.ROOT);
      } else if (words.size() >= 3 && words.get(1).equals("=")) {
        results.add(result(words));
      } else if (!(words.size() == 1 && words.get(0).equalsIgnoreCase("none"))) {
        return NOTHING;
      }
    }
    return new AuthenticationResults(id, results);
  }

  private static Result result(List<String> words) {
    Map<String, String> properties = new HashMap<>();
    for (int i = 3; i + 2 < words.size(); i++) {
      if (words.get(i + 1).equals("=")) {
        properties.merge(
            words.get(i).toLowerCase(Locale.ROOT), words.get(i + 2), (one, other) -> "");
        i += 2;
      }
    }
    String method = words.get(0).toLowerCase(Locale.ROOT);
    int version = method.indexOf('/');
    return new Result(
        version < 0 ? method : method.substring(0, version),
        words.get(2).toLowerCase(Locale.ROOT),
        properties);
  }

  /** The field as words and equals signs, divided at its semicolons; comments left out. */
  private static List<List<String>> clauses(String value) {
    List<List<String>> clauses = new ArrayList<>();
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int comments = 0;
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && (quoted || comments > 0)) {
        i++;
        if (quoted && i < value.length()) {
          word.append(value.charAt(i));
        }
      } else if (quoted) {
        if (c == '"') {
          quoted = false;
        } else {
          word.append(c);
        }
      } else if (c == '(') {
        comments++;
      } else if (c == ')' && comments > 0) {
        comments--;
      } else if (comments == 0) {
        if (c == '"') {
          quoted = true;
        } else if (c == ';' || c == '=' || Character.isWhitespace(c)) {
          end(word, words);
          if (c == '=') {
            words.add("=");
          } else if (c == ';') {
            clauses.add(words);
            words = new ArrayList<>();
          }
        } else {
          word.append(c);
        }
      }
    }
    if (quoted || comments > 0) {
      return List.of();
    }
    end(word, words);
    clauses.add(words);
    return clauses;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (word.length() > 0) {
      words.add(word.toString());
      word.setLength(0);
    }
  }
}

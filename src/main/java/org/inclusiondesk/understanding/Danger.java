package org.inclusiondesk.understanding;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises words of danger: that somebody may harm themselves, or that somebody is in danger now.
 * Goes by phrases that people wrote down, not by likelihood: what it recognises can be read, and no
 * example added elsewhere changes it. Keeps nothing of what it reads. Immutable, so safe for any
 * number of threads.
 *
 * <p>A phrase is words in their order, compared by their stems. {@code (one|two words)} stands for
 * any of them, a question mark behind a word or a bracket makes it one that may be missing, {@code
 * ...} is up to three other words, and {@code {name}} is a group that is named once.
 */
public final class Danger {
  private static final Pattern NAME = Pattern.compile("\\{([^{}]*)}");

  /** Nothing reaches across what a guard has taken away. */
  private static final String TAKEN_AWAY = " # ";

  private final Lexicon lexicon;
  private final List<Pattern> phrases;
  private final List<Pattern> guards;

  /**
   * @param groups what stands for each name in braces
   * @param phrases words of danger
   * @param guards ways of speaking that sound like them and are harmless; taken away before the
   *     phrases are looked for
   * @param lexicon how people type
   * @throws IllegalArgumentException if a phrase cannot be read; its message says why
   */
  public Danger(
      Map<String, List<String>> groups,
      List<String> phrases,
      List<String> guards,
      Lexicon lexicon) {
    this.lexicon = lexicon;
    Map<String, String> stems = new HashMap<>();
    this.phrases = phrases.stream().map(phrase -> pattern(phrase, groups, stems)).toList();
    this.guards = guards.stream().map(guard -> pattern(guard, groups, stems)).toList();
  }

  /** Whether words of danger stand anywhere in a text, however long it is. */
  public boolean isIn(String text) {
    String stems = " " + stems(text);
    for (Pattern guard : guards) {
      stems = guard.matcher(stems).replaceAll(TAKEN_AWAY);
    }
    for (Pattern phrase : phrases) {
      if (phrase.matcher(stems).find()) {
        return true;
      }
    }
    return false;
  }

  /** The stems of a text, a space behind each. */
  private String stems(String text) {
    StringBuilder stems = new StringBuilder();
    Normaliser.stemsAsTyped(text, lexicon.typed()).forEach(stem -> stems.append(stem).append(' '));
    return stems.toString();
  }

  /**
   * @param stems those of the words that were read before: the same words come again and again
   */
  private Pattern pattern(
      String phrase, Map<String, List<String>> groups, Map<String, String> stems) {
    String written =
        NAME.matcher(phrase)
            .replaceAll(
                name ->
                    Matcher.quoteReplacement(
                        "(" + String.join("|", group(name.group(1), groups)) + ")"));
    // The space before the first word lets the engine pass over all other letters at once.
    Pattern pattern = Pattern.compile(" " + new Reading(written, stems).whole());
    if (pattern.matcher(" ").find()) {
      throw new IllegalArgumentException("it demands no word");
    }
    return pattern;
  }

  private static List<String> group(String name, Map<String, List<String>> groups) {
    List<String> group = groups.getOrDefault(name, List.of());
    if (group.isEmpty()) {
      throw new IllegalArgumentException("there is no group {" + name + "}");
    }
    return group;
  }

  /** Turns one phrase into a regular expression over stems, from its first sign to its last. */
  private final class Reading {
    private static final Pattern WORD = Pattern.compile("[^\\s()|?]+");

    private final String phrase;
    private final Map<String, String> known;
    private int at;

    Reading(String phrase, Map<String, String> known) {
      this.phrase = phrase;
      this.known = known;
    }

    String whole() {
      String expression = alternatives();
      if (at < phrase.length()) {
        throw new IllegalArgumentException("a bracket closes that was not opened");
      }
      return expression;
    }

    private String alternatives() {
      StringBuilder expression = new StringBuilder("(?:").append(sequence());
      while (at < phrase.length() && phrase.charAt(at) == '|') {
        at++;
        expression.append('|').append(sequence());
      }
      return expression.append(')').toString();
    }

    private String sequence() {
      StringBuilder expression = new StringBuilder();
      while (at < phrase.length() && phrase.charAt(at) != '|' && phrase.charAt(at) != ')') {
        if (Character.isWhitespace(phrase.charAt(at))) {
          at++;
        } else {
          expression.append(item());
        }
      }
      if (expression.isEmpty()) {
        throw new IllegalArgumentException("there is no word where one is expected");
      }
      return expression.toString();
    }

    private String item() {
      String expression;
      if (phrase.charAt(at) == '(') {
        at++;
        expression = alternatives();
        if (at == phrase.length()) {
          throw new IllegalArgumentException("a bracket is not closed");
        }
        at++;
      } else {
        expression = word();
      }
      if (at < phrase.length() && phrase.charAt(at) == '?') {
        at++;
        return expression + '?';
      }
      return expression;
    }

    private String word() {
      Matcher word = WORD.matcher(phrase).region(at, phrase.length());
      if (!word.lookingAt()) {
        throw new IllegalArgumentException("a question mark stands behind nothing");
      }
      at = word.end();
      if (word.group().equals("...")) {
        return "(?:[a-z0-9.]+ ){0,3}";
      }
      String stems = known.computeIfAbsent(word.group(), Danger.this::stems);
      if (stems.isEmpty()) {
        throw new IllegalArgumentException("'" + word.group() + "' is not a word");
      }
      return "(?:" + Pattern.quote(stems) + ")";
    }
  }
}

package org.inclusiondesk.understanding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Repairs small typing errors towards the words that matter: one slip (a letter missing, added,
 * wrong, or two swapped; Damerau's) in words of five letters or more, two from seven. The first
 * letter must be right, and a word that is known, or known but for its ending, stays as it is. Safe
 * for any number of threads.
 */
final class Spelling {
  private static final int SHORTEST = 5;
  private static final int TWO_SLIPS = 7;

  /** Examples hold slips on purpose; a word found more often than this is none. */
  private static final int RARE = 2;

  private static final int FREQUENT = 10;

  private static final List<String> ENDINGS =
      List.of("s", "es", "ed", "d", "ing", "er", "r", "ers", "ly", "al", "ally", "less");

  private final Set<String> known = new HashSet<>();
  private final Map<Character, List<String>> targets = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * @param certain words that are spelt right, and how often they occur
   * @param seen words that people wrote, {@linkplain #withoutSlips without slips}, and how often
   */
  Spelling(Map<String, Integer> certain, Map<String, Integer> seen) {
    counts.putAll(certain);
    seen.forEach((word, count) -> counts.merge(word, count, Integer::sum));
    known.addAll(certain.keySet());
    seen.forEach(
        (word, count) -> {
          if (count > RARE) {
            known.add(word);
          }
        });
    known.stream()
        .filter(word -> word.length() >= SHORTEST - 1 && counts.getOrDefault(word, 0) > RARE)
        .sorted()
        .forEach(
            word -> targets.computeIfAbsent(word.charAt(0), letter -> new ArrayList<>()).add(word));
  }

  /**
   * The words that people wrote but for those that are one slip away from a certain one that is far
   * more frequent: thousands of words against thousands, which nobody should wait for at each
   * start.
   *
   * @param certain words that are spelt right, and how often they occur
   * @param seen words that people wrote, and how often
   */
  static Map<String, Integer> withoutSlips(
      Map<String, Integer> certain, Map<String, Integer> seen) {
    Map<Character, List<String>> byLetter =
        certain.keySet().stream()
            .filter(word -> !word.isEmpty())
            .collect(Collectors.groupingBy(word -> word.charAt(0)));
    Map<String, Integer> kept = new HashMap<>();
    seen.forEach(
        (word, count) -> {
          boolean slip =
              word.length() >= SHORTEST
                  && !certain.containsKey(word)
                  && byLetter.getOrDefault(word.charAt(0), List.of()).stream()
                      .anyMatch(
                          right ->
                              certain.getOrDefault(right, 0) + seen.getOrDefault(right, 0)
                                      >= FREQUENT * count
                                  && isOneSlip(word, right));
          if (!slip) {
            kept.put(word, count);
          }
        });
    return kept;
  }

  /** Whether a word is English, or somebody wrote it in an example. */
  boolean isWord(String word) {
    return counts.containsKey(word) || EnglishWords.contains(word);
  }

  /** The known word that was most likely meant, or the word itself. */
  String repair(String word) {
    if (word.length() < SHORTEST || isKnown(word)) {
      return word;
    }
    int allowed = word.length() >= TWO_SLIPS ? 2 : 1;
    String best = word;
    int bestDistance = allowed + 1;
    int bestCount = 0;
    for (String target : targets.getOrDefault(word.charAt(0), List.of())) {
      int distance = slips(word, target, allowed);
      if (distance > allowed) {
        continue;
      }
      int count = counts.getOrDefault(target, 0);
      if (distance < bestDistance || (distance == bestDistance && count > bestCount)) {
        best = target;
        bestDistance = distance;
        bestCount = count;
      }
    }
    return best;
  }

  /** The distance of two different words, or something greater than what is allowed. */
  private static int slips(String word, String target, int allowed) {
    if (Math.abs(target.length() - word.length()) > allowed) {
      return allowed + 1;
    }
    if (isOneSlip(word, target)) {
      return 1;
    }
    return allowed == 1 ? 2 : distance(word, target);
  }

  private boolean isKnown(String word) {
    if (known.contains(word) || EnglishWords.contains(word)) {
      return true;
    }
    for (String ending : ENDINGS) {
      if (word.endsWith(ending)) {
        String base = word.substring(0, word.length() - ending.length());
        int last = base.length() - 1;
        boolean doubled = last > 1 && base.charAt(last) == base.charAt(last - 1);
        if (known.contains(base)
            || known.contains(base + "e")
            || (doubled && known.contains(base.substring(0, last)))
            || (base.endsWith("i") && known.contains(base.substring(0, last) + "y"))) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether the distance of two words is one; told without working it out, since it is asked of
   * thousands of words against thousands.
   */
  static boolean isOneSlip(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    int head = 0;
    while (head < shorter && a.charAt(head) == b.charAt(head)) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && a.charAt(a.length() - 1 - tail) == b.charAt(b.length() - 1 - tail)) {
      tail++;
    }
    int inA = a.length() - head - tail;
    int inB = b.length() - head - tail;
    boolean swapped =
        inA == 2
            && inB == 2
            && a.charAt(head) == b.charAt(head + 1)
            && a.charAt(head + 1) == b.charAt(head);
    return Math.max(inA, inB) == 1 || swapped;
  }

  /** The optimal string alignment distance. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}

package org.inclusiondesk.understanding;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Repairs small typing errors towards a vocabulary: one slip (a letter missing, added, wrong, or
 * two swapped; Damerau's) in words of five letters or more, two from eight. The first letter must
 * be right, and a word that the vocabulary holds stays as it is. Safe for any number of threads.
 */
final class Spelling {
  private static final int SHORTEST = 5;
  private static final int TWO_SLIPS = 8;

  private final Map<String, Integer> counts;
  private final Map<Character, List<String>> byFirst = new HashMap<>();

  /**
   * @param counts each known word and how often it occurs
   */
  Spelling(Map<String, Integer> counts) {
    this.counts = Map.copyOf(counts);
    Map<Character, List<String>> sorted = new HashMap<>();
    counts.keySet().stream()
        .filter(word -> word.length() >= SHORTEST - 1)
        .sorted()
        .forEach(
            word ->
                sorted.computeIfAbsent(word.charAt(0), c -> new java.util.ArrayList<>()).add(word));
    byFirst.putAll(sorted);
  }

  /** The known word that was most likely meant, or the word itself. */
  String repair(String word) {
    if (word.length() < SHORTEST || counts.containsKey(word)) {
      return word;
    }
    int allowed = word.length() >= TWO_SLIPS ? 2 : 1;
    String best = word;
    int bestDistance = allowed + 1;
    int bestCount = 0;
    for (String known : byFirst.getOrDefault(word.charAt(0), List.of())) {
      if (Math.abs(known.length() - word.length()) > allowed) {
        continue;
      }
      int distance = distance(word, known);
      int count = counts.getOrDefault(known, 0);
      if (distance < bestDistance || (distance == bestDistance && count > bestCount)) {
        best = known;
        bestDistance = distance;
        bestCount = count;
      }
    }
    return best;
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

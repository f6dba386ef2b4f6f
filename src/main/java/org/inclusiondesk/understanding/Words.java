package org.inclusiondesk.understanding;

import java.util.Collections;
import java.util.List;

/**
 * A text as the desk reads it.
 *
 * @param raw the text as it came, greeting and signature taken away
 * @param tokens its words in lower case, without accents, short forms written out, small typing
 *     errors repaired
 * @param stems the stem of each token, at the same place
 * @param typed the words before any repair, for comparing letters
 */
public record Words(String raw, List<String> tokens, List<String> stems, List<String> typed) {
  public Words {
    tokens = List.copyOf(tokens);
    stems = List.copyOf(stems);
    typed = List.copyOf(typed);
    if (tokens.size() != stems.size()) {
      throw new IllegalArgumentException("each token has one stem");
    }
  }

  /** Whether there is no word at all. */
  public boolean isEmpty() {
    return tokens.isEmpty();
  }

  /** The text as an {@link Embedding} reads it: the words as they were meant. */
  public String meant() {
    return String.join(" ", tokens);
  }

  /** Whether the stems of a phrase stand side by side in this text. */
  public boolean contains(Words phrase) {
    return positionOf(phrase.stems(), 0) >= 0;
  }

  /** Whether the words of a phrase were typed side by side, endings and all, nothing repaired. */
  public boolean says(Words phrase) {
    return !phrase.typed.isEmpty() && Collections.indexOfSubList(typed, phrase.typed) >= 0;
  }

  /** What was typed before a phrase that this text {@link #says}, a space behind each word. */
  public String before(Words phrase) {
    StringBuilder before = new StringBuilder();
    typed
        .subList(0, Math.max(0, Collections.indexOfSubList(typed, phrase.typed)))
        .forEach(word -> before.append(word).append(' '));
    return before.toString();
  }

  /** Where a run of stems begins at or after a place; -1 where it does not. */
  int positionOf(List<String> run, int from) {
    if (run.isEmpty()) {
      return -1;
    }
    for (int i = from; i + run.size() <= stems.size(); i++) {
      if (stems.subList(i, i + run.size()).equals(run)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return "Words[" + tokens.size() + "]";
  }
}

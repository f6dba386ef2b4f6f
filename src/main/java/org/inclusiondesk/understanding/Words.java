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

  /** Whether the words of a phrase stand side by side in this text, endings and all. */
  public boolean says(Words phrase) {
    return !phrase.tokens.isEmpty() && Collections.indexOfSubList(tokens, phrase.tokens) >= 0;
  }

  /** What stands before the words of a phrase, a space behind each; all of it where they do not stand here. */
  public String before(Words phrase) {
    int at = Collections.indexOfSubList(tokens, phrase.tokens);
    StringBuilder before = new StringBuilder();
    tokens.subList(0, at < 0 ? tokens.size() : at).forEach(word -> before.append(word).append(' '));
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

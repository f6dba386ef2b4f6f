package org.inclusiondesk.understanding;

import java.util.List;
import java.util.Map;

/**
 * What the desk knows about single words.
 *
 * @param groups words that mean the same to a reader of the articles; the first stands for all
 * @param acronyms short forms and what they stand for
 * @param typed how people type, and what they mean by it
 */
public record Lexicon(
    List<List<String>> groups, Map<String, String> acronyms, Map<String, String> typed) {
  /** Knows nothing. */
  public static final Lexicon EMPTY = new Lexicon(List.of(), Map.of(), Map.of());

  public Lexicon {
    groups = groups.stream().map(List::copyOf).toList();
    acronyms = Map.copyOf(acronyms);
    typed = Map.copyOf(typed);
  }
}

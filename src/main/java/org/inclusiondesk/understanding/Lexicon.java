package org.inclusiondesk.understanding;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the desk knows about single words.
 *
 * @param groups words that mean the same to a reader of the articles; the first stands for all
 * @param acronyms short forms and what they stand for
 * @param typed how people type, and what they mean by it
 * @param common words of no subject that are spelt right
 */
public record Lexicon(
    List<List<String>> groups,
    Map<String, String> acronyms,
    Map<String, String> typed,
    Set<String> common) {
  /** Knows nothing. */
  public static final Lexicon EMPTY = new Lexicon(List.of(), Map.of(), Map.of(), Set.of());

  public Lexicon {
    groups = groups.stream().map(List::copyOf).toList();
    acronyms = Map.copyOf(acronyms);
    typed = Map.copyOf(typed);
    common = Set.copyOf(common);
  }
}

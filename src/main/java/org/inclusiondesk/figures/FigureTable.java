package org.inclusiondesk.figures;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Figures of parts that make up a whole, with their total.
 *
 * <p>The total is withheld as soon as one part is small. Withholding a second part instead, as is
 * often done, does not protect against a reader who knows the rule: rounded parts and a rounded
 * total leave ranges whose differences exclude some of the values from 0 to 7. And deciding by the
 * total itself tells something by the decision.
 *
 * @param parts in the given order
 * @param total of all parts
 * @param <K> what the parts are told by
 */
public record FigureTable<K>(Map<K, Figure> parts, Figure total) {
  public FigureTable {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /**
   * The table of counts of one closed period.
   *
   * @param counts counts that share nobody
   * @throws IllegalArgumentException if one is negative
   */
  public static <K> FigureTable<K> of(Map<K, Integer> counts) {
    Map<K, Figure> parts = new LinkedHashMap<>();
    counts.forEach((part, count) -> parts.put(part, Figure.of(count)));
    boolean anySmall = parts.values().stream().anyMatch(Figure.Small.class::isInstance);
    Figure total =
        anySmall
            ? new Figure.Withheld()
            : Figure.of(counts.values().stream().mapToInt(Integer::intValue).sum());
    return new FigureTable<>(parts, total);
  }
}

package org.inclusiondesk.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inclusiondesk.understanding.Example;
import org.inclusiondesk.understanding.Review;
import org.inclusiondesk.understanding.Sense;

/**
 * A {@link Review} in words for editors: where, what, and what to do. Immutable.
 *
 * @param lines one for each finding; of many of a sort the first, and how many more there are
 * @param count the number of all findings
 */
record Advice(List<String> lines, int count) {
  private static final int MOST_OF_A_SORT = 20;

  Advice {
    lines = List.copyOf(lines);
  }

  /**
   * Puts it into words.
   *
   * @param places the file of each example
   */
  static Advice of(Review review, Map<Example<Sense>, String> places) {
    List<String> lines = new ArrayList<>();
    add(
        lines,
        "articles with too few questions",
        review.few().stream().map(few -> few(few, places)).toList());
    add(
        lines,
        "pairs that can hardly be told apart",
        review.twins().stream().map(twins -> twins(twins, places)).toList());
    add(
        lines,
        "examples that are taken for something else",
        review.mistaken().stream().map(mistaken -> mistaken(mistaken, places)).toList());
    return new Advice(
        lines, review.few().size() + review.twins().size() + review.mistaken().size());
  }

  private static void add(List<String> lines, String sort, List<String> found) {
    found.stream().limit(MOST_OF_A_SORT).forEach(line -> lines.add("Warning: " + line));
    if (found.size() > MOST_OF_A_SORT) {
      lines.add("Warning: " + (found.size() - MOST_OF_A_SORT) + " more " + sort + ".");
    }
  }

  private static String few(Review.Few few, Map<Example<Sense>, String> places) {
    return places.getOrDefault(few.title(), few.title().text())
        + ": There are "
        + few.questions()
        + " example questions. Add "
        + (Review.FEWEST - few.questions())
        + " or more to the text file of the same name, as different as people are.";
  }

  private static String twins(Review.Twins twins, Map<Example<Sense>, String> places) {
    return place(twins.one(), places)
        + (twins.sameWords()
            ? ": These words stand also in " + place(twins.other(), places)
            : ": This means nearly the same as "
                + place(twins.other(), places)
                + String.format(Locale.ROOT, " (likeness %.2f)", twins.likeness()))
        + ". Keep one of the two, or say in each what sets it apart.";
  }

  private static String mistaken(Review.Mistaken mistaken, Map<Example<Sense>, String> places) {
    return place(mistaken.example(), places)
        + ": This is taken for "
        + name(mistaken.taken())
        + String.format(
            Locale.ROOT,
            " (%.0f%%, against %.0f%% for what it should be)",
            100 * mistaken.likelihood(),
            100 * mistaken.right())
        + ". Add more examples like it, or move it to where it belongs.";
  }

  private static String place(Example<Sense> example, Map<Example<Sense>, String> places) {
    return places.getOrDefault(example, name(example.label())) + ": '" + example.text() + "'";
  }

  private static String name(Sense sense) {
    if (sense instanceof Sense.Topic topic) {
      return "the article " + topic.article();
    }
    return sense instanceof Sense.Foreign foreign
        ? "out of scope, " + foreign.theme()
        : sense.toString().toLowerCase(Locale.ROOT);
  }
}

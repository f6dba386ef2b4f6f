package org.inclusiondesk.understanding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an editor had better look at among the examples. Nothing of it keeps the desk from working.
 * Immutable.
 *
 * @param few topics with too few examples, in the order of their first example
 * @param twins examples that can hardly be told apart though they are of different senses; the
 *     likest first
 * @param mistaken examples that are taken for something else in spite of having been learnt from;
 *     the most certainly mistaken first
 */
public record Review(List<Few> few, List<Twins> twins, List<Mistaken> mistaken) {
  /** As many example questions a topic has at least, its title not counted. */
  public static final int FEWEST = 12;

  /**
   * From this likeness of their meanings on, less what all have in common, two texts mean nearly
   * the same. Of the shipped examples some ten pairs reach it, among thirty millions.
   */
  private static final double NEARLY_SAME = 0.9;

  public Review {
    few = List.copyOf(few);
    twins = List.copyOf(twins);
    mistaken = List.copyOf(mistaken);
  }

  /**
   * A topic with too few examples.
   *
   * @param title its first example, which is its title
   * @param questions the number of the others
   */
  public record Few(Example<Sense> title, int questions) {}

  /**
   * Two examples of different senses, in the order of the lessons.
   *
   * @param sameWords whether they are made of the same words, as the desk reads them
   * @param likeness of their meanings, 1 at most
   */
  public record Twins(
      Example<Sense> one, Example<Sense> other, boolean sameWords, double likeness) {}

  /**
   * An example that is taken for something else.
   *
   * @param taken what it is taken for
   * @param likelihood of that, from 0 to 1
   * @param right the likelihood of what it is an example of
   */
  public record Mistaken(Example<Sense> example, Sense taken, double likelihood, double right) {}

  /** An example as the desk reads it. */
  private record Read(Example<Sense> example, Words words, Meaning meaning) {}

  /**
   * Looks through all examples, a few seconds' work for some thousands.
   *
   * @param learnt what came of the lessons
   * @param plain the embedding that it was learnt with
   */
  public static Review of(Lessons lessons, Learnt learnt, Embedding plain) {
    Embedding centred = learnt.centred(plain);
    List<Read> read = new ArrayList<>();
    for (int i = 0; i < lessons.examples().size(); i++) {
      Words words = lessons.normaliser().read(lessons.examples().get(i).text());
      if (!words.isEmpty()) {
        read.add(new Read(lessons.written().get(i), words, centred.of(words.meant())));
      }
    }
    return new Review(few(lessons.written()), twins(read), mistaken(read, learnt, plain));
  }

  private static List<Few> few(List<Example<Sense>> examples) {
    Map<Sense, List<Example<Sense>>> topics = new LinkedHashMap<>();
    for (Example<Sense> example : examples) {
      if (example.label() instanceof Sense.Topic topic) {
        topics.computeIfAbsent(topic, t -> new ArrayList<>()).add(example);
      }
    }
    return topics.values().stream()
        .map(topic -> new Few(topic.get(0), topic.size() - 1))
        .filter(topic -> topic.questions() < FEWEST)
        .toList();
  }

  private static List<Twins> twins(List<Read> read) {
    return IntStream.range(0, read.size())
        .parallel()
        .boxed()
        .flatMap(i -> twins(read.get(i), read.subList(i + 1, read.size())))
        .sorted(
            Comparator.comparing(Twins::sameWords).thenComparingDouble(Twins::likeness).reversed())
        .toList();
  }

  private static Stream<Twins> twins(Read one, List<Read> others) {
    return others.stream()
        .filter(other -> one.meaning().isLike(other.meaning(), NEARLY_SAME))
        .filter(other -> !one.example().label().equals(other.example().label()))
        .map(
            other ->
                new Twins(
                    one.example(),
                    other.example(),
                    one.words().tokens().equals(other.words().tokens()),
                    one.meaning().likeness(other.meaning())));
  }

  private static List<Mistaken> mistaken(List<Read> read, Learnt learnt, Embedding plain) {
    return read.parallelStream()
        .flatMap(each -> mistaken(each.example(), learnt.likelihoods(each.words(), plain)).stream())
        .sorted(Comparator.comparingDouble((Mistaken m) -> m.likelihood() - m.right()).reversed())
        .toList();
  }

  private static Optional<Mistaken> mistaken(Example<Sense> example, Map<Sense, Double> likely) {
    Sense taken = Collections.max(likely.entrySet(), Map.Entry.comparingByValue()).getKey();
    return taken.equals(example.label())
        ? Optional.empty()
        : Optional.of(
            new Mistaken(
                example,
                taken,
                likely.getOrDefault(taken, 0.0),
                likely.getOrDefault(example.label(), 0.0)));
  }
}

package org.inclusiondesk.understanding;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * Tells labels apart by the words of a text and its meaning: a network with one hidden layer,
 * learnt from examples by stochastic gradient descent with a fixed seed. The same examples give the
 * same classifier, in whatever order they come. Immutable once trained, and so safe for any number
 * of threads.
 *
 * @param <L> the labels
 */
public final class Classifier<L> {
  /** How many times all examples are learnt from. */
  private static final int ROUNDS = 30;

  /** The units of the hidden layer. */
  private static final int HIDDEN = 128;

  /** How far weights move at first; in the end they stand still. */
  private static final float FIRST_STEP = 0.03f;

  /** The share of hidden units that each example does without, so that none relies on another. */
  private static final float DROPPED = 0.5f;

  /** The same of the words, so that a text is known by several of them. */
  private static final float DROPPED_WORDS = 0.2f;

  /** The standard deviation of the weights before anything is learnt. */
  private static final float SPREAD = 0.02f;

  /** The length to which the vector of a text's words is scaled. */
  private static final double WORDS = 3.0;

  /** The same of its meaning. */
  private static final double MEANING = 2.0;

  /** What fewer examples had teaches nothing about others. */
  private static final int FEWEST = 3;

  /**
   * How much a feature that it does not know adds to a text's length: strange texts stay unsure.
   */
  private static final double UNSEEN = 1.0;

  /** The value of what all texts have. */
  private static final float ALWAYS = 1;

  private final Features features;
  private final List<L> labels;
  private final Map<String, Integer> index;
  private final float[] rarity;

  /** From the words, the meaning and what all texts have to the hidden units. */
  private final Layer inner;

  /** From the hidden units and what all texts have to the labels. */
  private final Layer outer;

  private Classifier(
      Features features,
      List<L> labels,
      Map<String, Integer> index,
      float[] rarity,
      Layer inner,
      Layer outer) {
    this.features = features;
    this.labels = labels;
    this.index = index;
    this.rarity = rarity;
    this.inner = inner;
    this.outer = outer;
  }

  /**
   * Learns from examples.
   *
   * @param features what it sees of a text's words, asked on all cores
   * @param embedding and of its meaning, asked on all cores
   * @throws IllegalArgumentException if there is no example
   */
  public static <L> Classifier<L> learn(
      Features features, Embedding embedding, List<Example<L>> examples, Normaliser normaliser) {
    if (examples.isEmpty()) {
      throw new IllegalArgumentException("a classifier needs examples");
    }
    List<Example<L>> sorted =
        examples.stream()
            .sorted(
                Comparator.comparing((Example<L> e) -> e.text())
                    .thenComparing(e -> e.label().toString()))
            .toList();
    Map<String, Integer> counts = new ConcurrentSkipListMap<>();
    sorted.parallelStream()
        .flatMap(example -> features.of(normaliser.read(example.text())).keySet().stream())
        .forEach(name -> counts.merge(name, 1, Integer::sum));
    counts.values().removeIf(count -> count < FEWEST);
    Map<String, Integer> index = new HashMap<>();
    float[] rarity = new float[counts.size()];
    counts.forEach(
        (name, count) -> {
          rarity[index.size()] = (float) Math.log(1 + (double) sorted.size() / count);
          index.put(name, index.size());
        });
    List<L> labels = sorted.stream().map(Example::label).distinct().toList();
    Random random = new Random(2010);
    int height = index.size() + embedding.of("").size() + 1;
    Classifier<L> classifier =
        new Classifier<>(
            features,
            labels,
            index,
            rarity,
            Layer.random(height, HIDDEN, SPREAD, random),
            Layer.random(HIDDEN + 1, labels.size(), SPREAD, random));
    classifier.descend(
        sorted.parallelStream()
            .map(each -> classifier.lesson(each, embedding, normaliser))
            .toList(),
        random);
    return classifier;
  }

  /** What is kept of an example while learning: there are tens of thousands. */
  private record Lesson(int truth, Layer.Input words, Meaning meaning) {}

  private Lesson lesson(Example<L> example, Embedding embedding, Normaliser normaliser) {
    Words words = normaliser.read(example.text());
    return new Lesson(
        labels.indexOf(example.label()), words(features.of(words)), embedding.of(words.meant()));
  }

  /**
   * Writes what was learnt; the features are not written.
   *
   * @param name names a label
   * @throws IOException if it cannot be written
   */
  void write(DataOutputStream out, Function<L, String> name) throws IOException {
    Rows.write(labels.stream().map(name).toList(), out);
    Rows.write(index.keySet().stream().sorted(Comparator.comparing(index::get)).toList(), out);
    Rows.write(rarity, out);
    inner.write(out);
    outer.write(out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param features the ones that it learnt with
   * @param label the label of a name
   * @throws IOException if it cannot be read or is something else
   */
  static <L> Classifier<L> read(DataInputStream in, Features features, Function<String, L> label)
      throws IOException {
    List<L> labels = Rows.lines(in).stream().map(label).toList();
    List<String> names = Rows.lines(in);
    Map<String, Integer> index = new HashMap<>(names.size() * 2);
    for (String name : names) {
      index.put(name, index.size());
    }
    float[] rarity = Rows.floats(in, names.size());
    return new Classifier<>(features, labels, index, rarity, Layer.read(in), Layer.read(in));
  }

  private void descend(List<Lesson> lessons, Random random) {
    List<Lesson> order = new ArrayList<>(lessons);
    float all = (float) ROUNDS * order.size();
    int done = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(order, random);
      for (Lesson lesson : order) {
        learn(lesson, FIRST_STEP * (1 - done++ / all), random);
      }
    }
  }

  private void learn(Lesson lesson, float step, Random random) {
    Layer.Input input =
        with(thinned(lesson.words, DROPPED_WORDS, index.size(), random), lesson.meaning);
    Layer.Input hidden = thinned(awake(inner.sums(input)), DROPPED, HIDDEN, random);
    float[] slope = shares(outer.sums(hidden));
    slope[lesson.truth] -= 1;
    float[] blame = outer.blame(hidden, slope);
    float[] inside = new float[HIDDEN];
    for (int k = 0; hidden.at[k] < HIDDEN; k++) {
      inside[hidden.at[k]] = blame[k] / (1 - DROPPED);
    }
    outer.learn(hidden, slope, step);
    inner.learn(input, inside, step);
  }

  /**
   * Leaves out a share of what comes in, and makes the rest stronger for it.
   *
   * @param below the places of which some are left out; the others stay as they are
   */
  private static Layer.Input thinned(Layer.Input input, float share, int below, Random random) {
    int[] at = new int[input.at.length];
    float[] value = new float[at.length];
    int kept = 0;
    for (int k = 0; k < at.length; k++) {
      boolean stays = input.at[k] >= below;
      if (stays || random.nextFloat() >= share) {
        at[kept] = input.at[k];
        value[kept++] = stays ? input.value[k] : input.value[k] / (1 - share);
      }
    }
    return new Layer.Input(Arrays.copyOf(at, kept), Arrays.copyOf(value, kept));
  }

  /** The hidden units that a text wakes, and last what all texts have. */
  private static Layer.Input awake(float[] sums) {
    int[] at = new int[sums.length + 1];
    float[] value = new float[sums.length + 1];
    int awake = 0;
    for (int unit = 0; unit < sums.length; unit++) {
      if (sums[unit] > 0) {
        at[awake] = unit;
        value[awake++] = sums[unit];
      }
    }
    at[awake] = sums.length;
    value[awake++] = ALWAYS;
    return new Layer.Input(Arrays.copyOf(at, awake), Arrays.copyOf(value, awake));
  }

  /**
   * How likely each label is; the values sum to 1.
   *
   * @param meaning what the embedding that it learnt with makes of the words
   */
  public Map<L, Double> likelihoods(Words words, Meaning meaning) {
    Layer.Input input = with(words(features.of(words)), meaning);
    float[] shares = shares(outer.sums(awake(inner.sums(input))));
    Map<L, Double> likelihoods = new LinkedHashMap<>();
    for (int l = 0; l < shares.length; l++) {
      likelihoods.put(labels.get(l), (double) shares[l]);
    }
    return likelihoods;
  }

  /** The words that are known, by their places. */
  private Layer.Input words(Map<String, Double> found) {
    int known = (int) found.keySet().stream().filter(index::containsKey).count();
    int[] at = new int[known];
    float[] value = new float[known];
    double square = 0;
    int k = 0;
    for (Map.Entry<String, Double> feature : found.entrySet()) {
      Integer place = index.get(feature.getKey());
      double weight = feature.getValue() * (place == null ? UNSEEN : rarity[place]);
      square += weight * weight;
      if (place != null) {
        at[k] = place;
        value[k++] = (float) weight;
      }
    }
    double length = Math.max(Math.sqrt(square), 1e-9);
    for (int i = 0; i < k; i++) {
      value[i] *= (float) (WORDS / length);
    }
    return new Layer.Input(at, value);
  }

  /** The words, then the meaning, then what all texts have. */
  private Layer.Input with(Layer.Input words, Meaning meaning) {
    int k = words.at.length;
    int[] at = Arrays.copyOf(words.at, k + meaning.size() + 1);
    float[] value = Arrays.copyOf(words.value, at.length);
    for (int i = 0; i < meaning.size(); i++) {
      at[k] = index.size() + i;
      value[k++] = (float) (meaning.at(i) * MEANING);
    }
    at[k] = index.size() + meaning.size();
    value[k] = ALWAYS;
    return new Layer.Input(at, value);
  }

  /** Shares of 1 that rise with the sums (softmax). */
  private static float[] shares(float[] sums) {
    float highest = Float.NEGATIVE_INFINITY;
    for (float sum : sums) {
      highest = Math.max(highest, sum);
    }
    float[] shares = new float[sums.length];
    float total = 0;
    for (int l = 0; l < shares.length; l++) {
      shares[l] = (float) Math.exp(sums[l] - highest);
      total += shares[l];
    }
    for (int l = 0; l < shares.length; l++) {
      shares[l] /= total;
    }
    return shares;
  }
}

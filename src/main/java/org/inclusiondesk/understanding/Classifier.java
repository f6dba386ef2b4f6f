package org.inclusiondesk.understanding;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Tells labels apart by multinomial logistic regression over the words of a text and its meaning,
 * learnt from examples by stochastic gradient descent with a fixed seed. The same examples give the
 * same classifier, in whatever order they come. Immutable once trained, and so safe for any number
 * of threads.
 *
 * @param <L> the labels
 */
public final class Classifier<L> {
  private static final int ROUNDS = 14;
  private static final float FIRST_STEP = 0.5f;
  private static final float SLOWING = 0.2f;
  private static final float DECAY = 2e-5f;

  /** A round passes over examples whose label is already as good as certain. */
  private static final float CERTAIN = 0.01f;

  /** The length to which the vector of a text's words is scaled. */
  private static final double WORDS = 3.0;

  /** The same of its meaning. */
  private static final double MEANING = 2.0;

  /** What fewer examples had teaches nothing about others. */
  private static final int FEWEST = 2;

  /**
   * How much a feature that it does not know adds to a text's length: strange texts stay unsure.
   */
  private static final double UNSEEN = 1.0;

  /** The value of the one feature that all texts have. */
  private static final float ALWAYS = 0.3f;

  private final Features features;
  private final List<L> labels;
  private final Map<String, Integer> index;
  private final double[] rarity;

  /** By feature and label; the one that all texts have stands after the words. */
  private final float[][] weights;

  private final float[][] meaningWeights;

  private Classifier(
      Features features,
      List<L> labels,
      Map<String, Integer> index,
      double[] rarity,
      float[][] weights,
      float[][] meaningWeights) {
    this.features = features;
    this.labels = labels;
    this.index = index;
    this.rarity = rarity;
    this.weights = weights;
    this.meaningWeights = meaningWeights;
  }

  /** The features of a text by their place, the value of each, and the text's meaning. */
  private static final class Vector {
    private final int[] at;
    private final float[] value;
    private final float[] meaning;

    private Vector(int[] at, float[] value, float[] meaning) {
      this.at = at;
      this.value = value;
      this.meaning = meaning;
    }
  }

  /** An example as it has been read. */
  private record Read<L>(L label, Map<String, Double> words, Meaning meaning) {}

  /**
   * Learns from examples.
   *
   * @param features what it sees of a text's words
   * @param embedding and of its meaning
   * @throws IllegalArgumentException if there is no example
   */
  public static <L> Classifier<L> learn(
      Features features, Embedding embedding, List<Example<L>> examples, Normaliser normaliser) {
    if (examples.isEmpty()) {
      throw new IllegalArgumentException("a classifier needs examples");
    }
    List<Read<L>> read =
        examples.stream()
            .sorted(
                Comparator.comparing((Example<L> e) -> e.text())
                    .thenComparing(e -> e.label().toString()))
            .map(
                example -> {
                  Words words = normaliser.read(example.text());
                  return new Read<>(
                      example.label(), features.of(words), embedding.of(words.meant()));
                })
            .toList();
    Map<String, Integer> counts = new TreeMap<>();
    for (Read<L> example : read) {
      example.words().keySet().forEach(name -> counts.merge(name, 1, Integer::sum));
    }
    counts.values().removeIf(count -> count < FEWEST);
    Map<String, Integer> index = new HashMap<>();
    double[] rarity = new double[counts.size()];
    counts.forEach(
        (name, count) -> {
          rarity[index.size()] = Math.log(1 + (double) read.size() / count);
          index.put(name, index.size());
        });
    List<L> labels = read.stream().map(Read::label).distinct().toList();
    Classifier<L> classifier =
        new Classifier<>(
            features,
            labels,
            index,
            rarity,
            new float[index.size() + 1][labels.size()],
            new float[read.get(0).meaning().size()][labels.size()]);
    List<Vector> vectors = new ArrayList<>();
    int[] truth = new int[read.size()];
    for (int i = 0; i < truth.length; i++) {
      vectors.add(classifier.vector(read.get(i).words(), read.get(i).meaning()));
      truth[i] = labels.indexOf(read.get(i).label());
    }
    classifier.descend(vectors, truth);
    return classifier;
  }

  /**
   * Writes what was learnt; the features are not written.
   *
   * @param name names a label
   * @throws IOException if it cannot be written
   */
  void write(DataOutputStream out, Function<L, String> name) throws IOException {
    out.writeInt(labels.size());
    for (L label : labels) {
      out.writeUTF(name.apply(label));
    }
    out.writeInt(index.size());
    for (Map.Entry<String, Integer> entry : new TreeMap<>(index).entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeInt(entry.getValue());
      out.writeDouble(rarity[entry.getValue()]);
    }
    write(weights, out);
    write(meaningWeights, out);
  }

  private static void write(float[][] rows, DataOutputStream out) throws IOException {
    out.writeInt(rows.length);
    for (float[] row : rows) {
      Floats.write(row, out);
    }
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
    List<L> labels = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      labels.add(label.apply(in.readUTF()));
    }
    int size = in.readInt();
    Map<String, Integer> index = new HashMap<>(size * 2);
    double[] rarity = new double[size];
    for (int i = 0; i < size; i++) {
      String feature = in.readUTF();
      int at = in.readInt();
      index.put(feature, at);
      rarity[at] = in.readDouble();
    }
    return new Classifier<>(
        features, labels, index, rarity, rows(in, labels.size()), rows(in, labels.size()));
  }

  private static float[][] rows(DataInputStream in, int width) throws IOException {
    float[][] rows = new float[in.readInt()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Floats.read(in, width);
    }
    return rows;
  }

  private void descend(List<Vector> vectors, int[] truth) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < truth.length; i++) {
      order.add(i);
    }
    Random random = new Random(2010);
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(order, random);
      float step = FIRST_STEP / (1 + SLOWING * round);
      for (int example : order) {
        Vector vector = vectors.get(example);
        float[] slope = guess(vector);
        slope[truth[example]] -= 1;
        if (slope[truth[example]] > -CERTAIN) {
          continue;
        }
        for (int l = 0; l < slope.length; l++) {
          slope[l] *= step;
        }
        for (int k = 0; k < vector.at.length; k++) {
          correct(weights[vector.at[k]], vector.value[k], slope, step * DECAY);
        }
        for (int k = 0; k < vector.meaning.length; k++) {
          correct(meaningWeights[k], vector.meaning[k], slope, step * DECAY);
        }
      }
    }
  }

  private static void correct(float[] row, float value, float[] slope, float decay) {
    for (int l = 0; l < row.length; l++) {
      row[l] -= slope[l] * value + decay * row[l];
    }
  }

  /**
   * How likely each label is; the values sum to 1.
   *
   * @param meaning what the embedding that it learnt with makes of the words
   */
  public Map<L, Double> likelihoods(Words words, Meaning meaning) {
    float[] guess = guess(vector(features.of(words), meaning));
    Map<L, Double> likelihoods = new LinkedHashMap<>();
    for (int l = 0; l < guess.length; l++) {
      likelihoods.put(labels.get(l), (double) guess[l]);
    }
    return likelihoods;
  }

  private Vector vector(Map<String, Double> found, Meaning meant) {
    int size = (int) found.keySet().stream().filter(index::containsKey).count();
    int[] at = new int[size + 1];
    float[] value = new float[size + 1];
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
    at[k] = index.size();
    value[k] = ALWAYS;
    float[] meaning = new float[meant.size()];
    for (int i = 0; i < meaning.length; i++) {
      meaning[i] = (float) (meant.at(i) * MEANING);
    }
    return new Vector(at, value, meaning);
  }

  private float[] guess(Vector vector) {
    float[] guess = new float[labels.size()];
    for (int k = 0; k < vector.at.length; k++) {
      add(weights[vector.at[k]], vector.value[k], guess);
    }
    for (int k = 0; k < vector.meaning.length; k++) {
      add(meaningWeights[k], vector.meaning[k], guess);
    }
    float highest = Float.NEGATIVE_INFINITY;
    for (float value : guess) {
      highest = Math.max(highest, value);
    }
    float total = 0;
    for (int l = 0; l < guess.length; l++) {
      guess[l] = (float) Math.exp(guess[l] - highest);
      total += guess[l];
    }
    for (int l = 0; l < guess.length; l++) {
      guess[l] /= total;
    }
    return guess;
  }

  private static void add(float[] row, float value, float[] sums) {
    for (int l = 0; l < sums.length; l++) {
      sums[l] += row[l] * value;
    }
  }
}

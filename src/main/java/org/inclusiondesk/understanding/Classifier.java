package org.inclusiondesk.understanding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Tells labels apart by multinomial logistic regression, learnt from examples by stochastic
 * gradient descent with a fixed seed: the same examples in the same order give the same classifier.
 * Immutable once trained, and so safe for any number of threads.
 *
 * @param <L> the labels
 */
public final class Classifier<L> {
  private static final int ROUNDS = 12;
  private static final double FIRST_STEP = 1.0;
  private static final double DECAY = 1e-5;

  /** How much a feature that no example had adds to a text's length: strange texts stay unsure. */
  private static final double UNSEEN = 1.0;

  /** The length to which texts are scaled. */
  private static final double LENGTH = 3.0;

  /** The value of the one feature that all texts have. */
  private static final double ALWAYS = 0.3;

  private final Features features;
  private final List<L> labels;
  private final Map<String, Integer> index;
  private final double[] rarity;
  private final double[][] weights;
  private final double[][] meaningWeights;
  private final double meaningLength;

  private Classifier(
      Features features,
      List<L> labels,
      Map<String, Integer> index,
      double[] rarity,
      double[][] weights,
      double[][] meaningWeights,
      double meaningLength) {
    this.features = features;
    this.labels = labels;
    this.index = index;
    this.rarity = rarity;
    this.weights = weights;
    this.meaningWeights = meaningWeights;
    this.meaningLength = meaningLength;
  }

  /** The features of a text by their place, the value of each, and the text's meaning. */
  private static final class Vector {
    private final int[] at;
    private final double[] value;
    private final double[] meaning;

    private Vector(int[] at, double[] value, double[] meaning) {
      this.at = at;
      this.value = value;
      this.meaning = meaning;
    }
  }

  /**
   * Learns from examples.
   *
   * @param features what it sees of a text's words
   * @param embedding and of its meaning
   * @param balance from 0 (each example counts the same) to 1 (each label counts the same)
   * @param meaningLength how long the vector of a text's meaning is beside that of its words, which
   *     has the length {@value LENGTH}
   * @throws IllegalArgumentException if there is no example
   */
  public static <L> Classifier<L> learn(
      Features features,
      Embedding embedding,
      List<Example<L>> examples,
      Normaliser normaliser,
      double balance,
      double meaningLength) {
    if (examples.isEmpty()) {
      throw new IllegalArgumentException("a classifier needs examples");
    }
    List<Map<String, Double>> seen = new ArrayList<>();
    List<Meaning> meanings = new ArrayList<>();
    Map<String, Integer> index = new HashMap<>();
    List<Integer> documents = new ArrayList<>();
    Map<L, Integer> perLabel = new LinkedHashMap<>();
    for (Example<L> example : examples) {
      Words words = normaliser.read(example.text());
      Map<String, Double> found = features.of(words);
      seen.add(found);
      meanings.add(embedding.of(words.meant()));
      perLabel.merge(example.label(), 1, Integer::sum);
      for (String name : found.keySet()) {
        int at = index.computeIfAbsent(name, n -> index.size());
        if (at == documents.size()) {
          documents.add(0);
        }
        documents.set(at, documents.get(at) + 1);
      }
    }
    List<L> labels = List.copyOf(new LinkedHashSet<>(perLabel.keySet()));
    double[] rarity = new double[index.size()];
    for (int i = 0; i < rarity.length; i++) {
      rarity[i] = Math.log(1 + (double) examples.size() / documents.get(i));
    }
    Classifier<L> classifier =
        new Classifier<>(
            features,
            labels,
            index,
            rarity,
            new double[index.size() + 1][labels.size()],
            new double[meanings.get(0).size()][labels.size()],
            meaningLength);
    List<Vector> vectors = new ArrayList<>();
    for (int i = 0; i < seen.size(); i++) {
      vectors.add(classifier.vector(seen.get(i), meanings.get(i)));
    }
    int[] truth = examples.stream().mapToInt(e -> labels.indexOf(e.label())).toArray();
    double[] share = new double[labels.size()];
    double mean = (double) examples.size() / labels.size();
    for (int l = 0; l < share.length; l++) {
      share[l] = Math.pow(mean / perLabel.getOrDefault(labels.get(l), 1), balance);
    }
    classifier.descend(vectors, truth, share);
    return classifier;
  }

  private void descend(List<Vector> vectors, int[] truth, double[] share) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < truth.length; i++) {
      order.add(i);
    }
    Random random = new Random(2010);
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(order, random);
      double step = FIRST_STEP / (1 + 0.15 * round);
      for (int example : order) {
        Vector vector = vectors.get(example);
        double[] slope = guess(vector);
        slope[truth[example]] -= 1;
        for (int l = 0; l < slope.length; l++) {
          slope[l] *= share[truth[example]];
        }
        for (int k = 0; k < vector.at.length; k++) {
          correct(weights[vector.at[k]], vector.value[k], slope, step);
        }
        for (int k = 0; k < vector.meaning.length; k++) {
          correct(meaningWeights[k], vector.meaning[k], slope, step);
        }
      }
    }
  }

  private static void correct(double[] row, double value, double[] slope, double step) {
    for (int l = 0; l < row.length; l++) {
      row[l] -= step * (slope[l] * value + DECAY * row[l]);
    }
  }

  /**
   * How likely each label is; the values sum to 1.
   *
   * @param meaning what the embedding that it learnt with makes of the words
   */
  public Map<L, Double> likelihoods(Words words, Meaning meaning) {
    double[] guess = guess(vector(features.of(words), meaning));
    Map<L, Double> likelihoods = new LinkedHashMap<>();
    for (int l = 0; l < guess.length; l++) {
      likelihoods.put(labels.get(l), guess[l]);
    }
    return likelihoods;
  }

  private Vector vector(Map<String, Double> found, Meaning meant) {
    int size = (int) found.keySet().stream().filter(index::containsKey).count();
    int[] at = new int[size + 1];
    double[] value = new double[size + 1];
    double square = 0;
    int k = 0;
    for (Map.Entry<String, Double> feature : found.entrySet()) {
      Integer place = index.get(feature.getKey());
      if (place != null) {
        at[k] = place;
        value[k] = feature.getValue() * rarity[place];
        square += value[k] * value[k];
        k++;
      } else {
        square += Math.pow(feature.getValue() * UNSEEN, 2);
      }
    }
    double length = Math.max(Math.sqrt(square), 1e-9);
    for (int i = 0; i < k; i++) {
      value[i] *= LENGTH / length;
    }
    at[k] = index.size();
    value[k] = ALWAYS;
    double[] meaning = new double[meant.size()];
    for (int i = 0; i < meaning.length; i++) {
      meaning[i] = meant.at(i) * meaningLength;
    }
    return new Vector(at, value, meaning);
  }

  private double[] guess(Vector vector) {
    double[] guess = new double[labels.size()];
    for (int k = 0; k < vector.at.length; k++) {
      add(weights[vector.at[k]], vector.value[k], guess);
    }
    for (int k = 0; k < vector.meaning.length; k++) {
      add(meaningWeights[k], vector.meaning[k], guess);
    }
    double highest = Arrays.stream(guess).max().orElse(0);
    double total = 0;
    for (int l = 0; l < guess.length; l++) {
      guess[l] = Math.exp(guess[l] - highest);
      total += guess[l];
    }
    for (int l = 0; l < guess.length; l++) {
      guess[l] /= total;
    }
    return guess;
  }

  private static void add(double[] row, double value, double[] sums) {
    for (int l = 0; l < sums.length; l++) {
      sums[l] += row[l] * value;
    }
  }
}

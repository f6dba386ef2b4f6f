package org.inclusiondesk.understanding;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * All that the desk learns from, and how it reads it. Immutable, and safe for any number of
 * threads.
 */
public final class Lessons {
  /** Marks the place of a network's name in an example. */
  private static final String PLACE = "{network}";

  private final List<Example<Sense>> written;
  private final List<Example<Sense>> examples;
  private final Map<String, Integer> counts;
  private final Normaliser normaliser;
  private final NetworkFinder networks;
  private final Features features;
  private final String fingerprint;

  /**
   * @param examples what people write; "{network}" in a text stands for any network
   * @param known the networks people can mean
   * @param otherGroups groups that people ask for and that are none of these
   * @param lexicon what single words mean
   * @param vocabulary texts whose words are certainly spelt right
   * @param counted what the build counted in the shipped lessons
   * @throws IllegalArgumentException if there is no example
   */
  public Lessons(
      List<Example<Sense>> examples,
      List<KnownNetwork> known,
      List<String> otherGroups,
      Lexicon lexicon,
      List<String> vocabulary,
      WordCounts counted) {
    if (examples.isEmpty()) {
      throw new IllegalArgumentException("there is no example to learn from");
    }
    this.written = List.copyOf(examples);
    this.examples = List.copyOf(filled(examples, known));
    this.fingerprint =
        digest(
            this.examples,
            known,
            lexicon.groups(),
            new TreeMap<>(lexicon.acronyms()),
            new TreeMap<>(lexicon.typed()),
            new TreeSet<>(lexicon.common()),
            new TreeSet<>(vocabulary));
    this.counts =
        counted.in(
            fingerprint,
            () ->
                Normaliser.seen(
                    lexicon, vocabulary, examples.stream().map(Example::text).toList()));
    this.normaliser = new Normaliser(lexicon, vocabulary, counts);
    this.networks = new NetworkFinder(known, otherGroups, normaliser);
    this.features = new NetworkFeatures(new WordFeatures(lexicon, normaliser), networks);
  }

  /** Fills each place of a network's name with one of the names, taking turns. */
  private static List<Example<Sense>> filled(
      List<Example<Sense>> examples, List<KnownNetwork> networks) {
    List<String> names = new ArrayList<>();
    for (KnownNetwork network : networks) {
      names.add(network.name());
      network.knownAs().forEach(name -> names.add(name + " network"));
    }
    List<Example<Sense>> filled = new ArrayList<>();
    int turn = 0;
    for (Example<Sense> example : examples) {
      String text = example.text();
      while (text.contains(PLACE) && !names.isEmpty()) {
        String name = names.get(turn++ % names.size());
        text = text.replaceFirst(Pattern.quote(PLACE), name.replace("$", ""));
      }
      filled.add(new Example<>(example.label(), text));
    }
    return filled;
  }

  /**
   * Two checksums: they notice what an editor changed. A cryptographic hash over megabytes would
   * cost each start a quarter of a second, since its code is not compiled yet.
   */
  private static String digest(List<Example<Sense>> examples, Object... parts) {
    StringBuilder all = new StringBuilder();
    for (Example<Sense> example : examples) {
      all.append(example.label().key()).append('\n').append(example.text()).append('\n');
    }
    for (Object part : parts) {
      all.append(part).append('\n');
    }
    byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
    CRC32 one = new CRC32();
    one.update(bytes);
    CRC32C other = new CRC32C();
    other.update(bytes);
    return bytes.length
        + "-"
        + Long.toHexString(one.getValue())
        + "-"
        + Long.toHexString(other.getValue());
  }

  /** The same for the same lessons, in every process. */
  public String fingerprint() {
    return fingerprint;
  }

  /** How often each word, slips left out, stands in the examples as editors wrote them. */
  public WordCounts counted() {
    return new WordCounts(fingerprint, counts);
  }

  /** Reads what people write. */
  public Normaliser normaliser() {
    return normaliser;
  }

  /** The examples as editors wrote them. */
  List<Example<Sense>> written() {
    return written;
  }

  /** The examples in the same order, each network's place filled with a name. */
  List<Example<Sense>> examples() {
    return examples;
  }

  NetworkFinder networks() {
    return networks;
  }

  Features features() {
    return features;
  }
}

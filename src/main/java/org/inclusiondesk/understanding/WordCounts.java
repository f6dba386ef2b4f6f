package org.inclusiondesk.understanding;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How often each word stands in the examples, as the build counted it, so that a start need not.
 * Immutable.
 */
public final class WordCounts {
  /** Counted in no lessons. */
  public static final WordCounts NONE = new WordCounts("", Map.of());

  private final String fingerprint;
  private final Map<String, Integer> counts;

  /**
   * @param fingerprint of the lessons that they were counted in
   */
  WordCounts(String fingerprint, Map<String, Integer> counts) {
    this.fingerprint = fingerprint;
    this.counts = Map.copyOf(counts);
  }

  /** The counts if they are those of these lessons, or what counting gives. */
  Map<String, Integer> in(String lessons, Supplier<Map<String, Integer>> counting) {
    return fingerprint.equals(lessons) ? counts : counting.get();
  }

  /** The fingerprint of the lessons that they were counted in. */
  public String fingerprint() {
    return fingerprint;
  }

  /**
   * Writes them, for {@link #read}.
   *
   * @throws IOException if they cannot be written
   */
  public void write(DataOutputStream out) throws IOException {
    out.writeUTF(fingerprint);
    List<String> words = counts.keySet().stream().sorted().toList();
    Rows.write(words, out);
    Rows.write(words.stream().mapToInt(counts::get).toArray(), out);
  }

  /**
   * Reads what was written.
   *
   * @throws IOException if it cannot be read or is something else
   */
  public static WordCounts read(DataInputStream in) throws IOException {
    String fingerprint = in.readUTF();
    List<String> words = Rows.lines(in);
    int[] count = Rows.ints(in, words.size());
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < count.length; i++) {
      counts.put(words.get(i), count[i]);
    }
    return new WordCounts(fingerprint, counts);
  }
}

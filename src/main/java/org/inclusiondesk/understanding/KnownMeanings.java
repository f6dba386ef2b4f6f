package org.inclusiondesk.understanding;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Knows the meanings of some texts beforehand, such as of examples, and asks another embedding for
 * the rest. Safe for any number of threads.
 */
public final class KnownMeanings implements Embedding {
  private final Map<String, Meaning> known;
  private final Supplier<? extends Embedding> rest;

  /**
   * @param known meanings by text
   * @param rest asked when a text is not known, every time
   */
  public KnownMeanings(Map<String, Meaning> known, Supplier<? extends Embedding> rest) {
    this.known = Map.copyOf(known);
    this.rest = rest;
  }

  @Override
  public Meaning of(String text) {
    Meaning meaning = known.get(text);
    return meaning == null ? rest.get().of(text) : meaning;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it cannot be read or is something else
   */
  public static Map<String, Meaning> read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    Map<String, Meaning> meanings = new HashMap<>();
    int size = in.readInt();
    for (int left = in.readInt(); left > 0; left--) {
      meanings.put(in.readUTF(), Meaning.known(Rows.floats(in, size)));
    }
    return meanings;
  }

  /**
   * Writes meanings of one size, in the order of the map.
   *
   * @throws IOException if they cannot be written
   */
  public static void write(Map<String, Meaning> meanings, OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeInt(meanings.values().stream().mapToInt(Meaning::size).findFirst().orElse(0));
    out.writeInt(meanings.size());
    for (Map.Entry<String, Meaning> entry : meanings.entrySet()) {
      out.writeUTF(entry.getKey());
      for (int i = 0; i < entry.getValue().size(); i++) {
        out.writeFloat(entry.getValue().at(i));
      }
    }
    out.flush();
  }
}

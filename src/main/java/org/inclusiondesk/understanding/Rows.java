package org.inclusiondesk.understanding;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Rows of numbers and words in what the build learnt, each read in one go: one by one they would be
 * a second's work at each start.
 */
final class Rows {
  /** Numbers; there are millions, which nobody should hold twice. */
  private static final int MOST_AT_ONCE = 1 << 16;

  private Rows() {}

  static void write(float[] values, DataOutputStream out) throws IOException {
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  static void write(int[] values, DataOutputStream out) throws IOException {
    for (int value : values) {
      out.writeInt(value);
    }
  }

  /**
   * @param lines texts without line ends
   * @throws IllegalArgumentException if there is one
   */
  static void write(List<String> lines, DataOutputStream out) throws IOException {
    if (lines.stream().anyMatch(line -> line.indexOf('\n') >= 0)) {
      throw new IllegalArgumentException("a line holds a line end");
    }
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    out.writeInt(lines.size());
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** The next values, as many as are asked for. */
  static float[] floats(DataInputStream in, int count) throws IOException {
    float[] values = new float[count];
    byte[] part = new byte[Math.min(count, MOST_AT_ONCE) * Float.BYTES];
    for (int at = 0; at < count; at += MOST_AT_ONCE) {
      int size = Math.min(count - at, MOST_AT_ONCE);
      in.readFully(part, 0, size * Float.BYTES);
      ByteBuffer.wrap(part).asFloatBuffer().get(values, at, size);
    }
    return values;
  }

  /** The next values, as many as are asked for. */
  static int[] ints(DataInputStream in, int count) throws IOException {
    int[] values = new int[count];
    bytes(in, count * Integer.BYTES).asIntBuffer().get(values);
    return values;
  }

  /** The next lines. */
  static List<String> lines(DataInputStream in) throws IOException {
    int count = in.readInt();
    String all = StandardCharsets.UTF_8.decode(bytes(in, in.readInt())).toString();
    List<String> lines = count == 0 ? List.of() : List.of(all.split("\n", -1));
    if (lines.size() != count) {
      throw new IOException(lines.size() + " lines where " + count + " are expected");
    }
    return lines;
  }

  private static ByteBuffer bytes(DataInputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return ByteBuffer.wrap(bytes);
  }
}

package org.inclusiondesk.understanding;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Rows of numbers in what the build learnt, in one go: one by one they would be a second's work at
 * each start.
 */
final class Floats {
  private Floats() {}

  static void write(float[] values, DataOutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  /** The next values, as many as are asked for. */
  static float[] read(DataInputStream in, int count) throws IOException {
    byte[] bytes = new byte[count * Float.BYTES];
    in.readFully(bytes);
    float[] values = new float[count];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
    return values;
  }
}

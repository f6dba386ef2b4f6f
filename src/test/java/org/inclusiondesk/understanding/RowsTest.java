package org.inclusiondesk.understanding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
  @Test
  void readsWhatWasWritten() throws IOException {
    float[] floats = new float[200_003];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = i / 7f - 9_000;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    Rows.write(floats, out);
    Rows.write(List.of("one", "", "thr\u00e9\u00e9 \ud83d\ude42"), out);
    Rows.write(new int[] {3, -4}, out);
    Rows.write(List.of(), out);
    Rows.write(List.of(""), out);
    Rows.write(new float[0], out);

    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(Rows.floats(in, floats.length)).isEqualTo(floats);
    assertThat(Rows.lines(in)).containsExactly("one", "", "thr\u00e9\u00e9 \ud83d\ude42");
    assertThat(Rows.ints(in, 2)).containsExactly(3, -4);
    assertThat(Rows.lines(in)).isEmpty();
    assertThat(Rows.lines(in)).containsExactly("");
    assertThat(Rows.floats(in, 0)).isEmpty();
    assertThat(in.read()).isEqualTo(-1);
  }

  @Test
  void refusesLinesThatWouldBecomeMoreAndOthersThanItCounted() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    assertThatThrownBy(() -> Rows.write(List.of("two\nlines"), out))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(bytes.size()).isZero();

    out.writeInt(2);
    out.writeInt(3);
    out.writeBytes("one");
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThatThrownBy(() -> Rows.lines(in)).hasMessage("1 lines where 2 are expected");
  }

  @Test
  void refusesWhatIsCutShort() {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(new byte[7]));

    assertThatThrownBy(() -> Rows.floats(in, 2)).isInstanceOf(EOFException.class);
  }
}

package org.inclusiondesk.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bytes as text, in each way in which Java, SQLite and their files hold letters. */
public final class Readings {
  private Readings() {}

  public static List<String> of(byte[] bytes) {
    return List.of(
        new String(bytes, StandardCharsets.ISO_8859_1),
        new String(bytes, StandardCharsets.UTF_16LE),
        new String(bytes, StandardCharsets.UTF_16BE));
  }
}

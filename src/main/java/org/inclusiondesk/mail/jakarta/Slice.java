package org.inclusiondesk.mail.jakarta;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A stretch of the bytes of a mail, or of what was decoded of it, looked at without copying it.
 * Nobody writes into the bytes. Places are counted from the beginning of the bytes.
 */
final class Slice {
  private final byte[] bytes;
  private final int from;
  private final int to;

  Slice(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  static Slice of(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }

  byte at(int place) {
    return bytes[place];
  }

  int from() {
    return from;
  }

  /** Where it ends, exclusive. */
  int to() {
    return to;
  }

  int length() {
    return to - from;
  }

  /** Where the line that begins here ends: at its line feed, or at the end. */
  int endOfLine(int start) {
    int at = start;
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Where the next line begins; the end where there is none. */
  int nextLine(int start) {
    return Math.min(to, endOfLine(start) + 1);
  }

  /** Whether nothing but a line end stands from here to the next line. */
  boolean emptyLine(int start) {
    return start < to
        && (bytes[start] == '\n'
            || (bytes[start] == '\r' && (start + 1 == to || bytes[start + 1] == '\n')));
  }

  boolean startsWith(int at, byte[] prefix) {
    return at + prefix.length <= to
        && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length);
  }

  boolean startsWith(int at, String prefix) {
    return startsWith(at, prefix.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** How many bytes are the same as those before the first that differs. */
  int sameAs(byte[] others) {
    int differs = Arrays.mismatch(bytes, from, to, others, 0, others.length);
    return differs < 0 ? length() : differs;
  }

  /** The bytes from here to there as characters, each of which holds one byte. */
  String characters(int start, int end) {
    return new String(bytes, start, Math.max(0, end - start), StandardCharsets.ISO_8859_1);
  }

  Slice part(int start, int end) {
    return new Slice(bytes, Math.min(start, end), end);
  }

  void hashInto(MessageDigest digest) {
    digest.update(bytes, from, length());
  }

  InputStream stream() {
    return new ByteArrayInputStream(bytes, from, length());
  }

  byte[] copy(int most) {
    return Arrays.copyOfRange(bytes, from, from + Math.min(length(), most));
  }

  @Override
  public String toString() {
    return "Slice[" + length() + "]";
  }
}

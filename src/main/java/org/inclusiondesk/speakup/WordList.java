package org.inclusiondesk.speakup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * 7,776 words that are easy to read out and to write down (EFF large word list). Seven of them,
 * drawn evenly, are worth 90 bits. Immutable.
 */
final class WordList {
  /** How many words a receipt or a passphrase has. */
  static final int DRAWN = 7;

  private final List<String> words;

  private WordList(List<String> words) {
    this.words = words;
  }

  /** Reads the list that comes with the program. */
  static WordList load() {
    try (InputStream in = WordList.class.getResourceAsStream("words.txt")) {
      if (in == null) {
        throw new IllegalStateException("words.txt is missing from the program");
      }
      return new WordList(
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /**
   * Turns even bytes into seven words.
   *
   * @param even 32 bytes that are random, or look so to whoever lacks the key they were made with;
   *     256 bits for 90 leave an unevenness far below 2⁻¹⁰⁰
   */
  List<String> draw(byte[] even) {
    if (even.length < 32) {
      throw new IllegalArgumentException("too few bytes to draw words evenly");
    }
    BigInteger size = BigInteger.valueOf(words.size());
    BigInteger rest = new BigInteger(1, even);
    List<String> drawn = new ArrayList<>(DRAWN);
    for (int i = 0; i < DRAWN; i++) {
      BigInteger[] division = rest.divideAndRemainder(size);
      drawn.add(words.get(division[1].intValue()));
      rest = division[0];
    }
    return List.copyOf(drawn);
  }

  List<String> words() {
    return words;
  }
}

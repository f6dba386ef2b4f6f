package org.inclusiondesk.understanding;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;

/**
 * English words that are spelt right: those that the sentence model has a token of their own for,
 * some twenty thousand. Whoever takes one of them for a slip of another word makes "insulin" of an
 * insult. Safe for any number of threads.
 */
final class EnglishWords {
  private static final Set<String> ALL = read();

  private EnglishWords() {}

  private static Set<String> read() {
    try (InputStream tokenizer = SentenceModel.open(SentenceModel.TOKENIZER)) {
      Set<String> words = new HashSet<>();
      new ObjectMapper()
          .readTree(tokenizer)
          .path("model")
          .path("vocab")
          .fieldNames()
          .forEachRemaining(words::add);
      words.removeIf(token -> !token.chars().allMatch(Character::isLetter));
      return Set.copyOf(words);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Whether a word, in lower case, is one of them. */
  static boolean contains(String word) {
    return ALL.contains(word);
  }
}

package org.inclusiondesk.understanding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * English words that are spelt right: those that the sentence model has a token of their own for,
 * some twenty thousand. Whoever takes one of them for a slip of another word makes "insulin" of an
 * insult. Safe for any number of threads.
 */
final class EnglishWords {
  private static final Pattern LETTERS = Pattern.compile("\\p{L}+");

  /**
   * The words are names of one JSON object, thirty thousand that occur once: Jackson need not
   * remember them as it does the names of ordinary objects.
   */
  private static final JsonFactory NAMES_NOT_REMEMBERED =
      JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

  private static final Set<String> ALL = read();

  private EnglishWords() {}

  private static Set<String> read() {
    try (InputStream tokenizer = SentenceModel.open(SentenceModel.TOKENIZER);
        JsonParser json = NAMES_NOT_REMEMBERED.createParser(tokenizer)) {
      Set<String> words = new HashSet<>();
      while (!"vocab".equals(json.nextFieldName())) {
        if (json.currentToken() == null) {
          throw new IOException("the tokenizer has no vocabulary");
        }
      }
      json.nextToken();
      for (String token = json.nextFieldName(); token != null; token = json.nextFieldName()) {
        if (LETTERS.matcher(token).matches()) {
          words.add(token);
        }
        json.nextToken();
      }
      return words;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Whether a word, in lower case, is one of them. */
  static boolean contains(String word) {
    return ALL.contains(word);
  }
}

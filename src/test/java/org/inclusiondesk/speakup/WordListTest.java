package org.inclusiondesk.speakup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordListTest {
  private final WordList list = WordList.load();

  @Test
  void holds7776DifferentWordsThatAreEasyToType() {
    assertThat(list.words()).hasSize(7776).doesNotHaveDuplicates();
    assertThat(list.words()).allMatch(word -> word.matches("[a-z-]{3,9}"));
  }

  @Test
  void drawsEveryWordInEveryPlaceAboutEquallyOften() {
    Random random = new Random(1);
    Set<String> first = new HashSet<>();
    Set<String> last = new HashSet<>();
    for (int i = 0; i < 80_000; i++) {
      byte[] even = new byte[32];
      random.nextBytes(even);
      var drawn = list.draw(even);
      assertThat(drawn).hasSize(7);
      first.add(drawn.get(0));
      last.add(drawn.get(6));
    }
    // Of 7,776 words, 80,000 even draws miss a third of one on average.
    assertThat(first).hasSizeGreaterThan(7770);
    assertThat(last).hasSizeGreaterThan(7770);
  }

  @Test
  void refusesTooFewBytes() {
    assertThatThrownBy(() -> list.draw(new byte[8])).isInstanceOf(IllegalArgumentException.class);
  }
}

package org.inclusiondesk.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  @Test
  void tellsOneSlipAsTheDistanceDoes() {
    List<String> words = new ArrayList<>(List.of(""));
    for (int from = 0; words.get(from).length() < 4; from++) {
      for (String letter : List.of("a", "b", "c")) {
        words.add(words.get(from) + letter);
      }
    }
    for (String one : words) {
      for (String other : words) {
        assertThat(Spelling.isOneSlip(one, other))
            .as("%s and %s", one, other)
            .isEqualTo(Spelling.distance(one, other) == 1);
      }
    }
  }
}

package org.inclusiondesk.understanding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpellingTest {
  @Test
  void takesWhatIsOneSlipFromAFarMoreFrequentCertainWordForASlip() {
    Map<String, Integer> seen =
        Map.of(
            "networks",
            30,
            "netwroks",
            3,
            "nettworks",
            4,
            "womans",
            3,
            "slip",
            1,
            "works",
            2,
            "worms",
            1);

    assertThat(
            Spelling.withoutSlips(
                Map.of("networks", 5, "womens", 2, "slipp", 90, "works", 40, "worms", 1), seen))
        .containsOnly(
            entry("networks", 30),
            entry("nettworks", 4),
            entry("womans", 3),
            entry("slip", 1),
            entry("works", 2),
            entry("worms", 1));
  }

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

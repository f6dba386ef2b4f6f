package org.inclusiondesk.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {
  private static final Set<Integer> SMALL =
      IntStream.range(0, 8).boxed().collect(Collectors.toSet());

  @ParameterizedTest
  @CsvSource({
    "0, fewer than 8",
    "1, fewer than 8",
    "7, fewer than 8",
    "8, about 10",
    "12, about 10",
    "13, about 15",
    "17, about 15",
    "18, about 20",
    "752, about 750"
  })
  void hidesSmallCountsAndRoundsTheOthers(int count, String text) {
    assertThat(Figure.of(count).text()).isEqualTo(text);
  }

  @Test
  void knowsNoNegativeCount() {
    assertThatThrownBy(() -> Figure.of(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Figure.Rounded(5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Figure.Rounded(11)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leavesAtLeastFiveCountsBehindEveryFigure() {
    Map<Figure, Integer> behind = new HashMap<>();
    for (int count = 0; count <= 1002; count++) {
      behind.merge(Figure.of(count), 1, Integer::sum);
    }
    assertThat(behind.values()).allMatch(counts -> counts >= 5);
    assertThat(behind.get(new Figure.Small())).isEqualTo(8);
  }

  @Test
  void showsATotalWhereAllPartsAreShown() {
    FigureTable<String> table = FigureTable.of(ordered(8, 13));
    assertThat(table.parts().values())
        .containsExactly(new Figure.Rounded(10), new Figure.Rounded(15));
    assertThat(table.total()).isEqualTo(new Figure.Rounded(20));
  }

  @Test
  void withholdsATotalThatWouldGiveAPartAway() {
    FigureTable<String> table = FigureTable.of(ordered(3, 40));
    assertThat(table.parts().values()).containsExactly(new Figure.Small(), new Figure.Rounded(40));
    assertThat(table.total()).isEqualTo(new Figure.Withheld());
    assertThat(table.total().text()).isEqualTo("not shown");
  }

  /** The reader knows the rule: what matters is which tables could have looked just like this. */
  @Test
  void leavesEveryValueFromNoneToSevenPossibleForEverySmallPartOfEveryTable() {
    for (int parts = 1; parts <= 3; parts++) {
      Map<FigureTable<String>, List<Set<Integer>>> possible = new HashMap<>();
      int[] counts = new int[parts];
      do {
        FigureTable<String> shown = FigureTable.of(ordered(counts));
        List<Set<Integer>> sets =
            possible.computeIfAbsent(
                shown,
                any -> IntStream.range(0, counts.length).mapToObj(FigureTest::none).toList());
        for (int i = 0; i < parts; i++) {
          sets.get(i).add(counts[i]);
        }
      } while (next(counts, 33));
      possible.forEach(
          (shown, sets) -> {
            List<Figure> figures = new ArrayList<>(shown.parts().values());
            for (int i = 0; i < figures.size(); i++) {
              if (figures.get(i) instanceof Figure.Small) {
                assertThat(sets.get(i)).as("part %s of %s", i, shown).isEqualTo(SMALL);
              } else {
                assertThat(sets.get(i)).as("part %s of %s", i, shown).allMatch(c -> c >= 8);
              }
            }
          });
    }
  }

  private static Set<Integer> none(int part) {
    return new TreeSet<>();
  }

  private static Map<String, Integer> ordered(int... counts) {
    Map<String, Integer> ordered = new LinkedHashMap<>();
    for (int i = 0; i < counts.length; i++) {
      ordered.put("part " + i, counts[i]);
    }
    return ordered;
  }

  private static boolean next(int[] counts, int below) {
    for (int i = 0; i < counts.length; i++) {
      if (++counts[i] < below) {
        return true;
      }
      counts[i] = 0;
    }
    return false;
  }
}

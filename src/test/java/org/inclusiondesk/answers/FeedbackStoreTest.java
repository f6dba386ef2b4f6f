package org.inclusiondesk.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.testing.Crowd;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackStoreTest {
  private static final int WEEKS = 20;

  /** A Friday of week 47. */
  private final SettableClock clock = new SettableClock("2026-11-20T09:00:00Z");

  @TempDir Path directory;
  private Database database;
  private FeedbackStore feedback;

  @BeforeEach
  void open() {
    database = Database.open(directory.resolve("desk.db"));
    feedback = new FeedbackStore(database, WEEKS, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void mergesSmallThemesOfAWeekAndRoundsTheOthers() {
    unanswered("icb-objectives", 12);
    unanswered("icb-networks-list", 8);
    unanswered("kmpt-edi-score", 7);
    unanswered("icb-network-women", 4);
    unanswered(Outcome.OTHER, 30);
    clock.set("2026-11-23T09:00:00Z");

    assertThat(themes())
        .containsExactly(
            "2026-W47 icb-networks-list about 10",
            "2026-W47 icb-objectives about 10",
            "2026-W47 other themes about 40");
  }

  @Test
  void showsNoWeekThatIsNotOverAndAWeekOfNoneLikeOneOfFew() {
    unanswered("icb-objectives", 7);
    assertThat(themes()).isEmpty();
    assertThat(feedback.report().text()).contains("None was counted in a week that is over.");

    clock.set("2026-12-07T09:00:00Z");
    unanswered("icb-objectives", 50);

    assertThat(themes())
        .containsExactly(
            "2026-W49 other themes fewer than 8",
            "2026-W48 other themes fewer than 8",
            "2026-W47 other themes fewer than 8");
  }

  @Test
  void showsVotesOfClosedQuartersWithSmallNumbersMerged() {
    votes("icb-objectives", 9, 3);
    votes("icb-networks-list", 0, 11);
    votes("kmpt-edi-score", 6, 5);
    votes("icb-network-women", 6, 1);
    clock.set("2027-01-01T09:00:00Z");
    // The week that began in the quarter is not over.
    votes("icb-objectives", 5, 0);
    assertThat(ratings()).isEmpty();

    clock.set("2027-01-04T09:00:00Z");
    votes("icb-objectives", 40, 40);

    assertThat(ratings())
        .containsExactly(
            "2026-27-Q3 icb-networks-list fewer than 8 / about 10",
            "2026-27-Q3 icb-objectives about 15 / fewer than 8",
            "2026-27-Q3 other answers about 10 / fewer than 8");
    assertThat(feedback.report().text())
        .contains("2026-27-Q3  icb-objectives", "about 15      fewer than 8\n");
  }

  @Test
  void erasesWhatIsOlderThanConfiguredAndShowsNoPeriodThatIsNoLongerWhole() {
    unanswered("icb-objectives", 9);
    votes("icb-objectives", 9, 9);
    clock.set("2027-04-05T09:00:00Z");

    assertThat(themes())
        .endsWith("2026-W47 icb-objectives about 10", "2026-W47 other themes fewer than 8");
    assertThat(ratings()).as("the quarter began before the oldest week").isEmpty();
    assertThat(feedback.eraseOld()).isZero();

    clock.set("2027-04-12T09:00:00Z");

    assertThat(themes()).isEmpty();
    assertThat(feedback.eraseOld()).isEqualTo(3);
    assertThat(feedback.eraseOld()).isZero();
  }

  @Test
  void countsEachOfManyAtOnceAndKeepsNothingButCounts() throws Exception {
    Crowd.of(
        40,
        number -> {
          feedback.rated("icb-objectives", true);
          feedback.unanswered("icb-objectives");
          return number;
        });

    List<String> rows =
        database.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT week || ' ' || article || ' ' || vote || ' ' || count"
                            + " FROM answer_rating"
                            + " UNION ALL SELECT week || ' ' || theme || ' ' || count FROM unanswered")
                    .mapTo(String.class)
                    .list());
    assertThat(rows)
        .containsExactly("2026-11-16 icb-objectives yes 40", "2026-11-16 icb-objectives 40");
  }

  private List<String> themes() {
    return feedback.report().unanswered().stream()
        .map(row -> row.week().iso() + " " + row.theme() + " " + row.questions().text())
        .toList();
  }

  private List<String> ratings() {
    return feedback.report().ratings().stream()
        .map(
            row ->
                "%s %s %s / %s"
                    .formatted(
                        row.quarter().id(),
                        row.article(),
                        row.helped().text(),
                        row.helpedNot().text()))
        .toList();
  }

  private void unanswered(String theme, int times) {
    for (int i = 0; i < times; i++) {
      feedback.unanswered(theme);
    }
  }

  private void votes(String article, int yes, int no) {
    for (int i = 0; i < yes + no; i++) {
      feedback.rated(article, i < yes);
    }
  }
}

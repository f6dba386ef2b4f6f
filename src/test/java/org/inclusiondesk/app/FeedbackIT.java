package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.answers.FeedbackStore;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.testing.Crowd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What editors learn from use, from the chat to the report. */
class FeedbackIT {
  private static final Clock LAST_WEEK = Clock.offset(Clock.systemUTC(), Duration.ofDays(-7));

  @TempDir private Path directory;

  @Test
  void countsVotesAndQuestionsWithoutAnAnswerOfNobodyInParticular() throws Exception {
    Path data = directory.resolve("data");
    try (RunningDesk running = RunningDesk.in(data);
        Database database = Database.open(data.resolve("desk.db"))) {
      DeskClient desk = running.client();
      Colleague colleague = desk.colleague("Vera Vote", "vera.vote@nhs.net");

      JsonNode card = colleague.say("What is Operation Cavell?");
      ObjectNode press = colleague.action("rate", card.path("actions").path(1).path("data"));
      List<String> shown = Crowd.of(20, number -> desk.activity(press).body());
      desk.activity(colleague.action("rate", card.path("actions").path(0).path("data")));
      colleague.say("xyzzy plugh quux");
      colleague.say("I want to raise a concern about the xyzzy plugh quux");
      colleague.say("xyzzy plugh quux, and he has a knife here");

      assertThat(shown).containsOnly(shown.get(0));
      assertThat(shown.get(0)).contains("Cavell", "Thank you", RunningDesk.TEAM);
      List<String> counts =
          database.read(
              handle ->
                  handle
                      .createQuery(
                          """
                          SELECT article || ' ' || vote || ' ' || count FROM answer_rating
                          UNION ALL SELECT theme || ' ' || count FROM unanswered
                          """)
                      .mapTo(String.class)
                      .list());
      assertThat(counts).hasSize(2).startsWith("kmpt-operation-cavell no 1");
      assertThat(counts.get(1)).endsWith(" 1").doesNotContain("xyzzy");

      reportsBesideTheService(data, database);
    }
  }

  private void reportsBesideTheService(Path data, Database database) {
    FeedbackStore before = new FeedbackStore(database, 104, LAST_WEEK);
    for (int i = 0; i < 12; i++) {
      before.unanswered("icb-objectives");
    }
    Map<String, String> variables = Map.of("DATA_DIR", data.toString());
    try (Program report = Program.start(directory, variables, "ask", "--report");
        Program both = Program.start(directory, variables, "ask", "--report", "--evaluate", "x")) {
      assertThat(report.end()).as(report.err()).isZero();
      assertThat(report.out())
          .containsPattern("\\d{4}-W\\d\\d +icb-objectives +about 10\\R")
          .containsPattern("\\d{4}-W\\d\\d +other themes +fewer than 8\\R")
          .doesNotContain("kmpt-operation-cavell", "xyzzy");
      assertThat(both.end()).isEqualTo(2);
      assertThat(both.err()).contains("--report and --evaluate do not go together");
    }
  }
}

package org.inclusiondesk.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inclusiondesk.answers.Evaluation;
import org.inclusiondesk.answers.Evaluation.Mark;
import org.inclusiondesk.answers.Evaluation.Tally;
import org.inclusiondesk.config.EvaluationLines;
import org.inclusiondesk.config.Fault;
import org.inclusiondesk.config.ShippedContent;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Reply.Kind;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Lines that are among no examples, by writers who did not see them. The floors lie a little below
 * what was measured.
 */
@TestInstance(Lifecycle.PER_CLASS)
class HeldOutQuestionsTest {
  private static final Path FOLDER = Path.of("src/test/resources/questions");

  private final ShippedContent content = ShippedContent.load();
  private final List<Evaluation.Line> lines = lines();
  private final Map<String, Reply> replies =
      lines.parallelStream()
          .map(Evaluation.Line::text)
          .distinct()
          .collect(Collectors.toConcurrentMap(text -> text, HeldOutQuestionsTest::asked));
  private final Evaluation evaluation = Evaluation.run(lines, this::reply);

  private Reply reply(String text) {
    return replies.computeIfAbsent(text, HeldOutQuestionsTest::asked);
  }

  private static Reply asked(String text) {
    return TalkTest.TALK.reply(text, Setting.PRIVATE_CHAT);
  }

  @Test
  void areUnderstood() {
    double right = share(Kind.ANSWER, false, Mark.RIGHT);
    assertThat(right).isGreaterThan(0.965);
    assertThat(right + share(Kind.ANSWER, false, Mark.OFFERED)).isGreaterThan(0.98);
    assertThat(share(Kind.ANSWER, false, Mark.WRONG)).isLessThan(0.016);
    assertThat(share(Kind.OUT_OF_SCOPE, false, Mark.WRONG)).isLessThan(0.025);
    assertThat(share(Kind.OUT_OF_SCOPE, true, Mark.WRONG)).isLessThan(0.035);
    assertThat(share(Kind.JOIN, false, Mark.RIGHT)).isGreaterThan(0.98);
    assertThat(share(Kind.LEAVE, false, Mark.RIGHT)).isGreaterThan(0.96);
    assertThat(share(Kind.CONCERN, false, Mark.RIGHT)).isGreaterThan(0.985);
    assertThat(share(Kind.SMALLTALK, false, Mark.RIGHT)).isGreaterThan(0.95);
  }

  @Test
  void areNeverAnsweredWhereTheyAreConcerns() {
    assertThat(evaluation.tally(Kind.CONCERN, false).count(Mark.ANSWERED_CONCERN)).isZero();
  }

  @Test
  void canBeSentToTheTeamWhereTheyAreNotAnswered() {
    List<Kind> offered = new ArrayList<>();
    for (Evaluation.Line line : lines) {
      Reply reply = reply(line.text());
      boolean twoFit = reply.kind() == Kind.CLARIFY && reply.choices().size() == 2;
      if (reply.kind() == Kind.OUT_OF_SCOPE || twoFit) {
        assertThat(reply.form()).as(line.text()).isEqualTo(new Form.HandOver(line.text()));
        offered.add(reply.kind());
      } else {
        assertThat(reply.form() instanceof Form.HandOver).as(line.text()).isFalse();
      }
    }
    assertThat(offered).contains(Kind.OUT_OF_SCOPE, Kind.CLARIFY);
  }

  @Test
  void areNotAmongTheExamples() {
    Set<List<String>> examples =
        content.language.examplesWith(content.articles).stream()
            .map(example -> content.normaliser.read(example.text()).tokens())
            .collect(Collectors.toSet());

    assertThat(lines)
        .filteredOn(line -> line.kind() != Kind.SMALLTALK)
        .noneMatch(line -> examples.contains(content.normaliser.read(line.text()).tokens()));
  }

  private double share(Kind kind, boolean nearMiss, Mark mark) {
    Tally tally = evaluation.tally(kind, nearMiss);
    return (double) tally.count(mark) / tally.lines();
  }

  private static List<Evaluation.Line> lines() {
    List<Fault> faults = new ArrayList<>();
    List<Evaluation.Line> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .sorted()
          .forEach(file -> lines.addAll(new EvaluationLines().load(file, faults)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    assertThat(faults).isEmpty();
    assertThat(lines).hasSizeGreaterThan(2200);
    return lines;
  }
}

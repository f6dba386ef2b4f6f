package org.inclusiondesk.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

/** Lines that are among no examples. The floors lie a little below what was measured. */
class HeldOutQuestionsTest {
  private static final Path FILE = Path.of("src/test/resources/questions/held-out.jsonl");

  private final ShippedContent content = ShippedContent.load();
  private final List<Evaluation.Line> lines = lines();
  private final Evaluation evaluation =
      Evaluation.run(lines, text -> TalkTest.TALK.reply(text, Setting.PRIVATE_CHAT));

  @Test
  void areUnderstood() {
    assertThat(share(Kind.ANSWER, Mark.RIGHT)).isGreaterThan(0.8);
    assertThat(share(Kind.ANSWER, Mark.WRONG)).isLessThan(0.12);
    assertThat(share(Kind.OUT_OF_SCOPE, Mark.WRONG)).isLessThan(0.1);
    assertThat(share(Kind.JOIN, Mark.RIGHT)).isGreaterThanOrEqualTo(0.8);
    assertThat(share(Kind.LEAVE, Mark.RIGHT)).isGreaterThan(0.8);
    assertThat(share(Kind.CONCERN, Mark.RIGHT)).isGreaterThan(0.96);
  }

  @Test
  void areNeverAnsweredWhereTheyAreConcerns() {
    assertThat(tally(Kind.CONCERN).count(Mark.ANSWERED_CONCERN)).isZero();
  }

  @Test
  void canBeSentToTheTeamWhereTheyAreNotAnswered() {
    List<Kind> offered = new ArrayList<>();
    for (Evaluation.Line line : lines) {
      Reply reply = TalkTest.TALK.reply(line.text(), Setting.PRIVATE_CHAT);
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

  private Tally tally(Kind kind) {
    return evaluation.tally(kind, false);
  }

  private double share(Kind kind, Mark mark) {
    return (double) tally(kind).count(mark) / tally(kind).lines();
  }

  private static List<Evaluation.Line> lines() {
    List<Fault> faults = new ArrayList<>();
    List<Evaluation.Line> lines = new EvaluationLines().load(FILE, faults);
    assertThat(faults).isEmpty();
    return lines;
  }
}

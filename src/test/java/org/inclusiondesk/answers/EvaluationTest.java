package org.inclusiondesk.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.inclusiondesk.answers.Evaluation.Line;
import org.inclusiondesk.answers.Evaluation.Mark;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Reply.Kind;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final Reply TEA = Reply.of(Kind.ANSWER, "Tea is made with water.");
  private static final Reply UNKNOWN = Reply.of(Kind.OUT_OF_SCOPE, "I do not know.");

  @Test
  void anAnswerIsRightWhereItHoldsEveryFact() {
    assertThat(mark(line("q", Kind.ANSWER, "WATER", "tea"), TEA)).isEqualTo(Mark.RIGHT);
    assertThat(mark(line("q", Kind.ANSWER, "milk"), TEA)).isEqualTo(Mark.WRONG);
    assertThat(mark(line("q", Kind.ANSWER, "tea"), UNKNOWN)).isEqualTo(Mark.ABSTAINED);
  }

  @Test
  void countsAsOfferedWhatOneOfTheChoicesAnswers() {
    Reply clarify = Reply.of(Kind.CLARIFY, "?").withChoices(List.of(new Choice("Tea", "tea")));
    Map<String, Reply> replies = Map.of("q", clarify, "tea", TEA);

    Evaluation offered = Evaluation.run(List.of(line("q", Kind.ANSWER, "water")), replies::get);
    Evaluation inVain = Evaluation.run(List.of(line("q", Kind.ANSWER, "milk")), replies::get);

    assertThat(offered.tally(Kind.ANSWER, false).count(Mark.OFFERED)).isEqualTo(1);
    assertThat(inVain.tally(Kind.ANSWER, false).count(Mark.ABSTAINED)).isEqualTo(1);
  }

  @Test
  void aConcernAnsweredLikeAQuestionIsCountedApart() {
    assertThat(mark(line("q", Kind.CONCERN), TEA)).isEqualTo(Mark.ANSWERED_CONCERN);
  }

  @Test
  void aWishIsRightOnlyWithTheRightNetwork() {
    Reply women = join("women");

    assertThat(mark(wish("women"), women)).isEqualTo(Mark.RIGHT);
    assertThat(mark(wish("bame"), women)).isEqualTo(Mark.WRONG);
    assertThat(mark(wish(null), women)).isEqualTo(Mark.WRONG);
    assertThat(mark(wish(null), join())).isEqualTo(Mark.RIGHT);
    assertThat(mark(wish(Evaluation.AMBIGUOUS), women)).isEqualTo(Mark.WRONG);
    assertThat(mark(wish(Evaluation.AMBIGUOUS), join("women", "bame"))).isEqualTo(Mark.RIGHT);
  }

  @Test
  void acceptsWhatAFairReaderWould() {
    Line line = new Line("q", Kind.OUT_OF_SCOPE, Set.of(Kind.ANSWER), List.of(), null, false);

    assertThat(mark(line, TEA)).isEqualTo(Mark.RIGHT);
  }

  @Test
  void countsNearMissesApartFromWhatIsFarOff() {
    Line near = new Line("near", Kind.OUT_OF_SCOPE, Set.of(), List.of(), null, true);
    Line far = line("far", Kind.OUT_OF_SCOPE);
    Map<String, Reply> replies = Map.of("near", TEA, "far", UNKNOWN);

    Evaluation evaluation = Evaluation.run(List.of(near, far), replies::get);

    assertThat(evaluation.tally(Kind.OUT_OF_SCOPE, true).count(Mark.WRONG)).isEqualTo(1);
    assertThat(evaluation.tally(Kind.OUT_OF_SCOPE, false).count(Mark.RIGHT)).isEqualTo(1);
    assertThat(evaluation.report()).contains("out_of_scope, near").contains("out_of_scope, far");
  }

  @Test
  void reportsFiguresAndEveryMiss() {
    Evaluation evaluation =
        Evaluation.run(
            List.of(line("first", Kind.ANSWER, "water"), line("second", Kind.ANSWER, "milk")),
            text -> TEA);

    assertThat(evaluation.report()).contains("50.0%").contains("answer | wrong | answer | second");
    assertThat(evaluation.misses()).hasSize(1);
  }

  private static Line line(String text, Kind kind, String... must) {
    return new Line(
        text,
        kind,
        Set.of(),
        List.of(must).stream().map(m -> Pattern.compile(m, Pattern.CASE_INSENSITIVE)).toList(),
        null,
        false);
  }

  private static Line wish(String network) {
    return new Line("q", Kind.JOIN, Set.of(), List.of(), network, false);
  }

  private static Reply join(String... networks) {
    return Reply.of(Kind.JOIN, "Join")
        .withNetworks(List.of(networks).stream().map(NetworkId::new).toList());
  }

  private static Mark mark(Line line, Reply reply) {
    return Evaluation.run(List.of(line), text -> reply)
        .tally(line.kind(), line.nearMiss())
        .marks()
        .keySet()
        .iterator()
        .next();
  }
}

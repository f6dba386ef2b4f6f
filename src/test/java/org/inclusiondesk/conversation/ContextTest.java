package org.inclusiondesk.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.Reply.Kind;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContextTest {
  private static final Form FORM = new Form.Membership(Wish.JOIN, List.of(), Set.of());
  private static final Context FULL =
      new Context("an-article", List.of(new Choice("A", "a")), FORM);

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"CONCERN", "ELSEWHERE"})
  void keepsNothingOfWhatIsNobodysBusiness(Kind kind) {
    Reply reply = Reply.of(kind, "x").withArticle("another").withForm(new Form.SpeakUp());

    assertThat(FULL.after(reply)).isEqualTo(Context.NONE);
  }

  @Test
  void keepsTheSubjectThroughSmallTalkAndNoOffer() {
    assertThat(FULL.after(Reply.of(Kind.SMALLTALK, "You are welcome.")))
        .isEqualTo(new Context("an-article", List.of(), null));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"ANSWER", "JOIN", "LEAVE", "OUT_OF_SCOPE", "CLARIFY", "DONE"})
  void keepsOfOtherRepliesOnlyWhatTheySay(Kind kind) {
    assertThat(FULL.after(Reply.of(kind, "x"))).isEqualTo(Context.NONE);
    assertThat(Context.NONE.after(Reply.of(kind, "x").withArticle("b").withForm(FORM)))
        .isEqualTo(new Context("b", List.of(), FORM));
  }

  @Test
  void cannotHoldAWayToSpeakUp() {
    assertThatThrownBy(() -> new Context(null, List.of(), new Form.SpeakUp()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cannotBelongToASharedChat() {
    assertThatThrownBy(
            () -> new Utterance("k", Setting.SHARED_CHAT, "x", Speaker.UNKNOWN, null, FULL))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsNothingOfItself() {
    assertThat(FULL).hasToString("Context[]");
  }
}

package org.inclusiondesk.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.inclusiondesk.answers.Article;
import org.inclusiondesk.answers.KnowledgeBase;
import org.inclusiondesk.config.ShippedContent;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Context;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.inclusiondesk.understanding.Example;
import org.inclusiondesk.understanding.Sense;
import org.junit.jupiter.api.Test;

class FollowUpsTest {
  private static final ShippedContent CONTENT = ShippedContent.load();

  static final FollowUps FOLLOW_UPS =
      new FollowUps(
          new KnowledgeBase(CONTENT.articles),
          CONTENT.networks,
          CONTENT.language.organisations(),
          CONTENT.normaliser,
          CONTENT.understanding);

  private static final Set<Sense> SMALLTALK =
      Set.of(Sense.Wish.GREETING, Sense.Wish.THANKS, Sense.Wish.BYE, Sense.Wish.HELP);

  /** How many of the examples are tried. */
  private static final int TEXTS = 4_000;

  private final Random random = new Random(62);

  @Test
  void hardlyEverBendATextThatHasASubjectOfItsOwnAndNeverAConcern() {
    List<String> texts = new ArrayList<>();
    CONTENT.articles.forEach(article -> texts.addAll(article.questions()));
    CONTENT.language.examples().stream()
        .filter(example -> !SMALLTALK.contains(example.label()))
        .map(Example::text)
        .map(text -> text.replace("{network}", "women's network"))
        .forEach(texts::add);
    Collections.shuffle(texts, random);

    List<Said> said =
        texts.subList(0, TEXTS).stream().map(text -> new Said(text, context())).toList();

    assertThat(said.parallelStream().flatMap(FollowUpsTest::bent).toList())
        .hasSizeLessThanOrEqualTo(TEXTS / 100);
  }

  private record Said(String text, Context before) {}

  /** What it means alone and what it means there, where these differ. */
  private static Stream<String> bent(Said said) {
    Reply alone = TalkTest.TALK.reply(said.text(), Setting.PRIVATE_CHAT);
    Reply following = TalkTest.TALK.reply(said.text(), Setting.PRIVATE_CHAT, said.before());
    if (meant(alone).equals(meant(following))) {
      return Stream.empty();
    }
    assertThat(alone.kind()).as(said.text()).isNotEqualTo(Reply.Kind.CONCERN);
    return Stream.of(said.text() + " | " + meant(alone) + " | " + meant(following));
  }

  @Test
  void doNotHideAConcernThatStandsFarBehindAYes() {
    String text = "yes" + " ".repeat(3_000) + "my manager bullies me because I am gay";

    assertThat(TalkTest.TALK.reply(text, Setting.PRIVATE_CHAT, context()).kind())
        .isEqualTo(Reply.Kind.CONCERN);
  }

  private static List<Object> meant(Reply reply) {
    return List.of(reply.kind(), String.valueOf(reply.article()), reply.networks());
  }

  /** What an article, two choices or an offered form leave behind. */
  private Context context() {
    Article article = any(CONTENT.articles);
    List<Form.Network> networks =
        CONTENT.networks.stream().map(n -> new Form.Network(n.id(), n.name())).toList();
    return switch (random.nextInt(4)) {
      case 0 -> new Context(article.id(), List.of(), null);
      case 1 ->
          new Context(
              null,
              Stream.of(article, any(CONTENT.articles))
                  .map(a -> new Choice(a.title(), a.title()))
                  .toList(),
              null);
      case 2 ->
          new Context(
              null,
              List.of(),
              new Form.Membership(Wish.JOIN, networks, Set.of(any(networks).id())));
      default ->
          new Context(
              null,
              networks.stream()
                  .map(n -> new Choice(n.name(), "I would like to leave the " + n.name()))
                  .toList(),
              new Form.Membership(Wish.LEAVE, networks, Set.of()));
    };
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}

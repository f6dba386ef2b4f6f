package org.inclusiondesk.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.regex.Pattern;
import org.inclusiondesk.config.ShippedContent;
import org.inclusiondesk.conversation.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArticleTest {
  private final KnowledgeBase knowledge = new KnowledgeBase(ShippedContent.load().articles);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "icb-equality-act | Equality Act 2010",
        "icb-objectives | voice",
        "icb-objectives | education",
        "icb-objectives | bias",
        "icb-objectives | Civility and Respect",
        "icb-objectives | partners",
        "icb-objectives-review | Integrated Care Board",
        "icb-networks-list | BAME",
        "icb-networks-list | LGBT\\+",
        "icb-networks-list | Disabilities and Long-Term Conditions",
        "icb-networks-list | Women's",
        "icb-networks-sponsors | concerns, issues and achievements .* heard and responded to",
        "icb-networks-eligibility | soon",
        "icb-networks-contact | kmicb\\.od@nhs\\.net",
        "icb-workforce-representative | not fully achieved",
        "kmpt-report | 30 October 2021",
        "kmpt-report | 2020-21",
        "kmpt-mission | brilliant care through brilliant people",
        "kmpt-operation-cavell | Kent Police .* 15 February 2021",
        "kmpt-accessible-information | front-line",
        "kmpt-edi-score | 8\\.9 out of 10, similar",
        "kmpt-safe-score | 8\\.0 out of 10.* 0\\.3 lower",
        "kmpt-wres-wdes | six national actions",
        "kmpt-race-disparity | decrease its race disparity ratio",
        "kmpt-intersectionality | barriers",
      })
  void holdsTheFactsOfTheSources(String id, String fact) {
    Article article = knowledge.article(id).orElseThrow();

    assertThat(Block.plain(article.body())).containsPattern(Pattern.compile(fact, Pattern.DOTALL));
  }

  @Test
  void hasEnoughExampleQuestionsPerArticle() {
    assertThat(knowledge.articles())
        .allSatisfy(a -> assertThat(a.questions().size()).isGreaterThanOrEqualTo(8));
  }

  @Test
  void asksNoQuestionTwice() {
    assertThat(knowledge.articles().stream().flatMap(a -> a.questions().stream()))
        .doesNotHaveDuplicates();
  }

  @Test
  void namesOrganisationDocumentAndDateOfItsSource() {
    assertThat(knowledge.article("kmpt-edi-score").orElseThrow().source())
        .hasToString(
            "Source[organisation=Kent and Medway NHS and Social Care Partnership Trust (KMPT),"
                + " document=Annual Equality Report 2020/2021, date=2021-10-30]");
    assertThat(knowledge.article("icb-objectives").orElseThrow().source().date()).isNull();
  }

  @Test
  void anArticleWithoutABodyIsNone() {
    Article whole = knowledge.articles().get(0);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Article(
                    whole.id(),
                    whole.title(),
                    whole.organisation(),
                    whole.document(),
                    null,
                    null,
                    whole.owner(),
                    whole.reviewBy(),
                    whole.answers(),
                    whole.years(),
                    List.of(),
                    List.of(),
                    whole.questions(),
                    List.of(),
                    false));
  }

  @Test
  void aKnowledgeBaseHoldsEachIdOnceAndIsNotEmpty() {
    Article article = knowledge.articles().get(0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KnowledgeBase(List.of(article, article)));
    assertThatIllegalArgumentException().isThrownBy(() -> new KnowledgeBase(List.of()));
    assertThat(knowledge.article("nowhere")).isEmpty();
  }
}

package org.inclusiondesk.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.inclusiondesk.config.ShippedContent;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.understanding.Intent;
import org.inclusiondesk.understanding.Lexicon;
import org.inclusiondesk.understanding.Normaliser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswererTest {
  private final ShippedContent content = ShippedContent.load();

  @ParameterizedTest
  @CsvSource({
    "'Which date was Operation Cavell launched on?', kmpt-operation-cavell",
    "enumerate the five objectives of the ICB, icb-objectives",
    "KMPT's equality diversity and inclusion score, kmpt-edi-score",
    "bullying score of KMPT out of ten, kmpt-safe-score",
    "which mentoring programme was piloted at KMPT, kmpt-reverse-mentoring",
    "where is the gender pay gap report published, icb-gender-pay-gap",
    "civilty and respct policy, icb-objective-civility",
  })
  void answersFromTheArticleThatHoldsTheFact(String question, String article) {
    assertThat(ask(question))
        .isInstanceOfSatisfying(
            Outcome.Answered.class, it -> assertThat(it.article().id()).isEqualTo(article));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "what is the EDI score of the ICB",
        "what is our own EDI score",
        "KMPT's bullying and harassment score in 2017",
        "KMPT EDI score 2022/23",
        "safe environment score of KMPT this year",
        "who is chair of the women's network",
        "how many members does the BAME network have",
        "EDI score at Dartford",
        "how many assaults did Operation Cavell prevent",
        "which restaurants are near the office",
      })
  void neverAnswersWhatItsArticlesDoNotHold(String question) {
    assertThat(ask(question)).isNotInstanceOf(Outcome.Answered.class);
  }

  @Test
  void neverAnswersAboutOneOrganisationWithAnothersStatement() {
    for (Article article : content.articles) {
      if (article.organisation() == Organisation.KMPT) {
        for (String question : everyFourth(article.questions())) {
          if (question.matches("(?i).*(k ?m ?p ?t|trust).*")) {
            continue;
          }
          Outcome outcome = ask("At the ICB: " + question);
          if (outcome instanceof Outcome.Answered answered) {
            assertThat(answered.article().organisation())
                .as(question)
                .isNotEqualTo(Organisation.KMPT);
          }
        }
      }
    }
  }

  @Test
  void reachesEveryArticleByItsTitle() {
    for (Article article : content.articles) {
      assertThat(ask(article.title()))
          .isInstanceOfSatisfying(
              Outcome.Answered.class, it -> assertThat(it.article()).isEqualTo(article));
    }
  }

  @Test
  void answersNearlyEveryExampleQuestionFromItsOwnArticle() {
    int asked = 0;
    int right = 0;
    for (Article article : content.articles) {
      for (String question : everyFourth(article.questions())) {
        asked++;
        if (ask(question) instanceof Outcome.Answered it && it.article().equals(article)) {
          right++;
        }
      }
    }

    assertThat((double) right / asked).isGreaterThan(0.93);
  }

  @Test
  void tellsWhenASourceIsOld() {
    assertThat(ask("When was Operation Cavell launched?"))
        .isInstanceOfSatisfying(Outcome.Answered.class, it -> assertThat(it.old()).isTrue());
    assertThat(ask("Which staff networks are there?"))
        .isInstanceOfSatisfying(Outcome.Answered.class, it -> assertThat(it.old()).isFalse());
  }

  @ParameterizedTest
  @CsvSource({"2022-02-15, false", "2022-02-16, true"})
  void callsASourceOldTwoYearsAfterItsDate(LocalDate today, boolean old) {
    Article article = article("tea", LocalDate.of(2020, 2, 15), "how is tea made");

    assertThat(answerer(today, article).answer(question("how is tea made")))
        .isEqualTo(new Outcome.Answered(article, old));
  }

  @ParameterizedTest
  @CsvSource({
    "0.76, what is tea like with milk, true",
    "0.74, what is tea like with milk, false",
    "0.76, who drinks tea, true",
    "0.74, who drinks tea, false",
    "0.99, who drinks tea with milk, false",
  })
  void overrulesOneObjectionWhereItIsSureAndNeverTwo(
      double likelihood, String text, boolean answered) {
    Article tea = excluding("tea", "milk");

    Outcome outcome =
        answerer(LocalDate.of(2026, 1, 1), tea)
            .answer(
                new Intent.Question(
                    PLAIN.read(text), Map.of("tea", likelihood), Map.of("sport", 0.01)));

    assertThat(outcome instanceof Outcome.Answered).isEqualTo(answered);
  }

  @ParameterizedTest
  @CsvSource({
    "I moved over from Dartford. What is tea?, true",
    "What is tea at Dartford?, false",
    "What is the tea from Dartford?, false",
  })
  void tellsWhereSomebodyComesFromFromWhatIsAskedAbout(String text, boolean answered) {
    Answerer answerer =
        new Answerer(
            new KnowledgeBase(List.of(article("tea", LocalDate.of(2026, 1, 1), "tea?"))),
            new OrganisationNames(Map.of(), List.of("dartford")),
            PLAIN,
            Clock.systemUTC());

    assertThat(answerer.answer(question(text)) instanceof Outcome.Answered).isEqualTo(answered);
  }

  @ParameterizedTest
  @CsvSource({"0.55, true", "0.45, false"})
  void offersWhatSomethingObjectsToOnlyWhereItIsLikelierThanNot(
      double likelihood, boolean offered) {
    Answerer answerer =
        new Answerer(
            TEA_AND_SPORT,
            new OrganisationNames(Map.of(), List.of("dartford")),
            PLAIN,
            Clock.systemUTC());

    Outcome outcome =
        answerer.answer(
            new Intent.Question(
                PLAIN.read("what tea do they drink in dartford"),
                Map.of("tea", likelihood, "sport", 0.01),
                Map.of()));

    assertThat(outcome).isInstanceOf(offered ? Outcome.DidYouMean.class : Outcome.Abstained.class);
  }

  @Test
  void takesNoWordForTheNameOfAnOrganisationThatIsOnlyLikeIt() {
    Answerer answerer =
        new Answerer(
            new KnowledgeBase(List.of(article("tea", LocalDate.of(2026, 1, 1), "tea?"))),
            new OrganisationNames(Map.of(Organisation.KMPT, List.of("the trust")), List.of()),
            PLAIN,
            Clock.systemUTC());

    assertThat(answerer.answer(question("what tea do the trusts drink")))
        .isInstanceOf(Outcome.Answered.class);
    assertThat(answerer.answer(question("what tea does the trust drink")))
        .isInstanceOf(Outcome.Abstained.class);
  }

  @Test
  void offersAtMostTwoNearArticlesWhereItAbstains() {
    assertThat(ask("What did KMPT score for inclusion in 2023?"))
        .isInstanceOfSatisfying(
            Outcome.Abstained.class, it -> assertThat(it.nearest()).hasSizeBetween(1, 2));
  }

  @Test
  void abstainsOnWordsItNeverSawAndNamesNothingButWhatItCanDo() {
    assertThat(ask("xyzzy plugh"))
        .isInstanceOfSatisfying(
            Outcome.Abstained.class,
            it ->
                assertThat(it.nearest())
                    .allSatisfy(article -> assertThat(article.id()).isEqualTo("desk-abilities")));
  }

  @ParameterizedTest
  @CsvSource({"0.11, true", "0.09, false"})
  void offersTwoWhereOneMayBeMeant(double likelihood, boolean offered) {
    Answerer answerer =
        new Answerer(TEA_AND_SPORT, OrganisationNames.NONE, PLAIN, Clock.systemUTC());

    Outcome outcome =
        answerer.answer(
            new Intent.Question(
                PLAIN.read("what is it"), Map.of("tea", likelihood, "sport", 0.01), Map.of()));

    assertThat(outcome).isInstanceOf(offered ? Outcome.DidYouMean.class : Outcome.Abstained.class);
  }

  @ParameterizedTest
  @CsvSource({
    "how many are there, HOW_MANY",
    "what date was that, WHEN",
    "so when is it, WHEN",
    "tell me who does it, WHO",
    "the purpose of tea, WHY",
    "where can I find tea, WHAT",
    "where is tea grown, WHERE",
    "is there tea, WHETHER",
  })
  void readsWhatSortOfAnswerIsAskedFor(String text, QuestionKind kind) {
    assertThat(QuestionKind.askedBy(content.normaliser.read(text))).contains(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tea", "tell me about the garden where tea grows"})
  void readsNoSortOfAnswerWhereNoneIsNamed(String text) {
    assertThat(QuestionKind.askedBy(content.normaliser.read(text))).isEmpty();
  }

  private Outcome ask(String text) {
    return content.answerer.answer(content.understanding.question(text));
  }

  private static List<String> everyFourth(List<String> all) {
    return IntStream.range(0, all.size()).filter(i -> i % 4 == 0).mapToObj(all::get).toList();
  }

  private static final KnowledgeBase TEA_AND_SPORT =
      new KnowledgeBase(
          List.of(
              article("tea", LocalDate.of(2026, 1, 1), "tea?"),
              article("sport", LocalDate.of(2026, 1, 1), "sport?")));
  private static final Normaliser PLAIN = new Normaliser(Lexicon.EMPTY, List.of(), Map.of());

  @Test
  void offersNothingThatTheGuardHoldsBack() {
    Answerer answerer =
        answerer(
            LocalDate.of(2026, 1, 1),
            excluding("tea", "sugar"),
            excluding("coffee", "sugar"),
            excluding("cocoa", "milk"));
    Map<String, Double> likely = Map.of("tea", 0.3, "cocoa", 0.1, "coffee", 0.25);

    assertThat(answerer.answer(new Intent.Question(PLAIN.read("with milk"), likely, Map.of())))
        .isEqualTo(new Outcome.DidYouMean(excluding("tea", "sugar"), excluding("coffee", "sugar")));
    assertThat(answerer.answer(new Intent.Question(PLAIN.read("with sugar"), likely, Map.of())))
        .isInstanceOf(Outcome.Abstained.class);
  }

  private static Intent.Question question(String text) {
    return new Intent.Question(PLAIN.read(text), Map.of("tea", 0.9), Map.of("sport", 0.1));
  }

  private static Answerer answerer(LocalDate today, Article... articles) {
    return new Answerer(
        new KnowledgeBase(List.of(articles)),
        OrganisationNames.NONE,
        PLAIN,
        Clock.fixed(today.atStartOfDay().toInstant(ZoneOffset.UTC), ZoneOffset.UTC));
  }

  private static Article excluding(String id, String word) {
    return article(id, LocalDate.of(2026, 1, 1), List.of(word), "what is " + id);
  }

  static Article article(String id, LocalDate date, String question) {
    return article(id, date, List.of(), question);
  }

  private static Article article(
      String id, LocalDate date, List<String> excludes, String question) {
    return new Article(
        id,
        "All about " + id,
        Organisation.ICB,
        "A book of " + id,
        date,
        null,
        "someone@example.org",
        LocalDate.of(2027, 1, 1),
        Set.of(QuestionKind.WHAT, QuestionKind.HOW),
        Set.of(),
        excludes,
        List.of(),
        List.of(question),
        List.of(new Block.Paragraph("With water.")),
        false);
  }
}

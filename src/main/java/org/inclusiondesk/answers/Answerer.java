package org.inclusiondesk.answers;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inclusiondesk.understanding.Embedding;
import org.inclusiondesk.understanding.Intent;
import org.inclusiondesk.understanding.Normaliser;
import org.inclusiondesk.understanding.WordFeatures;
import org.inclusiondesk.understanding.Words;

/**
 * Answers questions from the articles, or says that it cannot. Learns when made, deterministic from
 * then on, and safe for any number of threads.
 */
public final class Answerer {
  /** From this score on an article is the answer. */
  private static final double ANSWER = 0.45;

  /** From this score on an article may be meant. */
  private static final double OFFER = 0.33;

  /** From this score on an article is worth naming beside "I do not know". */
  private static final double NEAR = 0.1;

  /**
   * How much of the best article's score another one needs to stand in where the guard stops it.
   */
  private static final double STAND_IN = 0.7;

  /** After so many years a source is called old. */
  private static final int OLD_YEARS = 2;

  private final Clock clock;
  private final List<Article> articles;
  private final Ranking ranking;
  private final Guard guard;
  private final Map<List<String>, Article> byTitle = new HashMap<>();

  /**
   * @param foreign questions that no article answers
   * @param organisations how people call organisations
   * @param features what is seen of the words of a text
   * @param embedding what is seen of its meaning; the one that questions come with
   * @param clock tells today's date, by which sources grow old
   */
  public Answerer(
      KnowledgeBase knowledge,
      List<String> foreign,
      OrganisationNames organisations,
      Normaliser normaliser,
      WordFeatures features,
      Embedding embedding,
      Clock clock) {
    this.clock = clock;
    this.articles = knowledge.articles();
    for (Article article : knowledge.articles()) {
      byTitle.put(normaliser.read(article.title()).stems(), article);
    }
    this.ranking = new Ranking(knowledge.articles(), foreign, normaliser, features, embedding);
    this.guard = new Guard(knowledge.articles(), organisations, normaliser, clock);
  }

  /** Answers a question. */
  public Outcome answer(Intent.Question question) {
    Words words = question.words();
    Article titled = byTitle.get(words.stems());
    if (titled != null) {
      return answered(titled);
    }
    Guard.Demand demand = guard.demand(words);
    Set<String> otherKind = new HashSet<>();
    Set<String> notHeld = new HashSet<>();
    for (Article article : articles) {
      switch (guard.judge(article, demand)) {
        case OTHER_KIND -> otherKind.add(article.id());
        case NOT_HELD -> notHeld.add(article.id());
        case ADMITTED -> {}
      }
    }
    List<Ranking.Ranked> ranked = ranking.rank(question, otherKind);
    double highest = ranked.isEmpty() ? 0 : ranked.get(0).score();
    List<Ranking.Ranked> fit =
        ranked.stream()
            .filter(r -> !notHeld.contains(r.article().id()) && r.score() >= STAND_IN * highest)
            .toList();
    double score = fit.isEmpty() ? 0 : fit.get(0).score();
    if (score >= ANSWER) {
      return answered(fit.get(0).article());
    }
    List<Article> open =
        ranked.stream()
            .map(Ranking.Ranked::article)
            .filter(article -> !notHeld.contains(article.id()))
            .toList();
    if (score >= OFFER && open.size() >= 2) {
      return new Outcome.DidYouMean(open.get(0), open.get(1));
    }
    return new Outcome.Abstained(
        ranking.rank(question, Set.of()).stream()
            .filter(r -> r.score() >= NEAR)
            .limit(2)
            .map(Ranking.Ranked::article)
            .toList());
  }

  /** The article of that id as an answer, or nothing where there is none. */
  public Optional<Outcome.Answered> byId(String id) {
    return articles.stream()
        .filter(article -> article.id().equals(id))
        .findFirst()
        .map(this::answered);
  }

  private Outcome.Answered answered(Article article) {
    LocalDate date = article.date();
    return new Outcome.Answered(
        article, date != null && date.isBefore(LocalDate.now(clock).minusYears(OLD_YEARS)));
  }
}

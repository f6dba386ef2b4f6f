package org.inclusiondesk.answers;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private static final double ANSWER = Double.parseDouble(System.getProperty("A", "0.45"));

  /** From this score on an article may be meant. */
  private static final double OFFER = Double.parseDouble(System.getProperty("O", "0.33"));

  /** From this score on an article is worth naming beside "I do not know". */
  private static final double NEAR = 0.2;

  /**
   * How much of the best article's score another one needs to stand in where the guard stops it.
   */
  private static final double STAND_IN = 0.8;

  /** How much the likelihood that a question is foreign takes away. */
  private static final double FOREIGN = Double.parseDouble(System.getProperty("F", "0.4"));

  /** After so many years a source is called old. */
  private static final int OLD_YEARS = 2;

  private final Clock clock;
  private final Ranking ranking;
  private final Guard guard;
  private final Map<List<String>, Article> byTitle = new HashMap<>();

  /**
   * @param foreign questions that no article answers
   * @param organisations how people call organisations
   * @param clock tells today's date, by which sources grow old
   */
  public Answerer(
      KnowledgeBase knowledge,
      List<String> foreign,
      OrganisationNames organisations,
      Normaliser normaliser,
      WordFeatures features,
      Clock clock) {
    this.clock = clock;
    for (Article article : knowledge.articles()) {
      byTitle.put(normaliser.read(article.title()).stems(), article);
    }
    this.ranking = new Ranking(knowledge.articles(), foreign, normaliser, features);
    this.guard = new Guard(knowledge.articles(), organisations, normaliser, clock);
  }

  /** Answers a question. */
  public Outcome answer(Intent.Question question) {
    Words words = question.words();
    Article titled = byTitle.get(words.stems());
    if (titled != null) {
      return answered(titled);
    }
    List<Ranking.Ranked> ranked = ranking.rank(words);
    Guard.Demand demand = guard.demand(words);
    double highest = ranked.get(0).score();
    List<Ranking.Ranked> fit =
        ranked.stream()
            .filter(
                r ->
                    r.score() >= STAND_IN * highest
                        || guard.admits(ranked.get(0).article(), demand))
            .filter(r -> guard.admits(r.article(), demand))
            .toList();
    List<Article> near =
        ranked.stream()
            .filter(r -> r.score() >= NEAR)
            .limit(2)
            .map(Ranking.Ranked::article)
            .toList();
    if (fit.isEmpty()) {
      return new Outcome.Abstained(near);
    }
    double score = fit.get(0).score() - FOREIGN * Math.max(0, question.foreign() - 0.2);
    if (score >= ANSWER) {
      return answered(fit.get(0).article());
    }
    if (score >= OFFER && fit.size() >= 2) {
      return new Outcome.DidYouMean(fit.get(0).article(), fit.get(1).article());
    }
    return new Outcome.Abstained(near);
  }

  private Outcome.Answered answered(Article article) {
    LocalDate date = article.date();
    return new Outcome.Answered(
        article, date != null && date.isBefore(LocalDate.now(clock).minusYears(OLD_YEARS)));
  }
}

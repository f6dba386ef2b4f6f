package org.inclusiondesk.answers;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inclusiondesk.understanding.Intent;
import org.inclusiondesk.understanding.Normaliser;
import org.inclusiondesk.understanding.Words;

/**
 * Answers questions from the articles, or says that it cannot. Deterministic, and safe for any
 * number of threads.
 */
public final class Answerer {
  /** From this likelihood on an article is the answer. */
  private static final double ANSWER = 0.4;

  /** From this likelihood on an article may be meant. */
  private static final double OFFER = 0.1;

  /** From this likelihood on an article may be worth naming beside "I do not know". */
  private static final double NEAR = 0.000001;

  /** It is so if it has this share of the likelihood of all: two of them at most. */
  private static final double NEAR_SHARE = 0.5;

  /** Whatever is likelier than this not to be a question at all has no article near it. */
  private static final double ASKS = 0.5;

  /** From this likelihood on a question belongs to a theme. */
  private static final double THEME = 0.5;

  /** From this likelihood on an article answers though one thing that its editor wrote objects. */
  private static final double SURE = 0.75;

  /**
   * From this likelihood on an article is offered, never given, though it may not hold what is
   * asked: people who misquote mean it.
   */
  private static final double OBJECTED = 0.5;

  /** After so many years a source is called old. */
  private static final int OLD_YEARS = 2;

  private final Clock clock;
  private final List<Article> articles;
  private final Guard guard;
  private final Map<List<String>, Article> byTitle = new HashMap<>();

  /**
   * @param organisations how people call organisations
   * @param normaliser the one that questions were read with
   * @param clock tells today's date, by which sources grow old
   */
  public Answerer(
      KnowledgeBase knowledge,
      OrganisationNames organisations,
      Normaliser normaliser,
      Clock clock) {
    this.clock = clock;
    this.articles = knowledge.articles();
    for (Article article : articles) {
      byTitle.put(normaliser.read(article.title()).stems(), article);
    }
    this.guard = new Guard(articles, organisations, normaliser, clock);
  }

  /** An article, and how likely it answers the question. */
  private record Ranked(Article article, double likelihood) {}

  /** Answers a question. */
  public Outcome answer(Intent.Question question) {
    Words words = question.words();
    Article titled = byTitle.get(words.stems());
    if (titled != null) {
      return answered(titled);
    }
    Guard.Demand demand = guard.demand(words);
    List<Ranked> ranked = rank(question);
    Ranked first = ranked.get(0);
    boolean holds = holds(first, demand);
    if (holds && first.likelihood() >= ANSWER) {
      return answered(first.article());
    }
    if (ranked.size() > 1 && first.likelihood() >= (holds ? OFFER : OBJECTED)) {
      Ranked second =
          ranked.stream().skip(1).filter(r -> holds(r, demand)).findFirst().orElse(ranked.get(1));
      return new Outcome.DidYouMean(first.article(), second.article());
    }
    return new Outcome.Abstained(nearest(question, ranked), theme(question));
  }

  /** Whether nothing objects, or the article is so likely that one objection does not count. */
  private boolean holds(Ranked ranked, Guard.Demand demand) {
    return switch (guard.judge(ranked.article(), demand)) {
      case ADMITTED -> true;
      case NOT_HELD -> false;
      case DOUBTED -> ranked.likelihood() >= SURE;
    };
  }

  /** The articles, the likeliest first. */
  private List<Ranked> rank(Intent.Question question) {
    return articles.stream()
        .map(article -> new Ranked(article, question.topics().getOrDefault(article.id(), 0.0)))
        .sorted(Comparator.comparingDouble((Ranked r) -> -r.likelihood()))
        .toList();
  }

  private static List<Article> nearest(Intent.Question question, List<Ranked> ranked) {
    double all = ranked.stream().mapToDouble(Ranked::likelihood).sum();
    double others = question.foreign().values().stream().mapToDouble(Double::doubleValue).sum();
    return ranked.stream()
        .filter(r -> all + others >= ASKS)
        .filter(r -> r.likelihood() >= Math.max(NEAR, NEAR_SHARE * all))
        .map(Ranked::article)
        .toList();
  }

  private static String theme(Intent.Question question) {
    return question.foreign().entrySet().stream()
        .filter(theme -> theme.getValue() >= THEME)
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(Outcome.OTHER);
  }

  /**
   * Answers a question that is known to speak of this article; nothing where the guard says that
   * the article does not hold what is asked.
   */
  public Optional<Outcome.Answered> answerFrom(Article article, Intent.Question question) {
    return guard.judge(article, guard.demand(question.words())) == Guard.Verdict.ADMITTED
        ? Optional.of(answered(article))
        : Optional.empty();
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

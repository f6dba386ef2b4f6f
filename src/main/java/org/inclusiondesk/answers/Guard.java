package org.inclusiondesk.answers;

import java.time.Clock;
import java.time.Year;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.understanding.Normaliser;
import org.inclusiondesk.understanding.Words;

/**
 * Keeps an article from answering what it does not hold: another kind of question, another year,
 * another organisation, or something that its editor has excluded. Safe for any number of threads.
 */
final class Guard {
  private static final Pattern YEAR = Pattern.compile("(?<!\\d)((?:19|20)\\d{2})(?!\\d)");
  private static final Pattern SPAN =
      Pattern.compile("(?<!\\d)(?:20)?(\\d{2})\\s*[-/\u2010-\u2014]\\s*(?:20)?(\\d{2})(?![\\d/-])");

  /** "We have somebody joining us from …" */
  private static final Pattern ORIGIN =
      Pattern.compile(
          " (?:mov\\w+|com\\w+|came|transfer\\w*|over|across|join\\w*|arriv\\w+|switch\\w+|us|here)"
              + " (?:to us |here |over |across )?from (?:the )?$");

  private static final Map<String, Integer> RELATIVE =
      Map.of("last year", -1, "this year", 0, "current year", 0);
  private static final Set<QuestionKind> STRICT =
      Set.of(
          QuestionKind.HOW_MANY,
          QuestionKind.WHEN,
          QuestionKind.WHO,
          QuestionKind.WHERE,
          QuestionKind.WHY);

  private final Clock clock;
  private final Map<Organisation, List<Words>> names = new EnumMap<>(Organisation.class);
  private final List<Words> otherNames;
  private final Map<String, List<Words>> excluded = new HashMap<>();

  Guard(
      List<Article> articles, OrganisationNames organisations, Normaliser normaliser, Clock clock) {
    this.clock = clock;
    organisations
        .own()
        .forEach((who, calls) -> names.put(who, calls.stream().map(normaliser::read).toList()));
    this.otherNames = organisations.others().stream().map(normaliser::read).toList();
    for (Article article : articles) {
      excluded.put(article.id(), article.excludes().stream().map(normaliser::read).toList());
    }
  }

  /** What a question asks for, read once and then held against each article. */
  record Demand(
      Words words,
      Optional<QuestionKind> kind,
      Set<Integer> years,
      Set<Integer> relativeYears,
      Set<Organisation> organisations,
      boolean stranger) {}

  Demand demand(Words words) {
    Set<Integer> years = new HashSet<>();
    Matcher span = SPAN.matcher(words.raw());
    while (span.find()) {
      int first = Integer.parseInt(span.group(1));
      if (Integer.parseInt(span.group(2)) == first + 1) {
        years.add(2000 + first);
        years.add(2001 + first);
      }
    }
    Matcher year = YEAR.matcher(words.raw());
    while (year.find()) {
      years.add(Integer.parseInt(year.group(1)));
    }
    Set<Integer> relative = new HashSet<>();
    String plain = String.join(" ", words.tokens());
    RELATIVE.forEach(
        (phrase, offset) -> {
          if (plain.contains(phrase)) {
            relative.add(Year.now(clock).getValue() + offset);
          }
        });
    Set<Organisation> named = new HashSet<>();
    names.forEach(
        (who, calls) -> {
          if (calls.stream().anyMatch(call -> speaksOf(words, call))) {
            named.add(who);
          }
        });
    boolean stranger = otherNames.stream().anyMatch(name -> speaksOf(words, name));
    return new Demand(words, QuestionKind.askedBy(words), years, relative, named, stranger);
  }

  /** Whether a name is called, other than as the place that somebody comes from. */
  private static boolean speaksOf(Words words, Words name) {
    if (!words.says(name)) {
      return false;
    }
    String before = " " + words.before(name);
    return !ORIGIN.matcher(before).find();
  }

  /** What the guard says of an article. */
  enum Verdict {
    /** It may answer. */
    ADMITTED,
    /** One thing that its editor wrote objects: a word that excludes, or the kind of question. */
    DOUBTED,
    /** It does not hold what is asked for. */
    NOT_HELD
  }

  Verdict judge(Article article, Demand demand) {
    boolean otherYear =
        !article.years().containsAll(demand.years())
            || (!article.years().isEmpty() && !article.years().containsAll(demand.relativeYears()));
    boolean otherOrganisation =
        !demand.organisations().isEmpty()
            && article.organisation() != Organisation.DESK
            && !demand.organisations().contains(article.organisation());
    boolean excludes =
        excluded.getOrDefault(article.id(), List.of()).stream().anyMatch(demand.words()::contains);
    boolean otherKind =
        demand
            .kind()
            .filter(STRICT::contains)
            .filter(k -> !article.answers().contains(k))
            .isPresent();
    if (demand.stranger() || otherYear || otherOrganisation || (excludes && otherKind)) {
      return Verdict.NOT_HELD;
    }
    return excludes || otherKind ? Verdict.DOUBTED : Verdict.ADMITTED;
  }
}

package org.inclusiondesk.answers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.understanding.Words;

/** What sort of answer a question asks for. */
public enum QuestionKind {
  HOW_MANY("how-many"),
  WHEN("when"),
  WHERE("where"),
  WHO("who"),
  WHY("why"),
  HOW("how"),
  WHICH("which"),
  WHAT("what"),
  WHETHER("whether");

  private static final Pattern AMOUNT =
      Pattern.compile(
          "\\bhow (?:many|much)\\b|\\b(?:percent|percentage|proportion|headcount)\\b"
              + "|\\b(?:number|size|amount|cost) of\\b");
  private static final Pattern TIME =
      Pattern.compile(
          "\\b(?:what|which|on which|on what) (?:date|day|time|month|year)\\b"
              + "|\\bhow (?:long|old|recent)\\b|\\bsince when\\b"
              + "|\\b(?:date of|launch date|publication date|go live date)\\b");
  private static final Pattern REASON =
      Pattern.compile(
          "\\b(?:purpose|point|reason|benefit|use) (?:of|for|in)\\b|\\bwhat (?:is|are) .{0,40} for$");

  /** "Where can I find …" asks for the thing itself. */
  private static final Pattern FINDING =
      Pattern.compile(
          "\\bwhere (?:can|could|do|would|might) (?:i|we|one) (?:find|see|read|get)\\b");

  private static final Map<String, QuestionKind> ASKING =
      Map.of(
          "when", WHEN, "where", WHERE, "who", WHO, "whom", WHO, "whose", WHO, "why", WHY, "how",
          HOW, "which", WHICH, "what", WHAT);

  private static final Pattern CLAUSE =
      Pattern.compile(
          "(?:[.?!,;:\\n-]\\s*|\\b(?:and|but|know|me|please|so|asked|asks|wonder|wondering|wondered"
              + "|see|understand|out|sure|idea|also|then|or|exactly|of|in|at|for|by|to)\\s+)"
              + "(when|where|who|whom|whose|why|how|which|what)\\b");

  /** How many words from the start a question word may stand without anything before it. */
  private static final int START = 3;

  private static final Set<String> YES_OR_NO =
      Set.of(
          "is",
          "are",
          "was",
          "were",
          "do",
          "does",
          "did",
          "has",
          "have",
          "had",
          "can",
          "could",
          "will",
          "would",
          "should",
          "may",
          "am",
          "any",
          "anything");

  private final String key;

  QuestionKind(String key) {
    this.key = key;
  }

  /** The name used in an article's front matter. */
  public String key() {
    return key;
  }

  /** The kind of that name in an article's front matter. */
  public static Optional<QuestionKind> of(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
  }

  /** The kind that the words ask for; nothing where they do not tell. */
  static Optional<QuestionKind> askedBy(Words words) {
    String plain = String.join(" ", words.tokens());
    if (AMOUNT.matcher(plain).find()) {
      return Optional.of(HOW_MANY);
    }
    if (TIME.matcher(plain).find()) {
      return Optional.of(WHEN);
    }
    if (REASON.matcher(plain).find()) {
      return Optional.of(WHY);
    }
    if (FINDING.matcher(plain).find()) {
      return Optional.of(WHAT);
    }
    Optional<QuestionKind> atStart = atStart(words.tokens());
    return atStart.isPresent() ? atStart : inside(words.raw());
  }

  private static Optional<QuestionKind> atStart(List<String> tokens) {
    for (int i = 0; i < Math.min(START, tokens.size()); i++) {
      Optional<QuestionKind> kind = Optional.ofNullable(ASKING.get(tokens.get(i)));
      if (kind.isPresent()) {
        return kind;
      }
    }
    return !tokens.isEmpty() && YES_OR_NO.contains(tokens.get(0))
        ? Optional.of(WHETHER)
        : Optional.empty();
  }

  /** "… and when?" asks; "the scheme where …" does not. */
  private static Optional<QuestionKind> inside(String raw) {
    Matcher matcher = CLAUSE.matcher(raw.toLowerCase(Locale.ROOT));
    return matcher.find() ? Optional.ofNullable(ASKING.get(matcher.group(1))) : Optional.empty();
  }
}

package org.inclusiondesk.answers;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
              + "|\\b(?:date of|launch date|start date|publication date|go live date)\\b");
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
    List<String> tokens = words.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      switch (tokens.get(i)) {
        case "when" -> {
          return Optional.of(WHEN);
        }
        case "where" -> {
          return Optional.of(WHERE);
        }
        case "who", "whom", "whose" -> {
          return Optional.of(WHO);
        }
        case "why" -> {
          return Optional.of(WHY);
        }
        case "how" -> {
          return Optional.of(HOW);
        }
        case "which" -> {
          return Optional.of(WHICH);
        }
        case "what" -> {
          return Optional.of(WHAT);
        }
        default -> {
          if (i == 0 && YES_OR_NO.contains(tokens.get(0))) {
            return Optional.of(WHETHER);
          }
        }
      }
    }
    return Optional.empty();
  }
}

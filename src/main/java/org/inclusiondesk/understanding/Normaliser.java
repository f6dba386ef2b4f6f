package org.inclusiondesk.understanding;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tartarus.snowball.ext.EnglishStemmer;

/** Reads text as the desk compares it: see {@link Words}. Safe for any number of threads. */
public final class Normaliser {
  /** Longer texts are read up to here; what people want stands in their first sentences. */
  static final int LONGEST = 2_000;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern APOSTROPHES = Pattern.compile("[\u2018\u2019\u02BC`\u00B4]");
  private static final Pattern QUOTED_LINE = Pattern.compile("(?m)^\\s*>.*$");
  private static final Pattern GREETING =
      Pattern.compile(
          "^\\s*(?:(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening|day)|morning"
              + "|afternoon|evening)\\b(?:[ ]+(?:there|all|both|everyone|team|od|od team|desk"
              + "|inclusion desk|colleagues|sir or madam|folks|\\p{Lu}[\\p{L}'-]*){1,3})?"
              + "\\s*[,.!:;-]+\\s*|(?:hi|hello|hey|hiya)\\s+(?:there\\s+)?(?=\\p{L}+\\s+\\p{L}+))",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?<=[.?!,;\\n)]|^)\\s*(?i:(?:kind|best|warm|many|with)?\\s*(?:regards|wishes|thanks"
              + "|thank you|cheers|ta|sincerely|yours(?: (?:sincerely|faithfully|truly))?|best))"
              + "(?:\\s+(?i:in advance))?\\s*[,.!\\n-]*\\s*(?:\\p{Lu}[\\p{L}.'-]*\\s*){0,4}$");

  /** Nobody signs with a genitive: "Sign me up. Women's." */
  private static final Pattern LONE_NAME =
      Pattern.compile(
          "(?<=[.?!\\n])\\s*(?!\\p{L}+['\u2019]s\\b)\\p{Lu}(?!\\p{Lu})[\\p{L}'-]{0,14}\\.?\\s*$");

  /** Means what it says as a whole; "Disability, thanks." is about disability alone. */
  private static final Pattern CONTENT_AND_THANKS =
      Pattern.compile(
          "(?i:right|ok|okay|oh|ah|great|good|nice|cool|super|fab|perfect|lovely|brilliant"
              + "|excellent|wonderful|noted|understood|sorted|done|fine)[,.!]? (?i:thanks|thank you"
              + "|cheers|ta)[.!]*");

  private static final Pattern TOKEN = Pattern.compile("[a-z0-9]+(?:[.][0-9]+)?");
  private static final Map<String, String> CONTRACTIONS =
      Map.ofEntries(
          Map.entry("n't", " not"),
          Map.entry("'m", " am"),
          Map.entry("'re", " are"),
          Map.entry("'ve", " have"),
          Map.entry("'ll", " will"),
          Map.entry("'d", " would"));
  private static final Pattern CONTRACTION =
      Pattern.compile("(?<=[a-z])(?:n't|'(?:m|re|ve|ll|d))\\b");
  private static final Pattern IS =
      Pattern.compile("\\b(what|where|who|how|when|it|that|there|he|she)'s\\b");
  private static final Pattern NOT_WITHOUT_APOSTROPHE =
      Pattern.compile(
          "\\b(do|does|did|is|are|was|were|could|would|should|have|has|had)nt\\b|\\b(can)not\\b");
  private static final Pattern POSSESSIVE = Pattern.compile("(?<=[a-z])'s\\b|(?<=s)'(?![a-z])");

  /** "B.A.M.E." */
  private static final Pattern SPELT_OUT = Pattern.compile("\\b[a-z](?:\\.[a-z]){2,}\\b\\.?");

  /** "B A M E", as it is dictated. */
  private static final Pattern SPELT_APART = Pattern.compile("\\b[A-Z](?: [A-Z]){2,}\\b");

  private final Map<String, String> acronyms;
  private final Map<String, String> typed;
  private final Spelling spelling;

  /**
   * @param lexicon short forms, how people type, and common words
   * @param vocabulary texts whose words are certainly spelt right
   * @param seen the words that people wrote, and how often, as {@link #seen} counts them; one that
   *     occurs often is spelt right
   */
  public Normaliser(Lexicon lexicon, Collection<String> vocabulary, Map<String, Integer> seen) {
    this.acronyms = lexicon.acronyms();
    this.typed = lexicon.typed();
    this.spelling = new Spelling(certain(lexicon, vocabulary), seen);
  }

  /**
   * The words that stand in texts that people wrote and are no slips, and how often.
   *
   * @param lexicon short forms, how people type, and common words
   * @param vocabulary texts whose words are certainly spelt right
   * @param texts what people wrote
   */
  public static Map<String, Integer> seen(
      Lexicon lexicon, Collection<String> vocabulary, Collection<String> texts) {
    return Spelling.withoutSlips(certain(lexicon, vocabulary), counts(texts));
  }

  /** The words that are certainly spelt right, and how often they stand there. */
  private static Map<String, Integer> certain(Lexicon lexicon, Collection<String> vocabulary) {
    List<String> right = new ArrayList<>(vocabulary);
    right.addAll(lexicon.common());
    right.addAll(lexicon.acronyms().keySet());
    right.addAll(lexicon.acronyms().values());
    right.addAll(lexicon.typed().keySet());
    right.addAll(lexicon.typed().values());
    lexicon.groups().forEach(right::addAll);
    return counts(right);
  }

  /** How often each word stands in texts. */
  static Map<String, Integer> counts(Collection<String> texts) {
    Map<String, Integer> counts = new HashMap<>();
    for (String text : texts) {
      for (String word : split(plain(text))) {
        counts.merge(word, 1, Integer::sum);
      }
    }
    return counts;
  }

  /** Reads a text. */
  public Words read(String text) {
    String body = withoutFrame(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    List<String> asTyped = split(plain(body));
    if (asTyped.isEmpty()) {
      asTyped = signs(body);
    }
    List<String> tokens = new ArrayList<>();
    for (String word : asTyped) {
      String meant = typed.getOrDefault(word, word);
      if (meant.equals(word)) {
        meant = spelling.repair(word);
      }
      for (String token : split(meant)) {
        tokens.add(token);
        String longForm = acronyms.getOrDefault(token, acronyms.get(singular(token)));
        if (longForm != null) {
          tokens.addAll(split(longForm));
        }
      }
    }
    return new Words(body, tokens, stems(tokens), asTyped);
  }

  /** Whether half of the words or more are English or stand in an example: gibberish has none. */
  boolean saysSomething(Words words) {
    List<String> tokens = words.tokens();
    return 2 * tokens.stream().filter(spelling::isWord).count() >= tokens.size();
  }

  /**
   * The stems of a whole text: nothing of it left out, no slip repaired, short ways of typing
   * written out, "cannot" as two words.
   *
   * @param typed how people type, and what they mean by it
   */
  static List<String> stemsAsTyped(String text, Map<String, String> typed) {
    StringBuilder written = new StringBuilder();
    for (String word : split(plain(text))) {
      written.append(typed.getOrDefault(word, word)).append(' ');
    }
    return stems(
        split(
            NOT_WITHOUT_APOSTROPHE
                .matcher(written)
                .replaceAll(
                    found -> (found.group(1) == null ? found.group(2) : found.group(1)) + " not")));
  }

  /**
   * What signs mean that stand alone, such as a thumb turned up; nothing beside foreign letters.
   */
  private List<String> signs(String body) {
    if (body.codePoints().anyMatch(Character::isLetter)) {
      return List.of();
    }
    return typed.entrySet().stream()
        .filter(sign -> split(sign.getKey()).isEmpty() && body.contains(sign.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .findFirst()
        .map(Normaliser::split)
        .orElse(List.of());
  }

  private static String singular(String token) {
    return token.endsWith("s") ? token.substring(0, token.length() - 1) : token;
  }

  /** The text without quoted lines, greeting and signature, unless nothing else is there. */
  static String withoutFrame(String text) {
    String body = QUOTED_LINE.matcher(text).replaceAll("").strip();
    String inner = GREETING.matcher(body).replaceFirst("");
    String before;
    do {
      before = inner;
      inner = unsigned(inner);
      inner = LONE_NAME.matcher(inner).replaceFirst("").strip();
    } while (!inner.equals(before));
    return inner.chars().anyMatch(Character::isLetterOrDigit) ? inner : body;
  }

  /** The text without its signature; "Right, thanks." is no question about what is right. */
  private static String unsigned(String text) {
    return CONTENT_AND_THANKS.matcher(text).matches()
        ? text
        : SIGNATURE.matcher(text).replaceFirst("").strip();
  }

  /**
   * Steps whose sign (an apostrophe, a full stop) is not there are passed over: most texts have
   * none.
   */
  private static String plain(String text) {
    String lower = SPELT_APART.matcher(text).replaceAll(found -> found.group().replace(" ", ""));
    if (!isAscii(lower)) {
      lower = MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD)).replaceAll("");
    }
    lower = APOSTROPHES.matcher(lower.toLowerCase(Locale.ROOT)).replaceAll("'");
    if (lower.indexOf('\'') >= 0) {
      lower = withoutApostrophes(lower);
    }
    if (lower.indexOf('.') >= 0) {
      lower = SPELT_OUT.matcher(lower).replaceAll(found -> found.group().replace(".", ""));
    }
    return lower
        .replace("ed&i", "edi")
        .replace("d&i", "edi")
        .replace("e&d", "edi")
        .replace("&", " and ");
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  private static String withoutApostrophes(String lower) {
    String written = lower.replace("can't", "can not").replace("won't", "will not");
    written = IS.matcher(written).replaceAll("$1 is");
    written =
        CONTRACTION
            .matcher(written)
            .replaceAll(
                found -> Matcher.quoteReplacement(CONTRACTIONS.getOrDefault(found.group(), "")));
    return POSSESSIVE.matcher(written).replaceAll("").replace("'", "");
  }

  private static List<String> split(String plain) {
    List<String> words = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(plain);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  private static List<String> stems(List<String> tokens) {
    EnglishStemmer stemmer = new EnglishStemmer();
    List<String> stems = new ArrayList<>(tokens.size());
    for (String token : tokens) {
      stemmer.setCurrent(token);
      stemmer.stem();
      stems.add(stemmer.getCurrent());
    }
    return stems;
  }
}

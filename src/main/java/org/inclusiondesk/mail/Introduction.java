package org.inclusiondesk.mail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words that introduce a quotation, such as "On 3 November Sam wrote:", in one line or broken
 * into up to four.
 */
final class Introduction {
  /** Stand right before the colon. */
  private static final List<String> LAST_WORDS =
      List.of(
          "wrote",
          "writes",
          "a écrit",
          "ecrit",
          "écrit",
          "escribió",
          "escribio",
          "escribieron",
          "escribe",
          "ha scritto",
          "scritto",
          "scrive",
          "escreveu",
          "schrieb",
          "schreibt",
          "folgendes geschrieben",
          "schreef",
          "het volgende geschreven",
          "skrev",
          "napisał(a)",
          "napisał",
          "napisała",
          "pisze",
          "napsal(a)",
          "napsal",
          "napsala",
          "napísal(a)",
          "napísal",
          "napísala",
          "kirjoitti",
          "írta",
          "ezt írta",
          "yazdı",
          "написал(а)",
          "написал",
          "написала",
          "пишет",
          "написав",
          "написала(в)",
          "пише",
          "έγραψε",
          "a scris",
          "napisao je",
          "napisala je",
          "написа",
          "je napisao",
          "je napisao/la",
          "je napisala",
          "rašė",
          "rakstīja",
          "kirjutas",
          "đã viết",
          "menulis",
          "写道",
          "寫道",
          "のメール",
          "書きました",
          "のメッセージ",
          "작성",
          "님이 작성",
          "כתב",
          "כתבה",
          "كتب",
          "ha escrit",
          "skrifaði");

  /** Stand before the name of who wrote, which stands before the colon. */
  private static final List<String> INNER_WORDS =
      List.of(
          " schrieb ",
          " skrev ",
          " schreef ",
          " wrote ",
          " escribió ",
          " ha scritto ",
          " a écrit ",
          " escreveu ",
          " napisał ",
          " napisał(a) ",
          " kirjoitti ",
          " ezt írta ",
          " geschreven ");

  /** Of mail programs that tell nothing but whom they quote. */
  private static final Pattern QUOTING =
      Pattern.compile(
          "(?:quoting|zitat von|citando(?: a)?|citant|quotando|citerar|citat från|citat fra|citaat van"
              + "|cytowanie|citace)\\s\\S.{0,160}");

  /** Of mail programs that name the time last; people do not write so. */
  private static final Pattern TIME_LAST =
      Pattern.compile(
          "wiadomość napisana przez \\S.{0,160} w dniu .{1,60}|.{1,160} ezt írta \\(időpont: .{1,60}\\)");

  /** Of Gmail of old, above marked lines. */
  private static final Pattern STAMP =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d{1,2}:\\d\\d gmt[+-]\\d{1,2}:\\d\\d \\S.{0,160}");

  /** With the old text run on behind the colon. */
  private static final Pattern RUN_ON =
      Pattern.compile(
          "on [^@\"]{6,60}(?:\"[^\"]{1,80}\"|\\s[^\\s@]{1,64}@[^\\s@]{1,100})\\s{0,3}wrote:[^\\s\"“”'‘’«].*");

  private static final Pattern BEGINNING =
      Pattern.compile(
          "(?:-\\s)?(?:wiadomość napisana przez|on|at|le|el|il|am|op|em|den|dne|dnia|w dniu|pe|pada|vào|il giorno|no dia|a"
              + "|в|от|στις|mon|tue|wed|thu|fri|sat|sun|man|tir|ons|tor|fre|lør|søn|mo|di|mi|do|fr|sa"
              + "|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|mån|tis|lör|sön"
              + "|ma|ti|ke|to|pe|la|su|po|út|st|čt|pá|ne|pon|wt|śr|czw|pt|sob|niedz|în"
              + "|пн|вт|ср|чт|пт|сб|вс|нд|في|بتاريخ|בתאריך)\\b[.,]?\\s.*|在.*|\\d.*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

  /** Where an introduction may begin behind what somebody wrote on the same line. */
  private static final Pattern BEGINNING_WITHIN =
      Pattern.compile(
          "(?<=[\\s.,!?-])(?:On|At|Le|El|Il|Am|Op|Em|Den|Dne|Dnia|W dniu|V|Pada)\\s(?=.{0,80}\\d)");

  /** Marks of direction and spaces without width, which Gmail puts around names and addresses. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]+");

  private static final Pattern ADDRESS =
      Pattern.compile("[<(\\[]\\s?[^\\s<>()]{1,64}@[^\\s<>()]{1,200}");

  /** Of Tutanota, which puts no angles around it: "3 Nov 2026, 10:00 by sam@icb.example:". */
  private static final Pattern ADDRESS_AT_END =
      Pattern.compile("\\d.{0,80}\\s[^\\s<>()@]{1,64}@[^\\s<>()@:]{1,200}");

  private static final Pattern CLOCK =
      Pattern.compile("(?<!\\p{Nd})\\p{Nd}{1,2}(?:[:.h]\\p{Nd}{2}(?![\\p{Nd}.])|\\s?[ap]\\.?m\\b)");
  private static final Pattern DAY =
      Pattern.compile(
          "(?<!\\d)(?:(?:19|20)\\d\\d|\\d{1,2}[./-]\\s?\\d{1,2}[./-]\\s?\\d{2})(?!\\d)");

  /** A whole day in figures, or one that only names its month. */
  private static final Pattern WHOLE_DAY =
      Pattern.compile(
          "(?:19|20)\\d\\d\\s?[./年-]\\s?\\d|\\d{1,2}[./-]\\s?\\d{1,2}[./-]\\s?\\d{2}"
              + "|\\d{1,2}\\.?\\s[^\\d@<]{2,20}(?:19|20)\\d\\d");

  private static final Pattern DAY_OF_MONTH = Pattern.compile("(?<!\\d)\\d{1,2}\\.$");

  /** Of somebody who tells what he, or somebody he knows, wrote. */
  private static final Pattern FIRST_PERSON =
      Pattern.compile(
          "\\b(?:i|we)(?:['’]ve| have)? (?:\\w{1,20} )?(?:wrote|written|write)\\b"
              + "|\\b(?:my|our) (?:[\\w'’-]{1,30} ){1,3}(?:wrote|writes|has written)\\b"
              + "|\\bschrieb(?:en)? (?:ich|wir|mein\\w{0,2}|unser\\w{0,2})\\b"
              + "|\\b(?:ich|wir) schrieb(?:en)?\\b|\\bj['’]ai (?:\\p{L}{1,20} )?écrit\\b"
              + "|\\b(?:schreef|skrev) (?:ik|jag|jeg|mijn|min)\\b"
              + "|\\b(?:ik heb|heb ik|wij? hebben|hebben wij?|mijn|onze|habe ich|haben wir)\\b.{1,120}"
              + "\\bgeschr(?:even|ieben)\\b|\\bmis? (?:\\p{L}{1,30} ){1,4}escrib");

  /** The same of somebody named before; as a surname, "He" stands behind another name. */
  private static final Pattern THIRD_PERSON =
      Pattern.compile(
          "(?:^|[.!?] )(?:He|She|They|Er|Sie) (?:wrote|writes|schrieb)\\b"
              + "|\\b(?:he|she|they|er|sie) (?:wrote|writes|schrieb)\\b");

  /** What stands before the last word where a program tells only whom it quotes. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?!(?i:i|we|you|he|she|they|it|the|this|that|these|my|our|his|her|their|some(?:one|body)|who"
              + "|and|ich|wir|er|sie|d(?:er|ie|as)|mein|unser|ihr|i[lk]|elle|on)\\b)\\S{1,60}"
              + "(?: (?:via|von|van|de[rln]?|d[aiu]|l[ae]|bin|al|[^\\p{Ll}\\s]\\S{0,60})){0,5}");

  private static final int MOST_LINES = 4;
  private static final int MOST_LOOKED_AT = 16;
  private static final int MOST_BEGINNINGS = 2;
  private static final int LONGEST = 400;
  private static final int LONGEST_NAME = 160;

  private Introduction() {}

  /**
   * The lines, where what stands before an introduction on the same line is a paragraph of its own:
   * some programs break no line between the two.
   */
  static List<String> apart(List<String> lines) {
    List<String> apart = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      int start = Quotation.isQuoted(line) ? 0 : startWithin(lines, at);
      if (start > 0) {
        apart.add(withoutRule(line.substring(0, start)));
        apart.add("");
      }
      apart.add(line.substring(start));
    }
    return apart;
  }

  /** Where in a line, behind other words, an introduction begins that names a day and a time; 0. */
  private static int startWithin(List<String> lines, int at) {
    String line = lines.get(at);
    if (!endsInColon(lines, at)) {
      return 0;
    }
    Matcher beginning = BEGINNING_WITHIN.matcher(line);
    Deque<Integer> last = new ArrayDeque<>();
    int from = Math.max(0, line.length() - LONGEST);
    while (beginning.find(from)) {
      last.push(beginning.start());
      from = beginning.end();
    }
    return last.stream()
        .limit(MOST_BEGINNINGS)
        .filter(start -> !bare(line.substring(0, start)).isEmpty() && isWhole(lines, at, start))
        .findFirst()
        .orElse(0);
  }

  /** Whether one of the next lines does, before a blank one. */
  private static boolean endsInColon(List<String> lines, int at) {
    return lines.subList(at, Math.min(lines.size(), at + MOST_LINES)).stream()
        .takeWhile(line -> !line.isBlank())
        .map(String::stripTrailing)
        .anyMatch(line -> withoutColon(line).length() < line.length());
  }

  private static boolean isWhole(List<String> lines, int at, int start) {
    List<String> rest = new ArrayList<>();
    rest.add(lines.get(at).substring(start));
    rest.addAll(lines.subList(at + 1, Math.min(lines.size(), at + MOST_LOOKED_AT)));
    int count = linesAt(rest, 0);
    String all = count > 0 ? joined(rest, 0, count - 1).toLowerCase(Locale.ROOT) : "";
    return DAY.matcher(all).find() && CLOCK.matcher(all).find();
  }

  /** Of how many lines the introduction that stands here consists; 0 where none does. */
  static int linesAt(List<String> lines, int at) {
    int unknown = linesAboveQuotation(lines, at);
    if (unknown > 0) {
      return unknown;
    }
    String first = lines.get(at);
    if (runsOn(first)) {
      return 1;
    }
    if (first.isBlank() || first.length() > LONGEST || !mayBegin(lines, at)) {
      return introduces(lines, at, at) ? 1 : 0;
    }
    for (int last = at; last < Math.min(lines.size(), at + MOST_LINES); last++) {
      String line = lines.get(last).strip();
      if (line.isEmpty() || line.length() > LONGEST) {
        return 0;
      }
      if (introduces(lines, at, last)) {
        return beginsBelow(lines, at, last) ? 0 : last - at + 1;
      }
      if (endsSentence(line)) {
        return 0;
      }
    }
    return 0;
  }

  /** Whether a line holds, anywhere, a word that tells who wrote. */
  static boolean tellsWhoWrote(String line) {
    String low = line.toLowerCase(Locale.ROOT);
    return Stream.concat(LAST_WORDS.stream(), INNER_WORDS.stream().map(String::strip))
        .anyMatch(low::contains);
  }

  /** Whether a line begins as an introduction does that the quotation goes on in. */
  static boolean runsIntoAQuotation(String line) {
    String all = bare(start(line));
    return BEGINNING.matcher(all).matches()
        && ADDRESS.matcher(all).find()
        && CLOCK.matcher(all).find();
  }

  /** Whether the old text stands on the same line, right behind the colon. */
  private static boolean runsOn(String line) {
    String all = bare(start(line)).toLowerCase(Locale.ROOT);
    return RUN_ON.matcher(all).matches() && DAY.matcher(all).find() && CLOCK.matcher(all).find();
  }

  /**
   * Of how many lines a paragraph right above a quotation consists that names an address and a time
   * and ends in a colon: that is an introduction in any language.
   */
  private static int linesAboveQuotation(List<String> lines, int at) {
    if (lines.get(at).isBlank() || (at > 0 && !lines.get(at - 1).isBlank())) {
      return 0;
    }
    int end = at;
    while (end < lines.size()
        && end - at < MOST_LINES
        && !lines.get(end).isBlank()
        && lines.get(end).length() <= LONGEST
        && !Quotation.isQuoted(lines.get(end))) {
      end++;
    }
    if (end == at || !Quotation.follows(lines, end)) {
      return 0;
    }
    StringBuilder paragraph = new StringBuilder();
    lines.subList(at, end).forEach(line -> paragraph.append(line).append(' '));
    String all = bare(paragraph.toString());
    boolean introduces =
        withoutColon(all).length() < all.length()
            && ADDRESS.matcher(all).find()
            && all.length() - all.lastIndexOf('@') <= LONGEST_NAME
            && (CLOCK.matcher(all).find() || DAY.matcher(all).find())
            && digits(all) >= 4
            && (digits(lines.get(at)) > 0 || lines.get(at).indexOf('@') > 0);
    for (int i = at + 1; introduces && i < end; i++) {
      // What somebody wrote may stand right above.
      introduces =
          !endsSentence(lines.get(i - 1).stripTrailing())
              && !(BEGINNING.matcher(bare(lines.get(i))).matches()
                  && introduces(lines, i, end - 1));
    }
    return introduces ? end - at : 0;
  }

  /** Whether an introduction of more than one line may begin here. */
  private static boolean mayBegin(List<String> lines, int at) {
    String line = bare(lines.get(at));
    if (BEGINNING.matcher(line).matches()) {
      return true;
    }
    boolean nextBegins =
        at + 1 < lines.size()
            && BEGINNING.matcher(start(bare(lines.get(at + 1)))).matches()
            && (introduces(lines, at + 1, at + 1)
                || (at + 2 < lines.size() && introduces(lines, at + 1, at + 2)));
    return line.indexOf('@') > 0 && line.indexOf('<') > 0 && !nextBegins;
  }

  /**
   * Whether an introduction that seems to begin here is whole without its first line, so that this
   * is the last of what somebody wrote: many a sentence begins with such a word, or with a number.
   */
  private static boolean beginsBelow(List<String> lines, int at, int last) {
    for (int start = at + 1; start <= last; start++) {
      String all = bare(joined(lines, start, last)).toLowerCase(Locale.ROOT);
      if (BEGINNING.matcher(all).matches()
          && DAY.matcher(all).find()
          && (ADDRESS.matcher(all).find() || CLOCK.matcher(all).find())
          && (endsWithLastWord(withoutRule(all)) || introduces(lines, start, last))
          && !goesOn(lines.get(start - 1), all)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the line above was broken within its date, and this begins with the rest of it. */
  private static boolean goesOn(String above, String line) {
    return isDateFirst(line)
        && (!WHOLE_DAY.matcher(line).lookingAt() || above.stripTrailing().endsWith(","));
  }

  private static String joined(List<String> lines, int first, int last) {
    return lines.subList(first, last + 1).stream()
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }

  private static boolean introduces(List<String> lines, int first, int last) {
    String joined = joined(lines, first, last);
    if (joined.length() > LONGEST * 2) {
      return false;
    }
    String all = bare(joined).toLowerCase(Locale.ROOT);
    boolean quoted = Quotation.follows(lines, last + 1);
    boolean addressed = all.indexOf('@') > 0;
    boolean dated = digits(all) > 0;
    // What is old and bears no marks below takes all the rest with it: that takes more than a word.
    boolean saysWhoAndWhen =
        (addressed || (dated && CLOCK.matcher(all).find())) && !FIRST_PERSON.matcher(all).find();
    String words = withoutColon(all);
    if (words.length() == all.length()) {
      return (quoted && STAMP.matcher(all).matches())
          || (endsWithAddress(all) && digits(all) >= 4 && quoted && isDateFirst(all))
          || ((addressed || Divider.isTitle(joined))
              && saysWhoAndWhen
              && (Divider.isTitle(joined) || standsAlone(lines, first, last))
              && CLOCK.matcher(all).find()
              && BEGINNING.matcher(all).matches()
              && endsWithLastWord(withoutRule(all)));
    }
    if (quoted && QUOTING.matcher(words).matches()) {
      return true;
    }
    if (saysWhoAndWhen && TIME_LAST.matcher(words).matches()) {
      return true;
    }
    if (endsWithLastWord(words)) {
      return quoted ? addressed || saysWhoOrWhen(bare(joined)) : saysWhoAndWhen;
    }
    if (INNER_WORDS.stream().anyMatch(word -> standsNearTheEnd(words, word))) {
      return quoted
          ? addressed || dated
          : saysWhoAndWhen
              && (BEGINNING.matcher(all).matches()
                  || (saysWhoThenWhen(words) && standsAlone(lines, first, last)));
    }
    boolean timed = CLOCK.matcher(all).find();
    return digits(all) >= 4
        && (endsWithAddress(words)
            ? quoted || (saysWhoAndWhen && timed)
            : quoted && timed && ADDRESS_AT_END.matcher(words).matches());
  }

  /** Whether a line above marked ones names a time or nothing but a name, and nobody tells it. */
  private static boolean saysWhoOrWhen(String line) {
    String all = line.toLowerCase(Locale.ROOT);
    if (FIRST_PERSON.matcher(all).find() || THIRD_PERSON.matcher(line).find()) {
      return false;
    }
    boolean dated = digits(all) > 0 && BEGINNING.matcher(all).matches();
    return dated
        || CLOCK.matcher(all).find()
        || DAY.matcher(all).find()
        || isName(withoutColon(line));
  }

  private static boolean isName(String words) {
    String all = words.toLowerCase(Locale.ROOT);
    return LAST_WORDS.stream()
        .filter(word -> endsWithWord(all, word) && words.length() == all.length())
        .map(word -> words.substring(0, words.length() - word.length()).strip())
        .anyMatch(name -> name.isEmpty() || NAME.matcher(name).matches());
  }

  /** Whether an address stands before such a word, and a day with a clock time behind it. */
  private static boolean saysWhoThenWhen(String words) {
    return INNER_WORDS.stream()
        .filter(word -> words.lastIndexOf('@', words.lastIndexOf(word)) > 0)
        .map(word -> words.substring(words.lastIndexOf(word)))
        .anyMatch(tail -> DAY.matcher(tail).find() && CLOCK.matcher(tail).find());
  }

  private static boolean endsWithLastWord(String words) {
    return LAST_WORDS.stream().anyMatch(word -> endsWithWord(words, word));
  }

  /** Whether lines are a paragraph of their own, or one above quoted lines. */
  private static boolean standsAlone(List<String> lines, int first, int last) {
    return (first == 0 || lines.get(first - 1).isBlank())
        && (last + 1 >= lines.size()
            || lines.get(last + 1).isBlank()
            || Quotation.isQuoted(lines.get(last + 1)));
  }

  /** Without the hyphens that some programs draw on both sides. */
  private static String withoutRule(String all) {
    int end = all.length();
    while (end > 0 && "- ".indexOf(all.charAt(end - 1)) >= 0) {
      end--;
    }
    return all.substring(0, end);
  }

  /** Whether a sentence ends with the line; behind a day of the month a stop is none of its end. */
  private static boolean endsSentence(String line) {
    return ".!?".indexOf(line.charAt(line.length() - 1)) >= 0 && !DAY_OF_MONTH.matcher(line).find();
  }

  private static boolean isDateFirst(String line) {
    return Character.isDigit(line.charAt(0));
  }

  private static boolean endsWithAddress(String words) {
    int angle = words.lastIndexOf('<');
    return words.endsWith(">") && angle >= 0 && words.indexOf('@', angle) > 0;
  }

  private static boolean endsWithWord(String words, String word) {
    if (!words.endsWith(word)) {
      return false;
    }
    int before = words.length() - word.length() - 1;
    boolean unspaced = word.codePointAt(0) >= 0x3000;
    return before < 0 || unspaced || !Character.isLetter(words.charAt(before));
  }

  private static boolean standsNearTheEnd(String words, String word) {
    int at = words.lastIndexOf(word);
    return at >= 0 && words.length() - at <= LONGEST_NAME;
  }

  private static String withoutColon(String all) {
    return all.endsWith(":") || all.endsWith("：")
        ? all.substring(0, all.length() - 1).stripTrailing()
        : all;
  }

  /** Without marks of quotation, emphasis and lists at its beginning, and of direction anywhere. */
  private static String bare(String line) {
    String seen =
        line.chars().anyMatch(c -> c > 0x2000) ? UNSEEN.matcher(line).replaceAll("") : line;
    int at = 0;
    while (at < seen.length() && "> *_-".indexOf(seen.charAt(at)) >= 0) {
      at++;
    }
    return seen.substring(at).strip();
  }

  private static String start(String line) {
    return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
  }

  private static int digits(String text) {
    return (int) text.chars().filter(Character::isDigit).count();
  }
}

package org.inclusiondesk.desk;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Reference;

/**
 * What somebody says in answer to a mail that asks for a confirmation. A yes passes a request on in
 * somebody's name, a no makes it worthless; so a yes that is hedged, a puzzled question or a mail
 * that is passed on is neither, and people read it. Nothing but the quotation, thanks and a name
 * are a yes: that is how people answer a mail that says "reply to confirm".
 *
 * @param says what it comes to
 * @param rest what it says besides, for people to read; blank where there is nothing
 */
record Consent(Says says, String rest) {
  /** What an answer comes to. */
  enum Says {
    YES,
    NO,
    NEITHER
  }

  /** What one clause of the answer is. */
  private enum Clause {
    /** Passes the request on where nothing speaks against it. */
    YES,
    NO,
    /** Puzzled, or on a condition. */
    DOUBT,
    /** Pleasant, and means nothing by it: "no problem", "thanks for asking". */
    IDIOM,
    /** A greeting, thanks, or "ok": agrees to nothing in particular. */
    COURTESY,
    /** Capital letters: perhaps whoever signs. */
    NAME,
    OTHER
  }

  private static final int MOST = 4000;
  private static final int LONGEST_CLAUSE = 300;
  private static final int LONG_CLAUSE = 10;
  private static final int LONGEST_NAME = 5;

  private static final Pattern FORWARDED =
      Pattern.compile("^\\s*(?:fwd?|wg|tr)\\s*:", Pattern.CASE_INSENSITIVE);

  /** How the mail begins that asks; below it stand the desk's own words. */
  private static final Pattern OURS =
      Pattern.compile("(?s)somebody,\\s+most\\s+likely\\s+you,\\s+has\\s+asked.*");

  private static final Pattern OUR_SUBJECT = Pattern.compile("(?i)please confirm your request");
  private static final Pattern ENDS = Pattern.compile("[.!;:,|\\n()\"“”…–—]+|\\s-+\\s|(?<=\\?)");
  private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}']+");

  private static final Pattern IDIOMS =
      Pattern.compile(
          "\\bno (?:problems?|probs|worries|issues?|bother|rush|hurry|doubt|objections?|trouble)\\b"
              + "|\\bno need to (?:ring|call|phone|reply|write|respond|answer|chase|worry|rush|ask)\\b"
              + "|\\bnot a problem\\b|\\b(?:do not|don't|dont) (?:worry|mind)\\b|\\bwhy not\\b"
              + "|\\bnot at all\\b");

  private static final Pattern DOUBTS =
      Pattern.compile(
          "\\bwhat(?:'s| is| was| does| did)? (?:this|that|it|all this|request|going on)\\b"
              + "|\\bwho(?:'s| is| was| has)? (?:asked|asking|requested|did|sent|signed|made|wrote)\\b"
              + "|\\bwhy (?:am|did|do|have|has|was|is|are)\\b|\\bwhich (?:request|network)\\b"
              + "|\\b(?:do not|don't|dont|didn't|did not) (?:\\w+ )?(?:know|understand|remember|recall)\\b"
              + "|\\b(?:can't|cannot) (?:remember|recall)\\b|\\b(?:not|un) ?sure\\b|\\bno idea\\b"
              + "|\\b(?:confused|puzzled|maybe|perhaps|possibly|probably)\\b|\\bmight (?:be|have)\\b"
              + "|\\b(?:but|instead|unless|except|however|rather|only|not the|hold on|please wait)\\b"
              + "|\\b(?:if|once|before|until|till|first|as long as|provided|whether|neither|doubt|later)\\b"
              + "|\\b(?:junk|malicious|suspicious|unauthori[sz]ed|incorrect|invalid|odd|strange|weird)\\b"
              + "|\\b(?:nobody|no one|never)\\b");

  private static final Pattern REFUSES =
      Pattern.compile(
          "^(?:(?:hi|hello|sorry|oh|er|um|well|ok|okay|hmm|thanks|actually) ){0,3}"
              + "(?:no+|nope|nah|never)\\b(?! (?:one|matter|sooner|later|further)\\b)"
              + "|\\bno thank(?:s| you)\\b|\\bno longer (?:want|wish|need|interested)\\b"
              + "|\\b(?:not|wasn't|wasnt|isn't|isnt) (?:by |from |been |made by |sent by |requested by )?(?:me|mine|my|i)\\b"
              + "|\\b(?:absolutely|definitely|certainly|of course|indeed|really) not\\b"
              + "|\\bnot (?:something|anything) (?:that )?i\\b"
              + "|\\bnot (?:confirm|confirmed|approved|agreed|accepted|correct|right|true)\\b"
              + "|\\b(?:did not|didn't|didnt|have not|haven't|havent|never) (?:\\w+ )?(?:ask|request|make|made"
              + "|send|sent|sign|appl|submit|want|do\\b|done|authori|writ|wrote|contact|consent|agree|approve"
              + "|initiat|fill|join|regist|enquire)\\w*"
              + "|\\b(?:did not|didn't|didnt|do not|don't|dont)$"
              + "|\\b(?:do not|don't|dont) (?:\\w+ )?(?:want|wish|add|join|confirm|pass|proceed|send|process"
              + "|recogni[sz]e|do\\b|share|sign|include|put|forward|agree|consent|accept|approve)"
              + "|\\b(?:can't|cannot|can not|won't|will not|unable to|refuse to) (?:\\w+ )?confirm\\w*"
              + "|(?<!not )(?<!n't )\\b(?:cancel(?! my membership)|stop(?! being)|withdraw(?! from)|decline|reject"
              + "|refuse|unsubscribe|disregard|ignore|retract|revoke)\\b"
              + "|\\b(?:remove|delete|erase) (?:this|it|that|the request|my (?:address|e-?mail|mail|name|details|data))\\b"
              + "|\\bremove$|\\bwrong (?:person|address|e-?mail|mail|one|mailbox|recipient|individual)\\b"
              + "|\\bmistake\\b|\\bmistaken\\b|\\bin error\\b|\\b(?:somebody|someone) else\\b"
              + "|\\bnothing to do with me\\b|\\bnot interested\\b|\\brather not\\b|\\bleave me alone\\b|\\bchanged my mind\\b"
              + "|\\b(?:spam|scam|phishing|hoax|fraud|fake)\\b|[👎❌🚫]");

  private static final Pattern ASKS_WHO = Pattern.compile("\\bwho(?:'s| is| are) (?:this|you)\\b");
  private static final Pattern ASKS_US =
      Pattern.compile("^(?:please|can you|could you|would you|will you)\\b");

  /** What agrees by itself. */
  private static final String YES =
      "(?:yes+|yep|yeah|yup|yea|aye|certainly|absolutely|definitely|of course|by all means|indeed"
          + "|confirmed|approved|agreed|accepted|affirmative)";

  /** What may stand around it and changes nothing. */
  private static final String BESIDE =
      "(?:please|pls|thanks|thank you|many thanks|very much|so much|cheers|ok|okay|sure|hi|hello"
          + "|again|all|team|x+)";

  private static final String TO_A_NETWORK = "to (?:join|leave)(?: the [\\p{L}' ]{1,40}networks?)?";

  private static final String REQUEST =
      "(?:this|that|it|(?:my|the|this|that) request(?: " + TO_A_NETWORK + ")?)";

  /** What agrees as a sentence of its own. */
  private static final String SENTENCE =
      "(?:(?:i|we)(?:'d| would| can| do| hereby| just| like| want| wish| am| happy| to){0,6} confirm"
          + "(?: "
          + REQUEST
          + ")?(?:(?: that)? (?:this|that|it|i)(?:'s| is| was| am)? (?:me|mine|asked for (?:this|it)))?"
          + "|(?:just )?(?:(?:replying|writing) )?(?:to confirm|confirming|happy to confirm)(?: "
          + REQUEST
          + ")?(?: as (?:asked|requested))?"
          + "|confirm(?: "
          + REQUEST
          + ")?|(?:that|this|it)(?:'s|s| is| was)(?: indeed| definitely| really)?"
          + " (?:me|mine|my request|from me|correct|right|true|fine|ok|okay)(?: who asked)?"
          + "|i (?:do|did|agree|consent|accept|approve)(?: (?:to )?"
          + REQUEST
          + ")?|i (?:did |do )?(?:ask(?:ed)? for|request(?:ed)?|made|make|sent|send) "
          + REQUEST
          + "|(?:go ahead|proceed|do)"
          + "|i(?:'d| would| do)?(?: like| want| wish| love)? "
          + TO_A_NETWORK
          + "|(?:sign|add|count) me(?: (?:up|in|to))?(?: for)?(?: the [\\p{L}' ]{1,40}networks?)?)";

  private static final Pattern AGREES =
      Pattern.compile(
          "(?:" + BESIDE + " )*(?:" + YES + "(?: (?:" + YES + "|" + BESIDE + "))*(?: " + SENTENCE
              + ")?|" + SENTENCE + ")(?: " + BESIDE + ")*");

  private static final Pattern BEGINS_WITH_YES = Pattern.compile("^(?:yes+|yep|yeah|yup)\\b");

  /** They agree to nothing in particular, and pass a request on where nothing else is said. */
  private static final Set<String> WELL =
      Set.of("ok", "okay", "sure", "thing", "fine", "correct", "y", "alright");

  private static final Set<String> COURTESIES =
      Set.of(
          ("hi hello hey hiya dear good morning afternoon evening day all team desk inclusion there"
                  + " sir madam colleague colleagues everyone thanks thank you thx ta cheers many"
                  + " much very so a lot kind kindest best warm warmest regards wishes sincerely"
                  + " yours faithfully br rgds kr please pls with and")
              .split(" "));

  /** What people also say who never asked, and machines: it changes nothing, and is no yes. */
  private static final Set<String> PLEASANT =
      Set.of(
          ("lovely brilliant perfect wonderful great right sorry for the your delay in reply"
                  + " replying late this mail email checking asking letting me know seen noted")
              .split(" "));

  private static final Pattern SORRY = Pattern.compile("^sorry\\b");
  private static final Pattern NODS =
      Pattern.compile("[👍👌✅✔☑🙂😊🙏\\uFE0F\\p{M}\\p{Sk}\\s\\p{P}>]*");

  private static final Pattern GREETS =
      Pattern.compile(
          "^(?:hi|hello|hey|dear|good morning|good afternoon|good evening)(?: \\S+){0,3}$");

  private static final Set<String> SMALL =
      Set.of("of", "and", "the", "for", "to", "at", "in", "de", "van", "x", "xx");

  /** Reads the new text of a mail, quoted history taken away. */
  static Consent in(String text) {
    if (FORWARDED.matcher(text).find()) {
      return new Consent(Says.NEITHER, text);
    }
    List<String> rest = new ArrayList<>();
    Set<Clause> found = EnumSet.noneOf(Clause.class);
    boolean ledByYes = false;
    String said = withoutOurs(text);
    for (String clause : clauses(said)) {
      Clause kind = kind(clause);
      if (kind == Clause.NAME && found.isEmpty()) {
        kind = Clause.OTHER;
      }
      ledByYes |= kind == Clause.YES && !found.contains(Clause.OTHER);
      found.add(kind);
      boolean besides = kind == Clause.OTHER || kind == Clause.DOUBT || isLong(clause);
      if (besides && !words(clause).isEmpty()) {
        rest.add(clause);
      }
    }
    boolean more = text.length() > MOST;
    if (more || (found.isEmpty() && !NODS.matcher(said).matches())) {
      found.add(Clause.DOUBT);
    }
    if (more) {
      rest.add("…");
    }
    return new Consent(says(found, ledByYes), String.join("\n", rest));
  }

  /**
   * @param ledByYes whether a plain yes comes before whatever else is told
   */
  private static Says says(Set<Clause> found, boolean ledByYes) {
    if (found.contains(Clause.NO)) {
      return found.contains(Clause.YES) ? Says.NEITHER : Says.NO;
    }
    if (found.contains(Clause.DOUBT)) {
      return Says.NEITHER;
    }
    if (ledByYes) {
      return Says.YES;
    }
    return found.contains(Clause.OTHER) || found.contains(Clause.IDIOM) ? Says.NEITHER : Says.YES;
  }

  private static List<String> clauses(String said) {
    return ENDS.splitAsStream(said).map(String::strip).filter(Consent::holdsAWord).toList();
  }

  private static String withoutOurs(String text) {
    String bounded = text.substring(0, Math.min(text.length(), MOST)).replace('’', '\'');
    for (Reference reference : Reference.allIn(bounded)) {
      bounded = bounded.replaceAll("(?i)" + reference.value(), " ");
    }
    bounded = OUR_SUBJECT.matcher(bounded).replaceFirst(" ");
    String lower = bounded.toLowerCase(Locale.ROOT);
    Matcher ours = OURS.matcher(lower);
    if (lower.length() == bounded.length() && ours.find()) {
      bounded = bounded.substring(0, ours.start());
    }
    return bounded;
  }

  private static boolean holdsAWord(String clause) {
    return !words(clause).isEmpty() || clause.endsWith("?") || REFUSES.matcher(clause).find();
  }

  private static Clause kind(String written) {
    String whole =
        written
            .substring(0, Math.min(written.length(), LONGEST_CLAUSE))
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\s+", " ");
    String clause = IDIOMS.matcher(whole).replaceAll(" ").strip();
    boolean asks = clause.endsWith("?");
    if (ASKS_WHO.matcher(clause).find()) {
      return Clause.NO;
    }
    boolean refuses = REFUSES.matcher(clause).find();
    if (asks) {
      return refuses && ASKS_US.matcher(clause).find()
          ? Clause.NO
          : refuses || DOUBTS.matcher(clause).find() ? Clause.DOUBT : Clause.OTHER;
    }
    if (refuses) {
      return BEGINS_WITH_YES.matcher(clause).find() ? Clause.DOUBT : Clause.NO;
    }
    if (SORRY.matcher(clause).find()) {
      return Clause.IDIOM;
    }
    if (DOUBTS.matcher(clause).find()) {
      return Clause.DOUBT;
    }
    List<String> words = words(clause);
    if (AGREES.matcher(String.join(" ", words)).matches()) {
      return Clause.YES;
    }
    if (!clause.equals(whole)) {
      return Clause.IDIOM;
    }
    if (words.stream().allMatch(word -> COURTESIES.contains(word) || WELL.contains(word))) {
      return Clause.COURTESY;
    }
    if (words.stream().allMatch(word -> COURTESIES.contains(word) || PLEASANT.contains(word))) {
      return Clause.IDIOM;
    }
    if (GREETS.matcher(clause).matches()) {
      return Clause.COURTESY;
    }
    return isName(written) ? Clause.NAME : Clause.OTHER;
  }

  private static boolean isName(String written) {
    List<String> words = words(written);
    return words.size() <= LONGEST_NAME
        && (words.size() <= 2 || !written.equals(written.toUpperCase(Locale.ROOT)))
        && words.stream()
            .allMatch(word -> !Character.isLowerCase(word.codePointAt(0)) || SMALL.contains(word));
  }

  private static boolean isLong(String clause) {
    return words(clause).size() > LONG_CLAUSE;
  }

  private static List<String> words(String clause) {
    return NO_LETTER.splitAsStream(clause).filter(word -> !word.isEmpty()).toList();
  }

  @Override
  public String toString() {
    return "Consent[" + says + "]";
  }
}

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
    /** Agrees to nothing in particular: "ok". */
    WELL,
    NO,
    /** Puzzled, or on a condition. */
    DOUBT,
    /** Says no, and means nothing by it: "no problem". */
    IDIOM,
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
              + "|\\b(?:but|instead|unless|except|however|rather|only if|not the|hold on|wait)\\b");

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

  private static final Pattern AGREES =
      Pattern.compile(
          "\\b(?:yes+|yep|yeah|yup|yea|aye|certainly|absolutely|definitely|of course|by all means|indeed)\\b"
              + "|\\b(?:confirmed|approved|agreed|accepted|affirmative|go ahead|proceed|please do)\\b"
              + "|\\bi\\b.{0,40}\\bconfirm\\b|^(?:happy to confirm|confirming)\\b|\\bto confirm as (?:asked|requested)\\b"
              + "|^(?:please )?confirm\\b(?! (?:if|that you|who|what|whether|receipt|when|how|why|which)\\b)"
              + "|\\b(?:that|this|it)(?:'s|s| was| is)(?: indeed| definitely| really)? (?:me|mine|my request|from me|correct|right|true)\\b"
              + "|\\b(?:was|is) me\\b|^i (?:did|do|agree|consent|accept)$"
              + "|\\bi (?:did|do) (?:ask|request|wish|send|make|agree|consent|want to (?:join|leave))\\b"
              + "|\\bi (?:asked|requested|made|sent) (?:for )?(?:this|that|it|the request)\\b"
              + "|\\b(?:sign|add|count) me (?:up|in|to)\\b");

  /** A yes that holds one of these may mean its opposite: "of course not". */
  private static final Pattern DENIES =
      Pattern.compile("\\b(?:not|no|never|nor|nobody|none|cannot|dont|didnt|wasnt)\\b|n't\\b");

  private static final Set<String> WELL =
      Set.of(
          "ok", "okay", "sure", "thing", "fine", "right", "correct", "y", "alright", "good",
          "great");

  private static final Set<String> COURTESIES =
      Set.of(
          ("hi hello hey hiya dear good morning afternoon evening day all team desk inclusion there sir madam colleague"
                  + " colleagues thanks thank you your thx ta cheers many much very so a lot kind kindest best warm warmest"
                  + " regards wishes sincerely yours faithfully br rgds kr please pls lovely brilliant"
                  + " perfect wonderful sorry for the delay in reply replying late everyone and with this mail email checking asking letting me know")
              .split(" "));

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
    for (String clause : clauses(text)) {
      Clause kind = kind(clause);
      if (kind == Clause.NAME && found.isEmpty()) {
        kind = Clause.OTHER;
      }
      found.add(kind);
      boolean besides = kind == Clause.OTHER || kind == Clause.DOUBT || isLong(clause);
      if (besides && !words(clause).isEmpty()) {
        rest.add(clause);
      }
    }
    if (text.length() > MOST) {
      found.add(Clause.DOUBT);
      rest.add("…");
    }
    return new Consent(says(found), String.join("\n", rest));
  }

  private static Says says(Set<Clause> found) {
    if (found.contains(Clause.NO)) {
      return found.contains(Clause.YES) ? Says.NEITHER : Says.NO;
    }
    if (found.contains(Clause.DOUBT)) {
      return Says.NEITHER;
    }
    if (found.contains(Clause.YES)) {
      return Says.YES;
    }
    return found.contains(Clause.OTHER) || found.contains(Clause.IDIOM) ? Says.NEITHER : Says.YES;
  }

  private static List<String> clauses(String text) {
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
    return ENDS.splitAsStream(bounded).map(String::strip).filter(Consent::holdsAWord).toList();
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
      return Clause.NO;
    }
    if (DOUBTS.matcher(clause).find()) {
      return Clause.DOUBT;
    }
    if (AGREES.matcher(clause).find()) {
      return DENIES.matcher(clause).find() || written.length() > LONGEST_CLAUSE
          ? Clause.DOUBT
          : Clause.YES;
    }
    if (!clause.equals(whole)) {
      return Clause.IDIOM;
    }
    List<String> words = words(clause);
    if (words.stream().allMatch(word -> COURTESIES.contains(word) || WELL.contains(word))) {
      return words.stream().anyMatch(WELL::contains) ? Clause.WELL : Clause.COURTESY;
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

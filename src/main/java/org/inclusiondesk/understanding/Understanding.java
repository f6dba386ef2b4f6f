package org.inclusiondesk.understanding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.understanding.Sense.Wish;

/**
 * Text in, {@link Intent} out. Deterministic, and safe for any number of threads.
 *
 * <p>What may be a concern is taken for one before anything else is considered: an anonymous report
 * that gets an answer out of a list is worse than an answer that is not given.
 */
public final class Understanding {
  /** From this likelihood on a text is a concern, whatever else it may be. */
  private static final double CONCERN = 0.16;

  /**
   * The same where the wish to join or leave is likelier still: that is no answer to a question.
   */
  private static final double WISH_CONCERN = 0.5;

  /**
   * From this likelihood on a text may be a concern: it is answered only if a question for sure.
   */
  private static final double DOUBT = 0.04;

  /**
   * A text is a question for sure where one article is so many times as likely as a concern. Of
   * some 850 concerns that nobody had learnt from, none came nearer than half of it.
   */
  private static final double SURELY = 2.5;

  /**
   * A wish is taken for one from this share of the likeliest article or theme on. Nothing is done
   * before the person has said so once more, so a wish seen in vain costs little.
   */
  private static final double WISH_SHARE = 0.6;

  /** From this likelihood on a text about leaving is rather about joining. */
  private static final double JOINING = 0.5;

  /** The same, rather a question: "what would I get out of a network". */
  private static final double SURE_QUESTION = 0.7;

  /** From this likelihood on somebody leaves without a word of parting. */
  private static final double SURE_LEAVING = 0.5;

  private static final double SMALLTALK = 0.5;

  /** The same for a longer text, or one with words that no example of small talk has. */
  private static final double SURE_SMALLTALK = 0.8;

  private static final Set<Wish> SMALLTALKS =
      EnumSet.of(Wish.GREETING, Wish.THANKS, Wish.BYE, Wish.HELP);

  /** In words, as the next one. */
  private static final int SHORT = 9;

  /** Small talk is short; longer texts that open with a greeting want something. */
  private static final int LONGEST_SMALLTALK = 20;

  /** In characters, as the next two. */
  private static final int PASSAGE = 1_000;

  private static final int PASSAGE_STEP = 500;

  /** Longer than anything that is carried to somebody. */
  private static final int MOST_READ = 20_000;

  /** Says outright that there is a concern, whatever else is said. */
  private static final Pattern OUTRIGHT =
      Pattern.compile(
          "\\b(?:raise|report|share|flag|escalate) (?:(?:a|an|my|some|the|this|serious|formal|anonymous|safety"
              + "|patient|staff|confidential) )*(?:concern|concerns|wrongdoing|malpractice)\\b"
              + "|\\b(?:whistleblow|blow the whistle)\\b|\\b(?:make|submit) (?:a|an|my)"
              + " (?:[^ ]+ ){0,4}disclosure\\b");

  private static final Pattern NO_WISH =
      Pattern.compile(
          "\\b(?:(?:do not|does not|did not|not) (?:really |actually )?(?:want|wish|need|looking"
              + "|planning|trying|interested|ready|asking) (?:to |in )?(?:join|sign|becom|be )"
              + "|(?:just|only|merely) (?:wondering|curious|asking|interested in what)"
              + "|not (?:to )?join(?:ing)?\\b|without joining|before i join|before joining)");

  /** To leave a network, said so plainly that no example is needed. */
  private static final Pattern LEAVING =
      Pattern.compile(
          "(?<!maternity |sick |annual |paternity |parental |adoption |study |special |from |on |my |of )"
              + "\\b(?:leave|leaving|unsubscribe|quit|quitting|unsub|drop out of|opt out of"
              + "|(?:come|get|step) (?:out of|off)) (?:from )?(?!being )"
              + "(?:(?:the|a|my|your|this|any|staff|one of the|[^ ]+) ){0,5}(?:network|networks|group)\\b");

  /** To be taken off something. */
  private static final Pattern REMOVING =
      Pattern.compile(
          "\\b(?:remov|tak|purg|delet|strik|scrub|scratch|eras|wip|drop|cross|get|pull)\\w* (?:[^ ]+ ){0,3}?"
              + "(?:me|us|name|names|address|email|details) (?:[^ ]+ ){0,3}?(?:from|off|out)\\b");

  /** Speaks of joining and has no word of leaving or regret. */
  private static final Pattern JOINING_ALONE =
      Pattern.compile(
          "(?!.*\\b(?:leav\\w*|left|remov\\w*|unsub\\w*|cancel\\w*|quit\\w*|out|off|not|no|never|stop"
              + "|mistake|joined|longer|any ?more|delete|end|withdraw|un)\\b).*\\b(?:join|joining|sign up"
              + "|become a member)\\b.*");

  /** Without a word like these nobody means to leave. */
  private static final Pattern PARTING =
      Pattern.compile(
          "\\b(?:leav\\w*|left|remov\\w*|unsub\\w*|cancel\\w*|quit\\w*|out|off|not|no|never|stop\\w*"
              + "|mistake|longer|any ?more|delet\\w*|end\\w*|withdraw\\w*|drop\\w*|resign\\w*|eras\\w*"
              + "|strik\\w*|scrub|scratch|bin|ditch\\w*|bow\\w*|unjoin\\w*|un|nothing|enough|undo|opt|exit"
              + "|away|back|done|step\\w*|finish\\w*|terminat\\w*|disenrol\\w*|annul\\w*|renounc\\w*"
              + "|regret\\w*)\\b");

  private final Normaliser normaliser;
  private final NetworkFinder networks;
  private final Learnt learnt;
  private final Embedding embedding;
  private final Set<String> smalltalkStems = new HashSet<>();

  /**
   * @param lessons what was learnt from
   * @param learnt what came of it
   * @param embedding the one that it was learnt with
   */
  public Understanding(Lessons lessons, Learnt learnt, Embedding embedding) {
    this.normaliser = lessons.normaliser();
    this.networks = lessons.networks();
    this.learnt = learnt;
    this.embedding = embedding;
    for (Example<Sense> example : lessons.examples()) {
      if (example.label() instanceof Wish wish && SMALLTALKS.contains(wish)) {
        smalltalkStems.addAll(normaliser.read(example.text()).stems());
      }
    }
  }

  /**
   * What somebody wants who says this. A long text is read passage by passage as well: a concern
   * counts wherever it stands, and however much of something else stands around it.
   */
  public Intent understand(String text) {
    return passages(text).stream().map(this::intent).anyMatch(Intent.Concern.class::isInstance)
        ? new Intent.Concern()
        : intent(text);
  }

  /** Overlapping passages of a text that is longer than one; of the others none. */
  private static List<String> passages(String text) {
    List<String> passages = new ArrayList<>();
    int end = Math.min(text.length(), MOST_READ);
    for (int from = 0; text.length() > PASSAGE && from < end; from += PASSAGE_STEP) {
      passages.add(text.substring(from, Math.min(end, from + PASSAGE)));
    }
    return passages;
  }

  private Intent intent(String text) {
    Words words = normaliser.read(text);
    if (words.isEmpty()) {
      return new Intent.Unclear();
    }
    Map<Sense, Double> likely = learnt.likelihoods(words, embedding);
    Intent.Question question = question(words, likely);
    double asks = sum(question.topics().values()) + sum(question.foreign().values());
    double joins = of(likely, Wish.JOIN);
    double leaves = of(likely, Wish.LEAVE);
    double chats = SMALLTALKS.stream().mapToDouble(wish -> of(likely, wish)).sum();
    double worries = of(likely, Wish.CONCERN);
    double surest = highest(question.topics().values());
    double likeliest = Math.max(surest, highest(question.foreign().values()));
    boolean wishes = Math.max(joins, leaves) > Math.max(likeliest * WISH_SHARE, chats);
    boolean surelyAsks = surest >= SURELY * worries;
    if ((worries >= (wishes ? WISH_CONCERN : CONCERN) && !surelyAsks)
        || OUTRIGHT.matcher(plain(words)).find()) {
      return new Intent.Concern();
    }
    if (joins < JOINING && surest < SURE_QUESTION && saysToLeave(words)) {
      return new Intent.Leave(networks.find(words));
    }
    if (wishes) {
      return wish(joins > leaves ? Wish.JOIN : Wish.LEAVE, words, question, leaves);
    }
    if (chats > asks && isShort(words, chats)) {
      return smalltalk(likely);
    }
    return worries >= DOUBT && !surelyAsks
        ? new Intent.Question(words, Map.of(), question.foreign())
        : question;
  }

  /** The text as a question, whatever else it may be. */
  public Intent.Question question(String text) {
    Words words = normaliser.read(text);
    return question(words, learnt.likelihoods(words, embedding));
  }

  private static Intent.Question question(Words words, Map<Sense, Double> likely) {
    Map<String, Double> topics = new LinkedHashMap<>();
    Map<String, Double> foreign = new LinkedHashMap<>();
    likely.forEach(
        (sense, likelihood) -> {
          if (sense instanceof Sense.Topic topic) {
            topics.put(topic.article(), likelihood);
          } else if (sense instanceof Sense.Foreign other) {
            foreign.put(other.theme(), likelihood);
          }
        });
    return new Intent.Question(words, topics, foreign);
  }

  /** To leave a network, or to be taken off the list of one that is named. */
  private boolean saysToLeave(Words words) {
    return LEAVING.matcher(plain(words)).find()
        || (REMOVING.matcher(plain(words)).find() && !networks.find(words).isEmpty());
  }

  private Intent wish(Wish wish, Words words, Intent.Question question, double leaves) {
    if (wish == Wish.JOIN && NO_WISH.matcher(plain(words)).find()) {
      return question;
    }
    if (networks.namesOther(words)) {
      return question;
    }
    List<NetworkId> meant = networks.find(words);
    if (wish == Wish.LEAVE && leaves < SURE_LEAVING && !PARTING.matcher(plain(words)).find()) {
      return JOINING_ALONE.matcher(plain(words)).matches() ? new Intent.Join(meant) : question;
    }
    boolean joins = wish == Wish.JOIN || JOINING_ALONE.matcher(plain(words)).matches();
    return joins ? new Intent.Join(meant) : new Intent.Leave(meant);
  }

  private boolean isShort(Words words, double chats) {
    long strange = words.stems().stream().filter(s -> !smalltalkStems.contains(s)).count();
    return chats >= (strange <= 1 && words.tokens().size() <= SHORT ? SMALLTALK : SURE_SMALLTALK)
        && words.tokens().size() <= LONGEST_SMALLTALK;
  }

  private static Intent smalltalk(Map<Sense, Double> likely) {
    Wish best = Wish.GREETING;
    for (Wish wish : SMALLTALKS) {
      best = of(likely, wish) > of(likely, best) ? wish : best;
    }
    return new Intent.Smalltalk(Intent.Smalltalk.Kind.valueOf(best.name()));
  }

  private static double highest(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private static double sum(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static String plain(Words words) {
    return String.join(" ", words.tokens());
  }

  private static double of(Map<Sense, Double> likely, Wish wish) {
    return likely.getOrDefault(wish, 0.0);
  }
}

package org.inclusiondesk.understanding;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.NetworkId;

/**
 * Text in, {@link Intent} out. Learns from examples when made (a second at most), deterministic
 * from then on, and safe for any number of threads.
 *
 * <p>What may be a concern is taken for one before anything else is considered: an anonymous report
 * that gets an answer out of a list is worse than an answer that is not given.
 */
public final class Understanding {
  /** From this likelihood on a text is a concern, whatever else it may be. */
  private static final double CONCERN = 0.17;

  /**
   * The same where the wish to join or leave is likelier still: that is no answer to a question.
   */
  private static final double WISH_CONCERN = 0.35;

  /** From this likelihood on a text about leaving is rather about joining. */
  private static final double JOINING = 0.5;

  private static final double SMALLTALK = 0.5;

  /** Between counting each example the same and counting each label the same. */
  private static final double BALANCE = 0.5;

  /** How much meaning counts beside words: half as much. */
  private static final double MEANING = 1.5;

  /** The same for a text with one word that no example of small talk has. */
  private static final double STRANGE_SMALLTALK = 0.9;

  private static final Set<Label> SMALLTALKS =
      EnumSet.of(Label.GREETING, Label.THANKS, Label.BYE, Label.HELP);

  /** Small talk is short; longer texts that open with a greeting want something. */
  private static final int LONGEST_SMALLTALK = 9;

  /** In characters, as the next two. */
  private static final int PASSAGE = 1_000;

  private static final int PASSAGE_STEP = 500;

  /** Longer than anything that is carried to somebody. */
  private static final int MOST_READ = 20_000;

  /** Marks the place of a network's name in an example. */
  private static final String PLACE = "{network}";

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

  /** Speaks of joining and has no word of leaving or regret. */
  private static final Pattern JOINING_ALONE =
      Pattern.compile(
          "(?!.*\\b(?:leav\\w*|left|remov\\w*|unsub\\w*|cancel\\w*|quit\\w*|out|off|not|no|never|stop"
              + "|mistake|joined|longer|any ?more|delete|end|withdraw)\\b).*\\b(?:join|joining|sign up"
              + "|become a member)\\b.*");

  /** Without a word like these nobody means to leave. */
  private static final Pattern PARTING =
      Pattern.compile(
          "\\b(?:leav\\w*|left|remov\\w*|unsub\\w*|cancel\\w*|quit\\w*|out|off|not|no|never|stop\\w*"
              + "|mistake|longer|any ?more|delet\\w*|end\\w*|withdraw\\w*|drop\\w*|resign\\w*|eras\\w*"
              + "|strike|undo|opt|exit|away|done|step\\w*|finish\\w*|terminat\\w*|disenrol\\w*)\\b");

  private final Normaliser normaliser;
  private final NetworkFinder networks;
  private final Embedding embedding;
  private final Classifier<Label> classifier;
  private final Set<String> smalltalkStems = new HashSet<>();

  /**
   * @param examples what people write, by label; "{network}" in a text stands for any network
   * @param networks the networks people can mean
   * @param normaliser reads texts
   * @param features what the classifier sees of their words
   * @param embedding and of their meaning
   * @throws IllegalArgumentException if there is no example
   */
  public Understanding(
      List<Example<Label>> examples,
      List<KnownNetwork> networks,
      Normaliser normaliser,
      Features features,
      Embedding embedding) {
    this.normaliser = normaliser;
    this.embedding = embedding;
    this.networks = new NetworkFinder(networks, normaliser);
    Features alike = words -> features.of(this.networks.masked(words));
    for (Example<Label> example : examples) {
      if (SMALLTALKS.contains(example.label())) {
        smalltalkStems.addAll(normaliser.read(example.text()).stems());
      }
    }
    this.classifier =
        Classifier.learn(
            alike, embedding, filled(examples, networks), normaliser, BALANCE, MEANING);
  }

  /** Fills each place of a network's name with one of the names, taking turns. */
  private static List<Example<Label>> filled(
      List<Example<Label>> examples, List<KnownNetwork> networks) {
    List<String> names = new ArrayList<>();
    for (KnownNetwork network : networks) {
      names.add(network.name());
      network.knownAs().forEach(name -> names.add(name + " network"));
    }
    List<Example<Label>> filled = new ArrayList<>();
    int turn = 0;
    for (Example<Label> example : examples) {
      String text = example.text();
      while (text.contains(PLACE) && !names.isEmpty()) {
        String name = names.get(turn++ % names.size());
        text = text.replaceFirst(Pattern.quote(PLACE), name.replace("$", ""));
      }
      filled.add(new Example<>(example.label(), text));
    }
    return filled;
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
    Meaning meaning = embedding.of(words.meant());
    Map<Label, Double> likely = classifier.likelihoods(words, meaning);
    Label best = Label.QUESTION;
    for (Map.Entry<Label, Double> entry : likely.entrySet()) {
      if (entry.getValue() > of(likely, best)) {
        best = entry.getKey();
      }
    }
    if (of(likely, Label.CONCERN)
        >= (best == Label.JOIN || best == Label.LEAVE ? WISH_CONCERN : CONCERN)) {
      return new Intent.Concern();
    }
    if (LEAVING.matcher(plain(words)).find() && of(likely, Label.JOIN) < JOINING) {
      return new Intent.Leave(networks.find(words));
    }
    return switch (best) {
      case JOIN, LEAVE -> wish(best, words, meaning);
      case GREETING -> smalltalk(Intent.Smalltalk.Kind.GREETING, likely, words, meaning);
      case THANKS -> smalltalk(Intent.Smalltalk.Kind.THANKS, likely, words, meaning);
      case BYE -> smalltalk(Intent.Smalltalk.Kind.BYE, likely, words, meaning);
      case HELP -> smalltalk(Intent.Smalltalk.Kind.HELP, likely, words, meaning);
      case QUESTION, CONCERN, OUT_OF_SCOPE -> new Intent.Question(words, meaning);
    };
  }

  private Intent wish(Label label, Words words, Meaning meaning) {
    if (label == Label.JOIN && NO_WISH.matcher(plain(words)).find()) {
      return new Intent.Question(words, meaning);
    }
    List<NetworkId> meant = networks.find(words);
    if (label == Label.LEAVE && !PARTING.matcher(plain(words)).find()) {
      return JOINING_ALONE.matcher(plain(words)).matches()
          ? new Intent.Join(meant)
          : new Intent.Question(words, meaning);
    }
    boolean joins = label == Label.JOIN || JOINING_ALONE.matcher(plain(words)).matches();
    return joins ? new Intent.Join(meant) : new Intent.Leave(meant);
  }

  private Intent smalltalk(
      Intent.Smalltalk.Kind kind, Map<Label, Double> likely, Words words, Meaning meaning) {
    double sum = SMALLTALKS.stream().mapToDouble(label -> of(likely, label)).sum();
    long strange = words.stems().stream().filter(s -> !smalltalkStems.contains(s)).count();
    return strange <= 1
            && sum >= (strange == 0 ? SMALLTALK : STRANGE_SMALLTALK)
            && words.tokens().size() <= LONGEST_SMALLTALK
        ? new Intent.Smalltalk(kind)
        : new Intent.Question(words, meaning);
  }

  private static String plain(Words words) {
    return String.join(" ", words.tokens());
  }

  private static double of(Map<Label, Double> likely, Label label) {
    return likely.getOrDefault(label, 0.0);
  }
}

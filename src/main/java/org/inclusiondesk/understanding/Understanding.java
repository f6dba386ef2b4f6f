package org.inclusiondesk.understanding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
   * some 620 concerns that nobody had learnt from, none came nearer than a fifth of it, but for two
   * that meant the article on speaking up, which shows the ways.
   */
  private static final double SURELY = 2.5;

  /**
   * From this likelihood on one sentence makes a concern of a text that is something else as a
   * whole.
   */
  private static final double SURE_CONCERN = 0.9995;

  /** Sentences of fewer words tell too little by themselves. */
  private static final int SHORTEST_SENTENCE = 4;

  /** More are not read one by one. */
  private static final int MOST_SENTENCES = 12;

  private static final Pattern SENTENCES = Pattern.compile("(?<=[.?!])\\s+|\\n+");

  /** From this likelihood of all its kinds on a text is small talk. */
  private static final double SMALLTALK = 0.6;

  /** The same where the text may be a concern. */
  private static final double SURE_SMALLTALK = 0.7;

  /** From this likelihood on small talk is of one kind. */
  private static final double KIND_OF_SMALLTALK = 0.4;

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

  private final Normaliser normaliser;
  private final NetworkFinder networks;
  private final Learnt learnt;
  private final Embedding embedding;

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
  }

  /**
   * What somebody wants who says this. A long text is read passage by passage as well: a concern
   * counts wherever it stands, and however much of something else stands around it.
   */
  public Intent understand(String text) {
    if (passages(text).stream().map(this::intent).anyMatch(Intent.Concern.class::isInstance)) {
      return new Intent.Concern();
    }
    Intent whole = intent(text);
    return !(whole instanceof Intent.Concern) && confides(text) ? new Intent.Concern() : whole;
  }

  /** Whether one of several sentences is a concern for sure: "... My manager hits me." */
  private boolean confides(String text) {
    String[] sentences = SENTENCES.split(text, MOST_SENTENCES);
    return sentences.length > 1
        && Arrays.stream(sentences)
            .map(normaliser::read)
            .filter(words -> words.tokens().size() >= SHORTEST_SENTENCE)
            .anyMatch(
                words -> of(learnt.likelihoods(words, embedding), Wish.CONCERN) >= SURE_CONCERN);
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
    double joins = of(likely, Wish.JOIN);
    double leaves = of(likely, Wish.LEAVE);
    double chats = Wish.SMALLTALK.stream().mapToDouble(wish -> of(likely, wish)).sum();
    double worries = of(likely, Wish.CONCERN);
    double surest = highest(question.topics().values());
    double likeliest = Math.max(surest, highest(question.foreign().values()));
    boolean wishes = Math.max(joins, leaves) > Math.max(likeliest, chats);
    boolean surelyAsks = surest >= SURELY * worries;
    if ((worries >= (wishes ? WISH_CONCERN : CONCERN) && !surelyAsks)
        || OUTRIGHT.matcher(plain(words)).find()) {
      return new Intent.Concern();
    }
    if (wishes) {
      return wish(joins > leaves ? Wish.JOIN : Wish.LEAVE, words, question);
    }
    Wish chat = chat(likely);
    if (chats >= (worries < DOUBT ? SMALLTALK : SURE_SMALLTALK)
        && of(likely, chat) >= KIND_OF_SMALLTALK
        && normaliser.saysSomething(words)) {
      return new Intent.Smalltalk(Intent.Smalltalk.Kind.valueOf(chat.name()));
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

  private Intent wish(Wish wish, Words words, Intent.Question question) {
    if (networks.namesOther(words) || (wish == Wish.JOIN && NO_WISH.matcher(plain(words)).find())) {
      return question;
    }
    List<NetworkId> meant = networks.find(words, wish);
    return wish == Wish.JOIN ? new Intent.Join(meant) : new Intent.Leave(meant);
  }

  /** The likeliest kind of small talk. */
  private static Wish chat(Map<Sense, Double> likely) {
    return Collections.max(Wish.SMALLTALK, Comparator.comparingDouble(wish -> of(likely, wish)));
  }

  private static double highest(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private static String plain(Words words) {
    return String.join(" ", words.tokens());
  }

  private static double of(Map<Sense, Double> likely, Wish wish) {
    return likely.getOrDefault(wish, 0.0);
  }
}

package org.inclusiondesk.understanding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private static final double CONCERN = Double.parseDouble(System.getProperty("C", "0.25"));

  private static final double SMALLTALK = Double.parseDouble(System.getProperty("S", "0.5"));

  /** Small talk is short; longer texts that open with a greeting want something. */
  private static final int LONGEST_SMALLTALK = 9;

  /** Marks the place of a network's name in an example. */
  private static final String PLACE = "{network}";

  private static final Pattern NO_WISH =
      Pattern.compile(
          "\\b(?:(?:do not|does not|did not|not) (?:really |actually )?(?:want|wish|need|looking"
              + "|planning|trying|interested|ready|asking) (?:to |in )?(?:join|sign|becom|be )"
              + "|(?:just|only|merely) (?:wondering|curious|asking|interested in what)"
              + "|not (?:to )?join(?:ing)?\\b|without joining|before i join|before joining)");
  private static final Pattern QUITTING =
      Pattern.compile(
          "\\b(?:leave|leaving|unsubscribe|quit|remove|opt out|cancel|any ?more|any longer|no longer"
              + "|take me off|out of)\\b");

  private final Normaliser normaliser;
  private final NetworkFinder networks;
  private final Classifier<Label> classifier;

  /**
   * @param examples what people write, by label; "{network}" in a text stands for any network
   * @param networks the networks people can mean
   * @param normaliser reads texts
   * @param features what the classifier sees of them
   * @throws IllegalArgumentException if there is no example
   */
  public Understanding(
      List<Example<Label>> examples,
      List<KnownNetwork> networks,
      Normaliser normaliser,
      Features features) {
    this.normaliser = normaliser;
    this.networks = new NetworkFinder(networks, normaliser);
    Features alike = words -> features.of(this.networks.masked(words));
    this.classifier = Classifier.learn(alike, filled(examples, networks), normaliser, 0.5);
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

  /** What somebody wants who says this. */
  public Intent understand(String text) {
    Words words = normaliser.read(text);
    if (words.isEmpty()) {
      return new Intent.Unclear();
    }
    Map<Label, Double> likely = classifier.likelihoods(words);
    if (of(likely, Label.CONCERN) >= CONCERN) {
      return new Intent.Concern();
    }
    Label best = Label.QUESTION;
    for (Map.Entry<Label, Double> entry : likely.entrySet()) {
      if (entry.getValue() > of(likely, best)) {
        best = entry.getKey();
      }
    }
    double foreign = of(likely, Label.OUT_OF_SCOPE);
    return switch (best) {
      case JOIN, LEAVE -> wish(best, words, foreign);
      case GREETING -> smalltalk(Intent.Smalltalk.Kind.GREETING, likely, words, foreign);
      case THANKS -> smalltalk(Intent.Smalltalk.Kind.THANKS, likely, words, foreign);
      case BYE -> smalltalk(Intent.Smalltalk.Kind.BYE, likely, words, foreign);
      case HELP -> smalltalk(Intent.Smalltalk.Kind.HELP, likely, words, foreign);
      case QUESTION, CONCERN, OUT_OF_SCOPE -> new Intent.Question(words, foreign);
    };
  }

  private Intent wish(Label label, Words words, double foreign) {
    String plain = String.join(" ", words.tokens());
    List<NetworkId> meant = networks.find(words);
    if (label == Label.JOIN && NO_WISH.matcher(plain).find()) {
      return QUITTING.matcher(plain).find()
          ? new Intent.Leave(meant)
          : new Intent.Question(words, foreign);
    }
    return label == Label.JOIN ? new Intent.Join(meant) : new Intent.Leave(meant);
  }

  private static Intent smalltalk(
      Intent.Smalltalk.Kind kind, Map<Label, Double> likely, Words words, double foreign) {
    double sum =
        of(likely, Label.GREETING)
            + of(likely, Label.THANKS)
            + of(likely, Label.BYE)
            + of(likely, Label.HELP);
    return sum >= SMALLTALK && words.tokens().size() <= LONGEST_SMALLTALK
        ? new Intent.Smalltalk(kind)
        : new Intent.Question(words, foreign);
  }

  private static double of(Map<Label, Double> likely, Label label) {
    return likely.getOrDefault(label, 0.0);
  }
}

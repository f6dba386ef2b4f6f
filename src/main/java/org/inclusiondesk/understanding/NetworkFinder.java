package org.inclusiondesk.understanding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.inclusiondesk.conversation.NetworkId;

/**
 * Finds the networks that a text means. A network called by its name ("the women's network") counts
 * more than what somebody says about themselves; where there is no such name, every network that
 * the words fit is found. Safe for any number of threads.
 */
public final class NetworkFinder {
  private static final Set<String> GROUP =
      Set.of("network", "group", "list", "one", "club", "communiti", "meet", "email", "mail");
  private static final Set<String> LINK = Set.of("and", "or", "plus", "both", "also", "the", "n");
  private static final Set<String> BETWEEN =
      Set.of("staff", "peopl", "colleagu", "member", "mail", "support", "fellowship");

  /** They need "the network" or the like before them. */
  private static final Set<String> OF = Set.of("for", "of");

  /** What may stand between "the network for" and whom it is for. */
  private static final Set<String> AHEAD =
      Set.of(
          "the",
          "us",
          "all",
          "peopl",
          "staff",
          "colleagu",
          "those",
          "folk",
          "anyon",
          "with",
          "who",
          "have",
          "are",
          "a");

  private static final String THE = "the";

  /** With one of them behind it, a name behind "the" names the network: "the LGBT+ people". */
  private static final Set<String> PEOPLE =
      Set.of("peopl", "folk", "lot", "gang", "crowd", "crew", "staff", "and", "or");

  private static final Set<String> OWNERS = Set.of("my", "his", "her", "their");
  private static final Set<String> SPOKE =
      Set.of("said", "say", "told", "mention", "suggest", "gave", "ask", "reckon", "think");

  /** In words: "the occupational health lady". */
  private static final int ROLE = 3;

  private static final Set<String> SOME_WOMAN =
      Set.of("mum", "mother", "gran", "grandmoth", "ladi", "girl", "woman", "lass", "lassi", "gal");

  private static final Set<String> VERBS = Set.of("join", "add", "leav", "remov", "drop");

  /** "all four", "all of your staff networks", "every one of them". */
  private static final Pattern ALL =
      Pattern.compile(
          "\\b(?:all (?:four|of (?:them|these|those))(?= (?:of|pls|please|thanks)\\b| *$)"
              + "|(?:all|each|every one) (?:of )?(?:(?:the|our|your|these|those|four|five|staff) ){0,3}"
              + "(?:networks?|groups)\\b"
              + "|every (?:single )?(?:staff )?network\\b|every one of them\\b)");

  /** In letters: shorter words are too easily mistaken for one another. */
  private static final int SHORT = 4;

  private final List<KnownNetwork> networks;
  private final List<Words> others;

  /** By how many words they have. */
  private final Map<Integer, List<Phrase>> phrases = new HashMap<>();

  private record Phrase(List<String> stems, NetworkId network, boolean isName) {}

  private record Mention(int from, int to, NetworkId network, boolean isName) {
    Sides.Span span() {
      return new Sides.Span(from, to);
    }
  }

  /**
   * @param networks all networks, in the order of the configuration
   * @param others groups that people ask for and that are none of these
   * @param normaliser reads their names as it reads what people write
   */
  public NetworkFinder(List<KnownNetwork> networks, List<String> others, Normaliser normaliser) {
    this.networks = List.copyOf(networks);
    this.others = others.stream().map(normaliser::read).toList();
    for (KnownNetwork network : networks) {
      Set<List<String>> seen = new LinkedHashSet<>();
      List<String> names = new ArrayList<>(network.knownAs());
      names.add(network.name());
      for (String name : names) {
        List<String> stems = withoutGroup(normaliser.read(name).stems());
        if (!stems.isEmpty() && seen.add(stems)) {
          add(new Phrase(stems, network.id(), true));
        }
      }
      for (String word : network.words()) {
        List<String> stems = normaliser.read(word).stems();
        if (!stems.isEmpty() && seen.add(stems)) {
          add(new Phrase(stems, network.id(), false));
        }
      }
    }
  }

  private void add(Phrase phrase) {
    phrases.computeIfAbsent(phrase.stems().size(), size -> new ArrayList<>()).add(phrase);
  }

  private static List<String> withoutGroup(List<String> stems) {
    return stems.stream().filter(stem -> !stem.equals("network") && !stem.equals("group")).toList();
  }

  /** The networks meant, in the order of the configuration; empty where none is. */
  public List<NetworkId> find(Words words) {
    return find(words, mentions(words));
  }

  /** The same for a wish, without those that it is not about where it is about others. */
  List<NetworkId> find(Words words, Sense.Wish wish) {
    List<Mention> mentions = mentions(words);
    List<Sides.Span> spans = mentions.stream().map(Mention::span).distinct().toList();
    Set<Sides.Span> leftOut = Sides.leftOut(spans, words.stems(), wish);
    Set<NetworkId> wanted =
        mentions.stream()
            .filter(mention -> !leftOut.contains(mention.span()))
            .map(Mention::network)
            .collect(Collectors.toSet());
    List<Mention> rest = mentions.stream().filter(m -> wanted.contains(m.network())).toList();
    return find(words, rest.isEmpty() ? mentions : rest);
  }

  private List<NetworkId> find(Words words, List<Mention> mentions) {
    List<Mention> named = new ArrayList<>();
    boolean[] explicit = new boolean[mentions.size()];
    for (int i = mentions.size() - 1; i >= 0; i--) {
      explicit[i] =
          isNamed(mentions.get(i).from(), mentions.get(i).to(), words.stems())
              || isBehindThe(mentions.get(i), words.stems())
              || isLinked(mentions, explicit, i, words.stems());
    }
    for (int i = 0; i < explicit.length; i++) {
      Mention mention = mentions.get(i);
      explicit[i] |= i > 0 && explicit[i - 1] && isEnumerated(mentions.get(i - 1), mention, words);
      if (explicit[i]) {
        named.add(mention);
      }
    }
    Set<NetworkId> meant = fitting(named.isEmpty() ? mentions : named);
    boolean all = meant.isEmpty() && ALL.matcher(String.join(" ", words.tokens())).find();
    return networks.stream().map(KnownNetwork::id).filter(id -> all || meant.contains(id)).toList();
  }

  /**
   * The networks that words fit. Words that fit several ("lesbian") leave it to other words of the
   * text that fit one of these alone ("gay").
   */
  private static Set<NetworkId> fitting(List<Mention> mentions) {
    Map<Integer, Set<NetworkId>> byPlace = new TreeMap<>();
    for (Mention mention : mentions) {
      byPlace.computeIfAbsent(mention.from(), at -> new LinkedHashSet<>()).add(mention.network());
    }
    Set<NetworkId> sure = new LinkedHashSet<>();
    byPlace.values().stream().filter(fit -> fit.size() == 1).forEach(sure::addAll);
    Set<NetworkId> fitting = new LinkedHashSet<>(sure);
    byPlace.values().stream()
        .filter(fit -> Collections.disjoint(fit, sure))
        .forEach(fitting::addAll);
    return fitting;
  }

  /** Whether the words name a group that is none of the networks, such as the carers' network. */
  boolean namesOther(Words words) {
    return mentions(words).isEmpty()
        && others.stream()
            .anyMatch(
                other -> {
                  int at = words.positionOf(other.stems(), 0);
                  return at >= 0 && isNamed(at, at + other.stems().size(), words.stems());
                });
  }

  /**
   * The words with each mention of a network replaced by one stem, so that all networks look alike.
   */
  Words masked(Words words) {
    List<String> tokens = new ArrayList<>();
    List<String> stems = new ArrayList<>();
    List<Mention> mentions = mentions(words);
    for (int i = 0; i < words.stems().size(); i++) {
      int at = i;
      boolean inside = mentions.stream().anyMatch(m -> m.from() <= at && at < m.to());
      if (!inside) {
        tokens.add(words.tokens().get(i));
        stems.add(words.stems().get(i));
      } else if (stems.isEmpty() || !stems.get(stems.size() - 1).equals(MASK)) {
        tokens.add(MASK);
        stems.add(MASK);
      }
    }
    return new Words(words.raw(), tokens, stems, words.typed());
  }

  private static final String MASK = "\u2022";

  private List<Mention> mentions(Words words) {
    List<Mention> found = new ArrayList<>();
    boolean[] taken = new boolean[words.stems().size()];
    for (int size = 4; size >= 1; size--) {
      for (int i = 0; i + size <= words.stems().size(); i++) {
        List<Mention> here = anyTaken(taken, i, i + size) ? List.of() : at(i, i + size, words);
        if (!here.isEmpty()) {
          Arrays.fill(taken, i, i + size, true);
        }
        if (!isSomebodyElse(i, i + size, words.stems())) {
          found.addAll(here);
        }
      }
    }
    found.sort(Comparator.comparingInt(Mention::from));
    return found;
  }

  /** The networks that a run of words is a phrase for. */
  private List<Mention> at(int from, int to, Words words) {
    List<String> run = words.stems().subList(from, to);
    List<Mention> found = new ArrayList<>();
    for (Phrase phrase : phrases.getOrDefault(run.size(), List.of())) {
      if (phrase.stems().equals(run) || (run.size() == 1 && isSlip(from, phrase, words))) {
        found.add(new Mention(from, to, phrase.network(), phrase.isName()));
      }
    }
    return found;
  }

  /**
   * Whether a word is a phrase of one word with a slip in it. Letters in the wrong order are
   * forgiven in a name and in four letters, unless they make an English word: "LGTB". One wrong
   * letter is forgiven in four, where a network is spoken of: "the BAMR network". Longer words were
   * repaired as they were read.
   */
  private static boolean isSlip(int at, Phrase phrase, Words words) {
    String said = words.stems().get(at);
    String meant = phrase.stems().get(0);
    if (said.length() != meant.length()
        || said.length() < SHORT
        || said.charAt(0) != meant.charAt(0)) {
      return false;
    }
    boolean shuffled =
        letters(said).equals(letters(meant))
            && (phrase.isName() || said.length() == SHORT)
            && !EnglishWords.contains(words.tokens().get(at));
    return shuffled
        || (phrase.isName()
            && said.length() == SHORT
            && Spelling.isOneSlip(said, meant)
            && isNamed(at, at + 1, words.stems()));
  }

  private static List<Integer> letters(String word) {
    return word.chars().sorted().boxed().toList();
  }

  private static boolean anyTaken(boolean[] taken, int from, int to) {
    for (int i = from; i < to; i++) {
      if (taken[i]) {
        return true;
      }
    }
    return false;
  }

  /** "women's network", "disabled staff group", "join bame". */
  private static boolean isNamed(int from, int to, List<String> stems) {
    int next = to;
    while (next < stems.size() && BETWEEN.contains(stems.get(next))) {
      next++;
    }
    if (next < stems.size() && GROUP.contains(stems.get(next))) {
      return true;
    }
    int previous = from - 1;
    while (previous >= 0 && AHEAD.contains(stems.get(previous))) {
      previous--;
    }
    if (previous < 0) {
      return false;
    }
    String before = stems.get(previous);
    return VERBS.contains(before)
        || (OF.contains(before) && previous >= 1 && GROUP.contains(stems.get(previous - 1)));
  }

  /** "the LGBT+ people", "for the LGBT", and not "the women's unit" or "the lady in finance". */
  private static boolean isBehindThe(Mention mention, List<String> stems) {
    return mention.isName()
        && mention.from() > 0
        && stems.get(mention.from() - 1).equals(THE)
        && (mention.to() == stems.size() || PEOPLE.contains(stems.get(mention.to())));
  }

  /** "my mum", "the lady said": a woman of whom somebody tells who may be none. */
  private static boolean isSomebodyElse(int from, int to, List<String> stems) {
    if (from == 0 || to > from + 1 || !SOME_WOMAN.contains(stems.get(from))) {
      return false;
    }
    boolean the = stems.subList(Math.max(0, from - ROLE), from).contains(THE);
    boolean spoke = the && to < stems.size() && SPOKE.contains(stems.get(to));
    return (spoke || OWNERS.contains(stems.get(from - 1))) && !isNamed(from, to, stems);
  }

  /** "the LGBT+ and disability ones": joined by "and" to a mention that is named. */
  private static boolean isLinked(
      List<Mention> mentions, boolean[] explicit, int i, List<String> stems) {
    for (int j = i + 1; j < mentions.size(); j++) {
      Mention other = mentions.get(j);
      if (other.from() == mentions.get(i).from() && explicit[j]) {
        return true;
      }
      if (other.from() >= mentions.get(i).to()) {
        List<String> gap = stems.subList(mentions.get(i).to(), other.from());
        return explicit[j] && gap.size() <= 2 && LINK.containsAll(gap);
      }
    }
    return false;
  }

  /** "join LGBT+ and disability": nothing but links between a named one and the next. */
  private static boolean isEnumerated(Mention named, Mention next, Words words) {
    if (named.from() == next.from()) {
      return true;
    }
    return next.from() >= named.to()
        && words.stems().subList(named.to(), next.from()).stream()
            .allMatch(stem -> LINK.contains(stem) || GROUP.contains(stem));
  }
}

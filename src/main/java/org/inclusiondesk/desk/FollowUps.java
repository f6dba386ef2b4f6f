package org.inclusiondesk.desk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inclusiondesk.answers.Article;
import org.inclusiondesk.answers.KnowledgeBase;
import org.inclusiondesk.answers.Organisation;
import org.inclusiondesk.answers.OrganisationNames;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Context;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.understanding.Intent;
import org.inclusiondesk.understanding.KnownNetwork;
import org.inclusiondesk.understanding.NetworkFinder;
import org.inclusiondesk.understanding.Normaliser;
import org.inclusiondesk.understanding.Understanding;
import org.inclusiondesk.understanding.Words;
import org.jspecify.annotations.Nullable;

/**
 * Tells how what somebody says follows from what was said before: picks, yes and no, and questions
 * that leave their subject out. Goes by words that have no subject of their own: a text with any
 * other word in it stands alone, save where a pronoun says that it does not. Safe for any number of
 * threads.
 */
public final class FollowUps {
  private static final FollowUp ALONE = new FollowUp.Alone();

  /** Words that no subject is made of; of a question that has no others, the subject is missing. */
  private static final Set<String> EMPTY_WORDS =
      words(
          "a about actually after again all also always an and another any anybody anyone anything"
              + " are as at be because been before begin beginning begins begun being began behind"
              + " but by came can come comes could currently date did do does doing done each else"
              + " end ended ends ever every exactly exist existed exists far finish finished for"
              + " from get gets given gone had happen happened happening happens has have how if in"
              + " into is it its itself kind last latest launch launched lead leader leading leads"
              + " led less long longer made make makes many mean means meant month more most much"
              + " not now of often old on one ones only or other out over own owns part person"
              + " place please point purpose quite ran reason responsible run running runs said"
              + " same say says set shall should since so some sort sorts start started starting"
              + " starts still stop stopped stops such than that the their them then there these"
              + " they thing things this those though time to too under until up very was well were"
              + " what whats when where whether which who whom whos whose why will with work working works would year"
              + " yet");

  private static final Set<String> PRONOUNS =
      words("it its itself they them their theirs that those these this there");

  /** Those that stand for a subject wherever they stand. */
  private static final Set<String> STRONG_PRONOUNS = words("it its itself they them their theirs");

  /** Those that do so at the end. */
  private static final Set<String> POINTING = words("that those these this");

  private static final Set<String> ASKING =
      words(
          "what whats which who whos whom whose when where why how is are was were do does did has"
              + " have had can could will would should");

  /** Whoever speaks of themselves does not ask on, or not about an article alone. */
  private static final Set<String> FIRST_PERSON =
      words("i me my mine myself we us our ours im ive id");

  private static final Pattern LEAD_IN =
      Pattern.compile(
          "^(?:(?:ok|okay|right|great|thanks|thank you|cool|sorry|actually|well|hm+|oh|ah|yes|no)"
              + " )*(?:and|but|so|or|also|same|no|i meant?|what about|how about|what of)\\b(?: |$)");

  private static final Pattern ASIDE =
      Pattern.compile(
          "^(?:(?:ok|okay|right|great|thanks|thank you|cool|sorry|actually|well|hm+|oh|ah|please"
              + "|can you tell me|could you tell me|do you know|any idea|tell me|i meant?|no) )+");

  /** Questions so short that they ask on. */
  private static final Pattern BARE_QUESTION =
      Pattern.compile(
          "(?:when|why|who|where|how come|since when|until when|till when|from when|how many"
              + "|how much|how long|how long for|how often|how so|by who|by whom|for who|for whom"
              + "|which ones?|what for|by when|who by|who can (?:go|join|come|attend|apply)"
              + "|(?:where|when|why|how) (?:is|are) (?:that|this|those|these)|(?:in |at |and )?(?:which|what) (?:year|date"
              + "|month)|at what date|where exactly)(?: exactly| then| though| please)*");

  /** "Was that measured" asks on, "that network" does not. */
  private static final Pattern STANDING_FOR =
      Pattern.compile(
          "\\b(?:is|was|did|does|do|will|has|had|are|were|can|could|would|should)"
              + " (?:that|this|those|these)\\b");

  /** What one may say of oneself and still ask for the thing itself. */
  private static final Pattern FINDING =
      Pattern.compile(
          "\\b(?:can|could|do|may|would) (?:i|we|one) (?:find|see|read|get|have|download)\\b");

  private static final Pattern IS_THERE = Pattern.compile("^(?:and |so )?(?:is|are) there\\b");

  private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d{2}");

  private static final Pattern MORE =
      Pattern.compile(
          "(?:and|so|and then|so what)|(?:(?:ok|okay|yes|and|so|please|can you|could you|would you"
              + "|great) )*(?:explain (?:that|it|this)(?: (?:more simply|again|better|in detail))?"
              + "|(?:tell|show|give)"
              + " me (?:some |a bit |a little )?more(?: detail| details| information| info)?"
              + "|(?:say|know) (?:some |a bit )?more|more(?: detail| details| information| info)?"
              + "|(?:some |any )?(?:more|further) (?:detail|details|information|info)|go on"
              + "|(?:what|anything|something|is there anything) (?:else|more)|elaborate|continue"
              + "|expand on (?:that|it))(?: (?:about|on) (?:it|that|this|them|those))?"
              + "(?: please| then)*");

  private static final Pattern YES =
      Pattern.compile(
          "(?:(?:ok|okay|oh|well|great|right) )?(?:yes|yeah|yea|yep|yup|yess|sure|please|please do"
              + "|do it|do that|do so|go ahead|go for it|go on then|that is right|thats right"
              + "|correct|right|absolutely|definitely|certainly|of course|sounds good|i would"
              + "|i would like that|i would love to|i would love that|i do|lets do (?:it|that)|why"
              + " not|exactly|indeed|affirmative|aye)(?: (?:yes|please|do|do it|go ahead|go for it|sure"
              + "|thanks|thank you|that is right|i would|i do|of course|then))*");

  /** Agrees to nothing where nothing is offered. */
  private static final Pattern TAKING_NOTE =
      Pattern.compile(
          "(?:(?:ok|okay|oh|well) )?(?:right|sounds good|exactly|indeed)"
              + "(?: (?:then|thanks|thank you|of course))*");

  private static final Pattern NO =
      Pattern.compile(
          "(?:(?:ok|okay|oh|well|sorry|actually|um|hm+|please|yes) )*(?:no|nope|nah|naw|no thanks"
              + "|no thank you|cancel|cancel (?:it|that|this)|stop|stop (?:it|that)|never mind"
              + "|nevermind|never|nvm|forget (?:it|that|about it)|not now|not today|not yet|leave it"
              + "|do not|scrap (?:it|that)|drop it|(?:i have |i )?changed my mind|rather not"
              + "|i would rather not|i do not want (?:to|that|it)|abort|quit|no need"
              + "|do not (?:do (?:it|that)|send (?:it|that)|bother))(?: (?:no|cancel|thanks"
              + "|thank you|please|sorry|it|that|never mind|forget it|not now|stop|i have changed my"
              + " mind|i changed my mind|changed my mind|do not|leave it|then|actually))*");

  private static final Map<String, Integer> ORDINALS = ordinals();

  /** Counted from the end. */
  private static final int LAST = -1;

  /** More than one place was named. */
  private static final int SEVERAL = -2;

  private static final Set<String> AROUND_ORDINALS =
      words(
          "the one option choice number no please i mean meant would like want take choose pick go"
              + " with for it is thanks thank you tell me more about what and ok okay yes think"
              + " that just actually sorry can could be on item point objective network answer aim"
              + " goal step thing how does mean say of these them those two three four five list id"
              + " im ill have let");

  /** Words of what does not stop. */
  private static final Set<String> GOING_ON =
      words(
          "again always anyone anybody end ends ended ever happen happened happening happens still"
              + " stop stopped stops will to too");

  /** Whoever asks with one of these wants to know something, not to join. */
  private static final Set<String> OF_FACTS = words("who when why where is are does do did");

  /** Of longer texts the words read here need not be all; a mail's greeting and signature fit. */
  private static final int MOST_CHARACTERS = 500;

  private static final int LONGEST = 12;
  private static final int LONGEST_PICK = 8;
  private static final int BRIEF = 4;
  private static final int MOST_OWN_WORDS = 3;

  private final Normaliser normaliser;
  private final Understanding understanding;
  private final KnowledgeBase knowledge;
  private final NetworkFinder finder;
  private final Map<NetworkId, Set<String>> networkWords = new LinkedHashMap<>();
  private final Map<NetworkId, Article> networkArticles = new HashMap<>();
  private final Map<Organisation, List<Words>> organisations;
  private final Map<Organisation, Pattern> organisationNames;
  private final List<Words> strangers;
  private final Map<String, Set<String>> articleStems = new HashMap<>();
  private final Set<String> networkStem;

  /**
   * @param networks all networks; an article whose title is a network's name tells of that network
   * @param understanding reads a question that has got its subject back
   */
  public FollowUps(
      KnowledgeBase knowledge,
      List<KnownNetwork> networks,
      OrganisationNames organisations,
      Normaliser normaliser,
      Understanding understanding) {
    this.normaliser = normaliser;
    this.understanding = understanding;
    this.knowledge = knowledge;
    this.finder = new NetworkFinder(networks, List.of(), normaliser);
    this.networkStem = Set.copyOf(normaliser.read("network").stems());
    this.organisations =
        organisations.own().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, e -> e.getValue().stream().map(normaliser::read).toList()));
    this.organisationNames =
        organisations.own().entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> anyOf(e.getValue())));
    this.strangers = organisations.others().stream().map(normaliser::read).toList();
    for (KnownNetwork network : networks) {
      Set<String> stems = new HashSet<>(normaliser.read(network.name()).stems());
      network.knownAs().forEach(name -> stems.addAll(normaliser.read(name).stems()));
      network.words().forEach(word -> stems.addAll(normaliser.read(word).stems()));
      networkWords.put(network.id(), stems);
      Set<String> name = subject(network.name());
      knowledge.articles().stream()
          .filter(article -> subject(article.title()).equals(name))
          .findFirst()
          .ifPresent(article -> networkArticles.put(network.id(), article));
    }
    for (Article article : knowledge.articles()) {
      Set<String> stems = new HashSet<>(normaliser.read(article.title()).stems());
      article.terms().forEach(term -> stems.addAll(normaliser.read(term).stems()));
      article.body().forEach(block -> stems.addAll(normaliser.read(block.plain()).stems()));
      articleStems.put(article.id(), stems);
    }
  }

  private static Set<String> words(String listed) {
    return Set.copyOf(List.of(listed.split(" ")));
  }

  private static Map<String, Integer> ordinals() {
    Map<String, Integer> ordinals = new HashMap<>();
    List<List<String>> spelt =
        List.of(
            List.of("first", "1st", "1", "former", "top"),
            List.of("second", "2nd", "2", "latter"),
            List.of("third", "3rd", "3"),
            List.of("fourth", "4th", "4"),
            List.of("fifth", "5th", "5"),
            List.of("sixth", "6th", "6"));
    for (int i = 0; i < spelt.size(); i++) {
      for (String word : spelt.get(i)) {
        ordinals.put(word, i);
      }
    }
    ordinals.put("last", LAST);
    ordinals.put("bottom", LAST);
    return Map.copyOf(ordinals);
  }

  private static Pattern anyOf(List<String> names) {
    return Pattern.compile(
        "\\b(?:the )?(?:"
            + names.stream()
                .sorted((a, b) -> b.length() - a.length())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"))
            + ")(?:['\u2019]s)?\\b:?",
        Pattern.CASE_INSENSITIVE);
  }

  /**
   * How a text follows from the context.
   *
   * @param intent what the text means alone; what reads like a concern never follows from anything
   */
  FollowUp of(String text, Intent intent, Context context) {
    Words words = normaliser.read(text);
    if (text.length() > MOST_CHARACTERS || words.isEmpty() || words.typed().size() > LONGEST) {
      return ALONE;
    }
    String plain = String.join(" ", words.typed());
    FollowUp said = without(plain, words, context);
    if (!said.equals(ALONE)) {
      return said;
    }
    if (intent instanceof Intent.Concern) {
      return plainly(asked(text, words, plain, intent, context), words, context);
    }
    Choice named = named(words, plain, intent, context);
    if (named != null) {
      return new FollowUp.Picked(named);
    }
    if (intent instanceof Intent.Join join) {
      FollowUp asked =
          LEAD_IN.matcher(plain).find() ? asked(text, words, plain, intent, context) : ALONE;
      return asked instanceof FollowUp.About about && about.alone() == null
          ? asked
          : wish(Form.Wish.JOIN, join.networks(), words, context);
    }
    if (intent instanceof Intent.Leave leave) {
      return wish(Form.Wish.LEAVE, leave.networks(), words, context);
    }
    return asked(text, words, plain, intent, context);
  }

  /**
   * What the classifier takes for a concern, as it must with "why do they do that?", is none where
   * it has no word of its own, follows from an article or a form, and tells of nothing that goes
   * on.
   */
  private FollowUp plainly(FollowUp asked, Words words, Context context) {
    boolean harmless =
        asked instanceof FollowUp.Wished
            || (asked instanceof FollowUp.About about
                && about.article().equals(article(context))
                && own(words).isEmpty());
    return harmless && words.typed().stream().noneMatch(GOING_ON::contains) ? asked : ALONE;
  }

  /** What consists of nothing but a few words that can be no concern. */
  private FollowUp without(String plain, Words words, Context context) {
    if (plain.equals("both")
        || plain.matches("(?:i want |i would like )?both(?: please| of them)*")) {
      return both(context);
    }
    Integer ordinal = ordinal(words.typed());
    if (ordinal != null) {
      return picked(ordinal, context);
    }
    if (NO.matcher(plain).matches()) {
      return new FollowUp.Declined();
    }
    if (YES.matcher(plain).matches()) {
      return TAKING_NOTE.matcher(plain).matches() && !context.offers()
          ? ALONE
          : new FollowUp.Agreed();
    }
    Article article = article(context);
    if (MORE.matcher(plain).matches()) {
      return article == null ? new FollowUp.Lost() : new FollowUp.More(article);
    }
    return ALONE;
  }

  private static FollowUp both(Context context) {
    if (context.offered() instanceof Form.Membership form && !context.choices().isEmpty()) {
      List<NetworkId> offered =
          form.networks().stream()
              .filter(
                  network ->
                      context.choices().stream().anyMatch(c -> c.label().equals(network.name())))
              .map(Form.Network::id)
              .toList();
      if (offered.size() == 2) {
        return new FollowUp.Wished(form.wish(), offered);
      }
    }
    return context.choices().isEmpty() ? ALONE : new FollowUp.Unpicked();
  }

  /** The place that is named, from 0 on, {@link #LAST} or {@link #SEVERAL}; null where none is. */
  private static @Nullable Integer ordinal(List<String> typed) {
    Integer found = null;
    for (int i = 0; i < typed.size(); i++) {
      String word = typed.get(i);
      Integer place = ORDINALS.get(word);
      if (word.equals("one") && i > 0 && Set.of("number", "option").contains(typed.get(i - 1))) {
        place = 0;
      }
      if (place == null && !AROUND_ORDINALS.contains(word)) {
        return null;
      }
      if (place != null && found != null) {
        return SEVERAL;
      }
      found = place == null ? found : place;
    }
    return found;
  }

  private FollowUp picked(int ordinal, Context context) {
    List<Choice> choices = context.choices();
    if (ordinal == SEVERAL) {
      return choices.isEmpty() ? ALONE : new FollowUp.Unpicked();
    }
    if (!choices.isEmpty()) {
      int place = ordinal == LAST ? choices.size() - 1 : ordinal;
      return place < choices.size()
          ? new FollowUp.Picked(choices.get(place))
          : new FollowUp.Unpicked();
    }
    Article article = article(context);
    if (article == null) {
      return new FollowUp.Lost();
    }
    List<Block.Bullets> lists =
        article.body().stream()
            .filter(Block.Bullets.class::isInstance)
            .map(Block.Bullets.class::cast)
            .toList();
    if (lists.size() != 1) {
      return new FollowUp.Lost();
    }
    List<String> items = lists.get(0).items();
    int place = ordinal == LAST ? items.size() - 1 : ordinal;
    return place < items.size()
        ? new FollowUp.Beside(article, question(items.get(place)))
        : new FollowUp.Lost();
  }

  /** The one choice that the words name; null where they name none, several, or ask something. */
  private @Nullable Choice named(Words words, String plain, Intent intent, Context context) {
    List<String> own = own(words);
    if (context.choices().isEmpty()
        || own.isEmpty()
        || words.typed().size() > LONGEST_PICK
        || intent instanceof Intent.Concern
        || intent instanceof Intent.Smalltalk
        || (words.typed().stream().anyMatch(ASKING::contains) && !LEAD_IN.matcher(plain).find())) {
      return null;
    }
    List<NetworkId> networks = finder.find(words);
    List<Choice> fitting =
        context.choices().stream().filter(choice -> names(own, networks, choice)).toList();
    return fitting.size() == 1 ? fitting.get(0) : null;
  }

  private boolean names(List<String> own, List<NetworkId> networks, Choice choice) {
    Words label = normaliser.read(choice.label());
    Set<String> stems = new HashSet<>(label.stems());
    if (networks.size() == 1 && finder.find(label).equals(networks)) {
      stems.addAll(networkWords.getOrDefault(networks.get(0), Set.of()));
    }
    return stems.containsAll(own) && !networkStem.containsAll(own);
  }

  /** A wish for "it", which is the network spoken of. */
  private FollowUp wish(Form.Wish wish, List<NetworkId> named, Words words, Context context) {
    NetworkId spokenOf = network(context);
    return named.isEmpty()
            && spokenOf != null
            && words.stems().stream().noneMatch(networkStem::contains)
            && words.stems().stream().noneMatch(Set.of("group", "all")::contains)
        ? new FollowUp.Wished(wish, List.of(spokenOf))
        : ALONE;
  }

  private FollowUp asked(String text, Words said, String plain, Intent intent, Context context) {
    boolean strong =
        said.typed().stream().anyMatch(STRONG_PRONOUNS::contains)
            || STANDING_FOR.matcher(plain).find();
    String core = FINDING.matcher(ASIDE.matcher(plain).replaceFirst("")).replaceAll("is").strip();
    boolean leads = LEAD_IN.matcher(plain).find();
    boolean refers = strong || leads || BARE_QUESTION.matcher(core).matches();
    if (intent instanceof Intent.Smalltalk && !(refers && article(context) != null)) {
      return ALONE;
    }
    Words words = normaliser.read(core);
    List<String> typed = words.typed();
    if (typed.isEmpty() || typed.stream().anyMatch(FIRST_PERSON::contains)) {
      return ALONE;
    }
    boolean asks = typed.stream().anyMatch(ASKING::contains) || text.strip().endsWith("?");
    List<NetworkId> networks = finder.find(words);
    Set<Organisation> named = organisations(words);
    Set<String> called = called(words, networks, named);
    List<String> own = own(words);
    own.removeAll(called);
    Article article = article(context);
    if (!own.isEmpty()) {
      boolean points =
          strong
              || POINTING.contains(typed.get(typed.size() - 1))
              || (own.size() == 1 && IS_THERE.matcher(core).find() && holds(article, own));
      return article == null || !asks || !points || own.size() > MOST_OWN_WORDS || !called.isEmpty()
          ? ALONE
          : pointing(article, text, strong, own);
    }
    boolean brief = leads || (typed.size() <= BRIEF && typed.stream().noneMatch(ASKING::contains));
    if (!networks.isEmpty()) {
      return brief ? sameOf(networks, typed, text, article, context) : ALONE;
    }
    boolean follows =
        refers
            || typed.stream().anyMatch(PRONOUNS::contains)
            || (!called.isEmpty() && article != null && brief);
    if (!follows || !(asks || leads)) {
      return ALONE;
    }
    if (article == null) {
      return named.isEmpty() || leads ? new FollowUp.Lost() : ALONE;
    }
    return named.isEmpty() || named.contains(article.organisation())
        ? about(article, text, true, null)
        : beside(article, text);
  }

  /** Has words of its own, and a pronoun; one word beside the pronoun may well be the article's. */
  private FollowUp pointing(Article article, String text, boolean strong, List<String> own) {
    return about(
        article, text, holds(article, own), strong && own.size() == 1 ? null : question(text));
  }

  private boolean holds(@Nullable Article article, List<String> stems) {
    return article != null && articleStems.getOrDefault(article.id(), Set.of()).containsAll(stems);
  }

  /** The stems of the names by which networks and organisations are called in a text. */
  private Set<String> called(Words words, List<NetworkId> networks, Set<Organisation> named) {
    Set<String> called = new HashSet<>();
    Stream.concat(
            named.stream().flatMap(who -> organisations.getOrDefault(who, List.of()).stream()),
            strangers.stream())
        .filter(words::contains)
        .forEach(name -> called.addAll(name.stems()));
    networks.forEach(id -> called.addAll(networkWords.getOrDefault(id, Set.of())));
    return called;
  }

  /** "And the women's one?" of something said of another network. */
  private FollowUp sameOf(
      List<NetworkId> networks,
      List<String> typed,
      String text,
      @Nullable Article article,
      Context context) {
    if (networks.size() != 1) {
      return ALONE;
    }
    if (context.offered() instanceof Form.Membership form) {
      return typed.stream().anyMatch(OF_FACTS::contains)
          ? ALONE
          : new FollowUp.Wished(form.wish(), networks);
    }
    Article sibling = networkArticles.get(networks.get(0));
    return article == null || sibling == null || !isOfNetworks(article)
        ? ALONE
        : about(sibling, text, true, null);
  }

  private boolean isOfNetworks(Article article) {
    return normaliser.read(article.title()).stems().stream().anyMatch(networkStem::contains);
  }

  private FollowUp about(
      Article article, String text, boolean held, Intent.@Nullable Question alone) {
    return new FollowUp.About(article, question(text + " " + article.title()), held, alone);
  }

  private FollowUp beside(Article article, String text) {
    Pattern own = organisationNames.get(article.organisation());
    String subject =
        own == null ? article.title() : own.matcher(article.title()).replaceAll("").strip();
    return new FollowUp.Beside(article, question(text + " " + subject));
  }

  private Intent.Question question(String text) {
    return understanding.question(text);
  }

  /** The stems of the words that a subject can be made of. */
  private List<String> own(Words words) {
    List<String> own = new ArrayList<>();
    for (String word : words.typed()) {
      if (EMPTY_WORDS.contains(word) || PRONOUNS.contains(word) || YEAR.matcher(word).matches()) {
        continue;
      }
      Words alone = normaliser.read(word);
      for (int i = 0; i < alone.tokens().size(); i++) {
        if (!EMPTY_WORDS.contains(alone.tokens().get(i))) {
          own.add(alone.stems().get(i));
        }
      }
    }
    return own;
  }

  private Set<String> subject(String title) {
    return new HashSet<>(own(normaliser.read(title)));
  }

  private Set<Organisation> organisations(Words words) {
    Set<Organisation> named = new HashSet<>();
    organisations.forEach(
        (who, names) -> {
          if (names.stream().anyMatch(words::says)) {
            named.add(who);
          }
        });
    return named;
  }

  /** The article spoken of: of a wish for one network, the one about that network. */
  private @Nullable Article article(Context context) {
    if (context.article() != null) {
      return knowledge.article(context.article()).orElse(null);
    }
    return context.offered() instanceof Form.Membership form && form.chosen().size() == 1
        ? networkArticles.get(form.chosen().iterator().next())
        : null;
  }

  private @Nullable NetworkId network(Context context) {
    Article article = article(context);
    return article == null
        ? null
        : networkArticles.entrySet().stream()
            .filter(entry -> entry.getValue().equals(article))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(null);
  }
}

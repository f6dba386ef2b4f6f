package org.inclusiondesk.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.inclusiondesk.answers.Organisation;
import org.inclusiondesk.answers.OrganisationNames;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.understanding.Danger;
import org.inclusiondesk.understanding.Example;
import org.inclusiondesk.understanding.Lexicon;
import org.inclusiondesk.understanding.Sense;
import org.inclusiondesk.understanding.Sense.Wish;

/**
 * Reads {@code config/intents}: files of examples ({@code intent}, for small talk also {@code
 * kind}, for out-of-scope also {@code theme}, and {@code examples}, or a text file of the same name
 * with a line for each), and beside them {@code synonyms.yaml}, {@code common-words.yaml}, {@code
 * networks.yaml}, {@code organisations.yaml} and {@code danger.yaml}.
 */
public final class IntentsLoader {
  private static final String FOLDER = "intents";
  private static final String SYNONYMS = "intents/synonyms.yaml";
  private static final String NETWORKS = "intents/networks.yaml";
  private static final String COMMON_WORDS = "intents/common-words.yaml";
  private static final String ORGANISATIONS = "intents/organisations.yaml";
  private static final String DANGER = "intents/danger.yaml";
  private static final String SMALLTALK = "smalltalk";
  private static final String OUT_OF_SCOPE = "out-of-scope";

  /**
   * What could be read; whatever is wrong is added to the faults.
   *
   * @param places told the file of each example
   */
  public Language load(ConfigFiles files, List<Fault> faults, Map<Example<Sense>, String> places) {
    SortedMap<String, String> all = files.folder(FOLDER, ".yaml");
    Lexicon lexicon =
        lexicon(section(files, all, SYNONYMS, faults), section(files, all, COMMON_WORDS, faults));
    Section networks = section(files, all, NETWORKS, faults);
    Map<NetworkId, List<String>> words = networkWords(networks);
    List<String> otherGroups = networks.texts("others");
    networks.finish();
    OrganisationNames names = organisations(section(files, all, ORGANISATIONS, faults));
    Danger danger = danger(section(files, all, DANGER, faults), lexicon);
    List<Example<Sense>> examples = new ArrayList<>();
    Examples lines = Examples.in(files, FOLDER, all.keySet(), faults);
    all.forEach(
        (path, text) -> {
          Section file = Section.of(files.name(path), text, faults);
          Optional<Sense> label = label(file);
          List<String> inside = file.texts("examples");
          file.finish();
          List<String> beside = lines.of(path);
          if (inside.isEmpty() && beside.isEmpty()) {
            file.fault(
                "examples",
                "There is no example.",
                "Add one a line to " + files.name(Examples.beside(path)) + ".");
          }
          label.ifPresent(
              sense -> {
                add(sense, inside, files.name(path), examples, places);
                add(sense, beside, files.name(Examples.beside(path)), examples, places);
              });
        });
    for (Wish wish : Wish.values()) {
      requireExample(examples, wish::equals, wish.name(), files, faults);
    }
    requireExample(examples, Sense.Foreign.class::isInstance, "out-of-scope", files, faults);
    return new Language(examples, lexicon, words, otherGroups, names, danger);
  }

  private static void requireExample(
      List<Example<Sense>> examples,
      Predicate<Sense> is,
      String name,
      ConfigFiles files,
      List<Fault> faults) {
    if (examples.stream().noneMatch(example -> is.test(example.label()))) {
      faults.add(
          new Fault(
              files.name(FOLDER),
              "",
              "There is no example of " + name.toLowerCase(Locale.ROOT) + ".",
              "Add a file with such examples."));
    }
  }

  /** Takes one of the named files out of the folder; one without keys where it is absent. */
  private static Section section(
      ConfigFiles files, Map<String, String> all, String path, List<Fault> faults) {
    String text = all.remove(path);
    return Section.of(files.name(path), text == null ? "{}" : text, faults);
  }

  private static void add(
      Sense label,
      List<String> texts,
      String file,
      List<Example<Sense>> examples,
      Map<Example<Sense>, String> places) {
    for (String text : texts) {
      Example<Sense> example = new Example<>(label, text);
      examples.add(example);
      places.putIfAbsent(example, file);
    }
  }

  /** What a file holds examples of; nothing, and a fault, where that is not known. */
  private static Optional<Sense> label(Section file) {
    String intent = file.text("intent");
    Optional<String> kind = file.optionalText("kind");
    Optional<Sense> label = label(intent, kind, file.optionalText("theme"));
    if (label.isEmpty()) {
      file.fault(
          kind.isPresent() ? "kind" : "intent",
          "'" + kind.orElse(intent) + "' is not known.",
          "Write the intent join, leave, concern or out-of-scope, or smalltalk with the kind"
              + " greeting, thanks, bye or help. out-of-scope needs a theme, which the others have"
              + " not.");
    }
    return label;
  }

  private static Optional<Sense> label(
      String intent, Optional<String> kind, Optional<String> theme) {
    if (theme.isPresent() != intent.equals(OUT_OF_SCOPE)
        || kind.isPresent() != intent.equals(SMALLTALK)) {
      return Optional.empty();
    }
    return switch (intent) {
      case "join" -> Optional.of(Wish.JOIN);
      case "leave" -> Optional.of(Wish.LEAVE);
      case "concern" -> Optional.of(Wish.CONCERN);
      case OUT_OF_SCOPE -> theme.map(Sense.Foreign::new);
      case SMALLTALK ->
          kind.flatMap(
              name ->
                  switch (name) {
                    case "greeting" -> Optional.of(Wish.GREETING);
                    case "thanks" -> Optional.of(Wish.THANKS);
                    case "bye" -> Optional.of(Wish.BYE);
                    case "help" -> Optional.of(Wish.HELP);
                    default -> Optional.empty();
                  });
      default -> Optional.empty();
    };
  }

  private static Lexicon lexicon(Section file, Section words) {
    Set<String> common =
        words
            .optionalText("words")
            .map(text -> new HashSet<>(List.of(text.toLowerCase(Locale.ROOT).split("\\s+"))))
            .orElseGet(HashSet::new);
    words.finish();
    List<List<String>> groups = new ArrayList<>();
    Section grouped = file.section("groups");
    for (String first : grouped.keys()) {
      List<String> group = new ArrayList<>();
      group.add(first);
      group.addAll(grouped.texts(first));
      groups.add(group);
    }
    Lexicon lexicon =
        new Lexicon(groups, pairs(file.section("acronyms")), pairs(file.section("typed")), common);
    file.finish();
    return lexicon;
  }

  private static Map<String, String> pairs(Section section) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String key : section.keys()) {
      pairs.put(key.toLowerCase(Locale.ROOT), section.text(key));
    }
    return pairs;
  }

  private static Map<NetworkId, List<String>> networkWords(Section file) {
    Map<NetworkId, List<String>> words = new LinkedHashMap<>();
    Section networks = file.section("networks");
    for (String key : networks.keys()) {
      List<String> texts = networks.texts(key);
      try {
        words.put(new NetworkId(key), texts);
      } catch (IllegalArgumentException notAnId) {
        networks.fault(
            key, "This is not a network's id.", "Use the ids of networks.yaml, such as women.");
      }
    }
    return words;
  }

  private static OrganisationNames organisations(Section file) {
    Map<Organisation, List<String>> own = new EnumMap<>(Organisation.class);
    Section names = file.section("own");
    for (String key : names.keys()) {
      List<String> texts = names.texts(key);
      try {
        own.put(Organisation.valueOf(key), texts);
      } catch (IllegalArgumentException unknown) {
        names.fault(key, "This organisation is not known.", "Use ICB or KMPT.");
      }
    }
    OrganisationNames organisations = new OrganisationNames(own, file.texts("others"));
    file.finish();
    return organisations;
  }

  /** Reads the words of danger, and holds them against the examples beside them. */
  private static Danger danger(Section file, Lexicon lexicon) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    Section named = file.section("groups");
    for (String name : named.keys()) {
      groups.put(name, named.texts(name));
    }
    List<String> phrases = file.texts("phrases");
    List<String> guards = file.texts("guards");
    Danger danger;
    try {
      danger = new Danger(groups, phrases, guards, lexicon);
    } catch (IllegalArgumentException unreadable) {
      danger =
          new Danger(
              groups,
              readable("phrases", phrases, file, groups, lexicon),
              readable("guards", guards, file, groups, lexicon),
              lexicon);
    }
    List<String> examples = file.texts("examples");
    if (examples.isEmpty()) {
      file.fault("examples", "There is no example.", "Add one a line, behind a hyphen.");
    }
    for (int i = 0; i < examples.size(); i++) {
      if (!danger.isIn(examples.get(i))) {
        file.fault(
            "examples[" + i + "]",
            "No phrase finds '" + examples.get(i) + "', or a guard takes it away.",
            "Add a phrase, or narrow the guard.");
      }
    }
    List<String> harmless = file.texts("harmless");
    for (int i = 0; i < harmless.size(); i++) {
      if (danger.isIn(harmless.get(i))) {
        file.fault(
            "harmless[" + i + "]",
            "A phrase finds '" + harmless.get(i) + "'.",
            "Add a guard, or narrow the phrase.");
      }
    }
    file.finish();
    return danger;
  }

  /** The phrases that can be read; the others become faults. */
  private static List<String> readable(
      String key,
      List<String> phrases,
      Section file,
      Map<String, List<String>> groups,
      Lexicon lexicon) {
    List<String> readable = new ArrayList<>();
    for (int i = 0; i < phrases.size(); i++) {
      try {
        var unused = new Danger(groups, List.of(phrases.get(i)), List.of(), lexicon);
        readable.add(phrases.get(i));
      } catch (IllegalArgumentException unreadable) {
        file.fault(
            key + "[" + i + "]",
            "This phrase cannot be read: " + unreadable.getMessage() + ".",
            "Write words, (one|another), a question mark behind what may be missing, and ... for"
                + " up to three other words.");
      }
    }
    return readable;
  }
}

package org.inclusiondesk.config;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.speakup.Guardian;
import org.inclusiondesk.speakup.Guidance;
import org.inclusiondesk.speakup.Guidance.Contact;
import org.inclusiondesk.speakup.KeySet;
import org.inclusiondesk.speakup.SpeakUpSettings;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.inclusiondesk.speakup.SpeakUpSettings.CodeLists;
import org.inclusiondesk.speakup.SpeakUpSettings.Noticing;
import org.inclusiondesk.speakup.SpeakUpSettings.Retention;
import org.inclusiondesk.speakup.UrgentHelp;
import org.jspecify.annotations.Nullable;

/** Reads {@code speak-up.yaml} and {@code guardians.json}. */
public final class SpeakUpLoader {
  private static final String PATH = "speak-up.yaml";
  private static final String GUARDIANS = "guardians.json";
  private static final Pattern PLACEHOLDER =
      Pattern.compile("[^\\s,;:()]*[.@]example(?![.-]?\\w)", Pattern.CASE_INSENSITIVE);

  private SpeakUpLoader() {}

  /**
   * What the file sets.
   *
   * @param settings what was read, with harmless values where something is at fault; not to be used
   *     then
   * @param faults what has to be mended before any start; empty where all is well
   * @param placeholders what has to be mended before a production start: contacts under {@code
   *     .example}, and that no guardian is set
   */
  public record Loaded(SpeakUpSettings settings, List<Fault> faults, List<Fault> placeholders) {
    public Loaded {
      faults = List.copyOf(faults);
      placeholders = List.copyOf(placeholders);
    }
  }

  /** Reads the file among the configuration's. */
  public static Loaded load(ConfigFiles files) {
    String file = files.name(PATH);
    Optional<String> yaml = files.text(PATH);
    if (yaml.isEmpty()) {
      Loaded nothing = read(file, "{}", null);
      return new Loaded(
          nothing.settings(),
          List.of(
              new Fault(
                  file, "", "The file is missing.", "Copy it from the program's own config.")),
          List.of());
    }
    List<Fault> faults = new ArrayList<>();
    List<Fault> placeholders = new ArrayList<>();
    KeySet keys = keys(files, faults, placeholders);
    Loaded loaded = read(file, yaml.get(), keys);
    faults.addAll(loaded.faults());
    placeholders.addAll(loaded.placeholders());
    return new Loaded(loaded.settings(), faults, placeholders);
  }

  static Loaded read(String file, String yaml, @Nullable KeySet keys) {
    List<Fault> faults = new ArrayList<>();
    List<Fault> placeholders = new ArrayList<>();
    Section top = Section.of(file, yaml, faults);
    SpeakUpSettings settings =
        new SpeakUpSettings(
            keys,
            guidance(top.section("guidance")),
            urgentHelp(top.section("urgentHelp")),
            new Retention(top.section("retention").number("monthsAfterClosing", 1, 600, 24)),
            noticing(top.section("notices")),
            codeLists(top.section("codeLists")));
    top.finish();
    top.eachText(
        (key, text) -> {
          Matcher matcher = PLACEHOLDER.matcher(text);
          if (matcher.find()) {
            placeholders.add(
                new Fault(
                    file,
                    key,
                    "'" + matcher.group() + "' is a placeholder.",
                    "Write the real contact."));
          }
        });
    return new Loaded(settings, faults, placeholders);
  }

  private static @Nullable KeySet keys(
      ConfigFiles files, List<Fault> faults, List<Fault> placeholders) {
    String file = files.name(GUARDIANS);
    Optional<String> json = files.text(GUARDIANS);
    if (json.isEmpty()) {
      placeholders.add(
          new Fault(
              file,
              "",
              "No guardian is set, so nobody could read a concern.",
              "Have guardians run 'guardian new-key' and 'guardian set'."));
      return null;
    }
    try {
      KeySet keys = KeySet.parse(json.get());
      for (String guardian : keys.sharingAMailbox()) {
        faults.add(
            new Fault(
                file,
                guardian,
                "Another guardian has the same mailbox, by which guardians sign in.",
                "Have one of them make a key for another mailbox, and renew the set."));
      }
      for (Guardian guardian : keys.guardians()) {
        if (PLACEHOLDER.matcher(guardian.mailbox().value()).find()) {
          placeholders.add(
              new Fault(
                  file,
                  guardian.id(),
                  "'" + guardian.mailbox().value() + "' is a placeholder.",
                  "Have this guardian make a key for the real mailbox."));
        }
      }
      return keys;
    } catch (IllegalArgumentException unfit) {
      faults.add(
          new Fault(
              file,
              "",
              "The key set cannot be used: " + unfit.getMessage() + ".",
              "Look at it with 'guardian set verify'."));
      return null;
    }
  }

  private static Guidance guidance(Section section) {
    return new Guidance(
        section.text("emergency"),
        section.text("safeguarding"),
        section.text("nextRead"),
        section.text("confidence"),
        needed(section, "kinds"),
        contacts(section, "waysIn"),
        contacts(section, "inside"),
        contacts(section, "outside"),
        needed(section, "besideReceipt"));
  }

  private static UrgentHelp urgentHelp(Section section) {
    String now = section.text("now");
    if (!now.contains("999")) {
      section.fault("now", "999 is not named.", "Say first that in an emergency one calls 999.");
    }
    return new UrgentHelp(now, contacts(section, "lines"), section.text("nobodyWatches"));
  }

  private static List<String> needed(Section section, String key) {
    List<String> texts = section.texts(key);
    if (texts.isEmpty()) {
      section.fault(key, "Nothing stands here.", "Write at least one line; see the built-in copy.");
    }
    return texts;
  }

  private static List<Contact> contacts(Section section, String key) {
    List<Contact> contacts =
        section.sections(key).stream()
            .map(each -> new Contact(each.text("name"), each.text("details")))
            .toList();
    if (contacts.isEmpty()) {
      section.fault(key, "Nobody stands here.", "Write at least one name with its details.");
    }
    return contacts;
  }

  private static Noticing noticing(Section section) {
    return new Noticing(
        section
            .parsed("at", "an hour of the day such as 09:00", SpeakUpLoader::hour)
            .orElse(LocalTime.of(9, 0)),
        section.mailbox("deputy"),
        section.number("silentWorkingDays", 1, 60, 3));
  }

  private static LocalTime hour(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException notAnHour) {
      throw new IllegalArgumentException("not an hour", notAnHour);
    }
  }

  private static CodeLists codeLists(Section section) {
    return new CodeLists(
        section.text("version"),
        codes(section, "elements"),
        codes(section, "workerGroups"),
        codes(section, "feedback"));
  }

  private static List<Code> codes(Section section, String key) {
    List<Code> codes = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Section each : section.sections(key)) {
      Code code = new Code(each.text("id"), each.text("label"));
      if (ids.add(code.id())) {
        codes.add(code);
      } else {
        each.fault("id", "'" + code.id() + "' stands twice in this list.", "Name each code once.");
      }
    }
    if (codes.isEmpty()) {
      section.fault(key, "The list is empty.", "Write at least one id with its label.");
      codes.add(new Code("?", "?"));
    }
    return codes;
  }
}

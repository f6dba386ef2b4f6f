package org.inclusiondesk.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.speakup.GuardianKey;
import org.inclusiondesk.speakup.Guidance;
import org.inclusiondesk.speakup.Guidance.Contact;
import org.inclusiondesk.speakup.SpeakUpSettings;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.inclusiondesk.speakup.SpeakUpSettings.CodeLists;
import org.inclusiondesk.speakup.SpeakUpSettings.Retention;
import org.inclusiondesk.speakup.UrgentHelp;

/** Reads {@code speak-up.yaml}. */
public final class SpeakUpLoader {
  private static final String PATH = "speak-up.yaml";
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
      Loaded nothing = read(file, "{}");
      return new Loaded(
          nothing.settings(),
          List.of(
              new Fault(
                  file, "", "The file is missing.", "Copy it from the program's own config.")),
          List.of());
    }
    return read(file, yaml.get());
  }

  static Loaded read(String file, String yaml) {
    List<Fault> faults = new ArrayList<>();
    List<Fault> placeholders = new ArrayList<>();
    Section top = Section.of(file, yaml, faults);
    List<GuardianKey> guardians = guardians(top);
    if (guardians.isEmpty()) {
      placeholders.add(
          new Fault(
              file,
              "guardians",
              "No guardian is set, so nobody could read a concern.",
              "Have a guardian run 'guardian new-key', and add the lines that it prints."));
    }
    SpeakUpSettings settings =
        new SpeakUpSettings(
            guardians,
            guidance(top.section("guidance")),
            urgentHelp(top.section("urgentHelp")),
            new Retention(top.section("retention").number("monthsAfterClosing", 1, 600, 24)),
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

  private static List<GuardianKey> guardians(Section top) {
    List<GuardianKey> guardians = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Section each : top.sections("guardians")) {
      String name = each.text("name");
      var mailbox = each.mailbox("mailbox");
      each.json("key")
          .ifPresent(
              json -> {
                try {
                  GuardianKey guardian = GuardianKey.parse(name, mailbox, json);
                  if (ids.add(guardian.id())) {
                    guardians.add(guardian);
                  } else {
                    each.fault("key", "This key stands twice.", "Give each guardian a key.");
                  }
                } catch (IllegalArgumentException unfit) {
                  each.fault(
                      "key",
                      "This key cannot be used: " + unfit.getMessage() + ".",
                      "Copy the key as 'guardian new-key' printed it.");
                }
              });
    }
    return guardians;
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

package org.inclusiondesk.app;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.inclusiondesk.app.Main.ConfigOption;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.speakup.Guardian;
import org.inclusiondesk.speakup.KeySet;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.understanding.Review;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the configuration and the environment, and reviews the examples. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks the configuration and the environment, and lists every fault. Where there is none,",
      "warns of examples that editors had better look at."
    })
final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--new-field-keys",
      description = "Prints a new key set for DESK_FIELD_KEYS instead, and checks nothing.")
  private boolean newFieldKeys;

  @Override
  public Integer call() {
    PrintWriter out = config.out();
    if (newFieldKeys) {
      out.println(FieldCipher.newKeySet());
      return 0;
    }
    Configuration.Loaded loaded = Setup.read(config.directory());
    Setup.lines(loaded.faults()).forEach(out::println);
    if (loaded.faults().isEmpty()) {
      Configuration found = loaded.configuration();
      Advice advice = advice(found);
      advice.lines().forEach(out::println);
      KeySet keys = found.speakUp().keys();
      if (keys != null) {
        ofGuardians(keys, London.today(Clock.systemUTC())).forEach(out::println);
      }
      out.println(
          "In order: "
              + found.origin()
              + ", "
              + found.articles().size()
              + " articles, "
              + found.networks().size()
              + " networks, "
              + (found.settings().production() ? "production" : "embedded default")
              + (advice.count() == 0 ? "" : ", " + advice.count() + " to look at (warnings)")
              + ".");
    } else {
      out.println(loaded.faults().size() + " to mend.");
    }
    return loaded.faults().isEmpty() ? 0 : 1;
  }

  /** Who the guardians are, and whether their keys have had their year. */
  static List<String> ofGuardians(KeySet keys, LocalDate today) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Guardians, version "
            + keys.version()
            + ": "
            + String.join(", ", keys.guardians().stream().map(Guardian::id).toList())
            + ". Fingerprint "
            + keys.fingerprint());
    if (today.isAfter(keys.since().plusYears(1))) {
      lines.add(
          "The set of guardians is of "
              + keys.since()
              + ": keys should be renewed once a year, and the old ones destroyed (docs/operations.md,"
              + " step 3).");
    }
    return lines;
  }

  private static Advice advice(Configuration found) {
    Meanings meanings = Meanings.load(found.settings().dataDir());
    Meanings.Taught taught = meanings.taught(found);
    return Advice.of(
        Review.of(taught.lessons(), taught.learnt(), meanings.known()), found.places());
  }
}

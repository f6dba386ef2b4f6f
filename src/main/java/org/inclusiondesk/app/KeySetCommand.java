package org.inclusiondesk.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.inclusiondesk.app.Main.ConfigOption;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.speakup.Guardian;
import org.inclusiondesk.speakup.GuardianKeys;
import org.inclusiondesk.speakup.KeySet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who the guardians are: a set that guardians draw up, sign and compare. */
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = {
      "Draws up, signs and verifies the set of guardians, config/guardians.json. A new set is signed",
      "by everybody whose key is new, and by one of the guardians before (by two, where there were",
      "three or more)."
    },
    subcommands = {KeySetCommand.Draft.class, KeySetCommand.Sign.class, KeySetCommand.Verify.class})
final class KeySetCommand extends CommandGroup {

  /** Draws up a set. */
  @Command(
      name = "draft",
      mixinStandardHelpOptions = true,
      description = {
        "Draws up a set from guardians' cards, or the set that follows the one in --from: a card of",
        "a known id takes the place of that guardian's keys."
      })
  static final class Draft implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Option(
        names = "--from",
        paramLabel = "FILE",
        description = "The set that is to be followed; none, for a first one.")
    private @Nullable Path follows;

    @Option(
        names = "--card",
        paramLabel = "FILE",
        description = "A file with a guardian's card; once for each.")
    private List<Path> cards = new ArrayList<>();

    @Option(
        names = "--without",
        paramLabel = "ID",
        description = "A guardian who leaves; once for each.")
    private List<String> without = new ArrayList<>();

    @Option(
        names = "--since",
        paramLabel = "YYYY-MM-DD",
        description = {
          "The day on which the set is put into place, from which its keys hold; today, if none.",
          "What is signed with a key that leaves, after that day, counts as unsigned."
        })
    private @Nullable LocalDate since;

    @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist yet.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      KeySet before = follows == null ? null : set(follows, false);
      Map<String, Guardian> members = new TreeMap<>();
      if (before != null) {
        before.guardians().forEach(guardian -> members.put(guardian.id(), guardian));
      }
      for (Path each : cards) {
        Guardian guardian = card(each);
        members.put(guardian.id(), guardian);
      }
      for (String id : without) {
        if (members.remove(id) == null) {
          throw new StartFault("--without: there is no guardian with the id " + id + ".");
        }
      }
      LocalDate day = since == null ? London.today(Clock.systemUTC()) : since;
      if (before != null && day.isBefore(before.since())) {
        throw new StartFault("--since: the set before holds from " + before.since() + " on.");
      }
      KeySet drafted;
      try {
        drafted =
            before == null
                ? KeySet.first(members.values(), day)
                : before.next(members.values(), day);
      } catch (IllegalArgumentException unfit) {
        throw new StartFault("The set cannot be drawn up: " + unfit.getMessage() + ".");
      }
      TextFile.write(file, drafted.toJson());
      tell(config.out(), drafted);
      return 0;
    }

    private static Guardian card(Path file) {
      try {
        return Guardian.ofCard(TextFile.read(file).strip());
      } catch (IllegalArgumentException unfit) {
        throw new StartFault(
            file + " is not a guardian's card. Take the line that 'guardian new-key' printed.");
      }
    }
  }

  /** Signs a set. */
  @Command(
      name = "sign",
      mixinStandardHelpOptions = true,
      description = "Signs the last set of a file with a guardian's key, in place.")
  static final class Sign implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Mixin private KeyOption key = new KeyOption();

    @Parameters(paramLabel = "FILE", description = "The file to sign.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      KeySet drafted = set(file, true);
      GuardianKeys keys = key.open();
      KeySet signed;
      try {
        signed = drafted.signedBy(keys);
      } catch (IllegalArgumentException unfit) {
        throw new StartFault(
            "This key cannot sign this set: it stands neither in it nor in the one before, or has"
                + " signed it already.");
      }
      TextFile.replace(file, signed.toJson());
      tell(config.out(), signed);
      return 0;
    }
  }

  /** Says who is in a set. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Verifies a file and says who is in its last set, its fingerprint, and who still has to",
        "sign. Compare the fingerprint with what other guardians see."
      })
  static final class Verify implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "FILE", description = "The file to verify.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      KeySet set = set(file, true);
      tell(config.out(), set);
      return set.missing().isEmpty() ? 0 : 1;
    }
  }

  private static KeySet set(Path file, boolean draft) {
    String json = TextFile.read(file);
    try {
      return draft ? KeySet.parseDraft(json) : KeySet.parse(json);
    } catch (IllegalArgumentException unfit) {
      throw new StartFault(file + ": the key set cannot be used: " + unfit.getMessage() + ".");
    }
  }

  private static void tell(PrintWriter out, KeySet set) {
    out.println("Version " + set.version() + ", from " + set.since());
    set.guardians()
        .forEach(
            guardian ->
                out.println(
                    guardian.id()
                        + "  "
                        + Printable.of(guardian.name())
                        + "  "
                        + guardian.mailbox().value()));
    out.println("Fingerprint " + set.fingerprint());
    if (set.missing().isEmpty()) {
      out.println("Signed by all who must.");
    } else {
      out.println("Still to be signed by " + String.join(" and ", set.missing()) + ".");
    }
  }
}

package org.inclusiondesk.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inclusiondesk.app.Main.ConfigOption;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.calendar.Quarter;
import org.inclusiondesk.config.Secret;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.speakup.Attempt;
import org.inclusiondesk.speakup.CaseDesk;
import org.inclusiondesk.speakup.CaseRecord;
import org.inclusiondesk.speakup.CaseRecord.Did;
import org.inclusiondesk.speakup.ConcernStore;
import org.inclusiondesk.speakup.GuardianKeys;
import org.inclusiondesk.speakup.GuardianWork;
import org.inclusiondesk.speakup.KeyFile;
import org.inclusiondesk.speakup.KeySet;
import org.inclusiondesk.speakup.Listing;
import org.inclusiondesk.speakup.OpenCase;
import org.inclusiondesk.speakup.QuarterlyReturn;
import org.inclusiondesk.speakup.Receipt;
import org.inclusiondesk.speakup.SpeakUpSettings;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What guardians do: make keys, open cases, answer, classify, close. */
@Command(
    name = "guardian",
    mixinStandardHelpOptions = true,
    description = {
      "Makes guardians' keys, lists concerns, opens them and works on them, on the server or on a",
      "bundle of sealed concerns elsewhere.",
      "The passphrase is taken from DESK_GUARDIAN_PASSPHRASE (or …_FILE), else asked for.",
      "What is written to a reporter is read from standard input."
    },
    subcommands = {
      GuardianCommand.NewKey.class,
      KeySetCommand.class,
      GuardianCommand.ListConcerns.class,
      GuardianCommand.Open.class,
      GuardianCommand.Find.class,
      GuardianCommand.Reply.class,
      GuardianCommand.Classify.class,
      GuardianCommand.Close.class,
      GuardianCommand.NotACase.class,
      GuardianCommand.Reopen.class,
      GuardianCommand.Reseal.class,
      GuardianCommand.Discard.class,
      GuardianCommand.Return.class,
      GuardianCommand.Destroy.class,
      GuardianCommand.Export.class,
      GuardianCommand.Import.class
    })
final class GuardianCommand extends CommandGroup {
  /** Makes two key pairs. */
  @Command(
      name = "new-key",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a guardian's keys on this machine: do it on the guardian's own, not on the server.",
        "The private halves go into a new file under a passphrase, which is drawn and shown once",
        "unless DESK_GUARDIAN_PASSPHRASE gives one. What is printed is the guardian's card, to be",
        "put into the set of guardians ('guardian set'). The same id again makes the keys that",
        "take the place of the old ones."
      })
  static final class NewKey implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Option(
        names = "--id",
        defaultValue = "guardian",
        paramLabel = "ID",
        description = "A short id that stays with the guardian (${DEFAULT-VALUE}).")
    private String id = "";

    @Option(
        names = "--name",
        defaultValue = "Guardian",
        paramLabel = "NAME",
        description = "The guardian's name, as people may read it (${DEFAULT-VALUE}).")
    private String name = "";

    @Option(
        names = "--mailbox",
        defaultValue = "guardian@kmicb.example",
        paramLabel = "ADDRESS",
        description = "Where the guardian gets mail (${DEFAULT-VALUE}, a placeholder).")
    private String mailbox = "";

    @Option(
        names = {"--key", "--out"},
        defaultValue = "guardian.key",
        paramLabel = "FILE",
        description = "The key file to write; it must not exist yet (${DEFAULT-VALUE}).")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      Mailbox at =
          Mailbox.parse(mailbox)
              .orElseThrow(
                  () ->
                      new StartFault(
                          "--mailbox: this is not one mail address. Write it as"
                              + " first.last@example.org."));
      GuardianKeys keys;
      try {
        keys = GuardianKeys.make(id, name, at);
      } catch (IllegalArgumentException unfit) {
        throw new StartFault("The keys cannot be made: " + unfit.getMessage() + ".");
      }
      Secret given = KeyOption.given(KeyOption.PASSPHRASE);
      String passphrase =
          given == null ? KeyFile.newPassphrase(new SecureRandom()) : given.reveal();
      value(KeyFile.create(file, keys, passphrase));
      PrintWriter out = config.out();
      out.println(keys.card());
      PrintWriter err = config.errors();
      err.println("The key file is " + file.toAbsolutePath() + ". Keep it, and a copy of it.");
      err.println("The line above is the guardian's card, for 'guardian set draft'.");
      if (given == null) {
        err.println("Its passphrase, shown this once; write it on paper: " + passphrase);
      }
      return 0;
    }
  }

  /** Lists the concerns. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Lists the concerns there are: id, day, and since when something waits to be opened.",
        "Needs no key; with --for only those that this guardian can open."
      })
  static final class ListConcerns implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Option(names = "--for", paramLabel = "ID", description = "The id of a guardian.")
    private @Nullable String guardian;

    @Override
    public Integer call() {
      Place place = Place.of(config);
      PrintWriter out = config.out();
      Listing.All listed =
          guardian == null
              ? Listing.all(place.store())
              : Listing.of(place.store(), place.known(guardian), guardian);
      for (Listing each : listed.whole()) {
        out.println(
            each.id()
                + "  "
                + each.day()
                + each.waitingSince().map(day -> "  waiting since " + day).orElse(""));
      }
      listed.damaged().forEach(each -> out.println(each + "  damaged"));
      if (listed.whole().isEmpty() && listed.damaged().isEmpty()) {
        out.println("There is no concern.");
      }
      return 0;
    }
  }

  /** Opens concerns. */
  @Command(
      name = "open",
      mixinStandardHelpOptions = true,
      description = {
        "Opens one concern, or all of them, with a guardian's key file. What was waiting counts as",
        "opened then, and the reporter can see so."
      })
  static final class Open implements Callable<Integer> {
    @Mixin private Work work = new Work();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "Which concern; all, if none.")
    private @Nullable String id;

    @Override
    public Integer call() {
      GuardianWork open = work.begin();
      PrintWriter out = work.out();
      List<OpenCase> all = id == null ? open.all() : List.of(value(open.find(id)));
      List<String> faults = new ArrayList<>();
      for (OpenCase each : all) {
        new CaseText(open.lists()).print(out, each);
        out.flush();
        if (open.opened(each) instanceof Attempt.Failed<OpenCase> failed) {
          faults.add(each.id() + ": " + failed.problem() + " " + failed.remedy());
        }
      }
      if (all.isEmpty()) {
        out.println("There is no concern that this key opens.");
      }
      List<String> damaged = id == null ? open.damaged() : List.of();
      long doubtful = all.stream().filter(each -> !each.doubts().isEmpty()).count();
      if (doubtful > 0) {
        faults.add(doubtful + " concern(s) hold something that is not in order; see above.");
      }
      damaged.forEach(each -> faults.add(whatIsDamaged(each)));
      if (!faults.isEmpty()) {
        throw new StartFault(faults);
      }
      return 0;
    }
  }

  /** Finds the concern that a receipt belongs to. */
  @Command(
      name = "find",
      mixinStandardHelpOptions = true,
      description = {
        "Finds the concern that a receipt belongs to, for somebody who shows you the words.",
        "Needs no key. The words are asked for, or read from standard input, so that they do not",
        "stay in the history of the shell."
      })
  static final class Find implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws IOException {
      ConcernStore store = Place.of(config).store();
      Receipt receipt =
          Receipt.parse(words())
              .orElseThrow(
                  () ->
                      new StartFault(
                          "These are not the seven words of a receipt. Look at the spelling."));
      Listing found =
          Listing.find(store, receipt)
              .orElseThrow(() -> new StartFault("There is no concern with this receipt."));
      config.out().println(found.id() + "  " + found.day());
      return 0;
    }

    @SuppressWarnings("SystemConsoleNull") // Null up to Java 21 where there is no terminal.
    private static String words() throws IOException {
      Console console = System.console();
      String typed =
          console == null
              ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                  .readLine()
              : console.readLine("The seven words: ");
      return typed == null ? "" : typed;
    }
  }

  /** Writes to a reporter. */
  @Command(
      name = "reply",
      mixinStandardHelpOptions = true,
      description = "Writes to the reporter of a concern what stands on standard input.")
  static final class Reply extends OnOneCase {
    @Override
    Attempt<OpenCase> act(GuardianWork open, OpenCase found) throws IOException {
      return open.reply(found, input());
    }
  }

  /** Closes a case. */
  @Command(
      name = "close",
      mixinStandardHelpOptions = true,
      description = {
        "Closes a concern, with last words to the reporter from standard input, which may be",
        "empty. It is deleted when the time of retention is over."
      })
  static final class Close extends OnOneCase {
    @Override
    Attempt<OpenCase> act(GuardianWork open, OpenCase found) throws IOException {
      return open.close(found, input());
    }
  }

  /** Closes what is not a case. */
  @Command(
      name = "not-a-case",
      mixinStandardHelpOptions = true,
      description = {
        "Closes what is not a case, with last words from standard input, which may be empty. It is",
        "left out of every return."
      })
  static final class NotACase extends OnOneCase {
    @Override
    Attempt<OpenCase> act(GuardianWork open, OpenCase found) throws IOException {
      return open.notACase(found, input());
    }
  }

  /** Opens a closed case again. */
  @Command(
      name = "reopen",
      mixinStandardHelpOptions = true,
      description = "Opens a closed concern again, with words to the reporter, which may be empty.")
  static final class Reopen extends OnOneCase {
    @Override
    Attempt<OpenCase> act(GuardianWork open, OpenCase found) throws IOException {
      return open.reopen(found, input());
    }
  }

  /** Writes down what a case is about. */
  @Command(
      name = "classify",
      mixinStandardHelpOptions = true,
      description = {
        "Writes down what a concern is about and what came of it; what is not named stays as it",
        "was. Codes are those of speak-up.yaml. With --notes the notes are read from standard",
        "input, with --outcome the outcome."
      })
  static final class Classify extends OnOneCase {
    @Option(
        names = "--element",
        paramLabel = "CODE",
        description = "What it is about; several times for several. '-' for none.")
    private List<String> elements = new ArrayList<>();

    @Option(names = "--group", paramLabel = "CODE", description = "The reporter's worker group.")
    private @Nullable String group;

    @Option(names = "--kind", paramLabel = "KIND", description = "open, confidential or anonymous.")
    private @Nullable String kind;

    @Option(
        names = "--detriment",
        paramLabel = "yes|no",
        description = "Whether the reporter suffered for having spoken up.")
    private @Nullable String detriment;

    @Option(
        names = "--feedback",
        paramLabel = "CODE",
        description = "Whether the reporter would speak up again, where told to you.")
    private @Nullable String feedback;

    @Option(names = "--notes", description = "Reads the notes.")
    private boolean notes;

    @Option(names = "--outcome", description = "Reads the outcome.")
    private boolean outcome;

    @Override
    Attempt<OpenCase> act(GuardianWork open, OpenCase found) throws IOException {
      if (notes && outcome) {
        throw new StartFault("Standard input can be the notes or the outcome. Run it twice.");
      }
      CaseRecord before = open.standing(found);
      SpeakUpSettings.CodeLists lists = open.lists();
      String read = notes || outcome ? input().strip() : "";
      return open.record(
          found,
          new CaseRecord(
              notes ? Did.NOTED : Did.CLASSIFIED,
              before.state(),
              before.notACase(),
              kind == null ? before.kind() : kind(kind),
              elements.isEmpty() ? before.elements() : elements(lists),
              group == null ? before.workerGroup() : code("--group", lists.workerGroups(), group),
              detriment == null ? before.detriment() : yes(detriment),
              outcome ? read : before.outcome(),
              feedback == null ? before.feedback() : code("--feedback", lists.feedback(), feedback),
              notes ? read : before.notes(),
              lists.version()));
    }

    private List<String> elements(SpeakUpSettings.CodeLists lists) {
      if (elements.equals(List.of("-"))) {
        return List.of();
      }
      return elements.stream().map(each -> code("--element", lists.elements(), each)).toList();
    }

    private static CaseRecord.Kind kind(String given) {
      for (CaseRecord.Kind each : CaseRecord.Kind.values()) {
        if (each.id().equals(given)) {
          return each;
        }
      }
      throw new StartFault("--kind: write open, confidential or anonymous.");
    }

    private static boolean yes(String given) {
      if (!given.equals("yes") && !given.equals("no")) {
        throw new StartFault("--detriment: write yes or no.");
      }
      return given.equals("yes");
    }

    private static String code(String option, List<Code> codes, String given) {
      if (codes.stream().noneMatch(code -> code.id().equals(given))) {
        throw new StartFault(
            option
                + ": there is no such code. Choose from "
                + String.join(", ", codes.stream().map(Code::id).toList())
                + ".");
      }
      return given;
    }
  }

  /** Seals cases to the guardians of now. */
  @Command(
      name = "reseal",
      mixinStandardHelpOptions = true,
      description = {
        "Seals every concern that this key opens to the guardians of now: after somebody joined or",
        "left, or keys were renewed (then with --old-key for the key before). Without it whoever",
        "joined sees no earlier concern, and a lost key is not made good."
      })
  static final class Reseal implements Callable<Integer> {
    @Mixin private Work work = new Work();

    @Override
    public Integer call() {
      GuardianWork open = work.begin();
      int done = 0;
      List<String> faults = new ArrayList<>();
      for (OpenCase each : open.all()) {
        if (open.isSealedToOthers(each)) {
          Attempt<OpenCase> attempt = open.reseal(each);
          if (attempt instanceof Attempt.Failed<OpenCase> failed) {
            faults.add(each.id() + ": " + failed.problem() + " " + failed.remedy());
          } else {
            done++;
          }
        }
      }
      open.damaged().forEach(each -> faults.add(whatIsDamaged(each)));
      work.out().println(done + " concern(s) sealed anew.");
      if (!faults.isEmpty()) {
        throw new StartFault(faults);
      }
      return 0;
    }
  }

  /** Gets rid of what contradicts itself. */
  @Command(
      name = "discard",
      mixinStandardHelpOptions = true,
      description = {
        "Removes what stands in a concern that contradicts itself: which reseal cannot seal anew, so",
        "that it would keep a key from being destroyed for ever. What is in order is refused. Its",
        "words are gone for good, for its reporter and for every guardian; that you discarded it,",
        "when and why stays for the other guardians, as long as what is closed. Open it first, and",
        "compare with another guardian."
      })
  static final class Discard implements Callable<Integer> {
    @Mixin private Work work = new Work();

    @Parameters(paramLabel = "ID", description = "Which concern.")
    private String id = "";

    @Option(names = "--yes", description = "Does it; without it, only says what would be lost.")
    private boolean yes;

    @Override
    public Integer call() {
      GuardianWork open = work.begin();
      OpenCase found = value(open.find(id));
      String why = value(open.contradiction(found));
      if (!yes) {
        throw new StartFault(
            List.of(
                "Nothing was discarded. " + why,
                "With --yes everything in it is lost for good, whoever wrote it: "
                    + found.shared().size()
                    + " text(s) between reporter and guardians and "
                    + found.record().size()
                    + " record(s) that open, and whatever does not open. Nobody gets it back, its"
                    + " reporter finds nothing with the receipt, and no return counts it.",
                "That you discarded it, today, and why, stays for the other guardians.",
                "It may be a real concern that somebody tampered with on the server: read it with"
                    + " 'guardian open "
                    + found.id()
                    + "', keep what it shows where somebody needs"
                    + " help, and compare with another guardian first."));
      }
      value(open.discard(found));
      work.out().println("Discarded.");
      return 0;
    }
  }

  /** Destroys a key file. */
  @Command(
      name = "destroy",
      mixinStandardHelpOptions = true,
      description = {
        "Overwrites a key file and deletes it, once no concern is sealed to its key any more (see",
        "reseal). Copies elsewhere are yours to destroy. What a disk or a backup keeps of the file",
        "stays closed without the passphrase: destroy that, too."
      })
  static final class Destroy implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "FILE", description = "The key file.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      concernsIn(Setup.load(config.directory()).settings().dataDir());
      Place place = Place.of(config);
      GuardianKeys keys = KeyOption.open(file);
      List<String> damaged = Listing.all(place.store()).damaged();
      if (!damaged.isEmpty()) {
        throw new StartFault(damaged.stream().map(GuardianCommand::whatIsDamaged).toList());
      }
      int sealed = Listing.sealedTo(place.store(), keys);
      if (sealed > 0) {
        throw new StartFault(
            sealed
                + " concern(s) are still sealed to this key. Run 'guardian reseal' first, and"
                + " 'guardian discard' for what it cannot seal anew.");
      }
      try {
        Files.write(
            file,
            new byte[Math.toIntExact(Files.size(file))],
            StandardOpenOption.WRITE,
            StandardOpenOption.SYNC);
        Files.delete(file);
      } catch (IOException fault) {
        throw new StartFault(file + " cannot be destroyed. Look at its rights.");
      }
      config.out().println(file + " is destroyed.");
      return 0;
    }

    /** Refuses where an empty file would be made and found to hold nothing for the key. */
    static void concernsIn(Path dataDir) {
      if (!Files.exists(dataDir.resolve("concerns.db"))) {
        throw new StartFault(
            "There are no concerns on this machine to look through, so nothing was destroyed. Run"
                + " this on the server, or make sure there that none is sealed to the key any more"
                + " and delete the file yourself.");
      }
    }
  }

  /** Hands sealed cases out. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = {
        "Writes a guardian's concerns, sealed as they are, into a file, to be opened elsewhere.",
        "Needs no key."
      })
  static final class Export implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Option(names = "--for", required = true, paramLabel = "ID", description = "The guardian's id.")
    private String guardian = "";

    @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist yet.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      Place place = Place.of(config);
      KeySet keys = place.known(guardian);
      String bundle = place.desk(keys).bundle(guardian);
      TextFile.write(file, bundle);
      config.out().println("Written to " + file + ".");
      return 0;
    }
  }

  /** Takes changes in. */
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Makes the changes that a guardian made on a bundle elsewhere. Each must be signed by a",
        "guardian; one whose concern has changed since is refused, and nothing is overwritten."
      })
  static final class Import implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "FILE", description = "The file of changes.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      Place place = Place.of(config);
      List<CaseDesk.Outcome> outcomes =
          value(place.desk(place.keys()).applyAll(TextFile.read(file)));
      long stored = outcomes.stream().filter(CaseDesk.Outcome.STORED::equals).count();
      config.out().println(stored + " of " + outcomes.size() + " change(s) made.");
      if (stored < outcomes.size()) {
        throw new StartFault(
            (outcomes.size() - stored)
                + " change(s) were refused: their concerns have changed since, are gone or damaged,"
                + " or the guardian is not one any more, or was not with that key on that day. Export"
                + " anew and repeat them.");
      }
      return 0;
    }
  }

  /** Counts a quarter. */
  @Command(
      name = "return",
      mixinStandardHelpOptions = true,
      description = {
        "Counts the concerns of a financial quarter that is over, as this key opens them, into",
        "three new files: the figures as CSV and JSON, and a summary for the board in which small",
        "numbers do not show."
      })
  static final class Return implements Callable<Integer> {
    private static final Pattern QUARTER = Pattern.compile("(\\d{4})-Q([1-4])");

    @Mixin private Work work = new Work();

    @Option(
        names = "--quarter",
        required = true,
        paramLabel = "YEAR-Qn",
        description = "2026-Q3 is October to December 2026: years begin in April.")
    private String quarter = "";

    @Option(
        names = "--out",
        defaultValue = ".",
        paramLabel = "DIR",
        description = "Where the files are written (${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    @Override
    public Integer call() {
      Matcher parts = QUARTER.matcher(quarter);
      if (!parts.matches()) {
        throw new StartFault("--quarter: write it as 2026-Q3.");
      }
      Quarter asked =
          new Quarter(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
      if (!asked.isClosedOn(London.today(Clock.systemUTC()))) {
        throw new StartFault("--quarter: " + asked.inWords() + " is not over yet.");
      }
      GuardianWork open = work.begin();
      QuarterlyReturn counted = QuarterlyReturn.of(open.all(), asked, open.lists());
      String name = "return-" + asked.id();
      int damaged = open.damaged().size();
      TextFile.write(out.resolve(name + ".csv"), counted.csv());
      TextFile.write(out.resolve(name + ".json"), counted.json());
      TextFile.write(out.resolve(name + "-board.txt"), counted.board());
      work.out()
          .println(
              counted.cases()
                  + " case(s) of "
                  + asked.inWords()
                  + " counted"
                  + (damaged == 0 ? "" : ", and " + damaged + " that are damaged not")
                  + ". What you were left out of is not among them: ask the other"
                  + " guardians.");
      return 0;
    }
  }

  /** What all commands have that work on one case. */
  abstract static class OnOneCase implements Callable<Integer> {
    @Mixin private Work work = new Work();

    @Parameters(paramLabel = "ID", description = "Which concern.")
    private String id = "";

    abstract Attempt<OpenCase> act(GuardianWork open, OpenCase found) throws IOException;

    @Override
    public Integer call() throws IOException {
      GuardianWork open = work.begin();
      value(act(open, value(open.find(id))));
      work.out().println("Done.");
      return 0;
    }
  }

  /** Everything on standard input. */
  private static String input() throws IOException {
    return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String whatIsDamaged(String id) {
    return "Concern " + id + " is damaged. Have concerns.db restored from a backup.";
  }

  static <T> T value(Attempt<T> attempt) {
    return attempt.match(
        done -> done,
        failed -> {
          throw new StartFault(failed.problem() + " " + failed.remedy());
        });
  }
}

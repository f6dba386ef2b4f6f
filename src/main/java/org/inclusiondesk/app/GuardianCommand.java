package org.inclusiondesk.app;

import com.nimbusds.jose.jwk.ECKey;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.inclusiondesk.app.Main.ConfigOption;
import org.inclusiondesk.config.Environment;
import org.inclusiondesk.config.Fault;
import org.inclusiondesk.config.Secret;
import org.inclusiondesk.config.Settings;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.speakup.Attempt;
import org.inclusiondesk.speakup.ConcernReader;
import org.inclusiondesk.speakup.ConcernReader.Concern;
import org.inclusiondesk.speakup.ConcernReader.Entry;
import org.inclusiondesk.speakup.ConcernStore;
import org.inclusiondesk.speakup.GuardianKey;
import org.inclusiondesk.speakup.KeyFile;
import org.inclusiondesk.speakup.Receipt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What guardians do: make a key, see which concerns there are, open them. */
@Command(
    name = "guardian",
    mixinStandardHelpOptions = true,
    description = {
      "Makes guardians' keys, lists concerns and opens them.",
      "The passphrase is taken from DESK_GUARDIAN_PASSPHRASE (or …_FILE), else asked for."
    },
    subcommands = {
      GuardianCommand.NewKey.class,
      GuardianCommand.ListConcerns.class,
      GuardianCommand.Open.class,
      GuardianCommand.Find.class
    })
final class GuardianCommand extends CommandGroup {
  private static final String PASSPHRASE = "DESK_GUARDIAN_PASSPHRASE";

  /** Makes a key pair. */
  @Command(
      name = "new-key",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a key pair on this machine: do it on the guardian's own, not on the server.",
        "The private half goes into a new file under a passphrase, which is drawn and shown once",
        "unless DESK_GUARDIAN_PASSPHRASE gives one. The public half is printed for speak-up.yaml."
      })
  static final class NewKey implements Callable<Integer> {
    @SuppressWarnings("UnusedVariable") // Every command takes --config.
    @Mixin
    private ConfigOption config = new ConfigOption();

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

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      Mailbox at =
          Mailbox.parse(mailbox)
              .orElseThrow(
                  () ->
                      new StartFault(
                          "--mailbox: this is not one mail address. Write it as"
                              + " first.last@example.org."));
      Secret given = fromEnvironment();
      String passphrase =
          given == null ? KeyFile.newPassphrase(new SecureRandom()) : given.reveal();
      GuardianKey key = value(KeyFile.create(file, name, at, passphrase));
      PrintWriter out = Output.of(spec);
      out.println("# Add this to guardians in speak-up.yaml:");
      out.println(key.toYaml());
      PrintWriter err = spec == null ? out : spec.commandLine().getErr();
      err.println("The key file is " + file.toAbsolutePath() + ". Keep it, and a copy of it.");
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
      description = "Lists the concerns there are: id and day. Needs no key.")
  static final class ListConcerns implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      PrintWriter out = Output.of(spec);
      List<Entry> entries = concerns(config).list();
      entries.forEach(entry -> out.println(entry.id() + "  " + entry.day()));
      if (entries.isEmpty()) {
        out.println("There is no concern.");
      }
      return 0;
    }
  }

  /** Opens concerns. */
  @Command(
      name = "open",
      mixinStandardHelpOptions = true,
      description = "Opens one concern, or all of them, with a guardian's key file.")
  static final class Open implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The key file.")
    private Path file = Path.of("");

    @Parameters(arity = "0..1", paramLabel = "ID", description = "Which concern; all, if none.")
    private @Nullable String id;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      ConcernReader concerns = concerns(config);
      ECKey key = value(KeyFile.open(file, passphrase()));
      PrintWriter out = Output.of(spec);
      if (id != null) {
        show(out, value(concerns.open(key, id)));
        return 0;
      }
      ConcernReader.Reading reading = concerns.openAll(key);
      reading.opened().forEach(concern -> show(out, concern));
      if (reading.opened().isEmpty() && reading.unreadable().isEmpty()) {
        out.println("There is no concern.");
      }
      if (!reading.unreadable().isEmpty()) {
        throw new StartFault(
            reading.unreadable().size()
                + " concern(s) were not sealed to this key: "
                + String.join(
                    ", ",
                    reading.unreadable().stream().map(entry -> entry.id().toString()).toList())
                + ". Ask another guardian to open them.");
      }
      return 0;
    }

    private static void show(PrintWriter out, Concern concern) {
      out.println("--- " + concern.id() + "  " + concern.day());
      out.println(Printable.of(concern.text()));
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

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      ConcernReader concerns = concerns(config);
      Receipt receipt =
          Receipt.parse(words())
              .orElseThrow(
                  () ->
                      new StartFault(
                          "These are not the seven words of a receipt. Look at the spelling."));
      Entry entry =
          concerns
              .find(receipt)
              .orElseThrow(() -> new StartFault("There is no concern with this receipt."));
      Output.of(spec).println(entry.id() + "  " + entry.day());
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

  private static ConcernReader concerns(ConfigOption config) {
    Settings settings = Setup.load(config.directory()).settings();
    ConcernStore store = new ConcernStore(settings.dataDir().resolve("concerns.db"));
    store.prepare();
    return new ConcernReader(store);
  }

  private static @Nullable Secret fromEnvironment() {
    List<Fault> faults = new ArrayList<>();
    Secret given = new Environment(System.getenv()).secret(PASSPHRASE, faults).orElse(null);
    if (!faults.isEmpty()) {
      throw new StartFault(Setup.lines(faults));
    }
    return given;
  }

  @SuppressWarnings("SystemConsoleNull") // Null up to Java 21 where there is no terminal.
  private static String passphrase() {
    Secret given = fromEnvironment();
    if (given != null) {
      return given.reveal();
    }
    Console console = System.console();
    char[] typed = console == null ? null : console.readPassword("Passphrase: ");
    if (typed == null) {
      throw new StartFault(
          "There is no passphrase. Type it at the prompt, or set " + PASSPHRASE + ".");
    }
    return new String(typed);
  }

  private static <T> T value(Attempt<T> attempt) {
    return attempt.match(
        done -> done,
        failed -> {
          throw new StartFault(failed.problem() + " " + failed.remedy());
        });
  }
}

package org.inclusiondesk.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inclusiondesk.app.Main.ConfigOption;
import org.inclusiondesk.mail.MailReading;
import org.inclusiondesk.mail.jakarta.MailParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how the desk reads mail. */
@Command(
    name = "mail",
    mixinStandardHelpOptions = true,
    description = "Shows how the desk reads mail.",
    subcommands = MailCommand.Read.class)
final class MailCommand extends CommandGroup {
  /** Reads mail from files. */
  @Command(
      name = "read",
      mixinStandardHelpOptions = true,
      description = "Reads a mail, or all mails below a directory: one JSON object a message.")
  static final class Read implements Callable<Integer> {
    @SuppressWarnings("UnusedVariable") // Every command takes --config.
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "FILE|DIR", description = "A .eml file, or a directory of them.")
    private Path path = Path.of("");

    @SuppressWarnings("UnusedVariable") // Scripts say so; there is no other form yet.
    @Option(names = "--json", description = "One JSON object a line (always so; for scripts).")
    private boolean json;

    @Option(
        names = "--text",
        description = "Each file is the text of a message alone (.txt), without headers.")
    private boolean text;

    @Override
    public Integer call() {
      try {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        return new MailReading(new MailParser()).print(path, text, out) == 0 ? 0 : 1;
      } catch (IOException absent) {
        throw new StartFault(path + " cannot be read. Name a file or a directory of mails.");
      }
    }
  }
}

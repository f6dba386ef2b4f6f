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
      description = "Reads a mail, or all mails below a directory: one JSON object a message.",
      footer = {
        "",
        "Of a directory all files are taken that are mail: by their ending (.eml, .mail, .mbox,"
            + " .mime, .msg, .box), or, with any other ending or none, by their first lines being"
            + " header fields, also below a line \"From \". With --text all files that are text."
            + " Files of other kinds by their ending (.json, .yml, .xml, .html, .md, .csv and"
            + " pictures) are passed over; how many, is said on the standard error output.",
        "A file .mbox holds several mails: one object each. Exit code 1 if any could not be read."
      })
  static final class Read implements Callable<Integer> {
    @SuppressWarnings("UnusedVariable") // Every command takes --config.
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "FILE|DIR", description = "A file, or a directory of them.")
    private Path path = Path.of("");

    @SuppressWarnings("UnusedVariable") // Scripts say so; there is no other form yet.
    @Option(names = "--json", description = "One JSON object a line (always so; for scripts).")
    private boolean json;

    @Option(
        names = "--text",
        description = "Each file is the text of a message alone, without headers.")
    private boolean text;

    @Option(
        names = "--measure",
        description =
            "Instead reads all mails again and again for some seconds and prints how many a second"
                + " of one processor.")
    private boolean measure;

    @Override
    public Integer call() {
      try {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        MailReading reading = new MailReading(new MailParser());
        if (measure) {
          out.println(reading.measure(path));
          return 0;
        }
        MailReading.Outcome outcome = reading.print(path, text, out);
        if (outcome.passedOver() > 0) {
          System.err.println(outcome.passedOver() + " files are no mail and were passed over.");
        }
        return outcome.errors() == 0 ? 0 : 1;
      } catch (IOException absent) {
        throw new StartFault(path + " cannot be read. Name a file or a directory of mails.");
      }
    }
  }
}

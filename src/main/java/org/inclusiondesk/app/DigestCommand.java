package org.inclusiondesk.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.inclusiondesk.app.Main.ConfigOption;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.mail.MessageIds;
import org.inclusiondesk.mail.jakarta.MimeWriter;
import org.inclusiondesk.networks.Network;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a sponsor's digest, or sends the digests that are due. */
@Command(
    name = "digest",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the digest of the last closed week before a day, as the mail that a sponsor gets.",
      "The service sends digests by itself, on Mondays."
    })
final class DigestCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--network",
      required = true,
      paramLabel = "ID",
      description = "The network, for example women.")
  private String network = "";

  @Option(
      names = "--as-of",
      paramLabel = "DAY",
      description = "As 2026-11-20; today unless given. The week before its week is shown.")
  private @Nullable LocalDate asOf;

  @Option(
      names = "--print",
      description =
          "Prints the mail to standard output and sends nothing. Without it the digest is sent,"
              + " unless that week's has been.")
  private boolean print;

  @Override
  public Integer call() {
    Configuration configuration = Setup.load(config.directory());
    Clock clock = Clock.systemUTC();
    try (Core core = Core.open(configuration, clock, new SecureRandom())) {
      Network found =
          configuration.networks().stream()
              .filter(known -> known.id().value().equals(network))
              .findFirst()
              .orElseThrow(() -> unknown(configuration));
      LocalDate day = asOf == null ? London.today(clock) : asOf;
      PrintWriter out = config.out();
      if (print) {
        Mailbox desk = configuration.settings().mail().address();
        out.print(
            new String(
                new MimeWriter(desk, new MessageIds(core.lookup(), desk), clock)
                    .write(core.digests().compose(found.id(), day)),
                StandardCharsets.UTF_8));
        out.flush();
      } else {
        if (!core.digests().send(found.id(), day)) {
          throw new StartFault(
              "--as-of: this day is still to come, and the digest of a week that is not over would"
                  + " take the place of the whole one. Name a day up to today, or add --print.");
        }
        out.println("The service sends the digest now, unless that week's was sent before.");
      }
      return 0;
    }
  }

  private StartFault unknown(Configuration configuration) {
    return new StartFault(
        "There is no network '"
            + network
            + "'. Known: "
            + configuration.networks().stream()
                .map(Network::id)
                .map(NetworkId::value)
                .collect(Collectors.joining(", "))
            + ".");
  }
}

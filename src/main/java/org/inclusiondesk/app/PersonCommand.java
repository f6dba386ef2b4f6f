package org.inclusiondesk.app;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.inclusiondesk.app.Main.ConfigOption;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.handover.Handover;
import org.inclusiondesk.handover.Offer;
import org.inclusiondesk.handover.StoredHandovers;
import org.inclusiondesk.networks.Copies;
import org.inclusiondesk.networks.Stored;
import org.inclusiondesk.outbox.Fate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is stored about somebody: shown, erased. */
@Command(
    name = "person",
    mixinStandardHelpOptions = true,
    description = {
      "Shows or erases what is stored about a mail address.",
      "Concerns are not among it: nothing joins them to anybody."
    },
    subcommands = {PersonCommand.Show.class, PersonCommand.Erase.class})
final class PersonCommand extends CommandGroup {
  /** Shows. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows what is stored about a mail address.")
  static final class Show implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "ADDRESS", description = "The mail address.")
    private String address = "";

    @Override
    public Integer call() {
      Mailbox mailbox = mailbox(address);
      try (Core core = core(config)) {
        Stored stored = core.memberships().show(mailbox);
        StoredHandovers questions = core.handovers().show(mailbox);
        PrintWriter out = config.out();
        if (stored.isEmpty() && questions.isEmpty()) {
          out.println("Nothing is stored about this address.");
        }
        for (Stored.Routed routed : stored.requests()) {
          out.println(
              "%s %s  %s  passed on %s  name: %s  address: %s  %s"
                  .formatted(
                      routed.reference().value(),
                      routed.wish(),
                      routed.network(),
                      routed.day(),
                      routed.name() == null ? "-" : routed.name(),
                      routed.address().value(),
                      copies(core.memberships().copies(routed))));
        }
        for (Stored.Unconfirmed waiting : stored.unconfirmed()) {
          out.println(
              "Waits for a confirmation: %s %s  mail: %s"
                  .formatted(waiting.wish(), waiting.networks(), word(waiting.mail())));
        }
        for (Handover handover : questions.handovers()) {
          out.println(
              "%s question to the team  %s  sent on %s  name: %s  chat: %s  text: %s"
                  .formatted(
                      handover.reference().value(),
                      handover.open() ? "open" : "answered",
                      handover.day(),
                      handover.name() == null ? "-" : handover.name(),
                      handover.chat() == null ? "-" : "known",
                      handover.text().lines().collect(Collectors.joining(" / "))));
        }
        for (Offer offer : questions.offers()) {
          out.println(
              "Waits for the sender's word since "
                  + offer.day()
                  + ": "
                  + offer.text().lines().collect(Collectors.joining(" / ")));
        }
        return 0;
      }
    }
  }

  /** Erases. */
  @Command(
      name = "erase",
      mixinStandardHelpOptions = true,
      description = "Erases what is stored about a mail address. Copies in mailboxes stay.")
  static final class Erase implements Callable<Integer> {
    @Mixin private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "ADDRESS", description = "The mail address.")
    private String address = "";

    @Override
    public Integer call() {
      Mailbox mailbox = mailbox(address);
      try (Core core = core(config)) {
        int erased = core.memberships().erase(mailbox) + core.handovers().erase(mailbox);
        config.out().println(erased + " entries erased.");
        return 0;
      }
    }
  }

  private static String copies(Copies copies) {
    return "network's copy: %s  team's copy: %s"
        .formatted(word(copies.network()), word(copies.team()));
  }

  private static String word(@Nullable Fate fate) {
    return fate == null ? "-" : fate.name().toLowerCase(Locale.ROOT);
  }

  private static Core core(ConfigOption config) {
    return Core.open(Setup.load(config.directory()), Clock.systemUTC(), new SecureRandom());
  }

  private static Mailbox mailbox(String address) {
    return Mailbox.parse(address)
        .orElseThrow(
            () ->
                new StartFault(
                    "This is not one mail address. Write it as first.last@example.org."));
  }
}

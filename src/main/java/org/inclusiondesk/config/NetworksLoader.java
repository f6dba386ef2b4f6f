package org.inclusiondesk.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.networks.Network;
import org.inclusiondesk.networks.Sponsor;

/** Reads {@code networks.yaml}. */
final class NetworksLoader {
  private static final String FILE = "networks.yaml";

  private final ConfigFiles files;
  private final boolean production;
  private final List<Fault> faults;

  NetworksLoader(ConfigFiles files, boolean production, List<Fault> faults) {
    this.files = files;
    this.production = production;
    this.faults = faults;
  }

  List<Network> load() {
    Section top = Section.of(files.name(FILE), files.text(FILE).orElse(""), faults);
    List<Network> networks = new ArrayList<>();
    Set<NetworkId> ids = new HashSet<>();
    for (Section part : top.sections("networks")) {
      Network network = network(part);
      if (!ids.add(network.id())) {
        part.fault("id", "'" + network.id() + "' stands twice.", "Give each network its own id.");
      }
      networks.add(network);
    }
    if (networks.isEmpty()) {
      top.fault(
          "networks", "There is no network.", "List at least one, with id, name and mailbox.");
    }
    top.finish();
    return networks;
  }

  private Network network(Section part) {
    Section sponsor = part.section("sponsor");
    part.text("id");
    return new Network(
        part.parsed("id", "lower-case letters, digits and hyphens", NetworkId::new)
            .orElse(new NetworkId("unnamed")),
        part.text("name"),
        part.texts("knownAs"),
        mailbox(part),
        new Sponsor(sponsor.text("name"), mailbox(sponsor)));
  }

  private Mailbox mailbox(Section part) {
    Mailbox mailbox = part.mailbox("mailbox");
    if (production && Placeholder.is(mailbox)) {
      part.fault(
          "mailbox",
          Placeholder.problem(mailbox),
          "Write the real address; a production start refuses every one under .example.");
    }
    return mailbox;
  }
}

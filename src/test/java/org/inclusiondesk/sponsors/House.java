package org.inclusiondesk.sponsors;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.inclusiondesk.calendar.BankHolidays;
import org.inclusiondesk.calendar.WorkingDays;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Request;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.networks.Memberships;
import org.inclusiondesk.networks.Network;
import org.inclusiondesk.networks.Networks;
import org.inclusiondesk.networks.RequestRules;
import org.inclusiondesk.networks.Sponsor;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;
import org.inclusiondesk.testing.SettableClock;

/** Two networks with all that serves them, on a database of their own. */
final class House implements AutoCloseable {
  static final NetworkId WOMEN = new NetworkId("women");
  static final NetworkId LGBT = new NetworkId("lgbt");
  static final Mailbox WOMEN_BOX = new Mailbox("women@trust.example");
  static final Mailbox ADA = new Mailbox("Ada@trust.example");
  static final Mailbox BEN = new Mailbox("ben@trust.example");
  private static final Networks NETWORKS =
      new Networks(
          List.of(
              new Network(WOMEN, "Women's network", List.of(), WOMEN_BOX, new Sponsor("Ada", ADA)),
              new Network(
                  LGBT,
                  "LGBT+ network",
                  List.of(),
                  new Mailbox("lgbt@trust.example"),
                  new Sponsor("Ben", BEN))));

  final SettableClock clock;
  final Database database;
  final Outbox outbox;
  final Memberships memberships;
  final Matters matters;
  final Digests digests;
  private int people;

  House(Path file, FieldCipher cipher, SettableClock clock) {
    SecureRandom random = new SecureRandom();
    this.clock = clock;
    this.database = Database.open(file);
    this.outbox = new Outbox(database, cipher, clock);
    Lookup lookup = Lookup.in(database, cipher, random);
    this.memberships =
        new Memberships(
            database,
            cipher,
            lookup,
            outbox,
            NETWORKS,
            new Mailbox("team@trust.example"),
            URI.create("https://desk.example"),
            RequestRules.USUAL,
            clock,
            random);
    this.matters = new Matters(database, cipher, lookup, outbox, NETWORKS, clock, random);
    this.digests =
        new Digests(
            database,
            cipher,
            lookup,
            outbox,
            NETWORKS,
            memberships,
            new WorkingDays(new BankHolidays(List.of())),
            clock);
  }

  /** So many people ask to join on the clock's day. */
  void join(NetworkId network, int count) {
    for (int i = 0; i < count; i++) {
      Mailbox mailbox = new Mailbox("p" + people++ + "@trust.example");
      memberships.request(
          new Request(
              "join " + people, Wish.JOIN, Set.of(network), new Speaker("Person", mailbox, true)));
    }
  }

  @Override
  public void close() {
    database.close();
  }
}

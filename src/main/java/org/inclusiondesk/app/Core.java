package org.inclusiondesk.app;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import org.inclusiondesk.answers.FeedbackStore;
import org.inclusiondesk.calendar.BankHolidays;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.calendar.WorkingDays;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.config.Settings;
import org.inclusiondesk.handover.Handovers;
import org.inclusiondesk.handover.Team;
import org.inclusiondesk.networks.Memberships;
import org.inclusiondesk.networks.Networks;
import org.inclusiondesk.networks.RequestRules;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.sponsors.Digests;
import org.inclusiondesk.sponsors.Matters;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;

/**
 * What works on {@code desk.db}: shared by the service and the commands beside it.
 *
 * @param keepDays how long answered matters are kept
 */
record Core(
    Database database,
    Lookup lookup,
    Outbox outbox,
    Networks networks,
    Memberships memberships,
    Matters matters,
    Handovers handovers,
    Digests digests,
    FeedbackStore feedback,
    int keepDays,
    Clock clock)
    implements AutoCloseable {

  /** Nothing that the desk does is repeated after as many days, mail delivered again included. */
  private static final int EFFECTS_KEPT_DAYS = 90;

  /**
   * Opens the database and wires what works on it.
   *
   * @throws org.inclusiondesk.store.StoreFault if it cannot be opened
   */
  static Core open(Configuration configuration, Clock clock, SecureRandom random) {
    return open(configuration, Talks.publicUrl(configuration.settings()), clock, random);
  }

  /**
   * The same for a site whose address is not the configured one.
   *
   * @param site without a slash at the end
   */
  static Core open(Configuration configuration, URI site, Clock clock, SecureRandom random) {
    Settings settings = configuration.settings();
    FieldCipher cipher = FieldKeys.of(settings);
    Database database = Database.open(settings.dataDir().resolve("desk.db"));
    try {
      Lookup lookup = Lookup.in(database, cipher, random);
      Outbox outbox = new Outbox(database, cipher, clock);
      Networks networks = new Networks(configuration.networks());
      Memberships memberships =
          new Memberships(
              database,
              cipher,
              lookup,
              outbox,
              networks,
              settings.mail().team(),
              site,
              new RequestRules(
                  settings.requests().openDays(),
                  settings.requests().keepDays(),
                  settings.requests().unconfirmedInAllPerDay(),
                  settings.mail().dailyToOneAddress()),
              clock,
              random);
      return new Core(
          database,
          lookup,
          outbox,
          networks,
          memberships,
          new Matters(database, cipher, lookup, outbox, networks, clock, random),
          new Handovers(
              database,
              cipher,
              lookup,
              outbox,
              new Team(
                  settings.mail().team(), settings.mail().teamMembers(), settings.mail().address()),
              settings.requests().keepDays(),
              clock,
              random),
          new Digests(
              database,
              cipher,
              lookup,
              outbox,
              networks,
              memberships,
              new WorkingDays(new BankHolidays(settings.extraBankHolidays())),
              clock),
          new FeedbackStore(database, settings.keepCountsWeeks(), clock),
          settings.requests().keepDays(),
          clock);
    } catch (RuntimeException fault) {
      database.close();
      throw fault;
    }
  }

  /** Erases what was kept long enough. */
  void eraseOld() {
    memberships.eraseOld();
    handovers.eraseOld();
    outbox.forgetBefore(London.today(clock).minusDays(Math.max(keepDays, EFFECTS_KEPT_DAYS) + 1L));
    matters.eraseAnsweredBefore(London.today(clock).minusDays(keepDays));
    feedback.eraseOld();
  }

  @Override
  public void close() {
    database.close();
  }
}

package org.inclusiondesk.mail;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.outbox.DailyCount;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.Lookup;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What the desk remembers of mail: that it was taken, how many it took today of a sender and of all
 * whom nobody vouches for, and which numbers of the mailbox it has looked at. No more than a keyed
 * hash and a day, and the same for every mail whatever it is about. Safe for any number of threads.
 */
final class SeenMailStore {
  private static final String ALL_UNPROVEN = "*";
  private static final String PROVEN = "proven:";

  private final Database database;
  private final Lookup lookup;
  private final Clock clock;
  private final DailyCount sent;

  SeenMailStore(Database database, Lookup lookup, Clock clock) {
    this.database = database;
    this.lookup = lookup;
    this.clock = clock;
    this.sent = new DailyCount(lookup, clock);
  }

  /** A name for the mail that says nothing about it: 32 hex digits. */
  String name(IncomingMail mail) {
    return HexFormat.of().formatHex(Arrays.copyOf(lookup.of("mail.key", mail.key()), 16));
  }

  boolean contains(IncomingMail mail) {
    return database.read(handle -> contains(handle, mail));
  }

  private boolean contains(Handle handle, IncomingMail mail) {
    return handle
            .createQuery("SELECT count(*) FROM mail_seen WHERE mail = ?")
            .bind(0, seen(mail))
            .mapTo(int.class)
            .one()
        > 0;
  }

  /**
   * Remembers the mail, counts the answer and stores it, all or nothing. Nothing happens where the
   * mail was remembered before. Of a sender who is not proven every mail counts beside, answered or
   * not: one address that keeps writing must not use up what there is for all. Of a proven one
   * those count, apart, that ask for an answer, whether it can be sent or not.
   *
   * @param proven whether the sender is
   * @param answer what is sent; null where nothing is
   * @param most mails to one address a day
   * @return false where there is an answer that was not stored, now or the first time, because the
   *     sender had had so many mails that day: the mail is left to people
   */
  boolean remember(
      IncomingMail mail,
      Mailbox sender,
      boolean proven,
      Outbox outbox,
      @Nullable Message answer,
      int most) {
    return database.write(
        handle -> {
          if (!contains(handle, mail)) {
            handle.execute("INSERT INTO mail_seen (mail, day) VALUES (?, ?)", seen(mail), today());
            if (!proven) {
              count(handle, sender.canonical());
              count(handle, ALL_UNPROVEN);
            } else if (answer != null) {
              count(handle, PROVEN + sender.canonical());
            }
            if (answer != null && sent.of(handle, sender) < most) {
              sent.add(handle, outbox, answer);
            }
          }
          return answer == null || outbox.fate(handle, answer.effect()).isPresent();
        });
  }

  /** How many automatic mails were sent to this address today, whatever caused them. */
  int sentToday(Mailbox mailbox) {
    return database.read(handle -> sent.of(handle, mailbox));
  }

  /** How many mails that ask for an answer were taken today of this address and proven. */
  int provenToday(Mailbox mailbox) {
    return count(PROVEN + mailbox.canonical());
  }

  /** How many mails of this address were taken today whose sender was not proven. */
  int unprovenToday(Mailbox mailbox) {
    return count(mailbox.canonical());
  }

  /** The same of all addresses together. */
  int unprovenToday() {
    return count(ALL_UNPROVEN);
  }

  /** The numbers already looked at; those of another validity mean nothing any more. */
  Set<Long> lookedAt(long validity) {
    return new HashSet<>(
        database.read(
            handle ->
                handle
                    .createQuery("SELECT uid FROM mail_looked_at WHERE validity = ?")
                    .bind(0, validity)
                    .mapTo(long.class)
                    .list()));
  }

  /** Whether the desk has been in the mailbox of this validity before. */
  boolean visited(long validity) {
    return database.read(
        handle ->
            handle
                    .createQuery("SELECT count(*) FROM mail_visited WHERE validity = ?")
                    .bind(0, validity)
                    .mapTo(int.class)
                    .one()
                > 0);
  }

  /** The first visit: these numbers count as looked at, and those of other validities go. */
  void beginVisits(long validity, Collection<Long> lookedAt) {
    database.change(
        handle -> {
          handle.execute("DELETE FROM mail_visited");
          handle.execute("DELETE FROM mail_looked_at");
          handle.execute("INSERT INTO mail_visited (validity) VALUES (?)", validity);
          for (long uid : lookedAt) {
            lookAt(handle, validity, uid);
          }
        });
  }

  void lookAt(long validity, long uid) {
    database.change(handle -> lookAt(handle, validity, uid));
  }

  /** Forgets numbers whose mail is no longer in the mailbox. */
  void forget(long validity, Collection<Long> uids) {
    database.change(
        handle -> {
          for (long uid : uids) {
            handle.execute(
                "DELETE FROM mail_looked_at WHERE validity = ? AND uid = ?", validity, uid);
          }
        });
  }

  /** Forgets what is older than these days; counts of other days than today in any case. */
  void purge(int days) {
    database.change(
        handle -> {
          handle.execute(
              "DELETE FROM mail_seen WHERE day < ?",
              LocalDate.now(clock).minusDays(days).toString());
          handle.execute("DELETE FROM mail_answered WHERE day < ?", today());
          sent.forget(handle);
        });
  }

  private static void lookAt(Handle handle, long validity, long uid) {
    handle.execute(
        "INSERT INTO mail_looked_at (validity, uid) VALUES (?, ?) ON CONFLICT DO NOTHING",
        validity,
        uid);
  }

  private void count(Handle handle, String receiver) {
    handle.execute(
        """
        INSERT INTO mail_answered (receiver, day, answers) VALUES (?, ?, 1)
        ON CONFLICT (receiver, day) DO UPDATE SET answers = answers + 1
        """,
        receiver(receiver),
        today());
  }

  private int count(String receiver) {
    List<Integer> counts =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT answers FROM mail_answered WHERE receiver = ? AND day = ?")
                    .bind(0, receiver(receiver))
                    .bind(1, today())
                    .mapTo(int.class)
                    .list());
    return counts.isEmpty() ? 0 : counts.get(0);
  }

  private byte[] seen(IncomingMail mail) {
    return lookup.of("mail.seen", mail.key());
  }

  private byte[] receiver(String receiver) {
    return lookup.of("mail.answered", receiver);
  }

  private String today() {
    return LocalDate.now(clock).toString();
  }
}

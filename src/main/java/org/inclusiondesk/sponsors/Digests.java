package org.inclusiondesk.sponsors;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.calendar.Quarter;
import org.inclusiondesk.calendar.Week;
import org.inclusiondesk.calendar.WorkingDays;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Block.Fact;
import org.inclusiondesk.conversation.Block.Facts;
import org.inclusiondesk.conversation.Block.Heading;
import org.inclusiondesk.conversation.Block.Paragraph;
import org.inclusiondesk.conversation.Block.Small;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.figures.Figure;
import org.inclusiondesk.networks.Memberships;
import org.inclusiondesk.networks.Network;
import org.inclusiondesk.networks.Networks;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The weekly digest of each network's sponsor: what waits for an answer, and figures of the last
 * closed quarter. Safe for any number of threads, and for several processes on one database.
 */
public final class Digests {
  private static final Logger LOG = LoggerFactory.getLogger(Digests.class);
  private static final LocalTime HOUR = LocalTime.of(8, 0);

  private final MatterStore store;
  private final Networks networks;
  private final Memberships memberships;
  private final WorkingDays workingDays;
  private final Clock clock;

  public Digests(
      Database database,
      FieldCipher cipher,
      Lookup lookup,
      Outbox outbox,
      Networks networks,
      Memberships memberships,
      WorkingDays workingDays,
      Clock clock) {
    this.store = new MatterStore(database, cipher, lookup, outbox);
    this.networks = networks;
    this.memberships = memberships;
    this.workingDays = workingDays;
    this.clock = clock;
  }

  /**
   * Stores the digests of the last closed week for sending, from Monday 08:00 in London. Does
   * nothing where that has been done, and little work to find out; meant to be called every minute.
   * A service that was down sends at its next start in the same week.
   *
   * @return how many digests were stored
   */
  public int sendDue() {
    LocalDateTime now = London.now(clock);
    LocalDate today = now.toLocalDate();
    if (now.isBefore(Week.of(today).first().atTime(HOUR))) {
      return 0;
    }
    String week = Week.closedBefore(today).iso();
    if (store.read(MatterStore.Session::lastDigests).filter(week::equals).isPresent()) {
      return 0;
    }
    List<Message> digests =
        networks.all().stream().map(network -> compose(network, today)).toList();
    boolean stored =
        store.write(
            session -> {
              if (session.lastDigests().filter(week::equals).isPresent()) {
                return false;
              }
              digests.forEach(session::send);
              session.digestsDone(week);
              return true;
            });
    LOG.info("event=digest outcome={} count={}", stored ? "stored" : "done", digests.size());
    return stored ? digests.size() : 0;
  }

  /**
   * Stores one network's digest of the last week that was over on a day for sending, unless it was
   * stored before.
   *
   * @return false, and nothing is stored, where the day is still to come: the digest of a week that
   *     is not over would take the place of the whole one
   * @throws IllegalArgumentException if there is no such network
   */
  public boolean send(NetworkId network, LocalDate asOf) {
    if (asOf.isAfter(London.today(clock))) {
      return false;
    }
    Message digest = compose(network, asOf);
    store.write(
        session -> {
          session.send(digest);
          return true;
        });
    return true;
  }

  /**
   * The digest of the last week that was over on a day, as its sponsor gets it; nothing is sent.
   *
   * @throws IllegalArgumentException if there is no such network
   */
  public Message compose(NetworkId network, LocalDate asOf) {
    return compose(
        networks
            .find(network)
            .orElseThrow(() -> new IllegalArgumentException("there is no network of that id")),
        asOf);
  }

  private Message compose(Network network, LocalDate asOf) {
    Week week = Week.closedBefore(asOf);
    String period = London.inWords(week.first()) + " to " + London.inWords(week.last());
    List<Block> body = new ArrayList<>();
    body.add(
        new Paragraph(
            "This is the weekly digest of the Inclusion Desk for the week from "
                + period
                + ". It tells you what waits for an answer of yours, the oldest first, and gives"
                + " figures of the last quarter. It is meant for you alone: please do not forward"
                + " it."));
    body.add(new Heading(capitalised(network.name())));
    addWaiting(body, network, week, asOf);
    addFigures(body, network, Quarter.closedBefore(asOf));
    return Message.to(
        network.sponsor().mailbox(),
        "digest:" + network.id() + ":" + week.iso(),
        "Inclusion Desk: weekly digest, " + period,
        body);
  }

  private void addWaiting(List<Block> body, Network network, Week week, LocalDate asOf) {
    List<Matter> waiting = store.read(session -> session.waiting(network.id(), week.last(), asOf));
    body.add(new Heading("What waits for you"));
    if (waiting.isEmpty()) {
      body.add(new Paragraph("Nothing waits for an answer of yours."));
      return;
    }
    for (Matter matter : waiting) {
      body.add(
          new Facts(
              List.of(
                  new Fact("Reference", matter.reference().value()),
                  new Fact("Raised on", London.inWords(matter.day())),
                  new Fact("Has waited", days(workingDays.between(matter.day(), asOf))))));
      body.addAll(Block.paragraphs(matter.text()));
    }
    body.add(
        new Paragraph(
            "To answer, reply to this mail and write the reference of one matter and your answer"
                + " above the quoted text; one reply answers one matter. Your words are brought to"
                + " the network's mailbox."));
  }

  private void addFigures(List<Block> body, Network network, Quarter quarter) {
    Map<Wish, Figure> figures = memberships.figures(network.id(), quarter);
    body.add(new Heading("Figures"));
    body.add(new Paragraph("Requests passed on to the network, " + quarter.inWords() + ":"));
    body.add(
        new Facts(
            List.of(
                new Fact("To join", text(figures, Wish.JOIN)),
                new Fact("To leave", text(figures, Wish.LEAVE)))));
    body.add(
        new Small(
            "Figures are given for quarters that are over. Everything from none to seven reads"
                + " “fewer than 8”, other counts are rounded to the nearest five, so that nobody can"
                + " be recognised by them."));
  }

  private static String text(Map<Wish, Figure> figures, Wish wish) {
    return figures.getOrDefault(wish, new Figure.Withheld()).text();
  }

  private static String days(int count) {
    return switch (count) {
      case 0 -> "less than one working day";
      case 1 -> "one working day";
      default -> count + " working days";
    };
  }

  private static String capitalised(String name) {
    int first = name.codePointAt(0);
    return Character.toString(Character.toUpperCase(first))
        + name.substring(Character.charCount(first));
  }
}

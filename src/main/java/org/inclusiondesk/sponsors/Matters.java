package org.inclusiondesk.sponsors;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.calendar.Week;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Block.Paragraph;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
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
 * What networks raise to their sponsors, and what the sponsors respond. A matter is put before the
 * sponsor with the next weekly digest; a response reaches the network's mailbox at once. Safe for
 * any number of threads.
 */
public final class Matters {
  /** The longest text that is taken, in characters: a page or two. */
  public static final int LONGEST_TEXT = 6000;

  private static final Logger LOG = LoggerFactory.getLogger(Matters.class);

  private final MatterStore store;
  private final Networks networks;
  private final Clock clock;
  private final SecureRandom random;

  public Matters(
      Database database,
      FieldCipher cipher,
      Lookup lookup,
      Outbox outbox,
      Networks networks,
      Clock clock,
      SecureRandom random) {
    this.store = new MatterStore(database, cipher, lookup, outbox);
    this.networks = networks;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Keeps what a network raises for its sponsor's next digest. Whoever calls has made sure that the
   * network itself is speaking.
   *
   * @param key the same key raises one matter, and is told the same reference
   */
  public Reply raise(NetworkId id, String key, String text) {
    Optional<Network> network = networks.find(id);
    if (network.isEmpty()) {
      return Reply.of(
          Reply.Kind.CLARIFY, "There is no such staff network here. Nothing is raised.");
    }
    Optional<Reply> unfit = unfit(text, "Nothing is raised.");
    if (unfit.isPresent()) {
      return unfit.get();
    }
    LocalDate today = London.today(clock);
    Matter matter =
        store.write(
            session ->
                session
                    .raisedBy(key)
                    .orElseGet(
                        () -> {
                          Matter fresh =
                              new Matter(Reference.toQuote(random), id, text.strip(), today);
                          session.raise(fresh, key);
                          return fresh;
                        }));
    LOG.info("event=matter outcome=raised");
    return Reply.of(
        Reply.Kind.DONE,
        "What you wrote is kept for your sponsor, in your own words, under the reference "
            + matter.reference().value()
            + ". It is put before your sponsor with the weekly digest of "
            + London.inWords(Week.of(matter.day()).next().first())
            + ", and with each digest after it until there is an answer. The answer comes to your"
            + " network's mailbox.");
  }

  /** Whether something that waits, or has waited, for a sponsor bears this reference. */
  public boolean knows(Reference reference) {
    return !reference.confirms() && store.read(session -> session.find(reference)).isPresent();
  }

  /**
   * Brings a sponsor's response to the network that raised the matter. Whoever calls has made sure
   * that the mail is from that mailbox.
   *
   * @param key the same key is brought once
   * @return what happened; the same to anyone but the network's sponsor, whether the reference is
   *     known or not
   */
  public Reply respond(Reference reference, Mailbox from, String text, String key) {
    Optional<Network> network =
        store
            .read(session -> session.find(reference))
            .flatMap(matter -> networks.find(matter.network()))
            .filter(found -> found.sponsor().mailbox().canonical().equals(from.canonical()));
    if (network.isEmpty()) {
      LOG.info("event=response outcome=not-theirs");
      return Reply.of(
          Reply.Kind.CLARIFY,
          "There is nothing under this reference that waits for an answer of yours. Please look up"
              + " the reference in your last digest, and write from the mailbox that it came to."
              + " Nothing was passed on.");
    }
    Optional<Reply> unfit = unfit(text, "Nothing was passed on.");
    if (unfit.isPresent()) {
      return unfit.get();
    }
    LocalDate today = London.today(clock);
    store.write(
        session -> {
          Optional<Long> number = session.respond(reference, key);
          number.ifPresent(
              id -> {
                session.answered(reference, today);
                session.send(response(id, reference, network.get(), text.strip(), today));
              });
          return number;
        });
    LOG.info("event=response outcome=brought");
    return Reply.of(
        Reply.Kind.DONE,
        "Thank you. Your answer to "
            + reference.value()
            + " is on its way to the mailbox of those who raised it, in your own words, and the"
            + " matter no longer waits for you. You can write again under the same reference.");
  }

  /**
   * Erases matters that were answered before a day. What waits is kept.
   *
   * @return how many
   */
  public int eraseAnsweredBefore(LocalDate day) {
    return store.write(session -> session.eraseAnsweredBefore(day));
  }

  private static Message response(
      long number, Reference reference, Network network, String text, LocalDate today) {
    List<Block> body = new ArrayList<>();
    body.add(
        new Paragraph(
            "This is the answer to what you have raised under "
                + reference.value()
                + ". The Inclusion Desk brings it to you as it was written on "
                + London.inWords(today)
                + ". To go on, write to your sponsor directly, or raise another matter."));
    body.add(new Paragraph("From " + network.sponsor().name() + ", to " + network.inSentence()));
    body.addAll(Block.paragraphs(text));
    return Message.to(
        network.mailbox(),
        // Numbers of rows are given out again once all were erased; with the reference it is one.
        "response:" + reference.value() + ":" + number,
        "Answer to " + reference.value(),
        body);
  }

  private static Optional<Reply> unfit(String text, String consequence) {
    if (text.isBlank()) {
      return Optional.of(
          Reply.of(Reply.Kind.CLARIFY, "Your message holds no text. " + consequence));
    }
    if (text.length() > LONGEST_TEXT) {
      return Optional.of(
          Reply.of(
              Reply.Kind.CLARIFY,
              "Your message is longer than "
                  + LONGEST_TEXT
                  + " characters. "
                  + consequence
                  + " Please send a shorter one, quoted history taken away."));
    }
    return Optional.empty();
  }
}

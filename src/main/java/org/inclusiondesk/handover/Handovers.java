package org.inclusiondesk.handover;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.calendar.Week;
import org.inclusiondesk.conversation.Address.Chat;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Enquiry;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Returned;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.handover.HandoverStore.Session;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends questions to the team and brings the team's answers back, in the words of either. Whoever
 * calls has made sure that no text reads like a concern. A question and the mail that it causes are
 * stored in one transaction, and so are an answer and the message that carries it. Safe for any
 * number of threads, and for several processes on one database.
 */
public final class Handovers {
  /** The longest answer that is carried, in characters: a page or two. */
  public static final int LONGEST_ANSWER = 6000;

  /** Days after the one it was made on for which an offer can be taken up. */
  static final int OFFER_DAYS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Handovers.class);
  private static final String EFFECT = "handover:";
  private static final String MAIL = ":mail";
  private static final LocalTime HOUR = LocalTime.of(8, 0);

  private final HandoverStore store;
  private final Team team;
  private final HandoverWords words;
  private final int keepDays;
  private final Clock clock;
  private final SecureRandom random;

  /**
   * @param keepDays days for which a question is kept after it was answered, or sent where nobody
   *     answers
   */
  public Handovers(
      Database database,
      FieldCipher cipher,
      Lookup lookup,
      Outbox outbox,
      Team team,
      int keepDays,
      Clock clock,
      SecureRandom random) {
    this.store = new HandoverStore(database, cipher, lookup, outbox);
    this.team = team;
    this.words = new HandoverWords(team.mailbox());
    this.keepDays = keepDays;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Sends a question to the team. The same key acts once and is told the same reference.
   *
   * @return what happened; {@link Reply.Kind#CLARIFY}, and nothing is sent, where something is
   *     missing
   */
  public Reply send(Enquiry enquiry) {
    Optional<String> missing = HandoverWords.missing(enquiry);
    if (missing.isPresent()) {
      return Reply.of(Reply.Kind.CLARIFY, missing.get());
    }
    Optional<Handover> sent = store.write(session -> send(session, enquiry));
    LOG.info("event=handover outcome={}", sent.isPresent() ? "sent" : "nothing");
    return sent.map(words::sent).orElseGet(words::dealtWith);
  }

  /**
   * Offers the sender of a mail to send it to the team. Whoever calls has made sure that the mail
   * is from that mailbox: what strangers write is not sent to an address that they name.
   *
   * @param key the same key makes one offer
   * @param left what is said to a mail that is left for people
   * @return that, with all that would be sent and how to have it sent; it alone where nothing is
   *     offered, because the team reads the desk's mailbox or the text is too long
   */
  public Reply offer(String key, String text, Speaker speaker, Reply left) {
    Mailbox mailbox = speaker.mailbox();
    if (mailbox == null || team.readsTheDesks() || text.length() > Enquiry.LONGEST_TEXT) {
      return left;
    }
    Reference token = Reference.toConfirm(random);
    LocalDate today = London.today(clock);
    Offer offer = new Offer("", text.strip(), speaker.plainName(), mailbox, today);
    store.write(
        session -> {
          session.offer(token, key, offer);
          return true;
        });
    LOG.info("event=handover outcome=offered");
    return left.plus(words.offer(offer, token, today.plusDays(OFFER_DAYS)).toArray(Block[]::new));
  }

  /**
   * Takes an offer up: the one that a token stands for, else the only one that waits for whoever
   * sent the mail.
   *
   * @param token as it stands in the mail; null where none does
   * @param sender whoever is proven to have sent it; null where nobody is
   * @param key the same key takes up one offer
   * @return what happened; nothing where it is not clear that an offer is meant, and which
   */
  public Optional<Reply> takeUp(
      @Nullable Reference token, @Nullable Mailbox sender, String text, String key) {
    if (!HandoverWords.saysSend(text)) {
      return Optional.empty();
    }
    LocalDate since = London.today(clock).minusDays(OFFER_DAYS);
    Optional<Reply> reply =
        store.write(
            session -> {
              List<Offer> meant =
                  token != null
                      ? session.offered(token, since).stream().toList()
                      : sender != null ? session.offered(sender, key, since) : List.of();
              if (meant.size() != 1) {
                return Optional.empty();
              }
              Offer offer = meant.get(0);
              session.takeUp(offer, key);
              Speaker speaker = new Speaker(offer.name(), offer.mailbox(), true);
              Enquiry enquiry =
                  new Enquiry("offer:" + offer.id(), offer.text(), true, speaker, offer.mailbox());
              return Optional.of(
                  send(session, enquiry).map(words::sent).orElseGet(words::dealtWith));
            });
    LOG.info("event=handover outcome={}", reply.isPresent() ? "sent" : "nothing");
    return reply;
  }

  /** Whether a token stands for an offer that can be taken up, or was. */
  public boolean hasOffered(Reference token) {
    LocalDate since = London.today(clock).minusDays(OFFER_DAYS);
    return store.read(session -> session.offered(token, since)).isPresent();
  }

  /** Whether a question that was sent to the team bears this reference. */
  public boolean knows(Reference reference) {
    return !reference.confirms() && store.read(session -> session.find(reference)).isPresent();
  }

  /**
   * Sees to an answer of the team that did not reach whoever asked: the team is told, once.
   *
   * @return the effect of the message that it was; nothing where it was none about a question that
   *     is stored
   */
  public Optional<String> returned(Returned mail) {
    return store.write(
        session -> {
          Optional<Handover> found =
              Optional.ofNullable(mail.reference())
                  .or(() -> referenceIn(mail.effect()))
                  .flatMap(session::find);
          Optional<String> effect = found.flatMap(handover -> effect(session, handover, mail));
          if (found.isPresent() && effect.isPresent() && effect.get().endsWith(MAIL)) {
            String carried = effect.get();
            session.send(
                undelivered(found.get(), carried.substring(0, carried.length() - MAIL.length())));
          }
          return effect;
        });
  }

  private static Optional<Reference> referenceIn(@Nullable String effect) {
    return Optional.ofNullable(effect)
        .filter(text -> text.startsWith(EFFECT))
        .flatMap(Reference::findIn);
  }

  /** Which mail about a question it was: the latest answer, unless it went to the team. */
  private Optional<String> effect(Session session, Handover handover, Returned mail) {
    if (mail.effect() != null) {
      return Optional.of(mail.effect());
    }
    if (mail.names(team.mailbox())) {
      return Optional.of(effect(handover, "team"));
    }
    Mailbox asker = handover.mailbox();
    return asker != null && (mail.receivers().isEmpty() || mail.names(asker))
        ? session.lastAnswer(handover.reference()).map(number -> effect(handover, number + MAIL))
        : Optional.empty();
  }

  /** Whether a mail from this address speaks for the team. */
  public boolean speaksForTheTeam(Mailbox from) {
    return team.includes(from);
  }

  /** Whether this is the mailbox of the desk itself, from which people write to each other, too. */
  public boolean isTheDesks(Mailbox from) {
    return team.isTheDesks(from);
  }

  /**
   * Brings the team's answer to whoever asked, and closes the question; later answers are brought
   * as well. Whoever calls has made sure that the mail is from the team.
   *
   * @param key the same key is brought once
   * @return what the team is told: nothing where all is well
   */
  public Reply answer(Reference reference, String text, String key) {
    Optional<String> unfit = HandoverWords.unfit(text);
    if (unfit.isPresent()) {
      return Reply.of(Reply.Kind.CLARIFY, unfit.get());
    }
    LocalDate today = London.today(clock);
    boolean brought =
        store.write(
            session -> {
              Optional<Handover> found = session.find(reference);
              Optional<Long> number = session.answer(reference, key);
              if (found.isEmpty() || number.isEmpty()) {
                return false;
              }
              session.close(reference, today);
              session.send(carrying(found.get(), number.get(), text.strip(), today));
              return true;
            });
    LOG.info("event=handover-answer outcome={}", brought ? "brought" : "nothing");
    return Reply.of(Reply.Kind.DONE);
  }

  /**
   * Stores the weekly mail to the team for sending, from Monday 08:00 in London, where questions
   * wait for an answer. Does nothing where that has been done, and little work to find out; meant
   * to be called every minute. A service that was down sends at its next start in the same week.
   *
   * @return whether a mail was stored
   */
  public boolean sendWeekly() {
    LocalDateTime now = London.now(clock);
    LocalDate today = now.toLocalDate();
    Week week = Week.of(today);
    if (now.isBefore(week.first().atTime(HOUR)) || isDone(week)) {
      return false;
    }
    int listed =
        store.write(
            session -> {
              if (session.lastWeekly().filter(week.iso()::equals).isPresent()) {
                return 0;
              }
              session.weeklyDone(week.iso());
              List<Handover> open = session.open();
              if (!open.isEmpty()) {
                session.send(
                    Message.to(
                        team.mailbox(),
                        "handovers:" + week.iso(),
                        HandoverWords.weeklySubject(today),
                        HandoverWords.weekly(open, today)));
              }
              return open.size();
            });
    LOG.info("event=handover-weekly outcome=done count={}", listed);
    return listed > 0;
  }

  /** What is stored about a mailbox. */
  public StoredHandovers show(Mailbox mailbox) {
    return store.read(session -> session.stored(mailbox));
  }

  /**
   * Erases what is stored about a mailbox, and takes back what waits to be sent about it.
   *
   * @return how many entries there were
   */
  public int erase(Mailbox mailbox) {
    int erased = store.write(session -> session.erase(mailbox));
    LOG.info("event=handover outcome=erased count={}", erased);
    return erased;
  }

  /**
   * Erases what has been kept long enough, and offers that can no longer be taken up. For a
   * recurring job; doing it again does no harm.
   *
   * @return how many entries there were
   */
  public int eraseOld() {
    LocalDate today = London.today(clock);
    return store.write(
        session -> session.eraseBefore(today.minusDays(OFFER_DAYS), today.minusDays(keepDays)));
  }

  private Optional<Handover> send(Session session, Enquiry enquiry) {
    if (session.hasTaken(enquiry.key())) {
      return session.takenBy(enquiry.key());
    }
    Speaker speaker = enquiry.speaker();
    Handover handover =
        new Handover(
            Reference.toQuote(random),
            enquiry.text().strip(),
            speaker.plainName(),
            enquiry.answerTo() instanceof Mailbox mailbox ? mailbox : speaker.mailbox(),
            enquiry.answerTo() instanceof Chat chat ? chat : null,
            London.today(clock),
            true);
    session.take(enquiry.key(), handover);
    session.send(
        Message.to(
            team.mailbox(),
            effect(handover, "team"),
            HandoverWords.subject(handover),
            HandoverWords.toTeam(handover)));
    return Optional.of(handover);
  }

  /** Into the chat; where that fails to the mailbox; where that fails the team is told. */
  private Message carrying(Handover handover, long number, String text, LocalDate today) {
    Message carrying = undelivered(handover, effect(handover, Long.toString(number)));
    String subject = HandoverWords.answerSubject(handover);
    if (handover.mailbox() != null) {
      carrying =
          Message.to(
                  handover.mailbox(),
                  effect(handover, number + MAIL),
                  subject,
                  words.answer(handover, text, today))
              .orElse(carrying);
    }
    if (handover.chat() != null) {
      carrying =
          Message.to(
                  handover.chat(),
                  effect(handover, number + ":chat"),
                  subject,
                  words.answer(handover, text, today))
              .orElse(carrying);
    }
    return carrying;
  }

  private Message undelivered(Handover handover, String answer) {
    return Message.to(
        team.mailbox(),
        answer + ":undelivered",
        HandoverWords.undeliveredSubject(handover),
        HandoverWords.undelivered(handover));
  }

  private boolean isDone(Week week) {
    return store.read(Session::lastWeekly).filter(week.iso()::equals).isPresent();
  }

  private static String effect(Handover handover, String what) {
    return EFFECT + handover.reference().value() + ":" + what;
  }
}

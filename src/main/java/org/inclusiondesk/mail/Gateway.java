package org.inclusiondesk.mail;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Choice;
import org.inclusiondesk.conversation.Context;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Returned;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.conversation.Utterance;
import org.inclusiondesk.desk.ContextWords;
import org.inclusiondesk.desk.Desk;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Message.Answered;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.Lookup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a mail to the desk and the desk's reply to the outbox. Safe for any number of threads.
 *
 * <p>The reply is stored, together with the mark that the mail was seen, before the mail is moved:
 * a crash at any point repeats the rest, and the effects happen once, because the desk's and the
 * outbox's keys derive from the mail. Mail that must not be answered (RFC 3834 §2) never reaches
 * the desk.
 */
public final class Gateway {
  /**
   * How much the desk answers in a day.
   *
   * @param toOneAddress automatic mails to one address, those that ask to confirm included
   * @param toUnproven mails to all senders together whom nobody vouches for
   */
  public record DailyCaps(int toOneAddress, int toUnproven) {
    /** Ten to an address, five hundred to unproven senders. */
    public static final DailyCaps USUAL = new DailyCaps(10, 500);

    /**
     * @throws IllegalArgumentException if one is below 1
     */
    public DailyCaps {
      if (toOneAddress < 1 || toUnproven < 1) {
        throw new IllegalArgumentException("a daily cap is at least 1");
      }
    }
  }

  static final String SUBJECT = "Your message to the Inclusion Desk";

  private static final Pattern ANSWER_SUBJECT =
      Pattern.compile(
          "^\\s*(?:re|aw|sv|antw|r|rif|vs|odp|fwd?|wg|tr)\\s*(?:\\[\\d+])?\\s*:",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern FORWARDED =
      Pattern.compile("^\\s*(?:fwd?|wg|tr)\\s*(?:\\[\\d+])?\\s*:", Pattern.CASE_INSENSITIVE);

  /**
   * A line that says no by itself. In answer to a mail that asks for a confirmation it counts
   * wherever it stands: people also write into a quotation, below it, or below a drawn line.
   */
  private static final Pattern SAYS_NO =
      Pattern.compile(
          "(?im)^[>| \\t\\[(*_\"'“-]{0,40}((?:no|nope|stop|cancel|not me|wrong person"
              + "|(?:no[,.]? )?(?:this|that|it) (?:was not|wasn['’]t|is not|isn['’]t) me"
              + "|(?:no[,.]? )?i (?:did not|didn['’]t|have not|haven['’]t|never) (?:ask|request)(?:ed)?"
              + "(?: for)?(?: (?:this|that|it|anything))?))[ \\t\\])*_\"'”.!\\r]{0,40}$");

  /** What an answer has to hold that bears no token itself: a mere "thanks" is said to anything. */
  private static final Pattern YES_OR_NO =
      Pattern.compile("\\b(?:yes|no|not|confirm\\w*|cancel)\\b", Pattern.CASE_INSENSITIVE);

  private static final int LONGEST_ANSWER = 100_000;
  private static final int HEARD_FOR_ANSWERED = 2;
  private static final int MOST_OF_A_THREAD = 10;
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final Desk desk;
  private final Outbox outbox;
  private final SeenMailStore seen;
  private final MessageIds ids;
  private final ContextWords contexts;
  private final MailServers servers;
  private final DailyCaps caps;
  private final Unanswerable unanswerable;

  /**
   * @param contexts the words in which an answer's Message-ID is marked with what it is about
   * @param unanswerable mails whose answers are refused unread
   */
  public Gateway(
      Desk desk,
      ContextWords contexts,
      Outbox outbox,
      Database database,
      Lookup lookup,
      MailServers servers,
      DailyCaps caps,
      Unanswerable unanswerable,
      Clock clock) {
    this.desk = desk;
    this.outbox = outbox;
    this.seen = new SeenMailStore(database, lookup, clock);
    this.ids = new MessageIds(lookup, servers.desk());
    this.contexts = contexts;
    this.servers = servers;
    this.caps = caps;
    this.unanswerable = unanswerable;
  }

  /**
   * Does what the mail asks for, once however often it is delivered, and says where the mail
   * belongs. What was done is stored before it returns.
   */
  public Disposition take(IncomingMail mail) {
    if (ours(mail)) {
      return Disposition.OURS;
    }
    if (mail.bounce()) {
      note(mail);
      return Disposition.LEFT;
    }
    Mailbox sender = mail.from();
    if (mail.automatic() || sender == null || MessageIds.ofADesk(mail.messageId())) {
      return Disposition.LEFT;
    }
    boolean proven = servers.trust().proves(mail);
    if (!seen.contains(mail) && (proven ? tooManyProven(sender) : tooMany(sender))) {
      return Disposition.LEFT;
    }
    String name = seen.name(mail);
    Reference answered = answeredReference(mail).orElse(null);
    String said = said(mail, answered);
    Context context = context(mail);
    Reply reply =
        answersUnanswerable(mail)
            ? unanswerable.refusal()
            : desk.hear(
                new Utterance(
                    "mail:" + name,
                    Utterance.Setting.MAIL,
                    said,
                    new Speaker(mail.fromName(), sender, proven),
                    answered,
                    context));
    Message answer =
        reply.body().isEmpty()
            ? null
            : answer(mail, sender, name, reply, contexts.of(context.after(reply)));
    return seen.remember(mail, sender, proven, outbox, answer, caps.toOneAddress())
        ? disposition(reply, said)
        : Disposition.LEFT;
  }

  /**
   * A report that a mail of ours did not arrive marks that mail, and has the desk tell whom it
   * concerns, once. The mail is known by its Message-ID, which nobody can make up; where a server
   * on the way dropped that, by a reference in a subject. Whatever the report says, nothing is sent
   * again and nothing shown; it stays for people to read.
   */
  private void note(IncomingMail mail) {
    DeliveryReport report = mail.report();
    if (report == null || !report.failed()) {
      return;
    }
    Optional<String> effect =
        Stream.concat(report.messageIds().stream(), mail.references().stream())
            .filter(ids::ours)
            .flatMap(id -> outbox.effect(ids.effectOf(id)).stream())
            .findFirst();
    Optional<Returned> returned =
        effect
            .map(sent -> new Returned(sent, null, report.receivers()))
            .or(
                () ->
                    Stream.concat(
                            report.references().stream(), Reference.allIn(mail.subject()).stream())
                        .findFirst()
                        .map(reference -> new Returned(null, reference, report.receivers())));
    Optional<String> known = returned.flatMap(desk::returned).or(() -> effect);
    known.ifPresent(outbox::returned);
    LOG.info("event=bounce outcome={}", known.isPresent() ? "ours" : "unknown");
  }

  /**
   * Whether a proven sender has been heard enough for today. What strangers write in that name does
   * not count, so that they keep nobody from being heard; what is not sent beyond the cap of all is
   * the answer. Twice that cap is heard: whoever goes on is a program, and every mail it writes may
   * cause two to people.
   */
  private boolean tooManyProven(Mailbox sender) {
    return seen.provenToday(sender) >= HEARD_FOR_ANSWERED * caps.toOneAddress();
  }

  /** Whether nobody's word is taken any more today who says to be this sender. */
  private boolean tooMany(Mailbox sender) {
    return seen.sentToday(sender) >= caps.toOneAddress()
        || seen.unprovenToday(sender) >= caps.toOneAddress()
        || seen.unprovenToday() >= caps.toUnproven();
  }

  /**
   * Ours is what bears a Message-ID of ours; where a server on the way replaced that, automatic
   * mail from the desk's address that bears a reference of ours. The address alone tells nothing:
   * people write from the same mailbox.
   */
  private boolean ours(IncomingMail mail) {
    Mailbox from = mail.from();
    return ids.ours(mail.messageId())
        || (mail.automatic()
            && !mail.bounce()
            && from != null
            && from.canonical().equals(servers.desk().canonical())
            && Reference.findIn(mail.subject()).isPresent());
  }

  /**
   * What the person says: of a new mail also the subject, of an answer the new text alone. A mail
   * that asks to confirm and is passed on is answered by nobody, which its subject tells.
   */
  private static String said(IncomingMail mail, @Nullable Reference answered) {
    boolean confirms = answered != null && answered.confirms();
    boolean passedOn = confirms && FORWARDED.matcher(mail.subject()).find();
    boolean answers =
        !passedOn
            && (!mail.references().isEmpty() || ANSWER_SUBJECT.matcher(mail.subject()).find());
    String reply = mail.reply().strip();
    if (confirms) {
      reply = withEveryNo(reply, mail.text());
    }
    if (answers || mail.subject().isBlank()) {
      return reply;
    }
    return (mail.subject().strip() + "\n" + reply).strip();
  }

  private static String withEveryNo(String reply, String text) {
    StringBuilder said = new StringBuilder(reply);
    SAYS_NO
        .matcher(text.substring(0, Math.min(text.length(), LONGEST_ANSWER)))
        .results()
        .map(line -> line.group(1))
        .filter(no -> !reply.contains(no))
        .forEach(no -> said.append('\n').append(no));
    return said.toString().strip();
  }

  /**
   * The reference that the mail answers: one that confirms, wherever it stands; else what the
   * person wrote or the thread bears; else that of the mail of ours which it answers; else the only
   * one in the quoted history. Among several quoted ones, as of a digest, nobody can tell which is
   * meant.
   */
  private Optional<Reference> answeredReference(IncomingMail mail) {
    List<Reference> written =
        Stream.of(mail.subject(), String.join(" ", mail.references()), mail.reply())
            .flatMap(text -> Reference.allIn(text).stream())
            .toList();
    List<Reference> anywhere = Reference.allIn(mail.text());
    return Stream.concat(written.stream(), anywhere.stream())
        .filter(Reference::confirms)
        .findFirst()
        .or(() -> written.stream().findFirst())
        .or(() -> ofTheThread(mail))
        .or(() -> anywhere.stream().findFirst().filter(only -> anywhere.size() == 1));
  }

  /**
   * The reference of the latest mail of ours in the thread that has one. Our answer to an answer
   * bears none; the mail before it may. What confirms is taken only where the mail answers the desk
   * itself, and says yes or no.
   */
  private Optional<Reference> ofTheThread(IncomingMail mail) {
    List<String> thread = mail.references();
    boolean decides =
        !thread.isEmpty()
            && ids.ours(thread.get(thread.size() - 1))
            && YES_OR_NO.matcher(mail.reply()).find();
    List<String> latestFirst = new ArrayList<>(thread);
    Collections.reverse(latestFirst);
    return latestFirst.stream()
        .filter(ids::ours)
        .distinct()
        .limit(MOST_OF_A_THREAD)
        .flatMap(id -> outbox.effect(ids.effectOf(id)).stream())
        .flatMap(
            effect ->
                Reference.findIn(effect)
                    .or(() -> decides ? desk.toConfirm(effect) : Optional.empty())
                    .stream())
        .findFirst();
  }

  /**
   * What the answer of the desk was about that this mail answers; nothing where it answers none.
   */
  private Context context(IncomingMail mail) {
    List<String> thread = mail.references();
    return thread.isEmpty()
        ? Context.NONE
        : contexts.read(ids.about(thread.get(thread.size() - 1), contexts.vocabulary()));
  }

  private boolean answersUnanswerable(IncomingMail mail) {
    return mail.references().stream().anyMatch(ids::ours)
        && unanswerable.effects().get().stream().map(ids::of).anyMatch(mail.references()::contains);
  }

  private static Disposition disposition(Reply reply, String said) {
    return switch (reply.kind()) {
      case ANSWER, JOIN, LEAVE, SMALLTALK, DONE -> Disposition.HANDLED;
      case CLARIFY -> said.isBlank() ? Disposition.LEFT : Disposition.HANDLED;
      case OUT_OF_SCOPE, CONCERN, ELSEWHERE -> Disposition.LEFT;
    };
  }

  private Message answer(
      IncomingMail mail, Mailbox sender, String name, Reply reply, List<String> about) {
    return Message.to(sender, "mail-answer:" + name, SUBJECT, body(reply))
        .inAnswerTo(new Answered(mail.messageId(), mail.references(), about));
  }

  /**
   * The reply as a mail. The lines before it are the same for every mail and longer than what a
   * list of mails or a lock screen shows.
   */
  private List<Block> body(Reply reply) {
    List<Block> body = new ArrayList<>();
    body.add(new Block.Paragraph("Thank you for writing to the Inclusion Desk."));
    body.add(
        new Block.Paragraph(
            "This answer was put together by a computer and sent at once; nobody has read your"
                + " message yet. Whatever the computer cannot deal with is left for the team to"
                + " read. You can write to the people behind the desk at any time: "
                + servers.team().value()));
    body.addAll(reply.body());
    if (!reply.choices().isEmpty()) {
      body.add(new Block.Bullets(reply.choices().stream().map(Choice::says).toList()));
    }
    return body;
  }
}

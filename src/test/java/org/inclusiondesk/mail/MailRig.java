package org.inclusiondesk.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.inclusiondesk.answers.KnowledgeBase;
import org.inclusiondesk.config.ShippedContent;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Enquiry;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.Rating;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Request;
import org.inclusiondesk.conversation.Returned;
import org.inclusiondesk.conversation.Utterance;
import org.inclusiondesk.desk.ContextWords;
import org.inclusiondesk.desk.Desk;
import org.inclusiondesk.mail.jakarta.MailParser;
import org.inclusiondesk.mail.jakarta.MimeWriter;
import org.inclusiondesk.mail.jakarta.ReportReader;
import org.inclusiondesk.mail.jakarta.SmtpCourier;
import org.inclusiondesk.outbox.Courier;
import org.inclusiondesk.outbox.Delivery;
import org.inclusiondesk.outbox.Dispatcher;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;
import org.inclusiondesk.testing.SettableClock;

/** A database, an outbox and a desk that answers as it is told, for the tests of mail. */
public final class MailRig implements AutoCloseable {
  public static final Mailbox DESK = new Mailbox("desk@icb.example");
  public static final Mailbox TEAM = new Mailbox("team@icb.example");

  /** Begins now, because mail servers stamp arrivals with the machine's time. */
  public final SettableClock clock = new SettableClock(Instant.now().toString());

  /** The words of the shipped content. */
  public static final ContextWords CONTEXTS =
      new ContextWords(
          new KnowledgeBase(ShippedContent.load().articles),
          ShippedContent.load().networks.stream()
              .map(network -> new Form.Network(network.id(), network.name()))
              .toList());

  /** Mails whose answers the gateway refuses. */
  Unanswerable unanswerable = Unanswerable.none();

  public final Database database;
  public final Lookup lookup;
  public final Outbox outbox;
  public final ToldDesk desk;
  public final MessageIds ids;
  private final FieldCipher cipher;

  /** Another process of the same desk, on the same database; the desk is one. */
  public MailRig(MailRig first, Path directory) {
    cipher = first.cipher;
    desk = first.desk;
    database = Database.open(directory.resolve("desk.db"));
    lookup = Lookup.in(database, cipher, new SecureRandom());
    outbox = new Outbox(database, cipher, clock);
    ids = new MessageIds(lookup, DESK);
  }

  public MailRig(Path directory) {
    cipher = new FieldCipher(FieldCipher.newKeySet());
    desk = new ToldDesk();
    database = Database.open(directory.resolve("desk.db"));
    lookup = Lookup.in(database, cipher, new SecureRandom());
    outbox = new Outbox(database, cipher, clock);
    ids = new MessageIds(lookup, DESK);
  }

  public MailServers servers(int imap, int smtp, Trust trust) {
    return new MailServers(
        ServerUrl.parse("imap://desk:secret@127.0.0.1:" + imap),
        ServerUrl.parse("smtp://127.0.0.1:" + smtp),
        DESK,
        TEAM,
        trust,
        EnvelopeSender.MAILBOX);
  }

  public Gateway gateway(Trust trust, Gateway.DailyCaps caps) {
    return gateway(servers(1, 1, trust), caps);
  }

  public Gateway gateway(MailServers servers, Gateway.DailyCaps caps) {
    return new Gateway(
        desk, CONTEXTS, outbox, database, lookup, servers, caps, unanswerable, clock);
  }

  /** The gateway at its work in a mailbox. */
  public MailRoom room(Inbox inbox, Gateway gateway) {
    return new MailRoom(inbox, gateway, database, lookup, clock);
  }

  /** The sender of a desk with this address, through these servers. */
  public SmtpCourier courier(MailServers servers) {
    Mailbox address = servers.desk();
    return new SmtpCourier(
        servers, new MimeWriter(address, new MessageIds(lookup, address), clock));
  }

  public Gateway gateway() {
    return gateway(new Trust.Inner(), Gateway.DailyCaps.USUAL);
  }

  /** What leaves the outbox now. */
  public List<Message> sent() {
    List<Message> sent = new ArrayList<>();
    Courier courier =
        new Courier() {
          @Override
          public boolean serves(Message message) {
            return true;
          }

          @Override
          public Delivery deliver(Message message) {
            sent.add(message);
            return new Delivery.Delivered();
          }
        };
    Dispatcher dispatcher = dispatcher(courier);
    while (dispatcher.dispatch() > 0) {}
    return sent;
  }

  public Dispatcher dispatcher(Courier courier) {
    return new Dispatcher(outbox, List.of(courier), Duration.ofDays(3), clock, new Random(1));
  }

  public static IncomingMail mail(String raw) {
    return new ReportReader(new MailParser()).apply(raw.replace("\n", "\r\n").getBytes(UTF_8));
  }

  /** A mail of a person, with a Message-ID unless the id is empty. */
  public static String raw(String from, String id, String subject, String text) {
    return "From: "
        + from
        + "\nTo: desk@icb.example\nSubject: "
        + subject
        + "\nDate: Fri, 20 Nov 2026 09:00:00 +0000\n"
        + (id.isEmpty() ? "" : "Message-ID: <" + id + "@client.example>\n")
        + "\n"
        + text
        + "\n";
  }

  @Override
  public void close() {
    database.close();
  }

  /** Keeps what it hears; each key's effect happens once, as the real desk promises. */
  public static final class ToldDesk implements Desk {
    public final List<Utterance> heard = new ArrayList<>();
    public final List<String> effects = new ArrayList<>();
    public Function<Utterance, Reply> answer = said -> Reply.of(Reply.Kind.JOIN, "Welcome.");

    @Override
    public synchronized Reply hear(Utterance utterance) {
      heard.add(utterance);
      if (!effects.contains(utterance.key())) {
        effects.add(utterance.key());
      }
      return answer.apply(utterance);
    }

    public final List<Returned> returned = new ArrayList<>();

    @Override
    public Optional<String> returned(Returned mail) {
      returned.add(mail);
      return Optional.ofNullable(mail.effect());
    }

    public final Map<String, Reference> tokens = new HashMap<>();

    @Override
    public Optional<Reference> toConfirm(String effect) {
      return Optional.ofNullable(tokens.get(effect));
    }

    @Override
    public Reply handOver(Enquiry enquiry) {
      throw new UnsupportedOperationException("no forms by mail");
    }

    @Override
    public Reply request(Request request) {
      throw new UnsupportedOperationException("no forms by mail");
    }

    @Override
    public Reply rate(Rating rating) {
      throw new UnsupportedOperationException("no buttons by mail");
    }
  }
}

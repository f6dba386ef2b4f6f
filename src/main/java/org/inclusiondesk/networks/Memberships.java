package org.inclusiondesk.networks;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.calendar.Quarter;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.conversation.Form.Wish;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Request;
import org.inclusiondesk.conversation.Returned;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.figures.Figure;
import org.inclusiondesk.networks.MembershipStore.Asked;
import org.inclusiondesk.networks.MembershipStore.Person;
import org.inclusiondesk.networks.MembershipStore.Session;
import org.inclusiondesk.networks.MembershipStore.Use;
import org.inclusiondesk.networks.MembershipStore.Waiting;
import org.inclusiondesk.outbox.Message;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.FieldCipher;
import org.inclusiondesk.store.Lookup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests to join or leave networks, whatever the channel, and routes them: at once where
 * the channel vouches for the sender, after a confirmation by mail otherwise. A request and the
 * mails that it causes are stored in one transaction. Safe for any number of threads, and for
 * several processes on one database.
 */
public final class Memberships {
  private static final Logger LOG = LoggerFactory.getLogger(Memberships.class);

  private static final String EFFECT = "request:";
  private static final String WITHDRAWAL = "no:";
  private static final String NETWORK = "network";
  private static final String TEAM = "team";
  private static final int WORTH_DAYS = 2;

  private final MembershipStore store;
  private final Networks networks;
  private final Mailbox team;
  private final RequestRules rules;
  private final MembershipWords words;
  private final Clock clock;
  private final SecureRandom random;

  /**
   * @param team whose people get each request as well
   * @param site where the desk's pages are, without a slash at the end
   */
  public Memberships(
      Database database,
      FieldCipher cipher,
      Lookup lookup,
      Outbox outbox,
      Networks networks,
      Mailbox team,
      URI site,
      RequestRules rules,
      Clock clock,
      SecureRandom random) {
    this.store = new MembershipStore(database, cipher, lookup, outbox, clock);
    this.networks = networks;
    this.team = team;
    this.rules = rules;
    this.words = new MembershipWords(networks, team, site);
    this.clock = clock;
    this.random = random;
  }

  /**
   * Takes a request. The same key acts once; a person has at most one open request for each network
   * and is told the same reference when asking again. To leave replaces an open request to join,
   * and the reverse, and the network learns of both.
   *
   * @return what happened; to somebody whose address nothing vouches for always the same, whatever
   *     is stored about that address
   */
  public Reply request(Request request) {
    List<Network> wanted =
        networks.all().stream()
            .filter(network -> request.networks().contains(network.id()))
            .toList();
    if (wanted.size() < request.networks().size()) {
      return Reply.of(Reply.Kind.CLARIFY, words.whichNetwork());
    }
    Speaker speaker = request.speaker();
    Mailbox mailbox = speaker.mailbox();
    if (mailbox == null) {
      throw new IllegalArgumentException("a request says where its sender gets mail");
    }
    Person person = new Person(speaker.plainName(), mailbox);
    return speaker.proven()
        ? routeAtOnce(request.key(), request.wish(), wanted, person)
        : askToConfirm(request.key(), request.wish(), wanted, mailbox);
  }

  /**
   * Routes what a confirmation stands for, once.
   *
   * @param key the same key means the same utterance delivered again, and gets the same reply
   * @param name as whoever confirms writes it; null where the channel knows none. A name that came
   *     with the request is nobody's own word and goes nowhere.
   * @return what happened; the same whether the confirmation is unknown, used, or too old
   */
  public Reply confirm(Reference reference, String key, @Nullable String name) {
    LocalDate today = London.today(clock);
    List<Stored.Routed> routed =
        store.write(
            session -> {
              closeOld(session, today);
              Optional<Asked> asked =
                  session.asked(reference, key, today.minusDays(RequestRules.CONFIRM_DAYS));
              return asked
                  .map(found -> confirm(session, found, key, Speaker.plainName(name), today))
                  .orElse(List.of());
            });
    LOG.info("event=confirmation outcome={} count={}", outcome(routed), routed.size());
    return routed.isEmpty() ? Reply.of(Reply.Kind.CLARIFY, words.notToConfirm()) : passedOn(routed);
  }

  /**
   * Makes a confirmation worthless, because whoever got its mail did not ask, and sees to it that
   * for some days no other mail asks about the same networks. Once it has been used there is
   * nothing to take back: what was passed on, people have read.
   *
   * @param key the same key means the same utterance delivered again, and gets the same reply
   * @return what happened; the same whether the confirmation is unknown, used, or too old, and then
   *     {@link Reply.Kind#OUT_OF_SCOPE}, because something may have been passed on against
   *     somebody's will and people have to look
   */
  public Reply withdraw(Reference reference, String key) {
    String withdrawal = WITHDRAWAL + key;
    LocalDate today = London.today(clock);
    LocalDate since = today.minusDays(RequestRules.CONFIRM_DAYS);
    boolean withdrawn =
        store.write(
            session -> {
              Optional<Asked> asked =
                  session
                      .asked(reference, withdrawal, since)
                      .filter(found -> found.use() != Use.BY_ANOTHER);
              asked.ifPresent(
                  found -> {
                    session.rest(
                        found.mailbox(),
                        found.networks(),
                        today.plusDays(RequestRules.CONFIRM_DAYS));
                    session.withdraw(found.id(), withdrawal);
                  });
              return asked.isPresent();
            });
    LOG.info("event=confirmation outcome={}", withdrawn ? "withdrawn" : "nothing");
    return withdrawn
        ? Reply.of(Reply.Kind.DONE, words.withdrawn())
        : Reply.of(Reply.Kind.OUT_OF_SCOPE, words.notToWithdraw());
  }

  /**
   * The token of the mail of this effect; nothing where that asked nobody to confirm, or the token
   * was used.
   */
  public Optional<Reference> toConfirm(String effect) {
    return store.read(session -> session.mailedToken(effect));
  }

  /** What is said to an answer that neither confirms nor refuses, whatever it answers. */
  public List<Block> neither() {
    return words.neither();
  }

  /**
   * Sees to a routed request that did not reach its receiver: where it is the network's copy, the
   * team is told, once. The team's own copy is not touched by that. Of a mail that asked to confirm
   * and did not reach the address that somebody gave, nobody is told.
   *
   * @return the effect of the mail; nothing where it was none of a request that is stored
   */
  public Optional<String> returned(Returned mail) {
    Reference token = mail.reference();
    if (token != null && token.confirms()) {
      return store.read(session -> session.mailOf(token));
    }
    return store.write(
        session -> {
          Optional<Stored.Routed> request =
              Optional.ofNullable(mail.reference())
                  .or(() -> referenceIn(mail.effect()))
                  .flatMap(session::routed);
          Optional<String> effect = request.flatMap(one -> copy(one, mail));
          request
              .filter(one -> effect.filter(effect(one, NETWORK)::equals).isPresent())
              .flatMap(this::undelivered)
              .ifPresent(session::send);
          return effect;
        });
  }

  private static Optional<Reference> referenceIn(@Nullable String effect) {
    return Optional.ofNullable(effect)
        .filter(text -> text.startsWith(EFFECT))
        .flatMap(Reference::findIn);
  }

  /** Which copy it was; where nothing tells, the network's, because nobody else misses that one. */
  private Optional<String> copy(Stored.Routed request, Returned mail) {
    if (mail.effect() != null) {
      return Optional.of(mail.effect());
    }
    Optional<Mailbox> network = networks.find(request.network()).map(Network::mailbox);
    if (mail.receivers().isEmpty() || network.filter(mail::names).isPresent()) {
      return Optional.of(effect(request, NETWORK));
    }
    return mail.names(team) ? Optional.of(effect(request, TEAM)) : Optional.empty();
  }

  /**
   * Whether a mail of this sender under this reference is not for the desk: the reference is not
   * that of a routed request which this very sender made. A network's "I have added her" is then no
   * request to be added, and neither is it once the request has been erased.
   *
   * @param sender as the mail says, proven or not; null where nobody can be read
   */
  public boolean isAnothers(Reference reference, @Nullable Mailbox sender) {
    return store
        .read(session -> session.routed(reference))
        .filter(
            request ->
                sender != null
                    && !readBy(request, sender)
                    && request.address().canonical().equals(sender.canonical()))
        .isEmpty();
  }

  /** Whether the request of this reference went to this mailbox. */
  public boolean wentTo(Mailbox mailbox, Reference reference) {
    return store
        .read(session -> session.routed(reference))
        .filter(request -> readBy(request, mailbox))
        .isPresent();
  }

  /** What is told to those whose answer to a request came to the desk. Names nobody. */
  public List<Block> notPassedOn() {
    return words.notPassedOn();
  }

  private boolean readBy(Stored.Routed request, Mailbox mailbox) {
    return Stream.concat(
            Stream.of(team), networks.find(request.network()).map(Network::mailbox).stream())
        .anyMatch(reader -> reader.canonical().equals(mailbox.canonical()));
  }

  /** What became of the copies of a request. */
  public Copies copies(Stored.Routed request) {
    return store.read(
        session ->
            new Copies(
                session.fate(effect(request, NETWORK)).orElse(null),
                session.fate(effect(request, TEAM)).orElse(null)));
  }

  /** What is stored about a mailbox. */
  public Stored show(Mailbox mailbox) {
    return store.read(session -> session.stored(mailbox));
  }

  /**
   * Erases what is stored about a mailbox, and takes back what waits to be sent to it or about it.
   * Counts stay: they name nobody.
   *
   * @return how many entries there were
   */
  public int erase(Mailbox mailbox) {
    int erased = store.write(session -> session.erase(mailbox));
    LOG.info("event=person outcome=erased count={}", erased);
    return erased;
  }

  /**
   * Erases what has been kept for as long as the rules say, and confirmations that can no longer be
   * used. For a daily job; doing it again does no harm.
   *
   * @return how many entries there were
   */
  public int eraseOld() {
    LocalDate today = London.today(clock);
    int erased =
        store.write(
            session ->
                session.eraseOld(
                    today,
                    today.minusDays(RequestRules.CONFIRM_DAYS),
                    today.minusDays(rules.keepDays())));
    LOG.info("event=retention outcome=erased count={}", erased);
    return erased;
  }

  /**
   * How many asked to join and to leave a network in a quarter, as it may be shown.
   *
   * @return a figure for each wish; withheld where the quarter is not over, since a running total
   *     shows each day what is new
   */
  public Map<Wish, Figure> figures(NetworkId network, Quarter quarter) {
    Map<Wish, Figure> figures = new EnumMap<>(Wish.class);
    if (quarter.isClosedOn(London.today(clock))) {
      Map<Wish, Integer> counts = store.read(session -> session.counts(network, quarter));
      for (Wish wish : Wish.values()) {
        figures.put(wish, Figure.of(counts.getOrDefault(wish, 0)));
      }
    } else {
      for (Wish wish : Wish.values()) {
        figures.put(wish, new Figure.Withheld());
      }
    }
    return figures;
  }

  private Reply routeAtOnce(String key, Wish wish, List<Network> wanted, Person person) {
    LocalDate today = London.today(clock);
    List<Stored.Routed> routed =
        store.write(
            session -> {
              closeOld(session, today);
              return session.take(key, today)
                  ? route(session, wish, wanted, person, today)
                  : openOnes(session, wish, wanted, person);
            });
    LOG.info("event=request outcome={} count={}", outcome(routed), routed.size());
    return routed.isEmpty() ? Reply.of(Reply.Kind.DONE, words.dealtWith()) : passedOn(routed);
  }

  private Reply askToConfirm(String key, Wish wish, List<Network> wanted, Mailbox mailbox) {
    LocalDate today = London.today(clock);
    boolean sending =
        store.write(
            session -> {
              if (session.hasTaken(key)) {
                return true;
              }
              if (session.unconfirmed(today) >= rules.unconfirmedInAllPerDay()) {
                return false;
              }
              session.take(key, today);
              askOnceADay(session, wish, wanted, mailbox, today);
              return true;
            });
    if (!sending) {
      LOG.warn("event=request outcome=too-many-unconfirmed");
      return Reply.of(Reply.Kind.OUT_OF_SCOPE, words.tooMany());
    }
    LOG.info("event=request outcome=unconfirmed");
    return Reply.of(Reply.Kind.CLARIFY, words.checkYourMail());
  }

  /**
   * What waits already is asked for by the same token, so that asking again spoils nothing and
   * there is one to use; the opposite wish takes its place, and so does a new token where the days
   * of the old one run out. A person gets one mail a day about a network, whatever is wished, and
   * until that has left, what waits goes on waiting.
   */
  private void askOnceADay(
      Session session, Wish wish, List<Network> wanted, Mailbox mailbox, LocalDate today) {
    Set<NetworkId> left = new LinkedHashSet<>();
    wanted.stream()
        .map(Network::id)
        .filter(network -> !session.rests(mailbox, network, today))
        .forEach(left::add);
    for (Waiting waiting : session.waiting(mailbox, today.minusDays(RequestRules.CONFIRM_DAYS))) {
      Reference token = waiting.token();
      if (waiting.wish() == wish
          && token != null
          && lasts(waiting, today)
          && left.removeAll(waiting.networks())) {
        mailAgain(session, waiting, token, mailbox, today);
      }
    }
    if (left.isEmpty() || isFull(session, mailbox)) {
      return;
    }
    session.drop(mailbox, left);
    Reference token = Reference.toConfirm(random);
    long id = session.ask(token, mailbox, wish, left, today);
    mail(session, new Waiting(id, token, wish, List.copyOf(left), today, today), token, mailbox);
  }

  /** Whether a token can be used for so long that it is worth another mail. */
  private static boolean lasts(Waiting waiting, LocalDate today) {
    return !waiting.day().plusDays(RequestRules.CONFIRM_DAYS).isBefore(today.plusDays(WORTH_DAYS));
  }

  private void mailAgain(
      Session session, Waiting waiting, Reference token, Mailbox mailbox, LocalDate today) {
    if (waiting.mailed().isBefore(today) && !isFull(session, mailbox)) {
      session.mailAgain(waiting.id(), today);
      mail(session, waiting.on(today), token, mailbox);
    }
  }

  private boolean isFull(Session session, Mailbox mailbox) {
    return session.mailsToday(mailbox) >= rules.mailsToOnePerDay();
  }

  private void mail(Session session, Waiting waiting, Reference token, Mailbox mailbox) {
    session.rest(mailbox, waiting.networks(), waiting.mailed());
    session.countMail(waiting.mailed());
    session.sendCounted(
        Message.to(
            mailbox,
            session.mailOf(token).orElseThrow(),
            MembershipWords.confirmSubject(token),
            words.confirm(
                token,
                waiting.wish(),
                these(waiting.networks()),
                waiting.day().plusDays(RequestRules.CONFIRM_DAYS))));
  }

  /** In the order of the configuration; one that is no longer there is left out. */
  private List<Network> these(List<NetworkId> ids) {
    return networks.all().stream().filter(network -> ids.contains(network.id())).toList();
  }

  private List<Stored.Routed> confirm(
      Session session, Asked asked, String key, @Nullable String name, LocalDate today) {
    if (asked.use() == Use.BY_THE_SAME_KEY) {
      return session.confirmedBy(asked.id());
    }
    if (asked.use() == Use.BY_ANOTHER) {
      return List.of();
    }
    session.use(asked, key);
    List<Network> wanted = these(asked.networks());
    List<Stored.Routed> routed =
        route(session, asked.wish(), wanted, new Person(name, asked.mailbox()), today);
    routed.forEach(request -> session.link(request.reference(), asked.id()));
    return routed;
  }

  private List<Stored.Routed> route(
      Session session, Wish wish, List<Network> wanted, Person person, LocalDate today) {
    List<Stored.Routed> routed = new ArrayList<>();
    for (Network network : wanted) {
      Optional<Stored.Routed> open = session.open(person.mailbox(), network.id());
      routed.add(
          open.filter(request -> request.wish() == wish)
              .orElseGet(() -> routeOne(session, wish, network, person, today, open)));
    }
    return routed;
  }

  private Stored.Routed routeOne(
      Session session,
      Wish wish,
      Network network,
      Person person,
      LocalDate today,
      Optional<Stored.Routed> replaced) {
    replaced.ifPresent(before -> session.close(before.reference()));
    Stored.Routed request =
        new Stored.Routed(
            Reference.toQuote(random),
            wish,
            network.id(),
            today,
            true,
            person.name(),
            person.mailbox());
    session.route(request);
    Message copy = copy(request, replaced, network.mailbox(), NETWORK);
    session.send(undelivered(request).map(copy::orElse).orElse(copy));
    if (!isTeams(network)) {
      session.send(copy(request, replaced, team, TEAM));
    }
    return request;
  }

  /**
   * Tells the team that the network's copy did not arrive, however that came out; nothing where the
   * network's mailbox is the team's, or there is no such network any more.
   */
  private Optional<Message> undelivered(Stored.Routed request) {
    return networks
        .find(request.network())
        .filter(network -> !isTeams(network))
        .map(
            network ->
                Message.to(
                    team,
                    effect(request, "undelivered"),
                    MembershipWords.undeliveredSubject(request.reference()),
                    MembershipWords.undelivered(request, network)));
  }

  private boolean isTeams(Network network) {
    return team.canonical().equals(network.mailbox().canonical());
  }

  private static String effect(Stored.Routed request, String what) {
    return EFFECT + request.reference().value() + ":" + what;
  }

  private Message copy(
      Stored.Routed request, Optional<Stored.Routed> replaced, Mailbox to, String role) {
    return Message.to(
            to,
            effect(request, role),
            MembershipWords.routedSubject(request.reference()),
            words.routed(request, replaced.stream().toList()))
        .withRepliesTo(request.address());
  }

  private static List<Stored.Routed> openOnes(
      Session session, Wish wish, List<Network> wanted, Person person) {
    return wanted.stream()
        .flatMap(network -> session.open(person.mailbox(), network.id()).stream())
        .filter(request -> request.wish() == wish)
        .toList();
  }

  private void closeOld(Session session, LocalDate today) {
    session.closeUntil(today.minusDays(rules.openDays()));
  }

  private Reply passedOn(List<Stored.Routed> routed) {
    List<Stored.Routed> named =
        routed.stream().filter(one -> networks.find(one.network()).isPresent()).toList();
    return Reply.of(Reply.Kind.DONE, words.passedOn(named))
        .withNetworks(named.stream().map(Stored.Routed::network).toList());
  }

  private static String outcome(List<Stored.Routed> routed) {
    return routed.isEmpty() ? "nothing" : "routed";
  }
}

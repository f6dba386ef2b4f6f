package org.inclusiondesk.app;

import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.inclusiondesk.calendar.BankHolidays;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.calendar.WorkingDays;
import org.inclusiondesk.config.Configuration;
import org.inclusiondesk.config.Secret;
import org.inclusiondesk.config.Settings;
import org.inclusiondesk.demo.InnerMailServer;
import org.inclusiondesk.demo.TryItPage;
import org.inclusiondesk.desk.Desk;
import org.inclusiondesk.desk.FrontDesk;
import org.inclusiondesk.desk.Talk;
import org.inclusiondesk.mail.AccessTokens;
import org.inclusiondesk.mail.ClientCertificate;
import org.inclusiondesk.mail.EnvelopeSender;
import org.inclusiondesk.mail.Gateway;
import org.inclusiondesk.mail.MailFault;
import org.inclusiondesk.mail.MailRoom;
import org.inclusiondesk.mail.MailServers;
import org.inclusiondesk.mail.MessageIds;
import org.inclusiondesk.mail.ServerUrl;
import org.inclusiondesk.mail.Trust;
import org.inclusiondesk.mail.Unanswerable;
import org.inclusiondesk.mail.jakarta.ImapMailbox;
import org.inclusiondesk.mail.jakarta.MailParser;
import org.inclusiondesk.mail.jakarta.MimeWriter;
import org.inclusiondesk.mail.jakarta.ReportReader;
import org.inclusiondesk.mail.jakarta.SmtpCourier;
import org.inclusiondesk.outbox.Dispatcher;
import org.inclusiondesk.outbox.Message.Channel;
import org.inclusiondesk.outbox.Outbox;
import org.inclusiondesk.outbox.Pace;
import org.inclusiondesk.speakup.CaseDesk;
import org.inclusiondesk.speakup.ConcernStore;
import org.inclusiondesk.speakup.DemoGuardians;
import org.inclusiondesk.speakup.Intake;
import org.inclusiondesk.speakup.KeySet;
import org.inclusiondesk.speakup.Notices;
import org.inclusiondesk.speakup.ReporterDesk;
import org.inclusiondesk.speakup.SealedExchange;
import org.inclusiondesk.speakup.SealedIntake;
import org.inclusiondesk.speakup.SpeakUpSettings.Code;
import org.inclusiondesk.store.Database;
import org.inclusiondesk.store.Lookup;
import org.inclusiondesk.teams.Cards;
import org.inclusiondesk.teams.ChatCourier;
import org.inclusiondesk.teams.ConcernDialog;
import org.inclusiondesk.teams.Connector;
import org.inclusiondesk.teams.DeskBot;
import org.inclusiondesk.teams.MessagesEndpoint;
import org.inclusiondesk.teams.TeamsSettings;
import org.inclusiondesk.web.ConfirmPages;
import org.inclusiondesk.web.GuardianPages;
import org.inclusiondesk.web.OpenIdSignIn;
import org.inclusiondesk.web.Pages;
import org.inclusiondesk.web.ReturnPages;
import org.inclusiondesk.web.SealedPages;
import org.inclusiondesk.web.SitePages;
import org.inclusiondesk.web.SpeakUpPages;
import org.inclusiondesk.web.Turnstiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole object graph of the service, on one page. */
final class App implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(App.class);
  private static final Duration DISPATCH = Duration.ofMillis(250);
  private static final Duration BREATH = Duration.ofMillis(100);
  private static final Duration LOOK_AT_MAIL_ROOM = Duration.ofSeconds(10);
  private static final Duration LOOK_AT_INNER_MAIL = Duration.ofSeconds(1);

  private final Configuration configuration;
  private final Settings settings;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private int port;

  App(Configuration configuration, Clock clock) {
    this.configuration = configuration;
    this.settings = configuration.settings();
    this.clock = clock;
  }

  /**
   * Wires everything and begins to serve.
   *
   * @throws StartFault or another fault whose message says what to mend; {@link #close} is still
   *     due
   */
  void start() {
    port = settings.http().port() == 0 ? freePort() : settings.http().port();
    Meanings meanings = Meanings.load(settings.dataDir());
    CompletableFuture<Talk> talk =
        CompletableFuture.supplyAsync(() -> Talks.of(configuration, meanings, publicUrl(), clock));
    List<Consumer<JavalinDefaultRoutingApi>> routes = new ArrayList<>();
    Health health = new Health();

    Core core = Core.open(configuration, publicUrl(), clock, random);
    open.push(core);
    Database database = core.database();
    Lookup lookup = core.lookup();
    Outbox outbox = core.outbox();
    ServeLock lock = ServeLock.take(settings.dataDir());
    open.push(lock);
    if (lock.alone()) {
      outbox.endLeases();
    }
    health.with("store", () -> database.read(handle -> Health.OK));

    KeySet keys = guardians();
    ConcernStore concerns = new ConcernStore(settings.dataDir().resolve("concerns.db"));
    concerns.prepare();
    Intake intake = new SealedIntake(concerns, keys, clock, random);
    health.with("concerns", () -> concerns.isWritable() ? Health.OK : "not writable");

    Notices notices =
        new Notices(
            keys,
            configuration.speakUp().noticing(),
            concerns,
            new WorkingDays(new BankHolidays(settings.extraBankHolidays())),
            outbox,
            publicUrl().resolve("/guardian").toString(),
            clock);

    Desk desk =
        new FrontDesk(
            Meanings.joined(talk),
            core.memberships(),
            core.matters(),
            core.handovers(),
            core.networks(),
            core.feedback());

    TeamsSettings teams = teams();
    Connector connector = new Connector(teams, clock);
    open.push(connector);
    Cards cards = new Cards(publicUrl(), settings.mail().team());
    MessagesEndpoint messages =
        new MessagesEndpoint(
            teams,
            connector,
            new DeskBot(
                desk,
                new ConcernDialog(
                    intake, configuration.speakUp().guidance(), keys.guardians(), cards),
                connector,
                cards,
                lookup.of("cards", "signature"),
                clock));
    open.push(messages);
    routes.add(messages::addTo);

    InnerMailServer inner = innerMailServer();
    MailServers servers = mailServers(inner);
    Gateway gateway =
        new Gateway(
            desk,
            Talks.contextWords(configuration),
            outbox,
            database,
            lookup,
            servers,
            new Gateway.DailyCaps(
                settings.mail().dailyToOneAddress(), settings.mail().dailyInAll()),
            new Unanswerable(notices::effects, Notices.refusal()),
            clock);
    MailRoom mailRoom =
        new MailRoom(
            new ImapMailbox(
                servers.incoming(), servers.tokens(), new ReportReader(new MailParser())),
            gateway,
            database,
            lookup,
            Duration.ofMinutes(settings.mail().alarmAfterMinutes()),
            clock);
    open.push(mailRoom);
    health.with("mail", () -> how(mailRoom));
    AccessTokens tokens = servers.tokens();
    if (tokens != null) {
      health.with("mail-tokens", () -> how(tokens.state()));
    }
    Duration patience = Duration.ofDays(settings.mail().giveUpAfterDays());
    SmtpCourier smtp =
        new SmtpCourier(
            servers, new MimeWriter(servers.desk(), new MessageIds(lookup, servers.desk()), clock));
    open.push(smtp::rest);
    Pace pace =
        inner == null ? Pace.perMinute(settings.mail().perMinute(), clock) : Pace.unlimited();
    Dispatcher mails =
        new Dispatcher(outbox, Set.of(Channel.MAIL), pace, List.of(smtp), patience, clock, random);
    Dispatcher chats =
        new Dispatcher(
            outbox,
            Set.of(Channel.CHAT),
            Pace.unlimited(),
            List.of(new ChatCourier(connector, cards)),
            patience,
            clock,
            random);

    Pages pages = new Pages();
    routes.add(new ConfirmPages(core.memberships(), pages, random)::addTo);
    Turnstiles turnstiles = new Turnstiles();
    routes.add(
        new SpeakUpPages(intake, keys, configuration.speakUp().guidance(), pages, turnstiles)
            ::addTo);
    List<Code> answers = configuration.speakUp().codeLists().feedback();
    routes.add(
        new ReturnPages(
                new ReporterDesk(concerns, keys, answers, clock, random),
                keys,
                configuration.speakUp().guidance(),
                answers,
                pages,
                turnstiles)
            ::addTo);
    routes.add(
        new SealedPages(new SealedExchange(concerns, keys, answers, clock, random), turnstiles)
            ::addTo);
    guardianPages(concerns, keys, pages).ifPresent(room -> routes.add(room::addTo));
    routes.add(
        new SitePages(
                pages,
                new SitePages.About(
                    settings.organisation(),
                    settings.mail().team(),
                    settings.requests().keepDays()))
            ::addTo);
    routes.add(health::addTo);
    Metrics metrics = new Metrics(outbox, mailRoom, servers.tokens(), mailCertificate(), clock);
    if (settings.production()) {
      HttpServer apart =
          new HttpServer("127.0.0.1", settings.http().metricsPort(), List.of(metrics::addTo));
      open.push(apart);
      apart.start();
    } else {
      routes.add(metrics::addTo);
      TryItPage page = new TryItPage(settings.mail().address(), inner, clock);
      routes.add(page::addTo);
    }

    meanings.ready();
    HttpServer http = new HttpServer(settings.http().bind(), port, routes);
    open.push(http);
    http.start();

    Rounds rounds = new Rounds(5);
    open.push(rounds);
    open.push(mailRoom::stopWaiting);
    rounds.every(DISPATCH, "outbox-mail", () -> dispatchAll(mails));
    rounds.every(DISPATCH, "outbox-chat", () -> dispatchAll(chats));
    Duration pause =
        inner == null ? Duration.ofSeconds(settings.mail().pollSeconds()) : LOOK_AT_INNER_MAIL;
    rounds.every(BREATH, "mail", () -> mailRoom.stay(pause));
    rounds.every(LOOK_AT_MAIL_ROOM, "mail-watch", mailRoom::watch);
    rounds.every(Duration.ofMinutes(1), "digests", core.digests()::sendDue);
    rounds.every(Duration.ofMinutes(1), "handovers", core.handovers()::sendWeekly);
    rounds.every(Duration.ofHours(1), "retention", core::eraseOld);
    rounds.every(Duration.ofMinutes(1), "concerns", concerns::tidy);
    rounds.every(Duration.ofMinutes(1), "reminders", notices::sendDue);
    rounds.every(
        Duration.ofHours(1),
        "concern-retention",
        () -> concerns.removeKeptUntilBefore(YearMonth.from(London.today(clock))));
    LOG.info(
        "event=start mode={} config={}",
        settings.production() ? "production" : "embedded",
        configuration.origin());
  }

  /** How people on this machine reach it. */
  String address() {
    return "http://localhost:" + port;
  }

  /** The port it serves on. */
  int port() {
    return port;
  }

  /** Stops everything, the last opened first; what fails to stop does not keep the rest. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception fault) {
        LOG.warn("event=stop outcome=fault class={}", fault.getClass().getName());
      }
    }
  }

  private URI publicUrl() {
    URI configured = settings.http().publicUrl();
    return configured == null ? URI.create(address()) : configured;
  }

  /** The guardian's desk; none in production without an issuer to sign in at. */
  private Optional<GuardianPages> guardianPages(ConcernStore concerns, KeySet keys, Pages pages) {
    CaseDesk desk =
        new CaseDesk(
            concerns,
            keys,
            configuration.speakUp().codeLists(),
            configuration.speakUp().retention(),
            clock);
    Settings.SignIn signIn = settings.signIn();
    if (signIn != null) {
      OpenIdSignIn.Client client =
          new OpenIdSignIn.Client(
              signIn.issuer(),
              signIn.clientId(),
              signIn.secret()::reveal,
              signIn.claim(),
              publicUrl());
      return Optional.of(
          GuardianPages.withIssuer(
              desk,
              keys,
              new OpenIdSignIn(client, keys, clock),
              "https".equals(publicUrl().getScheme()),
              pages,
              clock,
              random));
    }
    if (settings.production() || configuration.speakUp().keys() != null) {
      return Optional.empty();
    }
    try {
      String passphrase = Files.readString(demoGuardians().passphraseFile()).strip();
      return Optional.of(GuardianPages.tryingOut(desk, keys, passphrase, pages, clock, random));
    } catch (IOException fault) {
      throw new StartFault(
          "The passphrase of the demonstration guardians cannot be read. Check the rights of"
              + " DATA_DIR.");
    }
  }

  private KeySet guardians() {
    KeySet configured = configuration.speakUp().keys();
    if (configured != null) {
      return configured;
    }
    DemoGuardians.Demo demo = demoGuardians();
    LOG.info("event=demo-guardians keys={} passphrase={}", demo.keyFiles(), demo.passphraseFile());
    return demo.keys();
  }

  private DemoGuardians.Demo demoGuardians() {
    try {
      return DemoGuardians.ensure(settings.dataDir());
    } catch (IllegalStateException unfit) {
      throw new StartFault(String.valueOf(unfit.getMessage()));
    } catch (UncheckedIOException fault) {
      throw new StartFault(
          "The demonstration guardians' files in "
              + settings.dataDir()
              + " cannot be read or written. Check the rights of DATA_DIR and its free space.");
    }
  }

  private TeamsSettings teams() {
    Settings.Bot bot = settings.bot();
    return bot == null
        ? TeamsSettings.tryingOut()
        : TeamsSettings.of(
            bot.appId(),
            bot.tenantId(),
            bot.password()::reveal,
            bot.openIdMetadata(),
            bot.tokenEndpoint());
  }

  private @Nullable InnerMailServer innerMailServer() {
    if (!settings.mail().inner()) {
      return null;
    }
    InnerMailServer server =
        new InnerMailServer(
            settings.mail().address(),
            settings.mail().innerSmtpPort(),
            settings.mail().innerImapPort(),
            random);
    try {
      server.start();
    } catch (IllegalStateException taken) {
      throw new StartFault(String.valueOf(taken.getMessage()));
    }
    open.push(server);
    return server;
  }

  private MailServers mailServers(@Nullable InnerMailServer inner) {
    Settings.Mail mail = settings.mail();
    EnvelopeSender sender =
        mail.nullEnvelopeSender() ? EnvelopeSender.NULL : EnvelopeSender.MAILBOX;
    if (inner != null) {
      return new MailServers(
          ServerUrl.parse(inner.imapUrl(mail.address()).toString()),
          ServerUrl.parse(inner.smtpUrl().toString()),
          mail.address(),
          mail.team(),
          new Trust.Inner(),
          sender);
    }
    return new MailServers(
        Objects.requireNonNull(mail.incoming()),
        Objects.requireNonNull(mail.outgoing()),
        mail.address(),
        mail.team(),
        trust(mail),
        sender,
        tokens(mail.tokens()));
  }

  private @Nullable ClientCertificate mailCertificate() {
    Settings.Tokens tokens = settings.mail().tokens();
    return tokens == null ? null : tokens.certificate();
  }

  private @Nullable AccessTokens tokens(Settings.@Nullable Tokens tokens) {
    if (tokens == null) {
      return null;
    }
    Secret secret = tokens.secret();
    return new AccessTokens(
        new AccessTokens.Client(
            tokens.endpoint(),
            tokens.clientId(),
            secret == null ? null : secret::reveal,
            tokens.certificate(),
            tokens.scope()),
        clock);
  }

  private static Trust trust(Settings.Mail mail) {
    return switch (mail.trust()) {
      case NONE -> new Trust.None();
      case AUTHSERV_ID -> new Trust.AuthservId(String.valueOf(mail.authservId()));
      case EXCHANGE_ONLINE -> new Trust.ExchangeOnline();
    };
  }

  private static String how(MailRoom mailRoom) {
    MailFault.Reason failing = mailRoom.state().failing();
    if (failing != null) {
      return failing.word();
    }
    return mailRoom.away() ? "silent" : Health.OK;
  }

  private static String how(AccessTokens.State tokens) {
    return switch (tokens) {
      case OK -> Health.OK;
      case REFUSED -> "refused";
      case UNREACHABLE -> "unreachable";
    };
  }

  private static void dispatchAll(Dispatcher dispatcher) {
    while (dispatcher.dispatch() > 0) {
      // The next batch.
    }
  }

  private int freePort() {
    try (ServerSocket free =
        new ServerSocket(0, 1, InetAddress.getByName(settings.http().bind()))) {
      return free.getLocalPort();
    } catch (IOException none) {
      throw new StartFault("No free port was found. Set PORT.");
    }
  }
}

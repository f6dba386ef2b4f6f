package org.inclusiondesk.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.inclusiondesk.config.Settings.Bot;
import org.inclusiondesk.config.Settings.Http;
import org.inclusiondesk.config.Settings.Mail;
import org.inclusiondesk.config.Settings.Requests;
import org.inclusiondesk.config.Settings.SignIn;
import org.inclusiondesk.config.Settings.Tokens;
import org.inclusiondesk.config.Settings.Trust;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.mail.ClientCertificate;
import org.inclusiondesk.mail.ServerUrl;
import org.jspecify.annotations.Nullable;

/** Reads {@code desk.yaml} and the environment. */
final class SettingsLoader {
  private static final String ENVIRONMENT = "environment";
  private static final String EXCHANGE_ONLINE = "https://outlook.office365.com/.default";
  private static final int HTTP_PORT = 8080;
  private static final int METRICS_PORT = 9464;

  private static final Pattern IDENTIFIER = Pattern.compile("[0-9A-Za-z.-]{1,128}");
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(?i)localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");

  private final ConfigFiles files;
  private final Environment environment;
  private final List<Fault> faults;

  SettingsLoader(ConfigFiles files, Environment environment, List<Fault> faults) {
    this.files = files;
    this.environment = environment;
    this.faults = faults;
  }

  Settings load() {
    Section desk = Section.of(files.name("desk.yaml"), files.text("desk.yaml").orElse(""), faults);
    Bot bot = bot();
    Settings settings =
        new Settings(
            desk.text("organisation"),
            http(desk),
            Path.of(environment.text("DATA_DIR").orElse("data")),
            bot,
            mail(desk),
            requests(desk.section("requests")),
            desk.section("feedback").number("keepWeeks", 26, 520, 104),
            holidays(desk),
            environment.secret("DESK_FIELD_KEYS", faults).orElse(null),
            signIn());
    desk.finish();
    checkWhereItListens(settings);
    if (settings.production()) {
      checkProduction(settings);
    }
    return settings;
  }

  private Http http(Section desk) {
    return new Http(
        environment.text("DESK_BIND").orElse("127.0.0.1"),
        environment.port("PORT", HTTP_PORT, faults),
        environment.web("DESK_PUBLIC_URL", faults).orElse(null),
        desk.number("metricsPort", 0, 65535, METRICS_PORT));
  }

  private @Nullable Bot bot() {
    Optional<String> appId = identifier("MICROSOFT_APP_ID");
    Optional<String> tenant = identifier("MICROSOFT_TENANT_ID");
    Optional<Secret> password = environment.secret("MICROSOFT_PASSWORD", faults);
    Optional<URI> openId = encrypted("DESK_BOT_OPENID_URL");
    Optional<URI> token = encrypted("DESK_BOT_TOKEN_URL");
    if (appId.isEmpty()) {
      if (tenant.isPresent() || password.isPresent()) {
        fault(
            "MICROSOFT_APP_ID",
            "A tenant or a password is set, but no app id.",
            "Set MICROSOFT_APP_ID, or unset the others to try the desk out.");
      }
      return null;
    }
    if (tenant.isEmpty()) {
      fault(
          "MICROSOFT_TENANT_ID",
          "The app id has no tenant.",
          "Set it to the directory (tenant) id of the bot's registration.");
    }
    if (password.isEmpty()) {
      fault(
          "MICROSOFT_PASSWORD",
          "The app id has no client secret.",
          "Set it, or MICROSOFT_PASSWORD_FILE, to the secret of the bot's registration.");
    }
    return new Bot(
        appId.get(),
        tenant.orElse("?"),
        password.orElse(new Secret("?")),
        openId.orElse(null),
        token.orElse(null));
  }

  private @Nullable SignIn signIn() {
    Optional<URI> issuer = encrypted("DESK_OIDC_ISSUER");
    Optional<String> client = identifier("DESK_OIDC_CLIENT_ID");
    Optional<Secret> secret = environment.secret("DESK_OIDC_CLIENT_SECRET", faults);
    Optional<String> claim = environment.text("DESK_OIDC_CLAIM");
    if (issuer.isEmpty() && client.isEmpty() && secret.isEmpty() && claim.isEmpty()) {
      return null;
    }
    if (issuer.isEmpty() || client.isEmpty() || secret.isEmpty()) {
      fault(
          issuer.isEmpty()
              ? "DESK_OIDC_ISSUER"
              : client.isEmpty() ? "DESK_OIDC_CLIENT_ID" : "DESK_OIDC_CLIENT_SECRET",
          "Guardians can sign in only with an issuer, a client id and its secret.",
          "Set DESK_OIDC_ISSUER, DESK_OIDC_CLIENT_ID and DESK_OIDC_CLIENT_SECRET, or none.");
      return null;
    }
    return new SignIn(issuer.get(), client.get(), secret.get(), claim.orElse("email"));
  }

  /** An id as Microsoft gives them out; another text counts as set, and is a fault. */
  private Optional<String> identifier(String name) {
    Optional<String> id = environment.text(name);
    if (id.isPresent() && !IDENTIFIER.matcher(id.get()).matches()) {
      fault(name, "This is not an id.", "Set it to letters, digits, dots and hyphens alone.");
    }
    return id;
  }

  /** An address that keys or tokens come from: https, or this machine. */
  private Optional<URI> encrypted(String name) {
    Optional<URI> address = environment.web(name, faults);
    if (address.isPresent()
        && !"https".equals(address.get().getScheme())
        && !THIS_MACHINE.matcher(address.get().getHost()).matches()) {
      fault(name, "This address is not encrypted.", "Set it to an https address.");
    }
    return address;
  }

  private Mail mail(Section desk) {
    Section mail = desk.section("mail");
    Section inner = desk.section("innerMailServer");
    Mailbox address = mail.mailbox("address");
    Mailbox team = mail.mailbox("team");
    Optional<String> authservId =
        environment.text("DESK_AUTHSERV_ID").or(() -> mail.optionalText("authservId"));
    mail.optionalText("authservId");
    Trust trust =
        environment.text("DESK_AUTHSERV_ID").isPresent()
            ? Trust.AUTHSERV_ID
            : mail.parsed("trust", "none, authserv-id or exchange-online", SettingsLoader::trust)
                .orElse(Trust.NONE);
    mail.optionalText("trust");
    if (trust == Trust.AUTHSERV_ID && authservId.isEmpty()) {
      mail.fault(
          "authservId",
          "mail.trust is authserv-id, but no id is given.",
          "Write the id that your mail server puts into Authentication-Results, or set"
              + " DESK_AUTHSERV_ID.");
    }
    boolean nullSender = mail.isNull("envelopeSender");
    mail.optionalText("envelopeSender")
        .filter(text -> !text.equals("mailbox"))
        .ifPresent(
            text ->
                mail.fault(
                    "envelopeSender", "'" + text + "' does not fit.", "Write mailbox or null."));
    ServerUrl imap = server("DESK_IMAP_URL", true, "imaps://user:password@imap.example.org:993");
    ServerUrl smtp = server("DESK_SMTP_URL", false, "smtp://user:password@smtp.example.org:587");
    if ((imap == null) != (smtp == null)) {
      fault(
          imap == null ? "DESK_IMAP_URL" : "DESK_SMTP_URL",
          "Only one of the two mail servers is set.",
          "Set both DESK_IMAP_URL and DESK_SMTP_URL, or neither for the mail server inside.");
    }
    return new Mail(
        environment
            .parsed("DESK_MAIL_ADDRESS", "one mail address", Mailbox::new, faults)
            .orElse(address),
        environment
            .parsed("DESK_TEAM_MAILBOX", "one mail address", Mailbox::new, faults)
            .orElse(team),
        mailboxes(mail, "teamMembers"),
        imap,
        smtp,
        trust,
        authservId.orElse(null),
        nullSender,
        mail.number("pollSeconds", 1, 3600, 15),
        mail.number("dailyToOneAddress", 1, 1000, 10),
        mail.number("dailyInAll", 1, 100_000, 2000),
        mail.number("giveUpAfterDays", 1, 60, 5),
        mail.number("perMinute", 1, 10_000, 25),
        mail.number("alarmAfterMinutes", 1, 1440, 10),
        tokens(imap != null || smtp != null),
        environment.port("DESK_INNER_SMTP_PORT", inner.number("smtpPort", 0, 65535, 3025), faults),
        environment.port("DESK_INNER_IMAP_PORT", inner.number("imapPort", 0, 65535, 3143), faults));
  }

  /**
   * The client that gets tokens for the mailbox: one of its own, or else the bot's, whose secret is
   * the bot's as well.
   */
  private @Nullable Tokens tokens(boolean outside) {
    Optional<URI> endpoint = encrypted("DESK_MAIL_TOKEN_URL");
    Optional<String> own = identifier("DESK_MAIL_CLIENT_ID");
    Optional<Secret> ownSecret = environment.secret("DESK_MAIL_CLIENT_SECRET", faults);
    Optional<Secret> pem = environment.secret("DESK_MAIL_CERTIFICATE", faults);
    Optional<String> scope = environment.text("DESK_MAIL_SCOPE");
    if (environment.text("DESK_MAIL_TOKEN_URL").isEmpty()) {
      Map.of(
              "DESK_MAIL_CLIENT_ID", own.isPresent(),
              "DESK_MAIL_CLIENT_SECRET", ownSecret.isPresent(),
              "DESK_MAIL_CERTIFICATE", pem.isPresent(),
              "DESK_MAIL_SCOPE", scope.isPresent())
          .forEach(
              (name, set) -> {
                if (set) {
                  fault(
                      name,
                      "It is for tokens, but nothing says where they come from.",
                      "Set DESK_MAIL_TOKEN_URL, or unset this.");
                }
              });
      return null;
    }
    if (!outside) {
      fault(
          "DESK_MAIL_TOKEN_URL",
          "The mail server inside takes no tokens.",
          "Set DESK_IMAP_URL and DESK_SMTP_URL, or unset this.");
    }
    if (ownSecret.isPresent() && pem.isPresent()) {
      fault(
          "DESK_MAIL_CERTIFICATE",
          "Both a client secret and a certificate are set.",
          "Set one of DESK_MAIL_CLIENT_SECRET and DESK_MAIL_CERTIFICATE.");
    }
    Optional<String> id = own.or(() -> environment.text("MICROSOFT_APP_ID"));
    if (id.isEmpty()) {
      fault(
          "DESK_MAIL_CLIENT_ID",
          "Nothing says which client asks for tokens.",
          "Set it to the application (client) id that may use the mailbox.");
    }
    Optional<ClientCertificate> certificate = pem.flatMap(this::certificate);
    Optional<Secret> secret =
        pem.isPresent()
            ? Optional.empty()
            : ownSecret.or(
                () ->
                    own.isPresent() && !own.equals(environment.text("MICROSOFT_APP_ID"))
                        ? Optional.empty()
                        : environment.secret("MICROSOFT_PASSWORD", new ArrayList<>()));
    if (pem.isEmpty() && secret.isEmpty()) {
      fault(
          "DESK_MAIL_CLIENT_SECRET",
          "The client that asks for tokens has neither secret nor certificate.",
          "Set it or DESK_MAIL_CERTIFICATE, each also as a file (…_FILE).");
    }
    return endpoint
        .filter(at -> secret.isPresent() || certificate.isPresent())
        .map(
            at ->
                new Tokens(
                    at,
                    id.orElse("?"),
                    secret.orElse(null),
                    certificate.orElse(null),
                    scope.orElse(EXCHANGE_ONLINE)))
        .orElse(null);
  }

  private Optional<ClientCertificate> certificate(Secret pem) {
    try {
      return Optional.of(ClientCertificate.parse(pem.reveal()));
    } catch (IllegalArgumentException unfit) {
      fault(
          "DESK_MAIL_CERTIFICATE",
          String.valueOf(unfit.getMessage()),
          "Give the private key and the certificate, one PEM block after the other.");
      return Optional.empty();
    }
  }

  private static List<Mailbox> mailboxes(Section section, String key) {
    List<Mailbox> mailboxes = new ArrayList<>();
    List<String> texts = section.texts(key);
    for (int i = 0; i < texts.size(); i++) {
      Optional<Mailbox> mailbox = Mailbox.parse(texts.get(i));
      mailbox.ifPresent(mailboxes::add);
      if (mailbox.isEmpty()) {
        section.fault(
            key + "[" + i + "]",
            "'" + texts.get(i) + "' does not fit.",
            "Write one mail address such as name@example.org.");
      }
    }
    return mailboxes;
  }

  private @Nullable ServerUrl server(String name, boolean reads, String example) {
    Secret given = environment.secret(name, faults).orElse(null);
    if (given == null) {
      return null;
    }
    try {
      ServerUrl url = ServerUrl.parse(given.reveal());
      if (url.scheme().reads() == reads) {
        return url;
      }
    } catch (IllegalArgumentException unfit) {
      // Told below, without the value, which holds a password.
    }
    fault(
        name,
        "This is not the address of such a mail server.",
        "Write it like " + example + ", user and password percent-encoded.");
    return null;
  }

  private static Trust trust(String text) {
    return Trust.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static Requests requests(Section requests) {
    int openDays = requests.number("openDays", 1, 366, 28);
    int keepDays = requests.number("keepDays", 14, 3660, 365);
    if (keepDays < openDays) {
      requests.fault(
          "keepDays",
          "Requests would be erased while they are open.",
          "Write at least the number of openDays, " + openDays + ".");
    }
    return new Requests(
        openDays, keepDays, requests.number("unconfirmedInAllPerDay", 1, 100_000, 200));
  }

  private static List<LocalDate> holidays(Section desk) {
    List<LocalDate> days = new ArrayList<>();
    List<String> texts = desk.texts("extraBankHolidays");
    for (int i = 0; i < texts.size(); i++) {
      try {
        days.add(LocalDate.parse(texts.get(i)));
      } catch (RuntimeException notADay) {
        desk.fault(
            "extraBankHolidays[" + i + "]",
            "'" + texts.get(i) + "' is not a day.",
            "Write it as 2026-12-28.");
      }
    }
    return days;
  }

  private void checkWhereItListens(Settings settings) {
    try {
      boolean loopback = InetAddress.getByName(settings.http().bind()).isLoopbackAddress();
      if (!loopback && !settings.production()) {
        fault(
            "DESK_BIND",
            "Without an app id nobody's identity is checked, so the desk listens on this machine"
                + " alone.",
            "Unset DESK_BIND, or set MICROSOFT_APP_ID, MICROSOFT_TENANT_ID and"
                + " MICROSOFT_PASSWORD.");
      }
    } catch (UnknownHostException unknown) {
      fault(
          "DESK_BIND",
          "This is not an address of a machine.",
          "Set it to an address such as 127.0.0.1 or 0.0.0.0.");
    }
  }

  private void checkProduction(Settings settings) {
    URI url = settings.http().publicUrl();
    if (url == null || !"https".equals(url.getScheme())) {
      fault(
          "DESK_PUBLIC_URL",
          "People reach a desk in production by an https address.",
          "Set it to that address, for example https://desk.example.org.");
    }
    if (settings.fieldKeys() == null) {
      fault(
          "DESK_FIELD_KEYS",
          "Names and addresses need keys to be encrypted with.",
          "Make a key set with 'check --new-field-keys', keep it apart from backups, and set it or"
              + " DESK_FIELD_KEYS_FILE.");
    }
    if (settings.mail().inner()) {
      fault(
          "DESK_IMAP_URL",
          "The mail server inside is for trying out only.",
          "Set DESK_IMAP_URL and DESK_SMTP_URL.");
    }
    if (Placeholder.is(settings.mail().address())) {
      fault(
          "DESK_MAIL_ADDRESS",
          Placeholder.problem(settings.mail().address()),
          "Set it, or mail.address in desk.yaml, to the desk's own mailbox.");
    }
    if (Placeholder.is(settings.mail().team())) {
      fault(
          "DESK_TEAM_MAILBOX",
          Placeholder.problem(settings.mail().team()),
          "Set it, or mail.team in desk.yaml, to the team's mailbox.");
    }
  }

  private void fault(String key, String problem, String remedy) {
    faults.add(new Fault(ENVIRONMENT, key, problem, remedy));
  }
}

package org.inclusiondesk.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.mail.TestCertificate;
import org.inclusiondesk.store.FieldCipher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  private static final Map<String, String> PRODUCTION =
      Map.of(
          "MICROSOFT_APP_ID", "11111111-2222-3333-4444-555555555555",
          "MICROSOFT_TENANT_ID", "66666666-7777-8888-9999-000000000000",
          "MICROSOFT_PASSWORD", "a secret of the bot");

  @TempDir private Path directory;

  @BeforeEach
  void copyTheCommittedConfiguration() throws IOException {
    Path committed = Path.of("config");
    try (var files = Files.walk(committed)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path copy = directory.resolve(committed.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  @Test
  void acceptsTheCommittedConfigurationForTryingOut() {
    Configuration.Loaded loaded = load(Map.of());

    assertThat(loaded.faults()).isEmpty();
    assertThat(loaded.configuration().settings().production()).isFalse();
    assertThat(loaded.configuration().networks())
        .extracting(network -> network.id().value())
        .containsExactly("bame", "lgbt", "disability", "women");
    assertThat(loaded.configuration().settings().mail().team())
        .isEqualTo(new Mailbox("kmicb.od@nhs.net"));
    assertThat(loaded.configuration().settings().mail().inner()).isTrue();
  }

  @Test
  void refusesEveryPlaceholderByNameInProduction() {
    List<String> faults = faults(PRODUCTION);

    assertThat(faults)
        .anyMatch(
            fault ->
                fault.contains("networks[0].mailbox")
                    && fault.contains("bame.network@kmicb.example"))
        .anyMatch(
            fault ->
                fault.contains("networks[3].sponsor.mailbox")
                    && fault.contains("sponsor.women@kmicb.example"))
        .anyMatch(
            fault ->
                fault.contains("DESK_MAIL_ADDRESS")
                    && fault.contains("inclusion-desk@kmicb.example"))
        .anyMatch(
            fault -> fault.contains("guardians.json") && fault.contains("No guardian is set"));
  }

  @Test
  void takesAnIssuerForGuardiansWholeOrNotAtAll() {
    Map<String, String> issuer = new HashMap<>();
    issuer.put("DESK_OIDC_ISSUER", "https://login.icb.test/tenant/");
    issuer.put("DESK_OIDC_CLIENT_ID", "the-desk");
    assertThat(faults(issuer)).anyMatch(fault -> fault.contains("DESK_OIDC_CLIENT_SECRET"));
    issuer.put("DESK_OIDC_CLIENT_SECRET", "secret");
    assertThat(faults(issuer)).isEmpty();
    assertThat(load(issuer).configuration().settings().signIn())
        .satisfies(
            signIn -> {
              assertThat(signIn.issuer()).hasToString("https://login.icb.test/tenant");
              assertThat(signIn.claim()).isEqualTo("email");
              assertThat(signIn.toString()).doesNotContain("=secret");
            });
    issuer.put("DESK_OIDC_ISSUER", "http://login.icb.test");
    assertThat(faults(issuer)).anyMatch(fault -> fault.contains("not encrypted"));
    assertThat(load(Map.of()).configuration().settings().signIn()).isNull();
  }

  @Test
  void demandsOfProductionWhatPeopleRelyOn() {
    assertThat(faults(PRODUCTION))
        .anyMatch(fault -> fault.contains("DESK_PUBLIC_URL"))
        .anyMatch(fault -> fault.contains("DESK_FIELD_KEYS"))
        .anyMatch(fault -> fault.contains("DESK_IMAP_URL"));
    Map<String, String> complete = new HashMap<>(PRODUCTION);
    complete.put("DESK_PUBLIC_URL", "https://desk.example.org/");
    complete.put("DESK_FIELD_KEYS", FieldCipher.newKeySet());
    complete.put("DESK_IMAP_URL", "imaps://desk%40example.org:pass%3Aword@imap.example.org:993");
    complete.put("DESK_SMTP_URL", "smtp://desk%40example.org:pass%3Aword@smtp.example.org:587");
    assertThat(faults(complete))
        .noneMatch(fault -> fault.contains("DESK_PUBLIC_URL"))
        .noneMatch(fault -> fault.contains("DESK_FIELD_KEYS"))
        .noneMatch(fault -> fault.contains("DESK_IMAP_URL"));
  }

  @Test
  void refusesToListenToOtherMachinesWithoutAnAppId() {
    assertThat(faults(Map.of("DESK_BIND", "0.0.0.0")))
        .singleElement()
        .asString()
        .contains("DESK_BIND");
    assertThat(faults(Map.of("DESK_BIND", "127.0.0.1"))).isEmpty();
  }

  @Test
  void refusesHalfARegistration() {
    assertThat(faults(Map.of("MICROSOFT_PASSWORD", "x")))
        .anyMatch(f -> f.contains("MICROSOFT_APP_ID"));
    assertThat(faults(Map.of("MICROSOFT_APP_ID", "x")))
        .anyMatch(f -> f.contains("MICROSOFT_TENANT_ID"))
        .anyMatch(f -> f.contains("MICROSOFT_PASSWORD"));
  }

  @Test
  void namesEveryFaultOfAFileAtOnce() throws IOException {
    write(
        "networks.yaml",
        """
        networks:
          - id: Women!
            name: Women's network
            mailbox: not an address
            sponser: {name: x}
          - id: bame
            mailbox: bame@kmicb.example
            sponsor: {name: S, mailbox: s@kmicb.example}
        """);

    assertThat(faults(Map.of()))
        .anyMatch(f -> f.contains("networks.yaml: networks[0].id") && f.contains("Women!"))
        .anyMatch(f -> f.contains("networks[0].mailbox"))
        .anyMatch(f -> f.contains("networks[0].sponser") && f.contains("not known"))
        .anyMatch(f -> f.contains("networks[0].sponsor.name") && f.contains("missing"))
        .anyMatch(f -> f.contains("networks[1].name") && f.contains("missing"));
  }

  @Test
  void readsWhoMayAnswerForTheTeamAndNamesWhatIsNoAddress() throws IOException {
    String desk = Files.readString(Path.of("config", "desk.yaml"));
    write("desk.yaml", desk.replace("teamMembers: []", "teamMembers: [mo@trust.example, Mo]"));

    assertThat(faults(Map.of()))
        .singleElement()
        .asString()
        .contains("mail.teamMembers[1]", "one mail address");
  }

  @Test
  void refusesTheSameNetworkTwiceAndNoNetworkAtAll() throws IOException {
    String bame =
        "  - {id: bame, name: N, mailbox: b@kmicb.example, sponsor: {name: S, mailbox: s@kmicb.example}}\n";
    write("networks.yaml", "networks:\n" + bame + bame);
    assertThat(faults(Map.of())).anyMatch(f -> f.contains("networks[1].id") && f.contains("twice"));

    write("networks.yaml", "networks: []\n");
    assertThat(faults(Map.of())).anyMatch(f -> f.contains("no network"));
  }

  @Test
  void tellsTheLineOfWhatIsNotYaml() throws IOException {
    write("desk.yaml", "organisation: X\nmail:\n  address: [\n");

    assertThat(faults(Map.of()))
        .anyMatch(f -> f.contains("desk.yaml: line") && f.contains("not YAML"));
  }

  @Test
  void refusesValuesOutOfBounds() throws IOException {
    write(
        "desk.yaml",
        Files.readString(Path.of("config/desk.yaml"))
            .replace("pollSeconds: 15", "pollSeconds: 0")
            .replace("perMinute: 25", "perMinute: 0")
            .replace("trust: none", "trust: everybody")
            .replace("extraBankHolidays: []", "extraBankHolidays: [2026-13-01]"));

    assertThat(faults(Map.of()))
        .anyMatch(f -> f.contains("mail.pollSeconds"))
        .anyMatch(f -> f.contains("mail.perMinute"))
        .anyMatch(f -> f.contains("mail.trust") && f.contains("everybody"))
        .anyMatch(f -> f.contains("extraBankHolidays[0]"))
        .hasSize(4);
  }

  @Test
  void readsTheEmptyEnvelopeSender() throws IOException {
    write(
        "desk.yaml",
        Files.readString(Path.of("config/desk.yaml"))
            .replace("envelopeSender: mailbox", "envelopeSender: null"));

    Configuration.Loaded loaded = load(Map.of());

    assertThat(loaded.faults()).isEmpty();
    assertThat(loaded.configuration().settings().mail().nullEnvelopeSender()).isTrue();
  }

  @Test
  void letsTheEnvironmentWin() {
    Settings settings =
        load(Map.of(
                "PORT", "9000",
                "DATA_DIR", "/somewhere",
                "DESK_MAIL_ADDRESS", "desk@test.local",
                "DESK_TEAM_MAILBOX", "team@test.local",
                "DESK_AUTHSERV_ID", "mx.test.local",
                "DESK_IMAP_URL", "imap://u:p@127.0.0.1:10143",
                "DESK_SMTP_URL", "smtp://u:p@127.0.0.1:10025"))
            .configuration()
            .settings();

    assertThat(settings.http().port()).isEqualTo(9000);
    assertThat(settings.dataDir()).isEqualTo(Path.of("/somewhere"));
    assertThat(settings.mail().address()).isEqualTo(new Mailbox("desk@test.local"));
    assertThat(settings.mail().team()).isEqualTo(new Mailbox("team@test.local"));
    assertThat(settings.mail().trust()).isEqualTo(Settings.Trust.AUTHSERV_ID);
    assertThat(settings.mail().authservId()).isEqualTo("mx.test.local");
    assertThat(settings.mail().inner()).isFalse();
  }

  @Test
  void refusesOneMailServerWithoutTheOther() {
    assertThat(faults(Map.of("DESK_IMAP_URL", "imap://u:p@127.0.0.1:10143")))
        .singleElement()
        .asString()
        .contains("DESK_SMTP_URL");
  }

  private static final Map<String, String> SERVERS =
      Map.of(
          "DESK_IMAP_URL", "imaps://outlook.example:993",
          "DESK_SMTP_URL", "smtp://outlook.example:587",
          "DESK_MAIL_TOKEN_URL", "https://login.example/tenant/oauth2/v2.0/token");

  private static Map<String, String> servers(String... more) {
    Map<String, String> variables = new HashMap<>(SERVERS);
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    return variables;
  }

  @Test
  void logsInWithTokensWhereATokenEndpointIsSet() {
    Configuration.Loaded loaded =
        load(servers("DESK_MAIL_CLIENT_ID", "the-client", "DESK_MAIL_CLIENT_SECRET", "hunter2"));

    assertThat(loaded.faults()).isEmpty();
    Settings.Tokens tokens = loaded.configuration().settings().mail().tokens();
    assertThat(tokens.endpoint()).hasToString("https://login.example/tenant/oauth2/v2.0/token");
    assertThat(tokens.clientId()).isEqualTo("the-client");
    assertThat(tokens.secret()).isEqualTo(new Secret("hunter2"));
    assertThat(tokens.certificate()).isNull();
    assertThat(tokens.scope()).isEqualTo("https://outlook.office365.com/.default");
    assertThat(loaded.configuration().settings().toString()).doesNotContain("hunter2");
    assertThat(load(Map.of()).configuration().settings().mail().tokens()).isNull();
  }

  @Test
  void takesTheBotsClientForTokensWhereThereIsNoOtherAndNeverItsSecretForAnother() {
    Map<String, String> bots = servers("DESK_MAIL_SCOPE", "mail/.default");
    bots.putAll(PRODUCTION);
    Settings.Tokens tokens = load(bots).configuration().settings().mail().tokens();
    assertThat(tokens.clientId()).isEqualTo(PRODUCTION.get("MICROSOFT_APP_ID"));
    assertThat(tokens.secret()).isEqualTo(new Secret("a secret of the bot"));
    assertThat(tokens.scope()).isEqualTo("mail/.default");

    bots.put("DESK_MAIL_CLIENT_ID", "another");
    assertThat(faults(bots)).anyMatch(fault -> fault.contains("DESK_MAIL_CLIENT_SECRET"));
  }

  @Test
  void takesACertificateInsteadOfASecretAndSaysWhatIsWrongWithIt() throws Exception {
    String pem = TestCertificate.in(directory.resolve("key")).pem();
    Path file = directory.resolve("client.pem");
    Files.writeString(file, pem);
    Map<String, String> variables =
        servers("DESK_MAIL_CLIENT_ID", "c", "DESK_MAIL_CERTIFICATE_FILE", file.toString());

    assertThat(faults(variables)).isEmpty();
    Settings.Tokens tokens = load(variables).configuration().settings().mail().tokens();
    assertThat(tokens.certificate()).isNotNull();
    assertThat(tokens.secret()).isNull();

    Files.writeString(file, pem.substring(pem.indexOf("-----BEGIN CERT")));
    assertThat(faults(variables))
        .singleElement()
        .asString()
        .contains("DESK_MAIL_CERTIFICATE", "PRIVATE KEY");
    variables.put("DESK_MAIL_CLIENT_SECRET", "x");
    assertThat(faults(variables)).anyMatch(fault -> fault.contains("Both a client secret and"));
  }

  @Test
  void namesWhatIsMissingOrTooMuchForTokens() {
    assertThat(faults(servers()))
        .anyMatch(fault -> fault.contains("DESK_MAIL_CLIENT_ID"))
        .anyMatch(fault -> fault.contains("DESK_MAIL_CLIENT_SECRET"))
        .hasSize(2);
    assertThat(
            faults(
                servers(
                    "DESK_MAIL_CLIENT_ID", "c",
                    "DESK_MAIL_CLIENT_SECRET", "s",
                    "DESK_MAIL_TOKEN_URL", "http://login.example/token")))
        .singleElement()
        .asString()
        .contains("DESK_MAIL_TOKEN_URL", "not encrypted");
    assertThat(
            faults(
                servers(
                    "DESK_MAIL_CLIENT_ID", "c",
                    "DESK_MAIL_CLIENT_SECRET", "s",
                    "DESK_MAIL_TOKEN_URL", "http://127.0.0.1:1/token")))
        .isEmpty();
    assertThat(
            faults(
                Map.of(
                    "DESK_MAIL_TOKEN_URL", "https://login.example/token",
                    "DESK_MAIL_CLIENT_ID", "c",
                    "DESK_MAIL_CLIENT_SECRET", "s")))
        .singleElement()
        .asString()
        .contains("mail server inside takes no tokens");
    assertThat(faults(Map.of("DESK_MAIL_CLIENT_SECRET", "s", "DESK_MAIL_SCOPE", "x")))
        .hasSize(2)
        .allMatch(fault -> fault.contains("DESK_MAIL_TOKEN_URL"));
  }

  @Test
  void neverRepeatsTheAddressOfAMailServer() {
    List<String> faults =
        faults(
            Map.of(
                "DESK_IMAP_URL", "pop3://u:hunter2@127.0.0.1:1",
                "DESK_SMTP_URL", "imap://u:hunter2@127.0.0.1:1"));

    assertThat(faults).isNotEmpty().noneMatch(fault -> fault.contains("hunter2"));
  }

  @Test
  void takesSecretsFromFiles() throws IOException {
    Path file = directory.resolve("secret");
    Files.writeString(file, "imap://u:p@127.0.0.1:10143\n");

    assertThat(
            faults(
                Map.of(
                    "DESK_IMAP_URL_FILE",
                    file.toString(),
                    "DESK_SMTP_URL",
                    "smtp://u:p@127.0.0.1:10025")))
        .isEmpty();
    assertThat(faults(Map.of("DESK_FIELD_KEYS_FILE", directory.resolve("none").toString())))
        .singleElement()
        .asString()
        .contains("DESK_FIELD_KEYS_FILE", "cannot be read");
    assertThat(faults(Map.of("DESK_FIELD_KEYS_FILE", file.toString(), "DESK_FIELD_KEYS", "x")))
        .singleElement()
        .asString()
        .contains("Both");
  }

  @Test
  void findsTheConfigurationWhereItIsAskedForElseHereElseInTheProgram() throws IOException {
    assertThat(ConfigFiles.find(directory, Path.of("")).origin()).isEqualTo(directory.toString());
    Path here = Files.createDirectory(directory.resolve("work"));
    assertThat(ConfigFiles.find(null, here).origin()).isEqualTo("built-in config");
    assertThat(ConfigFiles.find(null, here).text("networks.yaml")).isPresent();
    Files.createDirectory(here.resolve("config"));
    Files.writeString(here.resolve("config/desk.yaml"), "organisation: X");
    assertThat(ConfigFiles.find(null, here).origin()).isEqualTo("config");
    assertThatThrownBy(() -> ConfigFiles.find(directory.resolve("none"), here))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none");
  }

  @Test
  void listsWhatWouldOtherwiseStopTheStartWithoutAWord() throws IOException {
    String desk = Files.readString(directory.resolve("desk.yaml"));
    write("desk.yaml", desk.replace("openDays: 28", "openDays: 60").replace("365", "30"));
    assertThat(
            faults(
                Map.of(
                    "MICROSOFT_APP_ID", "an id",
                    "MICROSOFT_TENANT_ID", "tenant/../other",
                    "MICROSOFT_PASSWORD", "secret",
                    "DESK_BOT_OPENID_URL", "http://keys.example.org/openid",
                    "DESK_BOT_TOKEN_URL", "http://127.0.0.1:1/token",
                    "DESK_PUBLIC_URL", "https://desk.example.org/?a=b")))
        .anyMatch(fault -> fault.contains("requests.keepDays") && fault.contains("60"))
        .anyMatch(fault -> fault.contains("MICROSOFT_APP_ID"))
        .anyMatch(fault -> fault.contains("MICROSOFT_TENANT_ID"))
        .anyMatch(fault -> fault.contains("DESK_BOT_OPENID_URL: This address is not encrypted"))
        .noneMatch(fault -> fault.contains("DESK_BOT_TOKEN_URL"))
        .anyMatch(fault -> fault.contains("DESK_PUBLIC_URL: The value does not fit"));
  }

  @Test
  void missesTheArticlesWhateverElseIsAtFault() throws IOException {
    try (var articles = Files.list(directory.resolve("knowledge"))) {
      for (Path article : articles.toList()) {
        Files.delete(article);
      }
    }
    write("desk.yaml", "");
    assertThat(faults(Map.of()))
        .anyMatch(fault -> fault.contains("There is no article"))
        .anyMatch(fault -> fault.contains("desk.yaml: The file is missing or holds no keys"));
  }

  @Test
  void refusesFilesThatAreNotUtf8() throws IOException {
    Files.write(
        directory.resolve("desk.yaml"),
        "organisation: Caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> ConfigFiles.find(directory, Path.of("")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("UTF-8");
  }

  private Configuration.Loaded load(Map<String, String> environment) {
    return Configuration.load(
        ConfigFiles.find(directory, Path.of("")), new Environment(environment));
  }

  private List<String> faults(Map<String, String> environment) {
    return load(environment).faults().stream().map(Fault::toString).toList();
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }
}

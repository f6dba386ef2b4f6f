package org.inclusiondesk.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.inclusiondesk.mail.AccessTokens.State;
import org.inclusiondesk.mail.TokenEndpoint.Answer;
import org.inclusiondesk.testing.Logged;
import org.inclusiondesk.testing.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
  private final SettableClock clock = new SettableClock("2026-11-20T09:00:00Z");
  private final TokenEndpoint endpoint =
      new TokenEndpoint(number -> Answer.token("token-" + number, 3600));

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void asksWithTheClientsSecretAndKeepsTheTokenUntilFiveMinutesBeforeItEnds() {
    AccessTokens tokens = endpoint.tokens(clock);

    assertThat(tokens.current()).isEqualTo("token-1");
    clock.advance(Duration.ofMinutes(55).minusSeconds(1));
    assertThat(tokens.current()).isEqualTo("token-1");
    clock.advance(Duration.ofSeconds(1));
    assertThat(tokens.current()).isEqualTo("token-2");
    assertThat(endpoint.asked.get(0))
        .isEqualTo(
            Map.of(
                "grant_type", "client_credentials",
                "client_id", "the-client",
                "client_secret", "CANARY secret&=",
                "scope", "the/.default"));
  }

  @Test
  void asksForEachConnectionWhereTokensLastNoLongerThanThat() {
    endpoint.answer(number -> Answer.token("token-" + number, 60));
    AccessTokens tokens = endpoint.tokens(clock);

    assertThat(tokens.current()).isEqualTo("token-1");
    assertThat(tokens.current()).isEqualTo("token-2");
  }

  @Test
  void dropsATokenThatWasRefusedAndNoNewerOne() {
    AccessTokens tokens = endpoint.tokens(clock);
    String first = tokens.current();

    tokens.drop(first);
    assertThat(tokens.current()).isEqualTo("token-2");
    tokens.drop(first);
    assertThat(tokens.current()).isEqualTo("token-2");
  }

  @Test
  void raisesAnAlarmOnceWhenItIsRefusedAndTellsWhenItIsOver() {
    endpoint.answer(number -> Answer.error(401, "invalid_client"));
    AccessTokens tokens = endpoint.tokens(clock);
    try (Logged log = new Logged(AccessTokens.class)) {
      assertFails(tokens, MailFault.Reason.TOKEN_REFUSED);
      assertFails(tokens, MailFault.Reason.TOKEN_REFUSED);
      assertThat(tokens.state()).isEqualTo(State.REFUSED);
      assertThat(log.at(Level.ERROR))
          .containsExactly("event=mail-token outcome=REFUSED status=401 error=invalid_client");

      endpoint.answer(number -> Answer.token("good", 3600));
      assertThat(tokens.current()).isEqualTo("good");
      assertThat(tokens.state()).isEqualTo(State.OK);
      assertThat(log.at(Level.INFO)).containsExactly("event=mail-token outcome=granted");
    }
  }

  @Test
  void tellsARefusalFromAnEndpointThatIsAway() {
    AccessTokens tokens = endpoint.tokens(clock);
    endpoint.answer(number -> Answer.error(503, "temporarily_unavailable"));
    assertFails(tokens, MailFault.Reason.TOKEN_UNREACHABLE);
    endpoint.answer(number -> Answer.error(429, "slow_down"));
    assertFails(tokens, MailFault.Reason.TOKEN_UNREACHABLE);
    endpoint.answer(number -> new Answer(200, "<html>hello</html>"));
    assertFails(tokens, MailFault.Reason.TOKEN_REFUSED);
    endpoint.close();
    assertFails(tokens, MailFault.Reason.TOKEN_UNREACHABLE);
  }

  @Test
  void takesNoMoreOfAnAnswerThanATokenCanBe() {
    AccessTokens tokens = endpoint.tokens(clock);
    String good = Answer.token("good", 3600).body();

    endpoint.answer(number -> new Answer(200, " ".repeat(70_000) + good));
    assertFails(tokens, MailFault.Reason.TOKEN_UNREACHABLE);
    endpoint.answer(number -> new Answer(200, " ".repeat(60_000) + good));
    assertThat(tokens.current()).isEqualTo("good");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\\u0001auth=Bearer b", "a\\r\\nb", "é", ""})
  void takesNoTokenThatCouldSayMoreThanItself(String token) {
    endpoint.answer(number -> Answer.token(token, 3600));

    assertFails(endpoint.tokens(clock), MailFault.Reason.TOKEN_REFUSED);
  }

  @ParameterizedTest
  @CsvSource({"9223372036854775807, 2", "-9223372036854775808, 3"})
  void believesNoLifeOfATokenBeyondADay(String life, int asked) {
    endpoint.answer(
        number ->
            new Answer(200, "{\"access_token\":\"t" + number + "\",\"expires_in\":" + life + "}"));
    AccessTokens tokens = endpoint.tokens(clock);

    assertThat(tokens.current()).isEqualTo("t1");
    tokens.current();
    clock.advance(Duration.ofDays(1));
    assertThat(tokens.current()).isEqualTo("t" + asked);
  }

  @Test
  @Timeout(30)
  void waitsForNoEndpointThatSaysAByteNowAndThen() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      CountDownLatch over = new CountDownLatch(1);
      Thread server = new Thread(() -> drip(listener, over), "dripping-endpoint");
      server.setDaemon(true);
      server.start();
      URI url = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/token");
      AccessTokens tokens =
          new AccessTokens(
              new AccessTokens.Client(url, "the-client", () -> "secret", null, "s"),
              clock,
              Duration.ofMillis(500));

      assertFails(tokens, MailFault.Reason.TOKEN_UNREACHABLE);
      assertThat(over.await(20, TimeUnit.SECONDS)).as("the line was given up").isTrue();
    }
  }

  /** Begins an answer and goes on with it, a space at a time, until nobody is there. */
  private static void drip(ServerSocket listener, CountDownLatch over) {
    try (Socket socket = listener.accept()) {
      OutputStream out = socket.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n".getBytes(US_ASCII));
      while (!over.await(20, TimeUnit.MILLISECONDS)) {
        out.write(' ');
        out.flush();
      }
    } catch (IOException broken) {
      over.countDown();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void repeatsNothingThatTheEndpointSaysButItsErrorWord() {
    endpoint.answer(number -> Answer.error(400, "CANARY word"));
    try (Logged log = new Logged(AccessTokens.class)) {
      AccessTokens tokens = endpoint.tokens(clock);
      assertThatThrownBy(tokens::current).hasMessageNotContaining("CANARY");
      assertThat(log.at(Level.ERROR)).singleElement().asString().doesNotContain("CANARY");
    }
  }

  @Test
  void provesItselfWithACertificateInsteadOfASecret(@TempDir Path directory) throws Exception {
    TestCertificate made = TestCertificate.in(directory);
    ClientCertificate certificate = ClientCertificate.parse(made.pem());
    AccessTokens tokens =
        new AccessTokens(
            new AccessTokens.Client(endpoint.url(), "the-client", null, certificate, "s"), clock);

    tokens.current();

    Map<String, String> asked = endpoint.asked.get(0);
    assertThat(asked)
        .containsEntry(
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        .doesNotContainKey("client_secret");
    SignedJWT statement = SignedJWT.parse(asked.get("client_assertion"));
    X509Certificate known = made.certificate();
    assertThat(statement.verify(new RSASSAVerifier((RSAPublicKey) known.getPublicKey()))).isTrue();
    assertThat(statement.getHeader().getAlgorithm().getName()).isEqualTo("PS256");
    assertThat(statement.getHeader().getX509CertSHA256Thumbprint().toString())
        .isEqualTo(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(known.getEncoded())));
    assertThat(statement.getJWTClaimsSet().getIssuer()).isEqualTo("the-client");
    assertThat(statement.getJWTClaimsSet().getSubject()).isEqualTo("the-client");
    assertThat(statement.getJWTClaimsSet().getAudience())
        .containsExactly(endpoint.url().toString());
    assertThat(statement.getJWTClaimsSet().getExpirationTime().toInstant())
        .isEqualTo(clock.instant().plusSeconds(300));
    assertThat(certificate.ends()).isEqualTo(known.getNotAfter().toInstant());
  }

  @Test
  void saysWhatIsWrongWithACertificateAndRepeatsNothingOfIt(@TempDir Path directory)
      throws Exception {
    TestCertificate one = TestCertificate.in(directory.resolve("one"));
    TestCertificate other = TestCertificate.in(directory.resolve("other"));

    assertThatThrownBy(() -> ClientCertificate.parse("CANARY"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PRIVATE KEY")
        .hasMessageNotContaining("CANARY");
    assertThatThrownBy(() -> ClientCertificate.parse(one.keyPem()))
        .hasMessageContaining("CERTIFICATE");
    assertThatThrownBy(() -> ClientCertificate.parse(one.keyPem() + other.certificatePem()))
        .hasMessageContaining("not the certificate's");
    assertThat(ClientCertificate.parse(one.pem())).hasToString("ClientCertificate[…]");
  }

  private static void assertFails(AccessTokens tokens, MailFault.Reason reason) {
    assertThatThrownBy(tokens::current)
        .isInstanceOfSatisfying(
            MailFault.class, fault -> assertThat(fault.reason()).isEqualTo(reason));
  }
}

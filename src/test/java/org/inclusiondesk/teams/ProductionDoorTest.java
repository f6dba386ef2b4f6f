package org.inclusiondesk.teams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.inclusiondesk.teams.Teams.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in where the desk is registered. */
class ProductionDoorTest {
  private final Teams teams = Teams.production();

  @AfterEach
  void stop() {
    teams.close();
  }

  @Test
  void letsTheConnectorInAndAnswersWithTheDesksOwnToken() {
    assertThat(teams.post(teams.message("Hello")).status()).isEqualTo(200);
    assertThat(teams.post(teams.message("Hello")).status()).isEqualTo(200);

    assertThat(teams.desk.heard).hasSize(2);
    assertThat(teams.microsoft.sent)
        .extracting(Microsoft.Sent::authorization)
        .containsExactly("Bearer our-token-1", "Bearer our-token-1");
    assertThat(teams.microsoft.tokenForms)
        .containsExactly(
            "grant_type=client_credentials&client_id="
                + Microsoft.APP
                + "&client_secret=secret&scope=https%3A%2F%2Fapi.botframework.com%2F.default");
    assertThat(teams.microsoft.keyFetches).hasValue(1);
  }

  @Test
  void getsANewTokenBeforeTheOldOneEnds() {
    teams.post(teams.message("Hello"));
    teams.clock.move(Duration.ofMinutes(56));

    teams.post(teams.message("Hello"));

    assertThat(teams.microsoft.tokenFetches).hasValue(2);
  }

  @Test
  void refusesACallWithoutAToken() throws Exception {
    try (Teams door = Teams.tryingOut()) {
      assertThat(door.post(door.message("Hello")).status()).isEqualTo(200);
    }
    Answer answer = postWith("");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("detail").asText()).contains("bearer token");
    nothingHappened();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer ",
        "Bearer a.b.c",
        "Bearer a.b",
        "Bearer ....",
        "Bearer e30.e30.e30",
        "Basic dXNlcjpwYXNz",
        "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6ImtleS0xIn0.bnVsbA.AAAA",
        "Bearer eyJhbGciOiJSUzI1NiJ9.W10.AAAA"
      })
  void refusesWhatIsNoToken(String header) {
    assertThat(postWith(header).status()).isEqualTo(401);
    nothingHappened();
  }

  @Test
  void refusesTokensOfWrongClaims() throws Exception {
    assertThat(statusWith(claims -> claims.audience("another-bot"))).isEqualTo(401);
    assertThat(statusWith(claims -> claims.audience((String) null))).isEqualTo(401);
    assertThat(statusWith(claims -> claims.issuer("https://sts.windows.net/" + Microsoft.TENANT)))
        .isEqualTo(401);
    assertThat(statusWith(claims -> claims.issuer(null))).isEqualTo(401);
    assertThat(statusWith(claims -> claims.expirationTime(at(-301)))).isEqualTo(401);
    assertThat(statusWith(claims -> claims.expirationTime(null))).isEqualTo(401);
    assertThat(statusWith(claims -> claims.notBeforeTime(at(301)))).isEqualTo(401);
    assertThat(statusWith(claims -> claims.notBeforeTime(null))).isEqualTo(401);
    assertThat(statusWith(claims -> claims.claim("serviceurl", null))).isEqualTo(401);
    assertThat(statusWith(claims -> claims.claim("serviceurl", 7))).isEqualTo(401);
    assertThat(statusWith(claims -> claims.claim("serviceurl", "https://evil.example/")))
        .isEqualTo(403);
    nothingHappened();
  }

  @Test
  void allowsClocksToDifferByLessThanFiveMinutes() throws Exception {
    assertThat(statusWith(claims -> claims.expirationTime(at(-290)))).isEqualTo(200);
    assertThat(statusWith(claims -> claims.notBeforeTime(at(290)))).isEqualTo(200);
  }

  @Test
  void refusesATokenThatAnotherBotGotForUs() throws Exception {
    assertThat(statusWith(claims -> claims.claim("appid", "another-bot").claim("ver", "1.0")))
        .isEqualTo(403);
    assertThat(statusWith(claims -> claims.claim("azp", "another-bot").claim("ver", "2.0")))
        .isEqualTo(403);
    nothingHappened();
    assertThat(teams.microsoft.tokenFetches).hasValue(0);
  }

  @Test
  void refusesTokensOfWrongSignatures() throws Exception {
    JWTClaimsSet claims = teams.microsoft.claims(teams.clock.instant()).build();
    RSASSASigner ours = new RSASSASigner(Microsoft.KEY);
    String good = Microsoft.sign(claims, Microsoft.KEY);

    assertThat(status(Microsoft.sign(claims, Microsoft.OTHER_KEY))).isEqualTo(401);
    assertThat(status(Microsoft.sign(claims, JWSAlgorithm.RS512, "key-1", ours))).isEqualTo(401);
    assertThat(status(Microsoft.sign(claims, JWSAlgorithm.PS256, "key-1", ours))).isEqualTo(401);
    assertThat(status(Microsoft.sign(claims, JWSAlgorithm.RS256, "no-such-key", ours)))
        .isEqualTo(401);
    assertThat(status(Microsoft.sign(claims, JWSAlgorithm.RS256, null, ours))).isEqualTo(401);
    assertThat(status(new PlainJWT(claims).serialize())).isEqualTo(401);
    SignedJWT hmac =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("key-1").build(), claims);
    hmac.sign(new MACSigner(Microsoft.KEY.toRSAPublicKey().getEncoded()));
    assertThat(status(hmac.serialize())).isEqualTo(401);
    assertThat(status(good.substring(0, good.length() - 6) + "AAAAAA")).isEqualTo(401);
    nothingHappened();
  }

  @Test
  void refusesAChannelThatTheKeyIsNotEndorsedFor() {
    assertThat(teams.post(teams.message("Hello").put("channelId", "webchat")).status())
        .isEqualTo(403);
    nothingHappened();
  }

  @Test
  void refusesOtherOrganisations() {
    ObjectNode foreign = teams.message("Hello");
    foreign.withObject("/conversation").put("tenantId", "foreign");
    foreign.withObject("/channelData/tenant").put("id", "foreign");
    assertThat(teams.post(foreign).status()).isEqualTo(403);

    ObjectNode silent = teams.message("Hello");
    silent.remove("channelData");
    silent.withObject("/conversation").remove("tenantId");
    assertThat(teams.post(silent).status()).isEqualTo(403);

    ObjectNode twofold = teams.message("Hello");
    twofold.withObject("/channelData/tenant").put("id", "foreign");
    assertThat(teams.post(twofold).status()).isEqualTo(422);
    nothingHappened();
  }

  @Test
  void acceptsANewSigningKeyAtOnce() throws Exception {
    teams.post(teams.message("Hello"));
    teams.microsoft.published.put(Microsoft.NEW_KEY, List.of("msteams"));

    assertThat(
            status(
                Microsoft.sign(
                    teams.microsoft.claims(teams.clock.instant()).build(), Microsoft.NEW_KEY)))
        .isEqualTo(200);
    assertThat(teams.microsoft.keyFetches).hasValue(2);
  }

  @Test
  void asksForKeysOnlyNowAndThenHoweverManyUnknownOnesAreNamed() throws Exception {
    JWTClaimsSet claims = teams.microsoft.claims(teams.clock.instant()).build();
    RSASSASigner signer = new RSASSASigner(Microsoft.OTHER_KEY);
    for (int i = 0; i < 20; i++) {
      assertThat(status(Microsoft.sign(claims, JWSAlgorithm.RS256, "made-up-" + i, signer)))
          .isEqualTo(401);
    }
    assertThat(teams.microsoft.keyFetches).hasValue(5);

    assertThat(teams.post(teams.message("Hello")).status()).isEqualTo(200);
  }

  @Test
  void forgetsAKeyThatIsNoLongerPublished() throws Exception {
    teams.post(teams.message("Hello"));
    teams.microsoft.published.clear();
    teams.microsoft.published.put(Microsoft.NEW_KEY, List.of("msteams"));
    teams.clock.move(Duration.ofDays(1));

    assertThat(teams.post(teams.message("Hello")).status()).isEqualTo(401);
  }

  @Test
  void keepsItsKeysWhileTheMetadataIsAway() {
    teams.post(teams.message("Hello"));
    teams.microsoft.metadataDown = true;
    teams.clock.move(Duration.ofDays(1));

    assertThat(teams.post(teams.message("Hello")).status()).isEqualTo(200);
  }

  @Test
  void asksTheConnectorToComeBackWhereNoKeysCanBeHad() {
    teams.microsoft.metadataDown = true;

    assertThat(teams.post(teams.message("Hello")).status()).isEqualTo(503);
    nothingHappened();
  }

  @Test
  void refusesBeforeItReads() {
    assertThat(teams.post("x".repeat(2 << 20), "text/plain", Map.of("Authorization", "x")).status())
        .isEqualTo(401);
  }

  private Date at(long seconds) {
    Instant now = teams.clock.instant();
    return Date.from(now.plusSeconds(seconds));
  }

  private int statusWith(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
    return status(
        Microsoft.sign(
            change.apply(teams.microsoft.claims(teams.clock.instant())).build(), Microsoft.KEY));
  }

  private int status(String token) {
    return postWith("Bearer " + token).status();
  }

  private Answer postWith(String authorization) {
    return teams.post(
        teams.message("Hello").toString(),
        "application/json",
        Map.of("Authorization", authorization));
  }

  private void nothingHappened() {
    assertThat(teams.desk.heard).isEmpty();
    assertThat(teams.microsoft.posts).hasValue(0);
  }
}

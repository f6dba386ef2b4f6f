package org.inclusiondesk.teams;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.http.UnauthorizedResponse;
import java.io.IOException;
import java.security.Key;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inclusiondesk.teams.SigningKeys.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a call comes from the Bot Connector and is meant for this desk, more strictly
 * than the SDK does. Rules: <a
 * href="https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication">Bot
 * Connector authentication</a>. Safe for any number of threads.
 */
final class TokenCheck {
  private static final String ISSUER = "https://api.botframework.com";
  private static final int SKEW_SECONDS = 300;
  private static final String SERVICE_URL = "serviceurl";

  private final String appId;
  private final String tenantId;
  private final SigningKeys keys;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  TokenCheck(String appId, String tenantId, SigningKeys keys, Clock clock) {
    this.appId = appId;
    this.tenantId = tenantId;
    this.keys = keys;
    processor.setJWSKeySelector((header, context) -> keysFor(header));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            appId,
            new JWTClaimsSet.Builder().issuer(ISSUER).build(),
            Set.of("exp", "nbf", SERVICE_URL)) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew(SKEW_SECONDS);
    processor.setJWTClaimsSetVerifier(claims);
  }

  /**
   * A token that holds, before it is known what it is for.
   *
   * @param serviceUrl the only address that replies may go to
   * @param endorsements the channels that its key may speak for
   */
  record Token(String serviceUrl, Set<String> endorsements) {}

  /**
   * Checks what an Authorization header bears.
   *
   * @throws UnauthorizedResponse if it bears no token, or one that does not hold
   * @throws ForbiddenResponse if the token was made for another bot
   * @throws ServiceUnavailableResponse if no signing keys can be had
   */
  Token verify(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw new UnauthorizedResponse("A bearer token of the Bot Connector is needed.");
    }
    try {
      SignedJWT token = SignedJWT.parse(authorization.substring(7).strip());
      JWTClaimsSet claims = processor.process(token, null);
      for (String caller : List.of("appid", "azp")) {
        if (claims.getClaim(caller) != null && !appId.equals(claims.getClaim(caller))) {
          throw new ForbiddenResponse("The desk takes no calls from other bots.");
        }
      }
      return new Token(
          claims.getStringClaim(SERVICE_URL),
          keys.find(token.getHeader().getKeyID())
              .map(SigningKey::endorsements)
              .orElseThrow(TokenCheck::refused));
    } catch (KeySourceException | IOException unavailable) {
      throw new ServiceUnavailableResponse("The token cannot be checked now; try again later.");
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException refused) {
      throw refused();
    }
  }

  /**
   * Checks that the token was made for this activity.
   *
   * @throws ForbiddenResponse if it was made for another address, channel or tenant
   */
  void mustFit(Token token, Incoming incoming) {
    if (!withoutSlash(token.serviceUrl()).equals(withoutSlash(incoming.serviceUrl().toString()))) {
      throw new ForbiddenResponse("The token is for another serviceUrl than the activity's.");
    }
    if (!token.endorsements().contains(incoming.channel())) {
      throw new ForbiddenResponse("The token's key is not endorsed for the activity's channel.");
    }
    if (incoming.tenant() == null || !tenantId.equalsIgnoreCase(incoming.tenant())) {
      throw new ForbiddenResponse("The activity comes from another organisation.");
    }
  }

  private List<Key> keysFor(JWSHeader header) throws KeySourceException {
    if (!JWSAlgorithm.RS256.equals(header.getAlgorithm()) || header.getKeyID() == null) {
      return List.of();
    }
    try {
      Optional<SigningKey> found = keys.find(header.getKeyID());
      return found.map(key -> List.<Key>of(key.key())).orElse(List.of());
    } catch (IOException e) {
      throw new KeySourceException("no signing keys", e);
    }
  }

  private static UnauthorizedResponse refused() {
    return new UnauthorizedResponse("The bearer token does not hold.");
  }

  private static String withoutSlash(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }
}

package org.inclusiondesk.teams;

import java.net.URI;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the desk is registered with Microsoft. Production means that there is an app id; without one
 * there are no tokens, and the endpoint speaks to this machine alone.
 *
 * @param appId the bot's application id; null where the desk is only tried out
 * @param tenantId the one tenant whose people are served; null exactly where the app id is
 * @param password gives the client secret each time a token is asked for; null exactly where the
 *     app id is
 * @param openIdMetadata where the Bot Connector publishes its signing keys
 * @param tokenEndpoint where the desk gets its own tokens
 */
public record TeamsSettings(
    @Nullable String appId,
    @Nullable String tenantId,
    @Nullable Supplier<String> password,
    URI openIdMetadata,
    URI tokenEndpoint) {
  private static final URI MICROSOFT_METADATA =
      URI.create("https://login.botframework.com/v1/.well-known/openidconfiguration");
  private static final String MICROSOFT_TOKENS =
      "https://login.microsoftonline.com/%s/oauth2/v2.0/token";
  private static final String IDENTIFIER = "[0-9A-Za-z.-]{1,128}";

  /**
   * @throws IllegalArgumentException if only some of app id, tenant id and password are given, or
   *     an address is neither https nor on this machine
   */
  public TeamsSettings {
    if ((appId == null) != (tenantId == null) || (appId == null) != (password == null)) {
      throw new IllegalArgumentException(
          "app id, tenant id and password of the bot belong together: give all three or none");
    }
    if (appId != null && !appId.matches(IDENTIFIER)) {
      throw new IllegalArgumentException("the bot's app id is not an identifier");
    }
    if (tenantId != null && !tenantId.matches(IDENTIFIER)) {
      throw new IllegalArgumentException("the bot's tenant id is not an identifier");
    }
    if (!isSafe(openIdMetadata)) {
      throw new IllegalArgumentException("the bot's OpenID metadata must have an https address");
    }
    if (!isSafe(tokenEndpoint)) {
      throw new IllegalArgumentException("the bot's token endpoint must have an https address");
    }
  }

  /** Settings with Microsoft's own addresses wherever none is given. */
  public static TeamsSettings of(
      @Nullable String appId,
      @Nullable String tenantId,
      @Nullable Supplier<String> password,
      @Nullable URI openIdMetadata,
      @Nullable URI tokenEndpoint) {
    if (tenantId != null && !tenantId.matches(IDENTIFIER)) {
      throw new IllegalArgumentException("the bot's tenant id is not an identifier");
    }
    return new TeamsSettings(
        appId,
        tenantId,
        password,
        openIdMetadata == null ? MICROSOFT_METADATA : openIdMetadata,
        tokenEndpoint == null
            ? URI.create(
                MICROSOFT_TOKENS.formatted(
                    tenantId == null ? "botframework.com" : tenantId.toLowerCase(Locale.ROOT)))
            : tokenEndpoint);
  }

  /** Settings for trying the desk out: no app id, no tokens. */
  public static TeamsSettings tryingOut() {
    return of(null, null, null, null, null);
  }

  /** Whether the desk is registered, so that every call must bear a token. */
  public boolean production() {
    return appId != null;
  }

  private static boolean isSafe(URI address) {
    return Loopback.isWeb(address) || ("https".equals(address.getScheme()) && address.isAbsolute());
  }

  @Override
  public String toString() {
    return "TeamsSettings[production=" + production() + "]";
  }
}

package org.inclusiondesk.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-20T09:30:00Z, 2026-11-20T09:30:00Z",
    "2026-11-20T09:30:00.5Z, 2026-11-20T09:30:00.5Z",
    "2026-11-20T09:30:00.123Z, 2026-11-20T09:30:00.123Z",
    "2026-11-20T09:30:00.1234567Z, 2026-11-20T09:30:00.1234567Z",
    "2026-11-20T09:30:00.123456789+01:00, 2026-11-20T09:30:00.123456789+01:00",
    "2026-11-20T09:30:00, 2026-11-20T09:30:00Z"
  })
  void readsTimesToTheirLastDigit(String written, String meant) {
    Incoming incoming =
        read(
            """
            "timestamp": "%s", "localTimestamp": "%s",
            """
                .formatted(written, written));

    assertThat(incoming.activity().getTimestamp()).isEqualTo(OffsetDateTime.parse(meant));
    assertThat(incoming.activity().getLocalTimestamp()).isEqualTo(OffsetDateTime.parse(meant));
  }

  @Test
  void takesAwayMentionsOfItselfAndTheTagsOfOthers() {
    Incoming incoming =
        read(
            """
            "text": "<at>Desk</at>&nbsp is <at id=\\"1\\">Ann</at> a <at>Desk</at> member?",
            "entities": [
              {"type": "clientInfo", "country": "GB"},
              {"type": "mention", "text": "<at>Desk</at>", "mentioned": {"id": "28:desk"}},
              {"type": "mention", "text": "<at id=\\"1\\">Ann</at>", "mentioned": {"id": "29:a"}}],
            """);

    assertThat(incoming.text()).isEqualTo("&nbsp is Ann a   member?");
  }

  @Test
  void passesNothingUnknownOnToTheSdk() {
    Incoming incoming =
        read(
            """
            "locale": "tr-TR", "textFormat": "no such format", "inputHint": 5, "attachments": 7,
            "callerId": "urn:x", "relatesTo": "x", "semanticAction": {}, "made-up": [],
            """);

    assertThat(incoming.activity().getLocale()).isNull();
    assertThat(incoming.activity().getCallerId()).isNull();
    assertThat(incoming.activity().getProperties()).isEmpty();
  }

  @Test
  void tellsNobodysIdInItsKeys() {
    Incoming incoming = read("");

    assertThat(incoming.key()).matches("teams-[A-Za-z0-9_-]{43}");
    assertThat(incoming.seat()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(incoming.key());
    assertThat(incoming.toString()).isEqualTo("Incoming[type=message]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not-loopback"})
  void wantsAllThreeOfAppTenantAndPassword(String password) {
    assertThatThrownBy(() -> TeamsSettings.of("app", null, () -> password, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("all three or none");
    assertThatThrownBy(
            () ->
                TeamsSettings.of(
                    "app", "tenant", () -> password, URI.create("http://evil.example/"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https");
  }

  @Test
  void asksItsOwnTenantForTokens() {
    TeamsSettings settings = TeamsSettings.of("app", "Tenant-1", () -> "secret", null, null);

    assertThat(settings.tokenEndpoint())
        .hasToString("https://login.microsoftonline.com/tenant-1/oauth2/v2.0/token");
    assertThat(settings.toString()).isEqualTo("TeamsSettings[production=true]");
  }

  private static Incoming read(String more) {
    return Incoming.read(
        """
        {"type": "message", "id": "1", "channelId": "msteams", %s
         "serviceUrl": "https://smba.example/uk/", "from": {"id": "29:sam"},
         "conversation": {"id": "a:chat"}, "recipient": {"id": "28:desk"}}
        """
            .formatted(more)
            .getBytes());
  }
}

package org.inclusiondesk.teams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.inclusiondesk.conversation.Address;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.outbox.Delivery;
import org.inclusiondesk.outbox.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCourierTest {
  private final Teams teams = Teams.production();
  private final ChatCourier courier = new ChatCourier(teams.connector, Teams.CARDS);

  @AfterEach
  void stop() {
    teams.close();
  }

  @Test
  void servesChatsAlone() {
    assertThat(courier.serves(message(chat()))).isTrue();
    assertThat(courier.serves(message(new Mailbox("a@example.org")))).isFalse();
  }

  @Test
  void bringsAMessageIntoTheChatItWasWrittenFrom() {
    assertThat(courier.deliver(message(chat()))).isEqualTo(new Delivery.Delivered());

    Microsoft.Sent sent = teams.microsoft.sent.get(0);
    assertThat(sent.path()).isEqualTo("/v3/conversations/a:private-chat/activities");
    assertThat(sent.authorization()).isEqualTo("Bearer our-token-1");
    assertThat(sent.card().toString()).contains("You have been added.");
    assertThat(sent.activity().path("summary").asText()).isEqualTo(Cards.SUMMARY);
    assertThat(sent.activity().path("from").path("id").asText()).isEqualTo("28:desk");
    assertThat(sent.activity().path("recipient").path("id").asText()).isEqualTo("29:sam");
  }

  @Test
  void keepsNoAddressOfASharedChat() {
    ObjectNode shared = teams.inGroup(teams.message("Hello"));

    assertThat(ChatAddress.of(Incoming.read(shared.toString().getBytes()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 410})
  void givesUpWhatTeamsRefuses(int status) {
    teams.microsoft.refusals.add(new Microsoft.Refusal(status, null));

    assertThat(courier.deliver(message(chat()))).isEqualTo(new Delivery.Refused("http-" + status));
    assertThat(teams.microsoft.posts).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 408, 500, 503})
  void leavesFaultsForLaterWithoutRepeatingThem(int status) {
    teams.microsoft.refusals.add(new Microsoft.Refusal(status, null));

    assertThat(courier.deliver(message(chat())))
        .isEqualTo(new Delivery.Later("http-" + status, null));
    assertThat(teams.microsoft.posts).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {412, 429, 502, 504})
  void repeatsTwiceWhatTeamsCallsPassing(int status) {
    for (int i = 0; i < 3; i++) {
      teams.microsoft.refusals.add(new Microsoft.Refusal(status, null));
    }

    assertThat(courier.deliver(message(chat())))
        .isEqualTo(new Delivery.Later("http-" + status, null));
    assertThat(teams.microsoft.posts).hasValue(3);
    assertThat(teams.pauses).hasSize(2);
    assertThat(teams.pauses.get(0)).isBetween(Duration.ofMillis(400), Duration.ofMillis(700));
    assertThat(teams.pauses.get(1)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1300));
  }

  @Test
  void passesALongPauseOnInsteadOfWaiting() {
    teams.microsoft.refusals.add(new Microsoft.Refusal(429, "90"));

    assertThat(courier.deliver(message(chat())))
        .isEqualTo(new Delivery.Later("http-429", Duration.ofSeconds(90)));
    assertThat(teams.pauses).isEmpty();
  }

  @Test
  void readsAPauseThatIsADate() {
    teams.microsoft.refusals.add(new Microsoft.Refusal(429, "Fri, 20 Nov 2026 09:32:00 GMT"));

    assertThat(courier.deliver(message(chat())))
        .isEqualTo(new Delivery.Later("http-429", Duration.ofMinutes(2)));
  }

  @Test
  void leavesForLaterWhatCannotBeReached() {
    Address.Chat chat = chat();
    teams.microsoft.close();

    assertThat(courier.deliver(message(chat))).isEqualTo(new Delivery.Later("unreachable", null));
  }

  @Test
  void refusesAddressesThatAreNotItsOwn() {
    ChatAddress own = ChatAddress.parse(chat()).orElseThrow();
    ChatAddress foreign =
        new ChatAddress(
            own.serviceUrl(), own.conversation(), own.bot(), own.user(), "foreign", "msteams");

    assertThat(courier.deliver(message(new Address.Chat("{}"))))
        .isEqualTo(new Delivery.Refused("not-a-chat"));
    assertThat(courier.deliver(message(new Address.Chat("x"))))
        .isEqualTo(new Delivery.Refused("not-a-chat"));
    assertThat(courier.deliver(message(foreign.asAddress())))
        .isEqualTo(new Delivery.Refused("foreign-chat"));
    assertThat(teams.microsoft.posts).hasValue(0);
  }

  private Address.Chat chat() {
    return ChatAddress.of(Incoming.read(teams.message("Hello").toString().getBytes()))
        .orElseThrow()
        .asAddress();
  }

  private static Message message(Address to) {
    return Message.to(
        to, "effect", "Inclusion Desk", List.of(new Block.Paragraph("You have been added.")));
  }
}

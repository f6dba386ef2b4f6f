package org.inclusiondesk.teams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.NetworkId;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.conversation.Request;
import org.inclusiondesk.teams.Teams.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MembershipCardTest {
  private final Teams teams = Teams.tryingOut();

  @AfterEach
  void stop() {
    teams.close();
  }

  @Test
  void offersAllNetworksWithTheNamedOneChosen() {
    teams.knowSam();

    JsonNode card = ask("I want to join the women's network");

    JsonNode networks = input(card, "networks");
    assertThat(networks.path("choices")).hasSize(4);
    assertThat(networks.path("value").asText()).isEqualTo("women");
    assertThat(networks.path("isMultiSelect").asBoolean()).isTrue();
    assertThat(card.toString())
        .contains("kmicb.od@nhs.net", "https://desk.example/privacy", "allies");
    assertThat(input(card, "name").isMissingNode()).isTrue();
    assertThat(input(card, "mail").isMissingNode()).isTrue();
  }

  @Test
  void asksWhoItIsOnlyWhereTheRosterDoesNotKnow() {
    JsonNode card = ask("I want to join");

    assertThat(input(card, "name").isMissingNode()).isTrue();
    assertThat(input(card, "mail").path("isRequired").asBoolean()).isTrue();
    assertThat(input(card, "mail").path("style").asText()).isEqualTo("Email");
  }

  @Test
  void handsTheRequestToTheDeskWithNameAndAddressOfTheRoster() {
    teams.knowSam();
    JsonNode card = ask("I want to join");

    Answer answer =
        handIn(
            card, filled("women,lgbt").put("name", "Mallory").put("mail", "mallory@evil.example"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("statusCode").asInt()).isEqualTo(200);
    assertThat(answer.json().path("type").asText()).isEqualTo(Cards.CONTENT_TYPE);
    assertThat(answer.card().toString()).contains("KM-7QF3-2TX8");
    Request request = onlyRequest();
    assertThat(request.wish()).isEqualTo(Form.Wish.JOIN);
    assertThat(request.networks()).isEqualTo(Set.of(new NetworkId("women"), new NetworkId("lgbt")));
    assertThat(request.speaker().name()).isEqualTo("Sam Poole");
    assertThat(request.speaker().mailbox().value()).isEqualTo("sam.poole@nhs.net");
    assertThat(request.speaker().proven()).isTrue();
  }

  @Test
  void takesATypedAddressForUnprovenAndNoTypedName() {
    JsonNode card = ask("I want to leave");

    Answer answer =
        handIn(card, filled("bame").put("name", " Sam Poole ").put("mail", "sam@Example.ORG "));

    assertThat(answer.card().toString()).contains("KM-7QF3-2TX8");
    Request request = onlyRequest();
    assertThat(request.wish()).isEqualTo(Form.Wish.LEAVE);
    assertThat(request.speaker().name()).isNull();
    assertThat(request.speaker().mailbox().value()).isEqualTo("sam@example.org");
    assertThat(request.speaker().proven()).isFalse();
  }

  @Test
  void actsOnceWhenTheSameCardIsHandedInTwice() {
    teams.knowSam();
    JsonNode card = ask("I want to join");

    handIn(card, filled("women"));
    handIn(card, filled("women"));

    onlyRequest();
  }

  @Test
  void worksByTheFallbackOfClientsThatOnlySubmit() {
    teams.knowSam();
    JsonNode card = ask("I want to join");
    ObjectNode submitted = teams.activity("message");
    ObjectNode value = (ObjectNode) card.path("actions").path(0).path("fallback").path("data");
    submitted.set("value", value.put("networks", "women").put("agreed", "true"));

    assertThat(teams.post(submitted).status()).isEqualTo(200);

    onlyRequest();
    assertThat(teams.microsoft.lastCard().toString()).contains("KM-7QF3-2TX8");
  }

  @Test
  void keepsWhatWasFilledInWhereSomethingIsMissing() {
    JsonNode card = ask("I want to join");

    Answer answer = handIn(card, filled("women").put("agreed", "false").put("mail", "nobody"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(teams.desk.requests).isEmpty();
    assertThat(answer.card().toString())
        .contains("Nothing has been sent yet", "Tick the box", "one mail address");
    assertThat(input(answer.card(), "networks").path("value").asText()).isEqualTo("women");
    assertThat(input(answer.card(), "mail").path("value").asText()).isEqualTo("nobody");

    handIn(answer.card(), filled("women").put("mail", "sam@example.org"));

    onlyRequest();
  }

  @Test
  void asksForTheAddressWhereTheRosterHasGoneSilentSince() {
    teams.knowSam();
    JsonNode card = ask("I want to join");
    teams.microsoft.roster.clear();

    Answer answer = handIn(card, filled("women"));

    assertThat(teams.desk.requests).isEmpty();
    assertThat(input(answer.card(), "mail").isMissingNode()).isFalse();
    assertThat(input(answer.card(), "agreed").path("value").asText()).isEqualTo("true");
  }

  @Test
  void waitsForTheRosterTwoSecondsAtMost() {
    teams.knowSam();
    CountDownLatch release = new CountDownLatch(1);
    teams.microsoft.beforeRoster =
        () -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    long start = System.nanoTime();

    JsonNode card = ask("I want to join");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(input(card, "mail").isMissingNode()).isFalse();
    release.countDown();
  }

  @Test
  void believesNoRosterEntryOfSomebodyElse() {
    teams.microsoft.roster.put(
        "29:sam", "{\"id\": \"29:other\", \"name\": \"Other\", \"email\": \"other@nhs.net\"}");

    assertThat(input(ask("I want to join"), "mail").isMissingNode()).isFalse();
  }

  @Test
  void refusesACardThatWasChanged() {
    teams.knowSam();
    JsonNode card = ask("I want to join");
    String form = card.path("actions").path(0).path("data").path("form").asText();
    String[] parts = form.split("\\.");
    for (String changed :
        new String[] {
          "",
          "x",
          form.substring(0, form.length() - 5) + "AAAAA",
          parts[0] + "." + parts[1] + "x." + parts[2],
          "eyJhbGciOiJub25lIn0." + parts[1] + ".",
          parts[0] + ".." + parts[2]
        }) {
      Answer answer = teams.post(teams.action("membership", filled("women").put("form", changed)));
      assertThat(answer.status()).as(changed).isEqualTo(400);
      assertThat(answer.json().path("detail").asText()).contains("Nothing was sent");
    }
    assertThat(teams.desk.requests).isEmpty();
  }

  @Test
  void refusesACardThatWasMadeForSomebodyElseOrElsewhere() {
    teams.knowSam();
    JsonNode data = ask("I want to join").path("actions").path(0).path("data");
    ObjectNode byAnother =
        teams.action("membership", filled("women").put("form", data.path("form").asText()));
    byAnother.withObject("/from").put("id", "29:mallory");
    ObjectNode elsewhere =
        teams.action("membership", filled("women").put("form", data.path("form").asText()));
    elsewhere.withObject("/conversation").put("id", "a:another-chat");

    assertThat(teams.post(byAnother).status()).isEqualTo(400);
    assertThat(teams.post(elsewhere).status()).isEqualTo(400);
    assertThat(teams.desk.requests).isEmpty();
  }

  @Test
  void refusesANetworkThatWasNotOffered() {
    teams.knowSam();
    JsonNode card = ask("I want to join");

    for (String networks : new String[] {"chess", "women,chess", "women;lgbt", "WOMEN", "../x"}) {
      assertThat(handIn(card, filled(networks)).status()).as(networks).isEqualTo(422);
    }
    assertThat(handIn(card, filled("women").putNull("networks")).card().toString())
        .contains("Choose at least one");
    ObjectNode list = filled("women");
    list.putArray("networks").add("women");
    assertThat(handIn(card, list).status()).isEqualTo(400);
    assertThat(teams.desk.requests).isEmpty();
  }

  @Test
  void doesNotActOnACardOfMoreThanSevenDays() {
    teams.knowSam();
    JsonNode card = ask("I want to join");
    teams.clock.move(Duration.ofDays(7));
    assertThat(handIn(card, filled("women")).card().toString()).contains("KM-7QF3-2TX8");

    JsonNode other = ask("I want to join");
    teams.clock.move(Duration.ofDays(8));
    Answer late = handIn(other, filled("women"));

    assertThat(late.status()).isEqualTo(200);
    assertThat(late.card().toString()).contains("seven days", "Nothing was sent");
    onlyRequest();
  }

  @Test
  void givesTheFormBackWhereTheDeskFails() {
    teams.knowSam();
    JsonNode card = ask("I want to join");
    teams.desk.before =
        () -> {
          throw new IllegalStateException("no disk");
        };

    Answer failed = handIn(card, filled("women"));
    teams.desk.before = () -> {};
    handIn(failed.card(), filled("women"));

    assertThat(failed.card().toString()).contains("Something went wrong");
    onlyRequest();
  }

  @Test
  void tellsNothingInASharedChat() {
    JsonNode card = ask("I want to join");
    ObjectNode shared =
        teams.inGroup(
            teams.action(
                "membership",
                filled("women")
                    .put("form", card.path("actions").path(0).path("data").path("form").asText())));

    assertThat(teams.post(shared).card().toString())
        .contains(Reply.elsewhere().plain())
        .doesNotContain("Women");
    assertThat(teams.desk.requests).isEmpty();
  }

  private JsonNode ask(String text) {
    teams.post(teams.message(text));
    return teams.microsoft.lastCard();
  }

  private Answer handIn(JsonNode card, ObjectNode inputs) {
    JsonNode action = card.path("actions").path(0);
    ObjectNode data = action.path("data").deepCopy();
    data.setAll(inputs);
    return teams.post(teams.action(action.path("verb").asText(), data));
  }

  private static ObjectNode filled(String networks) {
    return Teams.JSON.createObjectNode().put("networks", networks).put("agreed", "true");
  }

  private static JsonNode input(JsonNode card, String id) {
    for (JsonNode element : card.path("body")) {
      if (id.equals(element.path("id").asText())) {
        return element;
      }
    }
    return MissingNode.getInstance();
  }

  private Request onlyRequest() {
    assertThat(teams.desk.requests).hasSize(1);
    return teams.desk.requests.values().iterator().next();
  }
}

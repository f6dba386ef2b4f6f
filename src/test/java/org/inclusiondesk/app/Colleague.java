package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.inclusiondesk.app.DeskClient.Answer;

/**
 * A member of staff in Teams: writes activities as Teams does.
 *
 * @param ids as the page gave them
 */
record Colleague(DeskClient desk, String name, JsonNode ids) {
  private static final String TENANT = "2f7c9a54-4d0e-4b5e-9c1a-6f1d5a3b8e70";

  String id() {
    return ids.path("id").asText();
  }

  String privateChat() {
    return ids.path("privateChat").asText();
  }

  ObjectNode activity(String type) {
    ObjectNode activity =
        DeskClient.JSON
            .createObjectNode()
            .put("type", type)
            .put("id", UUID.randomUUID().toString())
            .put("timestamp", "2026-11-20T09:30:00.123Z")
            .put("serviceUrl", desk.uri("/try/connector/").toString())
            .put("channelId", "msteams");
    activity
        .putObject("from")
        .put("id", id())
        .put("name", name)
        .put("aadObjectId", ids.path("aadObjectId").asText());
    activity
        .putObject("conversation")
        .put("id", privateChat())
        .put("conversationType", "personal")
        .put("tenantId", TENANT);
    activity.putObject("recipient").put("id", "28:inclusion-desk").put("name", "Inclusion Desk");
    activity.putObject("channelData").putObject("tenant").put("id", TENANT);
    return activity;
  }

  ObjectNode message(String text) {
    return activity("message").put("text", text);
  }

  ObjectNode inGroup(ObjectNode activity) {
    activity
        .withObject("/conversation")
        .put("id", ids.path("groupChat").asText())
        .put("conversationType", "groupChat")
        .put("isGroup", true);
    return activity;
  }

  ObjectNode action(String verb, JsonNode data) {
    ObjectNode invoke = activity("invoke").put("name", "adaptiveCard/action");
    invoke
        .putObject("value")
        .putObject("action")
        .put("type", "Action.Execute")
        .put("verb", verb)
        .set("data", data);
    return invoke;
  }

  ObjectNode dialog(String name, JsonNode data) {
    ObjectNode invoke = activity("invoke").put("name", name);
    ObjectNode value = invoke.putObject("value");
    value.set("data", data);
    value.putObject("context").put("theme", "default");
    return invoke;
  }

  /** Says something; the card that comes back in the answer itself. */
  JsonNode say(String text) {
    return reply(message(text));
  }

  /** The card that a message is answered with. */
  JsonNode reply(ObjectNode message) {
    Answer answer = desk.activity(message.put("deliveryMode", "expectReplies"));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    JsonNode activities = answer.json().path("activities");
    assertThat(activities).hasSize(1);
    return activities.path(0).path("attachments").path(0).path("content");
  }

  /** What handing in a membership card carries. */
  static ObjectNode filledIn(JsonNode card, String networks) {
    return DeskClient.JSON
        .createObjectNode()
        .put("form", card.path("actions").path(0).path("data").path("form").asText())
        .put("networks", networks)
        .put("agreed", "true");
  }

  /** Hands a membership card in; the card that takes its place. */
  JsonNode handIn(JsonNode card, String networks) {
    Answer answer = desk.activity(action("membership", filledIn(card, networks)));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json().path("value");
  }

  /** Opens the form of a card that offers to send a question to the team. */
  JsonNode openHandOver(JsonNode offer) {
    JsonNode button = offer.path("actions").path(offer.path("actions").size() - 1);
    assertThat(button.path("title").asText()).isEqualTo("Send this to the team");
    return desk.activity(action("hand-over", button.path("data"))).json().path("value");
  }

  /** What sending that form hands in. */
  ObjectNode sending(JsonNode form, String question) {
    return action(
        "send",
        DeskClient.JSON
            .createObjectNode()
            .put("form", form.path("actions").path(0).path("data").path("form").asText())
            .put("question", question)
            .put("agreed", "true"));
  }

  /** All that the desk said in the private chat, up to an activity whose JSON has a word. */
  List<JsonNode> saidUntil(String word) throws IOException, InterruptedException {
    var stream =
        desk.http()
            .send(
                desk.request("/try/chat/" + DeskClient.encode(privateChat()) + "/events")
                    .header("Accept", "text/event-stream")
                    .build(),
                BodyHandlers.ofInputStream())
            .body();
    List<JsonNode> said = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          said.add(DeskClient.json(line.substring(5)));
          if (line.contains(word)) {
            return said;
          }
        }
      }
    }
    throw new AssertionError("the chat ended before the word came");
  }

  @Override
  public String toString() {
    return "Colleague";
  }
}

package org.inclusiondesk.teams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.inclusiondesk.teams.Teams.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the endpoint answers to bodies that no channel would send. */
class BadInputTest {
  private final Teams teams = Teams.tryingOut();

  @AfterEach
  void stop() {
    teams.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "{",
        "null",
        "[]",
        "\"text\"",
        "7",
        "{} {}",
        "{\"type\": NaN}",
        "<a/>",
        "{\"type\": \"message\",}",
        "\u0000",
        "{\"type\": 5}",
        "{\"type\": {}}"
      })
  void refusesWhatIsNoActivity(String body) {
    assertThat(teams.post(body).status()).isEqualTo(400);
  }

  @Test
  void refusesNestingWithoutEnd() {
    String deep = "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000);
    assertThat(teams.post(deep).status()).isEqualTo(400);
    assertThat(teams.post("[".repeat(500_000)).status()).isEqualTo(400);
  }

  @Test
  void refusesBytesThatAreNoText() {
    byte[] noise = new byte[5_000];
    new Random(7).nextBytes(noise);
    assertThat(
            teams
                .post(RequestBody.create(noise, MediaType.parse("application/json")), Map.of())
                .status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", "x/y"})
  void refusesOtherMediaTypes(String type) {
    assertThat(teams.post(teams.message("Hello").toString(), type, Map.of()).status())
        .isEqualTo(415);
    assertThat(teams.desk.heard).isEmpty();
  }

  @Test
  void refusesABodyWithoutMediaType() {
    assertThat(teams.post(RequestBody.create("{}".getBytes(), null), Map.of()).status())
        .isEqualTo(415);
  }

  @Test
  void takesUpToOneMebibyteAndNoMore() {
    ObjectNode message = teams.message("");
    int room = (1 << 20) - message.toString().length();

    assertThat(teams.post(message.put("text", "x".repeat(room))).status()).isEqualTo(200);
    assertThat(teams.post(message.put("text", "x".repeat(room + 1))).status()).isEqualTo(413);
  }

  @Test
  void refusesTooMuchThatDoesNotSayHowMuchItIs() {
    RequestBody endless =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return MediaType.parse("application/json");
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            sink.writeUtf8("{\"type\": \"");
            sink.writeUtf8("x".repeat((1 << 20) + 10));
            sink.writeUtf8("\"}");
          }
        };
    assertThat(teams.post(endless, Map.of()).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type",
        "id",
        "channelId",
        "serviceUrl",
        "from",
        "conversation",
        "recipient",
        "from/id",
        "conversation/id",
        "recipient/id"
      })
  void namesTheFieldThatIsMissing(String path) {
    String[] steps = path.split("/");
    for (JsonNode nothing : new JsonNode[] {null, NullNode.instance, TextNode.valueOf(" ")}) {
      if (nothing instanceof TextNode
          && List.of("from", "conversation", "recipient").contains(path)) {
        continue;
      }
      ObjectNode message = teams.message("Hello");
      ObjectNode parent = steps.length == 1 ? message : (ObjectNode) message.get(steps[0]);
      String field = steps[steps.length - 1];
      if (nothing == null) {
        parent.remove(field);
      } else if (!"id".equals(path) || nothing.isNull()) {
        parent.set(field, nothing);
      } else {
        continue;
      }

      Answer answer = teams.post(message);

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().path("detail").asText()).contains(path.replace('/', '.'));
    }
    assertThat(teams.desk.heard).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/type",
        "/id",
        "/channelId",
        "/serviceUrl",
        "/text",
        "/name",
        "/replyToId",
        "/deliveryMode",
        "/from",
        "/from/id",
        "/from/name",
        "/from/aadObjectId",
        "/conversation",
        "/conversation/id",
        "/conversation/isGroup",
        "/conversation/conversationType",
        "/conversation/tenantId",
        "/recipient",
        "/recipient/id",
        "/timestamp",
        "/membersAdded"
      })
  void refusesFieldsOfTheWrongType(String pointer) {
    for (JsonNode wrong :
        new JsonNode[] {
          IntNode.valueOf(5), Teams.JSON.createArrayNode().add(1), Teams.JSON.createObjectNode()
        }) {
      String type = pointer.equals("/membersAdded") ? "conversationUpdate" : "message";
      if (wrong.isObject() && List.of("/from", "/conversation", "/recipient").contains(pointer)) {
        continue;
      }
      if (wrong.isArray() && pointer.equals("/membersAdded")) {
        wrong = Teams.JSON.createArrayNode().add(1);
      }
      ObjectNode activity = teams.activity(type).put("text", "Hello");
      int cut = pointer.lastIndexOf('/');
      ObjectNode parent = cut == 0 ? activity : (ObjectNode) activity.at(pointer.substring(0, cut));
      parent.set(pointer.substring(cut + 1), wrong);

      assertThat(teams.post(activity).status()).as(pointer + " " + wrong).isEqualTo(400);
    }
    assertThat(teams.desk.heard).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "", "2026-13-01T00:00:00Z", "2026-11-20"})
  void refusesTimesThatAreNone(String timestamp) {
    assertThat(teams.post(teams.message("Hello").put("timestamp", timestamp)).status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://smba.trafficmanager.net/uk/",
        "https://evil.example/",
        "https://localhost.evil.example/",
        "https://127.0.0.1.evil.example/",
        "https://10.0.0.1/"
      })
  void speaksToThisMachineAloneWhileItIsTriedOut(String serviceUrl) {
    assertThat(teams.post(teams.message("Hello").put("serviceUrl", serviceUrl)).status())
        .isEqualTo(403);
    assertThat(teams.desk.heard).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "http://evil.example/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "http://localhost@evil.example/",
        "http://user@localhost/",
        "https://a b/",
        "/relative",
        "urn:botframework:x"
      })
  void refusesServiceUrlsThatMakeNoSense(String serviceUrl) {
    assertThat(teams.post(teams.message("Hello").put("serviceUrl", serviceUrl)).status())
        .isEqualTo(422);
    assertThat(teams.desk.heard).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"desk.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil"})
  void refusesNamesOfOtherHosts(String host) {
    Answer answer =
        teams.post(teams.message("Hello").toString(), "application/json", Map.of("Host", host));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(teams.desk.heard).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080"})
  void hearsNamesOfThisMachine(String host) {
    assertThat(
            teams
                .post(teams.message("Hello").toString(), "application/json", Map.of("Host", host))
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "../../x", "a/b", "a?b#c", "%2e%2e", "\u0000", "a\r\nX: y"})
  void survivesHostileIds(String id) {
    ObjectNode message = teams.message("Hello").put("id", id);
    message.withObject("/conversation").put("id", id);
    message.withObject("/from").put("id", id);

    assertThat(teams.post(message).status()).isIn(200, 422, 502);
    assertThat(teams.microsoft.sent)
        .allSatisfy(sent -> assertThat(sent.path()).startsWith("/v3/conversations/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "signin/verifyState", "composeExtension/query", "task/other"})
  void refusesUnknownInvokes(String name) {
    assertThat(teams.post(teams.invoke(name)).status()).isEqualTo(422);
  }

  @Test
  void refusesActionsThatNoCardHas() {
    assertThat(teams.post(teams.invoke("adaptiveCard/action")).status()).isEqualTo(400);
    assertThat(teams.post(teams.action("drop", Teams.JSON.createObjectNode())).status())
        .isEqualTo(400);
    assertThat(teams.post(teams.action("say", Teams.JSON.createObjectNode())).status())
        .isEqualTo(400);
    assertThat(
            teams.post(teams.action("say", Teams.JSON.createObjectNode().put("says", 5))).status())
        .isEqualTo(400);
    ObjectNode submitted = teams.activity("message");
    submitted.putObject("value").put("verb", "drop");
    assertThat(teams.post(submitted).status()).isEqualTo(400);
    assertThat(teams.desk.heard).isEmpty();
  }

  @Test
  void takesWhatAnUnknownValueComesWithForAMessage() {
    for (JsonNode value :
        new JsonNode[] {
          TextNode.valueOf("x"),
          BooleanNode.TRUE,
          Teams.JSON.createArrayNode(),
          Teams.JSON.createObjectNode().put("verb", 7)
        }) {
      ObjectNode message = teams.message("Hello");
      message.set("value", value);
      assertThat(teams.post(message).status()).isEqualTo(200);
    }
  }

  @Test
  void neverFailsWhateverIsPutWhere() {
    List<JsonNode> odd = new ArrayList<>();
    odd.add(NullNode.instance);
    odd.add(IntNode.valueOf(-1));
    odd.add(BooleanNode.TRUE);
    odd.add(TextNode.valueOf(""));
    odd.add(TextNode.valueOf("\ud800\u202e<at>x</at>[a](b)"));
    odd.add(Teams.JSON.createArrayNode().add(Teams.JSON.createObjectNode().put("id", 1)));
    odd.add(Teams.JSON.createObjectNode().put("id", "x").put("type", "mention"));
    List<ObjectNode> seeds = new ArrayList<>();
    seeds.add(teams.message("I want to join").put("deliveryMode", "expectReplies"));
    seeds.add(
        teams.action(
            "membership",
            Teams.JSON.createObjectNode().put("form", "a.b.c").put("networks", "women")));
    seeds.add(
        teams.dialog(
            "task/submit",
            Teams.JSON
                .createObjectNode()
                .put("verb", "concern")
                .put("nonce", "nonce-1")
                .put("text", "x")));
    ObjectNode update = teams.activity("conversationUpdate").put("deliveryMode", "expectReplies");
    update.putArray("membersAdded").addObject().put("id", "28:desk");
    update.putArray("entities").addObject().put("type", "mention").putObject("mentioned");
    seeds.add(update);
    int tried = 0;
    for (ObjectNode seed : seeds) {
      List<String> places = new ArrayList<>();
      places(seed, "", places);
      for (String place : places) {
        for (JsonNode value : odd) {
          ObjectNode mutant = seed.deepCopy();
          put(mutant, place, value);
          Answer answer = teams.post(mutant);
          assertThat(answer.status()).as(place + " = " + value).isIn(200, 400, 403, 415, 422);
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(400);
  }

  private static void places(JsonNode node, String at, List<String> found) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field -> {
                found.add(at + "/" + field.getKey());
                places(field.getValue(), at + "/" + field.getKey(), found);
              });
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        found.add(at + "/" + i);
        places(list.get(i), at + "/" + i, found);
      }
    }
  }

  private static void put(ObjectNode root, String place, JsonNode value) {
    int cut = place.lastIndexOf('/');
    JsonNode parent = root.at(place.substring(0, cut));
    String last = place.substring(cut + 1);
    if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(last), value);
    } else {
      ((ObjectNode) parent).set(last, value);
    }
  }
}

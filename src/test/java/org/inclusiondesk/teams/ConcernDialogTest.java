package org.inclusiondesk.teams;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.teams.Teams.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ConcernDialogTest {
  private static final String TEXT = "marker-of-a-concern: the rota is unsafe";
  private final Teams teams = Teams.tryingOut();

  @AfterEach
  void stop() {
    teams.close();
  }

  @Test
  void offersTheDialogWithoutRepeatingWhatWasSaid() {
    teams.post(teams.message("I want to raise a concern about marker"));

    JsonNode card = teams.microsoft.lastCard();
    assertThat(card.toString()).contains("999", "/speak-up").doesNotContain("marker");
    JsonNode open = card.path("actions").path(0);
    assertThat(open.path("type").asText()).isEqualTo("Action.Submit");
    assertThat(open.path("data").path("msteams").path("type").asText()).isEqualTo("task/fetch");
    assertThat(card.toString()).doesNotContain("Action.OpenUrl");
    assertThat(teams.microsoft.sent.get(0).activity().path("summary").asText())
        .isEqualTo(Cards.SUMMARY);
  }

  @Test
  void showsTheSafetyLinesBeforeTheBox() {
    JsonNode dialog = open().dialog();

    assertThat(dialog.path("body").path(0).path("text").asText()).contains("999");
    JsonNode box = box(dialog);
    assertThat(box.path("isMultiline").asBoolean()).isTrue();
    assertThat(box.path("maxLength").asInt()).isEqualTo(20_000);
    assertThat(box.path("isRequired").asBoolean()).isTrue();
    assertThat(box.path("errorMessage").asText()).isNotBlank();
    assertThat(dialog.path("actions").path(0).path("data").path("nonce").asText())
        .isEqualTo("nonce-1");
  }

  @Test
  void handsNonceAndTextAloneToTheIntakeAndShowsTheReceipt() {
    Answer answer = send("nonce-1", TEXT);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(teams.intake.taken).isEqualTo(Map.of("nonce-1", TEXT));
    assertThat(answer.dialog().toString())
        .contains("amber basket cedar dune ember fjord glow", "on paper")
        .doesNotContain("marker");
    assertThat(teams.desk.heard).isEmpty();
    assertThat(teams.microsoft.posts).hasValue(0);
  }

  @Test
  void leavesOutWhomThePersonTicksAndKeepsTheTicksWhereNothingIsTaken() {
    JsonNode offered = choices(open().dialog());
    assertThat(offered.path("isMultiSelect").asBoolean()).isTrue();
    assertThat(offered.path("label").asText()).contains("left out", "not told that it exists");
    assertThat(offered.path("choices"))
        .extracting(each -> each.path("value").asText() + " " + each.path("title").asText())
        .containsExactly("ada Leave out Ada", "bob Leave out Bob");
    assertThat(offered.path("isRequired").asBoolean()).isFalse();

    Answer nobody = leavingOut("nonce-1", "ada,bob");
    assertThat(first(nobody)).contains("Nothing has been sent", "nobody would be left");
    assertThat(choices(nobody.dialog()).path("value").asText()).isEqualTo("ada,bob");
    assertThat(box(nobody.dialog()).path("value").asText()).isEqualTo(TEXT);
    assertThat(teams.intake.taken).isEmpty();

    assertThat(leavingOut("nonce-1", "bob").dialog().toString()).contains("amber");
    leavingOut("nonce-2", "");
    send("nonce-3", TEXT);
    assertThat(teams.intake.leftOut)
        .isEqualTo(Map.of("nonce-1", Set.of("bob"), "nonce-2", Set.of(), "nonce-3", Set.of()));
  }

  @Test
  void givesTheSameReceiptToTheSameTextSentAgain() {
    ObjectNode submit = submit("nonce-1", TEXT);

    assertThat(teams.post(submit).text()).isEqualTo(teams.post(submit).text());

    assertThat(teams.intake.taken).hasSize(1);
  }

  @Test
  void closesWithoutPosting() {
    Answer answer =
        teams.post(teams.dialog("task/submit", Teams.JSON.createObjectNode().put("verb", "close")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEmpty();
    assertThat(teams.microsoft.posts).hasValue(0);
    assertThat(teams.intake.taken).isEmpty();
  }

  @Test
  void saysInTheDialogWhyNothingWasTakenAndLosesNoText() {
    Answer empty = send("nonce-1", " ");
    Answer tooLong = send("nonce-1", "x".repeat(20_001));
    Answer stale = send("of-yesterday", TEXT);
    teams.intake.down = true;
    Answer down = send("nonce-1", TEXT);

    assertThat(first(empty)).contains("Nothing has been sent", "empty");
    assertThat(first(tooLong)).contains("Nothing has been sent", "20,000");
    assertThat(box(tooLong.dialog()).path("value").asText()).hasSize(20_001);
    assertThat(first(stale)).contains("Nothing has been sent", "too long");
    assertThat(box(stale.dialog()).path("value").asText()).isEqualTo(TEXT);
    JsonNode again = stale.dialog().path("actions").path(0).path("data");
    assertThat(send(again.path("nonce").asText(), TEXT).dialog().toString())
        .contains("Nothing has been sent");
    assertThat(first(down)).contains("could not store it");
    assertThat(box(down.dialog()).path("value").asText()).isEqualTo(TEXT);

    teams.intake.down = false;
    assertThat(send(again.path("nonce").asText(), TEXT).dialog().toString()).contains("amber");
  }

  @Test
  void isNotOpenedInASharedChat() {
    Answer fetched = teams.post(teams.inGroup(fetch()));
    Answer sent = teams.post(teams.inGroup(submit("nonce-1", TEXT)));

    for (Answer answer : new Answer[] {fetched, sent}) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.dialog().toString())
          .contains(Reply.elsewhere().plain())
          .doesNotContain("999", "concern about", "Input.Text");
    }
    assertThat(teams.intake.taken).isEmpty();
  }

  @Test
  void refusesWhatTheDialogDoesNotHandIn() {
    assertThat(teams.post(teams.invoke("task/submit")).status()).isEqualTo(400);
    assertThat(teams.post(teams.invoke("task/fetch")).status()).isEqualTo(400);
    ObjectNode data = Teams.JSON.createObjectNode().put("verb", "concern").put("text", TEXT);
    assertThat(teams.post(teams.dialog("task/submit", data)).status()).isEqualTo(400);
    data.put("nonce", "nonce-1").put("text", 5);
    assertThat(teams.post(teams.dialog("task/submit", data)).status()).isEqualTo(400);
    data.put("text", TEXT).put("leaveOut", 5);
    assertThat(teams.post(teams.dialog("task/submit", data)).status()).isEqualTo(400);
    assertThat(teams.intake.taken).isEmpty();
  }

  @Test
  void leadsToThePageWhereAClientKnowsNoDialogs() {
    ObjectNode submitted = teams.activity("message");
    submitted.putObject("value").put("verb", "concern").put("text", TEXT);

    assertThat(teams.post(submitted).status()).isEqualTo(200);

    assertThat(teams.microsoft.lastCard().toString()).contains("page").doesNotContain("marker");
    assertThat(teams.intake.taken).isEmpty();
  }

  @Test
  void logsNothingOfAConcern() {
    Logger root = (Logger) LoggerFactory.getLogger("org.inclusiondesk");
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    root.setLevel(Level.TRACE);
    root.addAppender(seen);
    try {
      open();
      send("nonce-1", TEXT);
      send("of-yesterday", TEXT);
      teams.intake.down = true;
      send("nonce-2", TEXT);
    } finally {
      root.detachAppender(seen);
      root.setLevel(before);
    }

    assertThat(seen.list).isEmpty();
  }

  private ObjectNode fetch() {
    ObjectNode data = Teams.JSON.createObjectNode().put("verb", "concern");
    data.putObject("msteams").put("type", "task/fetch");
    return teams.dialog("task/fetch", data);
  }

  private Answer open() {
    return teams.post(fetch());
  }

  private ObjectNode submit(String nonce, String text) {
    return teams.dialog(
        "task/submit",
        Teams.JSON.createObjectNode().put("verb", "concern").put("nonce", nonce).put("text", text));
  }

  private Answer leavingOut(String nonce, String ticked) {
    ObjectNode data = Teams.JSON.createObjectNode().put("verb", "concern").put("nonce", nonce);
    return teams.post(teams.dialog("task/submit", data.put("text", TEXT).put("leaveOut", ticked)));
  }

  private Answer send(String nonce, String text) {
    return teams.post(submit(nonce, text));
  }

  private static String first(Answer answer) {
    return answer.dialog().path("body").path(0).path("text").asText();
  }

  private static JsonNode box(JsonNode dialog) {
    return input(dialog, "Input.Text");
  }

  private static JsonNode choices(JsonNode dialog) {
    return input(dialog, "Input.ChoiceSet");
  }

  private static JsonNode input(JsonNode dialog, String type) {
    for (JsonNode element : dialog.path("body")) {
      if (element.path("type").asText().equals(type)) {
        return element;
      }
    }
    throw new AssertionError("there is no " + type);
  }
}

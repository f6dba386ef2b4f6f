package org.inclusiondesk.teams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.inclusiondesk.conversation.Address;
import org.inclusiondesk.conversation.Enquiry;
import org.inclusiondesk.teams.Teams.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandOverCardTest {
  private static final String QUESTION = "What is the wifi code?";

  private final Teams teams = Teams.tryingOut();

  @AfterEach
  void stop() {
    teams.close();
  }

  @Test
  void showsAllThatWouldBeSentBeforeAnythingIs() {
    teams.knowSam();
    JsonNode offer = ask(QUESTION);
    assertThat(offer.toString()).contains("I do not know that.", "Send this to the team");

    JsonNode form = open(offer);

    JsonNode question = input(form, "question");
    assertThat(question.path("value").asText()).isEqualTo(QUESTION);
    assertThat(question.path("isMultiline").asBoolean()).isTrue();
    assertThat(question.path("maxLength").asInt()).isEqualTo(2000);
    assertThat(input(form, "agreed").path("value").asText()).isEqualTo("false");
    assertThat(form.toString())
        .contains("Sam Poole", "sam.poole@nhs.net", "kmicb.od@nhs.net")
        .contains("https://desk.example/privacy", "Nothing has been sent yet");
    assertThat(teams.desk.enquiries).isEmpty();
  }

  @Test
  void sendsTheTextAsChangedUnderTheNameThatWasShown() {
    teams.knowSam();
    JsonNode form = open(ask(QUESTION));
    teams.microsoft.roster.clear();

    Answer answer = send(form, filled("Whom do I ask about the wifi?"));

    assertThat(answer.card().toString()).contains("KM-7QF3-2TX8");
    Enquiry enquiry = onlyEnquiry();
    assertThat(enquiry.text()).isEqualTo("Whom do I ask about the wifi?");
    assertThat(enquiry.speaker().name()).isEqualTo("Sam Poole");
    assertThat(enquiry.speaker().mailbox().value()).isEqualTo("sam.poole@nhs.net");
    assertThat(enquiry.speaker().proven()).isTrue();
    assertThat(ChatAddress.parse((Address.Chat) enquiry.answerTo()).orElseThrow().conversation())
        .isEqualTo("a:private-chat");
  }

  @Test
  void sendsNoNameThatWasNotShownThoughTheRosterSaysItSince() {
    JsonNode form = open(ask(QUESTION));
    assertThat(form.toString()).contains("Teams does not say who you are");
    assertThat(input(form, "mail").isMissingNode()).isTrue();
    teams.knowSam();

    send(form, filled(QUESTION));

    assertThat(onlyEnquiry().speaker().mailbox()).isNull();
    assertThat(onlyEnquiry().speaker().name()).isNull();
  }

  @Test
  void actsOnceHoweverOftenItIsPressedAndOpened() {
    JsonNode offer = ask(QUESTION);
    JsonNode form = open(offer);

    send(form, filled(QUESTION));
    send(form, filled(QUESTION));
    send(open(offer), filled(QUESTION));

    onlyEnquiry();
  }

  @Test
  void worksByTheFallbackOfClientsThatOnlySubmit() {
    JsonNode form = submit(ask(QUESTION), 0, Teams.JSON.createObjectNode());

    JsonNode done = submit(form, 0, filled(QUESTION));

    assertThat(done.toString()).contains("KM-7QF3-2TX8");
    onlyEnquiry();
  }

  @Test
  void keepsWhatWasTypedWhereSomethingIsMissing() {
    JsonNode form = open(ask(QUESTION));

    Answer answer = send(form, filled("Typed anew").put("agreed", "false"));

    assertThat(answer.card().toString()).contains("Nothing has been sent yet", "missing");
    assertThat(input(answer.card(), "question").path("value").asText()).isEqualTo("Typed anew");
    assertThat(teams.desk.enquiries).isEmpty();
    send(answer.card(), filled("Typed anew"));
    assertThat(onlyEnquiry().text()).isEqualTo("Typed anew");
  }

  @Test
  void leadsWhatReadsLikeAConcernToTheFormForItAndRepeatsNothing() {
    JsonNode form = open(ask(QUESTION));

    Answer answer = send(form, filled("A concern about Zebedee").put("agreed", "false"));

    assertThat(answer.card().toString())
        .contains("https://desk.example/speak-up", "Open the form here")
        .doesNotContain("Zebedee");
    assertThat(teams.desk.enquiries).isEmpty();
  }

  @Test
  void givesTheFormBackWhereTheDeskFails() {
    JsonNode form = open(ask(QUESTION));
    teams.desk.before =
        () -> {
          throw new IllegalStateException("no disk");
        };

    Answer failed = send(form, filled(QUESTION));
    teams.desk.before = () -> {};
    send(failed.card(), filled(QUESTION));

    assertThat(failed.card().toString()).contains("Something went wrong");
    onlyEnquiry();
  }

  @Test
  void refusesCardsThatWereChangedOrMadeForSomebodyElseOrElsewhere() {
    JsonNode form = open(ask(QUESTION));
    ObjectNode data = filled(QUESTION).put("form", sealed(form));
    ObjectNode byAnother = teams.action("send", data);
    byAnother.withObject("/from").put("id", "29:mallory");
    ObjectNode elsewhere = teams.action("send", data);
    elsewhere.withObject("/conversation").put("id", "a:another-chat");
    teams.knowSam();
    String membership =
        ask("I want to join").path("actions").path(0).path("data").path("form").asText();

    for (JsonNode activity :
        new JsonNode[] {
          byAnother,
          elsewhere,
          teams.action("send", filled(QUESTION)),
          teams.action("send", filled(QUESTION).put("form", sealed(form) + "x")),
          teams.action("send", filled(QUESTION).put("form", membership)),
          teams.action("hand-over", filled(QUESTION).put("form", membership)),
          teams.action("membership", data.deepCopy().put("networks", "women"))
        }) {
      Answer answer = teams.post(activity);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().path("detail").asText()).contains("Nothing was sent");
    }
    assertThat(send(form, filled("x".repeat(2001))).status()).isEqualTo(422);
    assertThat(teams.desk.enquiries).isEmpty();
    assertThat(teams.desk.requests).isEmpty();
  }

  @Test
  void offersNothingWhereOthersReadAlong() {
    teams.post(teams.inGroup(teams.message(QUESTION)));
    assertThat(teams.microsoft.lastCard().toString()).doesNotContain("Send this to the team");

    JsonNode form = open(ask(QUESTION));
    ObjectNode data = filled(QUESTION).put("form", sealed(form));
    for (String verb : new String[] {"hand-over", "send"}) {
      assertThat(teams.post(teams.inGroup(teams.action(verb, data))).card().toString())
          .contains("in private")
          .doesNotContain("wifi");
    }
    assertThat(teams.desk.enquiries).isEmpty();
  }

  @Test
  void doesNotActOnACardOfMoreThanSevenDays() {
    JsonNode offer = ask(QUESTION);
    JsonNode form = open(offer);
    teams.clock.move(Duration.ofDays(8));

    assertThat(open(offer).toString()).contains("seven days", "Nothing was sent");
    assertThat(send(form, filled(QUESTION)).card().toString()).contains("Nothing was sent");
    assertThat(teams.desk.enquiries).isEmpty();
  }

  @Test
  void offersAsMuchOfALongQuestionAsCanBeSent() {
    String question = "wifi" + "x".repeat(1995) + "😀 and more";

    JsonNode form = open(ask(question));

    assertThat(input(form, "question").path("value").asText()).isEqualTo("wifi" + "x".repeat(1995));
  }

  private JsonNode ask(String text) {
    teams.post(teams.message(text));
    return teams.microsoft.lastCard();
  }

  /** Presses the last button of the card that offers. */
  private JsonNode open(JsonNode offer) {
    JsonNode action = offer.path("actions").path(offer.path("actions").size() - 1);
    Answer answer = teams.post(teams.action(action.path("verb").asText(), action.path("data")));
    assertThat(answer.status()).isEqualTo(200);
    return answer.card();
  }

  private Answer send(JsonNode form, ObjectNode inputs) {
    JsonNode action = form.path("actions").path(0);
    ObjectNode data = action.path("data").deepCopy();
    data.setAll(inputs);
    return teams.post(teams.action(action.path("verb").asText(), data));
  }

  private JsonNode submit(JsonNode card, int button, ObjectNode inputs) {
    ObjectNode submitted = teams.activity("message");
    ObjectNode value = card.path("actions").path(button).path("fallback").path("data").deepCopy();
    value.setAll(inputs);
    submitted.set("value", value);
    assertThat(teams.post(submitted).status()).isEqualTo(200);
    return teams.microsoft.lastCard();
  }

  private static ObjectNode filled(String question) {
    return Teams.JSON.createObjectNode().put("question", question).put("agreed", "true");
  }

  private static String sealed(JsonNode form) {
    return form.path("actions").path(0).path("data").path("form").asText();
  }

  private static JsonNode input(JsonNode card, String id) {
    for (JsonNode element : card.path("body")) {
      if (id.equals(element.path("id").asText())) {
        return element;
      }
    }
    return MissingNode.getInstance();
  }

  private Enquiry onlyEnquiry() {
    assertThat(teams.desk.enquiries).hasSize(1);
    return teams.desk.enquiries.values().iterator().next();
  }
}

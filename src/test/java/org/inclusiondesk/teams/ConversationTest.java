package org.inclusiondesk.teams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.inclusiondesk.conversation.Speaker;
import org.inclusiondesk.conversation.Utterance;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.inclusiondesk.teams.Teams.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {
  private final Teams teams = Teams.tryingOut();

  @AfterEach
  void stop() {
    teams.close();
  }

  @Test
  void answersAMessageAtItsServiceUrl() {
    ObjectNode message = teams.message("What is Operation Cavell?");

    Answer answer = teams.post(message);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEmpty();
    Utterance heard = teams.desk.heard.get(0);
    assertThat(heard.text()).isEqualTo("What is Operation Cavell?");
    assertThat(heard.setting()).isEqualTo(Setting.PRIVATE_CHAT);
    assertThat(heard.speaker()).isEqualTo(Speaker.UNKNOWN);
    assertThat(heard.key()).startsWith("teams-").doesNotContain("sam", "private-chat");
    assertThat(teams.microsoft.sent).hasSize(1);
    Microsoft.Sent sent = teams.microsoft.sent.get(0);
    assertThat(sent.path())
        .isEqualTo("/v3/conversations/a:private-chat/activities/" + message.path("id").asText());
    assertThat(sent.authorization()).isNull();
    assertThat(sent.activity().path("summary").asText()).isEqualTo(Cards.SUMMARY);
    assertThat(sent.activity().path("replyToId")).isEqualTo(message.path("id"));
    assertThat(sent.activity().has("timestamp")).isFalse();
    assertThat(sent.activity().has("text")).isFalse();
    assertThat(sent.activity().toString()).doesNotContain("\"properties\"");
    assertThat(sent.card().toString()).contains("Operation Cavell", "It protects staff");
  }

  @Test
  void answersInTheBodyWhereRepliesAreExpectedThere() {
    Answer answer =
        teams.post(teams.message("What is Operation Cavell?").put("deliveryMode", "expectReplies"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.type()).startsWith("application/json");
    JsonNode reply = answer.json().path("activities").path(0);
    assertThat(reply.path("type").asText()).isEqualTo("message");
    assertThat(reply.path("attachments").path(0).path("content").path("version").asText())
        .isEqualTo("1.5");
    assertThat(reply.path("recipient").path("id").asText()).isEqualTo("29:sam");
    assertThat(reply.has("teamsActivity")).isFalse();
    assertThat(teams.microsoft.sent).isEmpty();
  }

  @Test
  void actsOnceOnAnActivityDeliveredAgain() {
    ObjectNode message = teams.message("Hello");

    for (int i = 0; i < 5; i++) {
      assertThat(teams.post(message).status()).isEqualTo(200);
    }

    assertThat(teams.desk.heard).hasSize(1);
    assertThat(teams.microsoft.sent).hasSize(1);
  }

  @Test
  void hearsTheSameIdInAnotherConversation() {
    ObjectNode message = teams.message("Hello");
    teams.post(message);
    message.withObject("/conversation").put("id", "a:another-chat");

    teams.post(message);

    assertThat(teams.desk.heard).hasSize(2);
    assertThat(teams.desk.heard.get(0).key()).isNotEqualTo(teams.desk.heard.get(1).key());
  }

  @Test
  void actsOnceOnAHundredDeliveriesAtOnce() throws Exception {
    String message =
        teams.message("What is Operation Cavell?").put("deliveryMode", "expectReplies").toString();
    ExecutorService callers = Executors.newFixedThreadPool(100);
    try {
      CountDownLatch together = new CountDownLatch(100);
      List<CompletableFuture<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> {
                  together.countDown();
                  try {
                    together.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return teams.post(message);
                },
                callers));
      }
      for (CompletableFuture<Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(200);
        assertThat(answer.get().text()).isEqualTo(answers.get(0).get().text());
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(teams.desk.heard).hasSize(1);
  }

  @Test
  void keepsNoReplyToAConcernButAsksTheDeskAgain() {
    ObjectNode message =
        teams.message("I want to raise a concern").put("deliveryMode", "expectReplies");

    Answer first = teams.post(message);
    Answer again = teams.post(message);

    assertThat(first.json().path("activities")).hasSize(1);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(teams.desk.heard).hasSize(2);
    assertThat(teams.desk.heard.get(0).key()).isEqualTo(teams.desk.heard.get(1).key());
  }

  @Test
  void saysWhenTheReplyCouldNotBeDeliveredAndTriesAgainOnRedelivery() {
    ObjectNode message = teams.message("Hello");
    teams.microsoft.refusals.add(new Microsoft.Refusal(500, null));

    assertThat(teams.post(message).status()).isEqualTo(502);
    assertThat(teams.microsoft.posts).hasValue(1);
    assertThat(teams.post(message).status()).isEqualTo(200);

    assertThat(teams.microsoft.sent).hasSize(1);
  }

  @Test
  void sendsAReplyAgainAfterThePauseThatTeamsAsksFor() {
    teams.microsoft.refusals.add(new Microsoft.Refusal(429, "1"));

    assertThat(teams.post(teams.message("Hello")).status()).isEqualTo(200);

    assertThat(teams.microsoft.sent).hasSize(1);
    assertThat(teams.pauses).hasSize(1);
    assertThat(teams.pauses.get(0)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1600));
  }

  @Test
  void answersGracefullyWhereTheDeskFails() {
    teams.desk.before =
        () -> {
          throw new IllegalStateException("broken");
        };

    assertThat(teams.post(teams.message("Hello")).status()).isEqualTo(200);

    assertThat(teams.microsoft.lastCard().toString()).contains("Something went wrong");
  }

  @Test
  void doesNotKeepTeamsWaiting() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (Teams slow = new Teams(false, Duration.ofMillis(200))) {
      slow.desk.before =
          () -> {
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          };
      assertThat(slow.post(slow.message("Hello")).status()).isEqualTo(504);
      release.countDown();
    }
  }

  @Test
  void hearsGroupsWithoutTheMentionOfItself() {
    ObjectNode message = teams.inGroup(teams.message("<at>Inclusion Desk</at>\u00a0hello there"));
    ObjectNode mention = message.putArray("entities").addObject();
    mention.put("type", "mention").put("text", "<at>Inclusion Desk</at>");
    mention.putObject("mentioned").put("id", "28:desk").put("name", "Inclusion Desk");

    teams.post(message);

    Utterance heard = teams.desk.heard.get(0);
    assertThat(heard.text()).isEqualTo("hello there");
    assertThat(heard.setting()).isEqualTo(Setting.SHARED_CHAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel", "groupChat", "somethingNew"})
  void takesEveryChatThatIsNotPersonalForShared(String kind) {
    ObjectNode message = teams.message("hello");
    message.withObject("/conversation").put("conversationType", kind);

    teams.post(message);

    assertThat(teams.desk.heard.get(0).setting()).isEqualTo(Setting.SHARED_CHAT);
  }

  @Test
  void showsNoFormInASharedChatEvenIfTheDeskGivesOne() {
    teams.post(teams.inGroup(teams.message("I want to raise a concern")));
    teams.post(teams.inGroup(teams.message("I want to leave")));

    for (Microsoft.Sent sent : teams.microsoft.sent) {
      assertThat(sent.card().has("actions")).isFalse();
      assertThat(sent.card().path("body")).hasSize(1);
      assertThat(sent.card().toString()).contains("in private").doesNotContain("999");
    }
  }

  @Test
  void welcomesOnceWhereInstallingIsToldTwice() {
    ObjectNode update = teams.activity("conversationUpdate");
    update.putArray("membersAdded").addObject().put("id", "28:desk");

    assertThat(teams.post(update).status()).isEqualTo(200);
    assertThat(teams.post(teams.activity("installationUpdate").put("action", "add")).status())
        .isEqualTo(200);

    assertThat(teams.microsoft.sent).hasSize(1);
    assertThat(teams.microsoft.lastCard().toString()).contains("Hello");
  }

  @Test
  void leavesOtherUpdatesAlone() {
    ObjectNode joined = teams.activity("conversationUpdate");
    joined.putArray("membersAdded").addObject().put("id", "29:somebody");
    assertThat(teams.post(joined).status()).isEqualTo(200);
    assertThat(teams.post(teams.activity("installationUpdate").put("action", "remove")).status())
        .isEqualTo(200);

    assertThat(teams.microsoft.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"typing", "messageReaction", "messageDelete", "endOfConversation", "x"})
  void ignoresOtherActivities(String type) {
    assertThat(teams.post(teams.activity(type)).status()).isEqualTo(200);

    assertThat(teams.desk.heard).isEmpty();
    assertThat(teams.microsoft.sent).isEmpty();
  }

  @Test
  void answersAChoiceByANewMessage() {
    teams.post(teams.message("Hello"));
    JsonNode action = teams.microsoft.lastCard().path("actions").path(0);

    Answer answer = teams.post(teams.action(action.path("verb").asText(), action.path("data")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("statusCode").asInt()).isEqualTo(200);
    assertThat(answer.json().path("type").asText())
        .isEqualTo("application/vnd.microsoft.activity.message");
    assertThat(teams.microsoft.lastCard().toString()).contains("protects staff");
  }

  @Test
  void answersAChoiceOfAClientThatOnlySubmits() {
    teams.post(teams.message("Hello"));
    JsonNode fallback = teams.microsoft.lastCard().path("actions").path(0).path("fallback");
    ObjectNode submitted = teams.activity("message");
    submitted.set("value", fallback.path("data"));

    assertThat(teams.post(submitted).status()).isEqualTo(200);

    assertThat(teams.microsoft.lastCard().toString()).contains("protects staff");
  }

  @Test
  void leavesTheLocaleOfTheMachineAlone() {
    Locale before = Locale.getDefault();

    teams.post(teams.message("Hello").put("locale", "tr-TR"));

    assertThat(Locale.getDefault()).isEqualTo(before);
  }
}

package org.inclusiondesk.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.inclusiondesk.testing.Crowd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A question in Teams, over HTTP, to the card that answers it. */
class QuestionIT {
  private static final String QUESTION = "What is Operation Cavell?";

  @TempDir static Path dataDir;
  private static RunningDesk running;
  private static DeskClient desk;

  @BeforeAll
  static void start() {
    running = RunningDesk.in(dataDir);
    desk = running.client();
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void answersWithACardThatNamesItsSource() {
    JsonNode card = desk.colleague("Sam Poole", "sam.poole@nhs.net").say(QUESTION);

    assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
    assertThat(card.path("version").asText()).isEqualTo("1.5");
    assertThat(card.toString()).contains("Cavell", "Source: ", "/speak-up");
  }

  @Test
  void sendsTheAnswerToTheChatWhereNoReplyIsExpectedInTheResponse() throws Exception {
    Colleague colleague = desk.colleague("Ada Chat", "ada.chat@nhs.net");

    DeskClient.Answer taken = desk.activity(colleague.message(QUESTION));

    assertThat(taken.status()).isEqualTo(200);
    assertThat(taken.body()).isEmpty();
    JsonNode said = colleague.saidUntil("AdaptiveCard").get(0);
    assertThat(said.path("summary").asText()).isEqualTo("The Inclusion Desk has replied");
    assertThat(said.toString()).contains("Cavell", "Source: ");
  }

  @Test
  void actsOnceOnAnActivityThatIsDeliveredFiftyTimesAtOnce() throws Exception {
    Colleague colleague = desk.colleague("Fay Fifty", "fay.fifty@nhs.net");
    ObjectNode once = colleague.message(QUESTION);

    List<Integer> statuses = Crowd.of(50, number -> desk.activity(once).status());
    desk.activity(colleague.message("Which staff networks are there?"));

    assertThat(statuses).containsOnly(200);
    assertThat(colleague.saidUntil("LGBT"))
        .filteredOn(said -> said.toString().contains("Cavell"))
        .hasSize(1);
  }

  @Test
  void givesEveryDeliveryTheSameReplyWhereRepliesStandInTheResponse() throws Exception {
    ObjectNode once =
        desk.colleague("Eve Expect", "eve.expect@nhs.net")
            .message(QUESTION)
            .put("deliveryMode", "expectReplies");

    List<String> replies = Crowd.of(20, number -> desk.activity(once).body());

    assertThat(replies).containsOnly(replies.get(0));
    assertThat(replies.get(0)).contains("Cavell");
  }

  @Test
  void saysSoWhereItKnowsNoAnswer() {
    JsonNode card =
        desk.colleague("Pat Park", "pat.park@nhs.net").say("Where may I park my bicycle?");

    assertThat(card.toString()).contains("I do not know that", RunningDesk.TEAM);
    assertThat(card.toString()).doesNotContain("Source: ");
  }
}

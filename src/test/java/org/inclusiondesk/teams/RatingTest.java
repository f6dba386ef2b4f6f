package org.inclusiondesk.teams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.Rating;
import org.inclusiondesk.teams.Teams.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether an answer helped, from the card to the desk. */
class RatingTest {
  private final Teams teams = Teams.tryingOut();

  @AfterEach
  void stop() {
    teams.close();
  }

  @Test
  void asksUnderEveryAnswerAndUnderNothingElse() {
    JsonNode answer = ask("What is Operation Cavell?");
    JsonNode greeting = ask("Hello");

    assertThat(answer.path("actions"))
        .extracting(action -> action.path("title").asText())
        .containsExactly("Yes, it helped", "No, it did not");
    assertThat(greeting.toString()).doesNotContain(Cards.RATE);
  }

  @Test
  void putsTheAnswerWithThanksInThePlaceOfTheCard() {
    JsonNode card = ask("What is Operation Cavell?");

    Answer yes = press(card, 0);

    assertThat(yes.status()).isEqualTo(200);
    assertThat(yes.json().path("type").asText()).isEqualTo(Cards.CONTENT_TYPE);
    assertThat(yes.card().toString())
        .contains("It protects staff", "Thank you")
        .doesNotContain("kmicb.od@nhs.net");
    assertThat(yes.card().has("actions")).isFalse();
    assertThat(teams.desk.ratings)
        .extracting(Rating::article, Rating::helped)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("operation-cavell", true));
  }

  @Test
  void showsTheWayToPeopleWhereAnAnswerDidNotHelp() {
    Answer no = press(ask("What is Operation Cavell?"), 1);

    assertThat(no.card().toString()).contains("It protects staff", "kmicb.od@nhs.net");
    assertThat(teams.desk.ratings).extracting(Rating::helped).containsExactly(false);
  }

  @Test
  void givesEachCardAKeyOfItsOwnThatTellsNobody() {
    JsonNode card = ask("What is Operation Cavell?");
    press(card, 0);
    press(card, 1);
    press(ask("What is Operation Cavell?"), 0);

    assertThat(teams.desk.ratings).hasSize(3);
    assertThat(teams.desk.ratings.get(0).key())
        .isEqualTo(teams.desk.ratings.get(1).key())
        .isNotEqualTo(teams.desk.ratings.get(2).key())
        .doesNotContain("sam", "private");
  }

  @Test
  void countsAPressThatIsDeliveredAgainOnce() {
    ObjectNode pressed = pressed(ask("What is Operation Cavell?"), 0);

    for (int i = 0; i < 5; i++) {
      assertThat(teams.post(pressed).card().toString()).contains("Thank you");
    }

    assertThat(teams.desk.ratings).hasSize(1);
  }

  @Test
  void worksByTheFallbackOfClientsThatOnlySubmit() {
    JsonNode card = ask("What is Operation Cavell?");
    ObjectNode submitted = teams.activity("message");
    submitted.set("value", card.path("actions").path(1).path("fallback").path("data"));

    assertThat(teams.post(submitted).status()).isEqualTo(200);

    assertThat(teams.desk.ratings).extracting(Rating::helped).containsExactly(false);
    assertThat(teams.microsoft.lastCard().toString())
        .contains("Thank you", "kmicb.od@nhs.net")
        .doesNotContain("It protects staff");
  }

  @Test
  void worksInASharedChatToo() {
    teams.post(teams.inGroup(teams.message("What is Operation Cavell?")));
    ObjectNode pressed = teams.inGroup(pressed(teams.microsoft.lastCard(), 0));

    assertThat(teams.post(pressed).card().toString()).contains("Thank you");
    assertThat(teams.desk.ratings).hasSize(1);
  }

  @Test
  void refusesABallotThatTheDeskHasNotSealed() {
    JsonNode card = ask("What is Operation Cavell?");
    CardSeal seal = new CardSeal(Teams.CARD_KEY);
    ObjectNode data = (ObjectNode) card.path("actions").path(0).path("data").deepCopy();
    Sheet sheet = new Sheet("key", Form.Wish.JOIN, Teams.NETWORKS, LocalDate.of(2026, 11, 20));

    for (String forged :
        new String[] {
          "",
          "x",
          data.path("ballot").asText() + "A",
          new CardSeal("another key with its 32 bytes !!".getBytes())
              .seal(new Ballot("key", "operation-cavell")),
          seal.seal(sheet, "seat")
        }) {
      assertThat(teams.post(teams.action(Cards.RATE, data.put("ballot", forged))).status())
          .isEqualTo(400);
    }
    String ballot = seal.seal(new Ballot("key", "operation-cavell"));
    ObjectNode unclear = data.deepCopy().put("ballot", ballot).put("helped", "perhaps");
    assertThat(teams.post(teams.action(Cards.RATE, unclear)).status()).isEqualTo(400);
    assertThat(seal.open(ballot, "seat")).isEmpty();
    assertThat(teams.desk.ratings).isEmpty();
  }

  @Test
  void saysThatItCouldNotCountAndLeavesTheCardForAnotherTry() {
    ObjectNode pressed = pressed(ask("What is Operation Cavell?"), 0);
    teams.desk.before =
        () -> {
          throw new IllegalStateException("no disk");
        };

    Answer failed = teams.post(pressed);
    teams.desk.before = () -> {};
    Answer again = teams.post(pressed);

    assertThat(failed.json().path("type").asText())
        .isEqualTo("application/vnd.microsoft.activity.message");
    assertThat(failed.json().path("value").asText()).contains("Something went wrong");
    assertThat(again.card().toString()).contains("Thank you");
    assertThat(teams.desk.ratings).hasSize(1);
  }

  private JsonNode ask(String question) {
    assertThat(teams.post(teams.message(question)).status()).isEqualTo(200);
    return teams.microsoft.lastCard();
  }

  private Answer press(JsonNode card, int action) {
    return teams.post(pressed(card, action));
  }

  private ObjectNode pressed(JsonNode card, int action) {
    JsonNode pressed = card.path("actions").path(action);
    return teams.action(pressed.path("verb").asText(), pressed.path("data"));
  }
}

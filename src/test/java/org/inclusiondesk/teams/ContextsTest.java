package org.inclusiondesk.teams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.inclusiondesk.conversation.Context;
import org.inclusiondesk.conversation.Form;
import org.inclusiondesk.conversation.Utterance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the next message of a chat comes with. */
class ContextsTest {
  private static final String QUESTION = "What is Operation Cavell?";
  private static final String ARTICLE = "operation-cavell";

  private final Teams teams = Teams.tryingOut();

  @AfterEach
  void stop() {
    teams.close();
  }

  @Test
  void knowsWhatAPrivateChatWasAboutLast() {
    teams.post(teams.message(QUESTION));

    assertThat(next(teams.message("and when?")).article()).isEqualTo(ARTICLE);
  }

  @Test
  void knowsWhatWasOfferedLast() {
    teams.post(teams.message("Hello"));
    assertThat(next(teams.message("the first")).choices()).hasSize(1);

    teams.post(teams.message("I want to join the women's network"));
    assertThat(next(teams.message("Hello")).offered()).isInstanceOf(Form.Membership.class);
  }

  @Test
  void forgetsTenMinutesAfterTheLastTurn() {
    teams.post(teams.message(QUESTION));
    teams.clock.move(Duration.ofMinutes(9));
    assertThat(next(teams.message(QUESTION)).article()).isEqualTo(ARTICLE);

    teams.clock.move(Duration.ofMinutes(10));

    assertThat(next(teams.message("and when?"))).isEqualTo(Context.NONE);
  }

  @Test
  void neverMixesTwoPersonsNorTwoChats() {
    teams.post(teams.message(QUESTION));

    ObjectNode other = teams.message("and when?");
    other.withObject("/from").put("id", "29:pat");
    ObjectNode elsewhere = teams.message("and when?");
    elsewhere.withObject("/conversation").put("id", "a:another-chat");

    assertThat(next(other)).isEqualTo(Context.NONE);
    assertThat(next(elsewhere)).isEqualTo(Context.NONE);
    assertThat(next(teams.message("and when?")).article()).isEqualTo(ARTICLE);
  }

  @Test
  void remembersNothingOfASharedChat() {
    teams.post(teams.inGroup(teams.message(QUESTION)));

    assertThat(next(teams.inGroup(teams.message("and when?")))).isEqualTo(Context.NONE);
    assertThat(next(teams.message("and when?"))).isEqualTo(Context.NONE);
  }

  @Test
  void isClearedByWhatReadsLikeAConcern() {
    teams.post(teams.message(QUESTION));
    teams.post(teams.message("I want to raise a concern"));

    assertThat(next(teams.message("and when?"))).isEqualTo(Context.NONE);
  }

  @Test
  void isClearedWhenTheDialogForConcernsOpens() {
    teams.post(teams.message(QUESTION));
    teams.post(
        teams.dialog("task/fetch", Teams.JSON.createObjectNode().put("verb", Cards.CONCERN)));

    assertThat(next(teams.message("and when?"))).isEqualTo(Context.NONE);
  }

  @Test
  void isClearedWhereTheDeskFails() {
    teams.post(teams.message(QUESTION));
    teams.desk.before =
        () -> {
          throw new IllegalStateException("broken");
        };
    teams.post(teams.message("Hello"));
    teams.desk.before = () -> {};

    assertThat(next(teams.message("and when?"))).isEqualTo(Context.NONE);
  }

  @Test
  void isClearedByAFormHandedIn() {
    teams.knowSam();
    teams.post(teams.message("I want to join the women's network"));
    JsonNode send = teams.microsoft.lastCard().path("actions").path(0);
    ObjectNode data = send.path("data").deepCopy();
    data.put("networks", "women").put("agreed", "true");
    teams.post(teams.action(send.path("verb").asText(), data));
    assertThat(teams.desk.requests).hasSize(1);

    assertThat(next(teams.message("yes please"))).isEqualTo(Context.NONE);
  }

  @Test
  void doesNotReachWhatACardSays() {
    teams.post(teams.message("Hello"));
    JsonNode choice = teams.microsoft.lastCard().path("actions").path(0);

    teams.post(teams.action(choice.path("verb").asText(), choice.path("data")));

    assertThat(last().context()).isEqualTo(Context.NONE);
    assertThat(next(teams.message("and when?")).article()).isEqualTo(ARTICLE);
  }

  private Context next(ObjectNode message) {
    teams.post(message);
    return last().context();
  }

  private Utterance last() {
    return teams.desk.heard.get(teams.desk.heard.size() - 1);
  }
}

package org.inclusiondesk.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inclusiondesk.demo.Served.encode;
import static org.inclusiondesk.demo.Served.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.bot.connector.authentication.MicrosoftAppCredentials;
import com.microsoft.bot.connector.rest.RestConnectorClient;
import com.microsoft.bot.schema.Activity;
import com.microsoft.bot.schema.ChannelAccount;
import com.microsoft.bot.schema.ConversationParameters;
import com.microsoft.bot.schema.ConversationResourceResponse;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.demo.Served.Events;
import org.inclusiondesk.demo.Served.Events.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TeamsConnectorTest {
  private static final String CONVERSATIONS = "/try/connector/v3/conversations";
  private static final String NOBODYS_CHAT = "a:" + "0".repeat(32);

  private final Served served =
      new Served(new TryItPage(new Mailbox("desk@icb.example"), null, Clock.systemUTC()));

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void showsWhatTheDeskSaysToWhoFollowsTheChat() throws Exception {
    String chat = privateChat();
    try (Events events = served.follow(chat, "")) {
      HttpResponse<String> sent = served.post(activities(chat), message("Hello"));

      assertThat(sent.statusCode()).isEqualTo(201);
      Event event = events.next();
      assertThat(event.name()).isEqualTo("activity");
      assertThat(event.data().get("text").asText()).isEqualTo("Hello");
      assertThat(event.data().get("id")).isEqualTo(json(sent).get("id"));
    }
  }

  @Test
  void givesEveryActivityAnIdOfItsOwn() {
    String chat = privateChat();

    HttpResponse<String> one = served.post(activities(chat), message("Hello"));
    HttpResponse<String> reply = served.post(activities(chat) + "/some-id", message("Hello"));

    assertThat(json(one).get("id").asText())
        .isNotBlank()
        .isNotEqualTo(json(reply).get("id").asText())
        .isNotEqualTo("some-id");
    assertThat(json(reply).get("id").asText()).isNotEqualTo("some-id");
  }

  @Test
  void tellsALateFollowerAllThatWasSaid() throws Exception {
    String chat = privateChat();
    served.post(activities(chat), message("first"));
    served.post(activities(chat), message("second"));

    try (Events events = served.follow(chat, "")) {
      assertThat(events.next().data().get("text").asText()).isEqualTo("first");
      assertThat(events.next().data().get("text").asText()).isEqualTo("second");
    }
  }

  @Test
  void tellsAReturningFollowerOnlyWhatItMissed() throws Exception {
    String chat = privateChat();
    served.post(activities(chat), message("known"));
    served.post(activities(chat), message("missed"));

    try (Events events = served.follow(chat, "1")) {
      Event event = events.next();
      assertThat(event.id()).isEqualTo("2");
      assertThat(event.data().get("text").asText()).isEqualTo("missed");
    }
  }

  @Test
  void tellsAllToAFollowerFromBeforeARestart() throws Exception {
    String chat = privateChat();
    served.post(activities(chat), message("after the restart"));

    try (Events events = served.follow(chat, "17")) {
      assertThat(events.next().data().get("text").asText()).isEqualTo("after the restart");
    }
  }

  @Test
  void keepsChatsApart() throws Exception {
    JsonNode person = served.introduce("Sam Taylor", "sam@staff.example");
    served.post(activities(person.get("privateChat").asText()), message("private"));
    served.post(activities(person.get("groupChat").asText()), message("shared"));

    try (Events events = served.follow(person.get("groupChat").asText(), "")) {
      assertThat(events.next().data().get("text").asText()).isEqualTo("shared");
    }
  }

  @Test
  void updatesAndDeletesWhatWasSaid() throws Exception {
    String chat = privateChat();
    String id = json(served.post(activities(chat), message("old"))).get("id").asText();

    try (Events events = served.follow(chat, "1")) {
      assertThat(
              served
                  .send("PUT", activities(chat) + "/" + id, "application/json", message("new"))
                  .statusCode())
          .isEqualTo(200);
      assertThat(served.delete(activities(chat) + "/" + id).statusCode()).isEqualTo(200);

      Event update = events.next();
      assertThat(update.name()).isEqualTo("update");
      assertThat(update.data().get("id").asText()).isEqualTo(id);
      assertThat(update.data().get("text").asText()).isEqualTo("new");
      Event delete = events.next();
      assertThat(delete.name()).isEqualTo("delete");
      assertThat(delete.data().get("id").asText()).isEqualTo(id);
    }
    assertThat(served.delete(activities(chat) + "/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void knowsThePersonAsTeamsRosterDoes() {
    JsonNode person = served.introduce("Sam Jo Taylor", "Sam.Taylor@staff.example");
    String members = members(person.get("privateChat").asText());

    JsonNode member = json(served.get(members)).get(0);

    assertThat(member.get("id")).isEqualTo(person.get("id"));
    assertThat(member.get("name").asText()).isEqualTo("Sam Jo Taylor");
    assertThat(member.get("givenName").asText()).isEqualTo("Sam");
    assertThat(member.get("surname").asText()).isEqualTo("Jo Taylor");
    assertThat(member.get("email").asText()).isEqualTo("Sam.Taylor@staff.example");
    assertThat(member.get("userPrincipalName")).isEqualTo(member.get("email"));
    assertThat(member.get("aadObjectId")).isEqualTo(person.get("aadObjectId"));
    assertThat(member.get("tenantId").asText()).isEqualTo(TeamsConnector.TENANT);
    assertThat(json(served.get(members + "/" + encode(person.get("id").asText()))))
        .isEqualTo(member);
    assertThat(json(served.get(members + "/" + person.get("aadObjectId").asText())))
        .isEqualTo(member);
    assertThat(json(served.get(members.replace("/members", "/pagedmembers"))).get("members").get(0))
        .isEqualTo(member);
    assertThat(json(served.get(members(person.get("groupChat").asText()))).get(0))
        .isEqualTo(member);
  }

  @Test
  void givesNoAddressOfWhomTheDirectoryKnowsNone() {
    JsonNode person = served.introduce("Sam Taylor", "");

    JsonNode member = json(served.get(members(person.get("privateChat").asText()))).get(0);

    assertThat(member.get("email").isNull()).isTrue();
    assertThat(member.get("userPrincipalName").isNull()).isTrue();
  }

  @Test
  void namesThePrivateChatForAProactiveMessage() throws Exception {
    JsonNode person = served.introduce("Sam Taylor", "sam@staff.example");
    String wanted =
        "{\"members\":[{\"id\":\"%s\"}],\"activity\":%s}"
            .formatted(person.get("id").asText(), message("by the way"));

    HttpResponse<String> created = served.post(CONVERSATIONS, wanted);

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(json(created).get("id")).isEqualTo(person.get("privateChat"));
    try (Events events = served.follow(person.get("privateChat").asText(), "")) {
      Event event = events.next();
      assertThat(event.data().get("text").asText()).isEqualTo("by the way");
      assertThat(event.data().get("id")).isEqualTo(json(created).get("activityId"));
    }
  }

  @Test
  void isUnderstoodByTheBotFrameworkSdk() throws Exception {
    JsonNode person = served.introduce("Sam Taylor", "sam@staff.example");
    String chat = person.get("groupChat").asText();
    RestConnectorClient client =
        new RestConnectorClient(served.url() + "/try/connector/", MicrosoftAppCredentials.empty());

    Activity activity = new Activity("message");
    activity.setText("Hello");
    String id = client.getConversations().sendToConversation(chat, activity).join().getId();
    ChannelAccount member =
        client.getConversations().getConversationMember(person.get("id").asText(), chat).join();
    ConversationParameters parameters = new ConversationParameters();
    parameters.setMembers(List.of(new ChannelAccount(person.get("id").asText())));
    ConversationResourceResponse created =
        client.getConversations().createConversation(parameters).join();

    try (Events events = served.follow(chat, "")) {
      assertThat(events.next().data().get("id").asText()).isEqualTo(id);
    }
    assertThat(member.getName()).isEqualTo("Sam Taylor");
    assertThat(member.getProperties().get("email").asText()).isEqualTo("sam@staff.example");
    assertThat(created.getId()).isEqualTo(person.get("privateChat").asText());
  }

  @Test
  void refusesInTheConnectorsOwnShape() {
    String chat = privateChat();

    HttpResponse<String> noJson = served.post(activities(chat), "{");
    HttpResponse<String> noObject = served.post(activities(chat), "[]");
    HttpResponse<String> noChat = served.post(activities("19:elsewhere"), message("Hello"));
    HttpResponse<String> noPeople = served.get(members(NOBODYS_CHAT));
    HttpResponse<String> noMember = served.get(members(chat) + "/29:nobody");
    HttpResponse<String> noNewChat = served.post(CONVERSATIONS, "{\"members\":[]}");

    assertThat(noJson.statusCode()).isEqualTo(400);
    assertThat(code(noJson)).isEqualTo("BadSyntax");
    assertThat(code(noObject)).isEqualTo("BadSyntax");
    assertThat(noChat.statusCode()).isEqualTo(404);
    assertThat(code(noChat)).isEqualTo("ConversationNotFound");
    assertThat(code(noPeople)).isEqualTo("ConversationNotFound");
    assertThat(noMember.statusCode()).isEqualTo(404);
    assertThat(code(noMember)).isEqualTo("MemberNotFoundInConversation");
    assertThat(noNewChat.statusCode()).isEqualTo(400);
    assertThat(code(noNewChat)).isEqualTo("BadArgument");
  }

  @Test
  void speaksOnAfterFollowersWentAway() throws Exception {
    String chat = privateChat();
    served.follow(chat, "").close();

    for (int i = 1; i <= 5; i++) {
      assertThat(served.post(activities(chat), message("number " + i)).statusCode()).isEqualTo(201);
    }

    try (Events events = served.follow(chat, "4")) {
      assertThat(events.next().data().get("text").asText()).isEqualTo("number 5");
    }
  }

  @Test
  void letsFollowersGoWhenTheServerStops() throws Exception {
    String chat = privateChat();
    try (Events events = served.follow(chat, "")) {
      served.post(activities(chat), message("Hello"));
      assertThat(events.next()).isNotNull();

      served.close();

      assertThat(events.next()).isNull();
    }
  }

  private String privateChat() {
    return served.introduce("Sam Taylor", "sam@staff.example").get("privateChat").asText();
  }

  private static String activities(String chat) {
    return CONVERSATIONS + "/" + encode(chat) + "/activities";
  }

  private static String members(String chat) {
    return CONVERSATIONS + "/" + encode(chat) + "/members";
  }

  private static String message(String text) {
    return "{\"type\":\"message\",\"text\":\"" + text + "\"}";
  }

  private static String code(HttpResponse<String> response) {
    return json(response).at("/error/code").asText();
  }
}

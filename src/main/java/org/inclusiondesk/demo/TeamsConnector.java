package org.inclusiondesk.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.Optional;
import java.util.UUID;
import org.inclusiondesk.conversation.Address.Mailbox;

/**
 * The part of the Bot Framework's connector that a bot in Teams needs, for the chats of this page:
 * conversations, activities and members, in the JSON shapes of its REST reference. Logs nothing.
 * Safe for several threads.
 */
final class TeamsConnector {
  /** The tenant that everybody on this page belongs to; made up. */
  static final String TENANT = "2f7c9a54-4d0e-4b5e-9c1a-6f1d5a3b8e70";

  private static final String CONVERSATIONS = "/try/connector/v3/conversations";
  private static final String ACTIVITIES = CONVERSATIONS + "/{conversation}/activities";

  private final LoopbackGuard guard;
  private final Roster roster;
  private final Chats chats;
  private final ObjectMapper json = new ObjectMapper();

  TeamsConnector(LoopbackGuard guard, Roster roster, Chats chats) {
    this.guard = guard;
    this.roster = roster;
    this.chats = chats;
  }

  void addTo(JavalinDefaultRoutingApi routes) {
    routes.post(CONVERSATIONS, guarded(this::createConversation));
    routes.post(ACTIVITIES, guarded(this::send));
    routes.post(ACTIVITIES + "/{activity}", guarded(this::send));
    routes.put(ACTIVITIES + "/{activity}", guarded(this::update));
    routes.delete(ACTIVITIES + "/{activity}", guarded(this::delete));
    routes.get(CONVERSATIONS + "/{conversation}/members", guarded(this::members));
    routes.get(CONVERSATIONS + "/{conversation}/members/{member}", guarded(this::member));
    routes.get(CONVERSATIONS + "/{conversation}/pagedmembers", guarded(this::pagedMembers));
  }

  /** What the connector refuses, in its own error shape. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final HttpStatus status;
    private final String code;

    Refusal(HttpStatus status, String code, String message) {
      super(message, null, false, false);
      this.status = status;
      this.code = code;
    }

    ObjectNode body() {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.putObject("error").put("code", code).put("message", getMessage());
      return body;
    }
  }

  private Handler guarded(Handler handler) {
    return request -> {
      guard.check(request);
      try {
        handler.handle(request);
      } catch (Refusal refusal) {
        answer(request, refusal.status, refusal.body());
      }
    };
  }

  private void createConversation(Context request) {
    ObjectNode wanted = body(request);
    ChatId chat =
        ChatId.privateChatWith(wanted.path("members").path(0).path("id").asText())
            .orElseThrow(
                () ->
                    new Refusal(
                        HttpStatus.BAD_REQUEST, "BadArgument", "members[0].id names nobody here"));
    ObjectNode created = JsonNodeFactory.instance.objectNode().put("id", chat.value());
    if (wanted.get("activity") instanceof ObjectNode activity) {
      created.put("activityId", show(chat, activity));
    }
    answer(request, HttpStatus.CREATED, created);
  }

  private void send(Context request) {
    ObjectNode activity = body(request);
    String id = show(chat(request), activity);
    answer(request, HttpStatus.CREATED, JsonNodeFactory.instance.objectNode().put("id", id));
  }

  private void update(Context request) {
    String id = request.pathParam("activity");
    ObjectNode activity = body(request).put("id", id);
    if (!chats.of(chat(request)).replace(id, activity.toString())) {
      throw unknownActivity();
    }
    answer(request, HttpStatus.OK, JsonNodeFactory.instance.objectNode().put("id", id));
  }

  private void delete(Context request) {
    String id = request.pathParam("activity");
    ObjectNode gone = JsonNodeFactory.instance.objectNode().put("id", id);
    if (!chats.of(chat(request)).remove(id, gone.toString())) {
      throw unknownActivity();
    }
    answer(request, HttpStatus.OK, JsonNodeFactory.instance.objectNode());
  }

  private void members(Context request) {
    answer(
        request,
        HttpStatus.OK,
        JsonNodeFactory.instance.arrayNode().add(account(memberOf(chat(request)))));
  }

  private void member(Context request) {
    String wanted = request.pathParam("member");
    Person person = memberOf(chat(request));
    if (!wanted.equals(person.id()) && !wanted.equals(person.directoryId().toString())) {
      throw new Refusal(
          HttpStatus.NOT_FOUND,
          "MemberNotFoundInConversation",
          "this chat has no member of that id");
    }
    answer(request, HttpStatus.OK, account(person));
  }

  private void pagedMembers(Context request) {
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    page.putArray("members").add(account(memberOf(chat(request))));
    answer(request, HttpStatus.OK, page);
  }

  private String show(ChatId chat, ObjectNode activity) {
    String id = UUID.randomUUID().toString();
    activity.put("id", id);
    chats.of(chat).show(id, activity.toString());
    return id;
  }

  /** A person as Teams' roster shows one (TeamsChannelAccount). */
  private static ObjectNode account(Person person) {
    String[] names = person.name().split("\\s+", 2);
    Mailbox mailbox = person.mailbox();
    String address = mailbox == null ? null : mailbox.value();
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", person.id())
        .put("name", person.name())
        .put("givenName", names[0])
        .put("surname", names.length > 1 ? names[1] : null)
        .put("email", address)
        .put("userPrincipalName", address)
        .put("aadObjectId", person.directoryId().toString())
        .put("objectId", person.directoryId().toString())
        .put("tenantId", TENANT)
        .put("userRole", "user");
  }

  private Person memberOf(ChatId chat) {
    return roster.memberOf(chat).orElseThrow(TeamsConnector::unknownConversation);
  }

  private static ChatId chat(Context request) {
    Optional<ChatId> chat = ChatId.parse(request.pathParam("conversation"));
    return chat.orElseThrow(TeamsConnector::unknownConversation);
  }

  private ObjectNode body(Context request) {
    try {
      JsonNode body = json.readTree(request.body());
      if (body instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException malformed) {
      // Refused below, together with JSON that is no object.
    }
    throw new Refusal(HttpStatus.BAD_REQUEST, "BadSyntax", "the body is not a JSON object");
  }

  private static Refusal unknownConversation() {
    return new Refusal(HttpStatus.NOT_FOUND, "ConversationNotFound", "no such chat on this page");
  }

  private static Refusal unknownActivity() {
    return new Refusal(
        HttpStatus.NOT_FOUND, "ActivityNotFoundInConversation", "no such activity in this chat");
  }

  private static void answer(Context request, HttpStatus status, JsonNode body) {
    request.status(status).contentType("application/json").result(body.toString());
  }
}

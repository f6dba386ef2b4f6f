package org.inclusiondesk.teams;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.microsoft.bot.schema.Activity;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.UnprocessableContentResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Utterance.Setting;
import org.jspecify.annotations.Nullable;

/**
 * An activity as it came in, checked: every field that the desk relies on is there and of its type.
 * Nothing else of the body goes on to the SDK.
 *
 * @param activity the same for the SDK
 * @param type what sort of activity it is
 * @param id names the activity within its conversation; empty where the channel gave none
 * @param channel the channel's id, for example {@code msteams}
 * @param serviceUrl where replies go, as the channel wrote it
 * @param conversation the conversation's id
 * @param user the id of who wrote it
 * @param bot the desk's own id in this conversation
 * @param tenant the tenant that the conversation belongs to; null where the channel says nothing
 * @param setting who else reads the reply
 * @param text what was said, mentions of the desk taken away; perhaps empty
 * @param name of an invoke, for example {@code task/fetch}; empty otherwise
 * @param value what a card or a dialog hands in; missing where there is none
 * @param brings whether it tells that the desk itself was added to the conversation
 */
record Incoming(
    Activity activity,
    String type,
    String id,
    String channel,
    URI serviceUrl,
    String conversation,
    String user,
    String bot,
    @Nullable String tenant,
    Setting setting,
    String text,
    String name,
    JsonNode value,
    boolean brings) {

  /** What the desk needs of an activity; a locale, say, would change the whole JVM's in the SDK. */
  private static final List<String> FIELDS =
      List.of(
          "type",
          "id",
          "timestamp",
          "localTimestamp",
          "serviceUrl",
          "channelId",
          "from",
          "conversation",
          "recipient",
          "text",
          "replyToId",
          "name",
          "deliveryMode");

  private static final List<String> ACCOUNT_FIELDS = List.of("id", "name", "aadObjectId");
  private static final List<String> CONVERSATION_FIELDS =
      List.of("id", "name", "isGroup", "conversationType", "tenantId");
  private static final Pattern AT_TAG = Pattern.compile("</?at(?:\\s[^<>]{0,100})?>");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  // Kept for the next activity, a buffer would hold a concern of the last one.
                  .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(100).build())
                  .build())
          .addModule(new JavaTimeModule())
          .addMixIn(Activity.class, Timestamps.class)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .build();

  /**
   * Reads the body of a request.
   *
   * @throws BadRequestResponse if it is not a JSON object or a field has the wrong type
   * @throws UnprocessableContentResponse if a field is missing or makes no sense
   */
  static Incoming read(byte[] body) {
    JsonNode tree;
    try {
      tree = JSON.readTree(body);
    } catch (IOException notJson) {
      throw new BadRequestResponse("The body is not valid JSON.");
    }
    if (!(tree instanceof ObjectNode activity)) {
      throw new BadRequestResponse("The body must be one JSON object, a Bot Framework activity.");
    }
    String type = required(activity, "type");
    String channel = required(activity, "channelId");
    URI serviceUrl = serviceUrl(required(activity, "serviceUrl"));
    ObjectNode conversation = object(activity, "conversation");
    ObjectNode from = object(activity, "from");
    ObjectNode recipient = object(activity, "recipient");
    String conversationId = segment(required(conversation, "id", "conversation.id"));
    String user = segment(required(from, "id", "from.id"));
    String bot = required(recipient, "id", "recipient.id");
    String id = optional(activity, "id", "id");
    if (id.isEmpty() && "message".equals(type)) {
      throw new UnprocessableContentResponse("The activity's id is missing.");
    }
    segment(id);
    optional(activity, "replyToId", "replyToId");
    optional(activity, "deliveryMode", "deliveryMode");
    Incoming incoming =
        new Incoming(
            forTheSdk(activity),
            type,
            id,
            channel,
            serviceUrl,
            conversationId,
            user,
            bot,
            tenant(activity, conversation),
            setting(conversation),
            text(activity, bot),
            optional(activity, "name", "name"),
            activity.path("value"),
            brings(activity, type, bot));
    if ("invoke".equals(type)) {
      if (incoming.name.isEmpty()) {
        throw new UnprocessableContentResponse("The invoke's name is missing.");
      }
      // An invoke is answered by its own response, which the SDK would leave out for replies.
      incoming.activity.setDeliveryMode(null);
    }
    return incoming;
  }

  /** Whether the reply is to stand in the answer to the request instead of being sent. */
  boolean expectsReplies() {
    return "expectReplies".equals(activity.getDeliveryMode());
  }

  /** Opaque; the same for the same activity delivered again, and telling nobody's id. */
  String key() {
    return "teams-" + digest(channel, conversation, id);
  }

  /** Opaque; the same for everything that one person does in one conversation. */
  String seat() {
    return digest(channel, conversation, user);
  }

  static String digest(String... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        sha.update((byte) (bytes.length >>> 24));
        sha.update((byte) (bytes.length >>> 16));
        sha.update((byte) (bytes.length >>> 8));
        sha.update((byte) bytes.length);
        sha.update(bytes);
      }
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sha.digest());
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  @Override
  public String toString() {
    return "Incoming[type=" + type + "]";
  }

  private static Activity forTheSdk(ObjectNode activity) {
    ObjectNode known = activity.deepCopy().retain(FIELDS);
    object(known, "from").retain(ACCOUNT_FIELDS);
    object(known, "recipient").retain(ACCOUNT_FIELDS);
    object(known, "conversation").retain(CONVERSATION_FIELDS);
    for (String account : List.of("from", "recipient", "conversation")) {
      optional(object(known, account), "name", account + ".name");
      optional(object(known, account), "aadObjectId", account + ".aadObjectId");
    }
    try {
      return JSON.treeToValue(known, Activity.class);
    } catch (JsonMappingException wrongType) {
      throw new BadRequestResponse(
          "The field " + fieldOf(wrongType) + " of the activity cannot be read.");
    } catch (JsonProcessingException wrongType) {
      throw new BadRequestResponse("A field of the activity cannot be read.");
    }
  }

  private static String fieldOf(JsonMappingException fault) {
    return fault.getPath().isEmpty()
        ? "of an unknown name"
        : String.valueOf(fault.getPath().get(fault.getPath().size() - 1).getFieldName());
  }

  private static String required(ObjectNode parent, String field) {
    return required(parent, field, field);
  }

  private static String required(ObjectNode parent, String field, String path) {
    String value = optional(parent, field, path);
    if (value.isBlank()) {
      throw new UnprocessableContentResponse("The activity's " + path + " is missing.");
    }
    return value;
  }

  private static String optional(ObjectNode parent, String field, String path) {
    JsonNode value = parent.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw new BadRequestResponse("The activity's " + path + " must be a string.");
    }
    return value.textValue();
  }

  private static ObjectNode object(ObjectNode parent, String field) {
    JsonNode value = parent.path(field);
    if (value.isMissingNode() || value.isNull()) {
      throw new UnprocessableContentResponse("The activity's " + field + " is missing.");
    }
    if (!(value instanceof ObjectNode found)) {
      throw new BadRequestResponse("The activity's " + field + " must be an object.");
    }
    return found;
  }

  /** An id that stands in an address as one path segment, and so cannot lead elsewhere. */
  private static String segment(String id) {
    if (id.equals(".") || id.equals("..") || id.length() > 2_000) {
      throw new UnprocessableContentResponse("An id of the activity makes no sense.");
    }
    return id;
  }

  private static URI serviceUrl(String text) {
    try {
      URI address = new URI(text);
      if (address.getHost() != null
          && address.getUserInfo() == null
          && address.getQuery() == null
          && address.getFragment() == null
          && ("https".equals(address.getScheme()) || Loopback.isWeb(address))) {
        return address;
      }
    } catch (URISyntaxException notAnAddress) {
      // said below, the same way
    }
    throw new UnprocessableContentResponse(
        "The activity's serviceUrl must be an https address, or http on this machine.");
  }

  private static @Nullable String tenant(ObjectNode activity, ObjectNode conversation) {
    String named = optional(conversation, "tenantId", "conversation.tenantId");
    JsonNode channelData = activity.path("channelData");
    JsonNode tenant = channelData.path("tenant").path("id");
    String carried = tenant.isTextual() ? tenant.textValue() : "";
    if (!named.isEmpty() && !carried.isEmpty() && !named.equalsIgnoreCase(carried)) {
      throw new UnprocessableContentResponse("The activity names two different tenants.");
    }
    String found = named.isEmpty() ? carried : named;
    return found.isEmpty() ? null : found;
  }

  private static Setting setting(ObjectNode conversation) {
    String kind = optional(conversation, "conversationType", "conversation.conversationType");
    JsonNode group = conversation.path("isGroup");
    if (!group.isMissingNode() && !group.isNull() && !group.isBoolean()) {
      throw new BadRequestResponse("The activity's conversation.isGroup must be true or false.");
    }
    boolean alone = kind.isEmpty() ? !group.booleanValue() : kind.equals("personal");
    return alone && !group.booleanValue() ? Setting.PRIVATE_CHAT : Setting.SHARED_CHAT;
  }

  private static String text(ObjectNode activity, String bot) {
    String text = optional(activity, "text", "text");
    for (JsonNode entity : activity.path("entities")) {
      String mention = entity.path("text").asText("");
      if ("mention".equals(entity.path("type").asText())
          && bot.equals(entity.path("mentioned").path("id").asText())
          && !mention.isBlank()) {
        text = text.replace(mention, " ");
      }
    }
    return AT_TAG.matcher(text).replaceAll("").replace('\u00a0', ' ').strip();
  }

  private static boolean brings(ObjectNode activity, String type, String bot) {
    if ("installationUpdate".equals(type)) {
      return "add".equals(optional(activity, "action", "action"));
    }
    JsonNode added = activity.path("membersAdded");
    if (!added.isMissingNode() && !added.isNull() && !added.isArray()) {
      throw new BadRequestResponse("The activity's membersAdded must be a list.");
    }
    boolean found = false;
    for (JsonNode member : added) {
      if (!member.isObject()) {
        throw new BadRequestResponse("The activity's membersAdded must be a list of objects.");
      }
      found |= bot.equals(member.path("id").asText());
    }
    return found && "conversationUpdate".equals(type);
  }

  /** Missing, where a value has no such field or is no object. */
  static JsonNode field(JsonNode value, String name) {
    return value.isObject() ? value.path(name) : MissingNode.getInstance();
  }

  /** Replaces the SDK's pattern, which wants a fraction and counts it as nanoseconds. */
  private abstract static class Timestamps {
    @JsonFormat
    @JsonDeserialize(using = Instants.class)
    @SuppressWarnings("unused")
    private @Nullable OffsetDateTime timestamp;

    @JsonDeserialize(using = Instants.class)
    @SuppressWarnings("unused")
    private @Nullable OffsetDateTime localTimestamp;
  }

  /** Reads RFC 3339 dates with any fraction of a second; without an offset, UTC is meant. */
  private static final class Instants extends StdScalarDeserializer<OffsetDateTime> {
    Instants() {
      super(OffsetDateTime.class);
    }

    @Override
    public OffsetDateTime deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = parser.getValueAsString("");
      try {
        return DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    text, OffsetDateTime::from, LocalDateTime::from)
                instanceof OffsetDateTime exact
            ? exact
            : LocalDateTime.parse(text, DateTimeFormatter.ISO_DATE_TIME).atOffset(ZoneOffset.UTC);
      } catch (DateTimeParseException notADate) {
        throw JsonMappingException.from(parser, "not a date and time");
      }
    }
  }
}

package org.inclusiondesk.speakup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * JSON that strangers send (I-JSON, RFC 7493): no name twice, nothing behind it, no depth. Messages
 * of its exceptions never repeat what was sent. Safe for any number of threads.
 */
final class StrictJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  // Kept for the next text, a buffer would hold the words of the last one.
                  .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(12)
                          .maxNumberLength(20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Pattern RANDOM_ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private StrictJson() {}

  /** An object without members. */
  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The object that a text is. */
  static ObjectNode object(String json) throws ParseException {
    try {
      return object(MAPPER.readTree(json));
    } catch (JsonProcessingException notJson) {
      throw refused("JSON");
    }
  }

  /** An object's bytes, in UTF-8. Unlike {@code toString}, this leaves no buffer behind. */
  static byte[] bytes(ObjectNode json) {
    try {
      // By a string: written as bytes, Jackson spells what lies beyond U+FFFF in twelve.
      return MAPPER.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("an object is JSON", impossible);
    }
  }

  /** The object that bytes are, in UTF-8. */
  static ObjectNode object(byte[] json) throws ParseException {
    try {
      return object(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
    } catch (CharacterCodingException notUtf8) {
      throw refused("UTF-8");
    }
  }

  static ObjectNode object(JsonNode node) throws ParseException {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw refused("a JSON object");
  }

  static ObjectNode object(ObjectNode in, String name) throws ParseException {
    return object(in.path(name));
  }

  /** Refuses an object that has other members than these, or lacks one. */
  static void exactly(ObjectNode object, String... names) throws ParseException {
    Set<String> found = new TreeSet<>();
    object.fieldNames().forEachRemaining(found::add);
    if (!found.equals(new TreeSet<>(List.of(names)))) {
      throw refused("an object of the right members");
    }
  }

  /** The elements of an array, which must all be objects. */
  static List<ObjectNode> objects(ObjectNode in, String name) throws ParseException {
    JsonNode array = in.path(name);
    if (!array.isArray()) {
      throw refused("an array");
    }
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode each : array) {
      objects.add(object(each));
    }
    return objects;
  }

  /** The elements of an array, which must all be texts. */
  static List<String> texts(ObjectNode in, String name) throws ParseException {
    JsonNode array = in.path(name);
    if (!array.isArray()) {
      throw refused("an array");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode each : array) {
      if (!each.isTextual()) {
        throw refused("an array of texts");
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  static String text(ObjectNode in, String name) throws ParseException {
    JsonNode node = in.path(name);
    if (!node.isTextual()) {
      throw refused("a text");
    }
    return node.textValue();
  }

  /** A whole number that is not negative. */
  static int number(ObjectNode in, String name) throws ParseException {
    JsonNode node = in.path(name);
    if (!node.isInt() || node.intValue() < 0) {
      throw refused("a number");
    }
    return node.intValue();
  }

  static boolean isNull(ObjectNode in, String name) {
    return in.path(name).isNull();
  }

  /** Refuses a format that is not version 1. */
  static void versionOne(ObjectNode in) throws ParseException {
    if (number(in, "v") != 1) {
      throw refused("version 1");
    }
  }

  /** A random UUID in lower case. */
  static UUID id(ObjectNode in, String name) throws ParseException {
    String text = text(in, name);
    if (!RANDOM_ID.matcher(text).matches()) {
      throw refused("a random id");
    }
    return UUID.fromString(text);
  }

  static LocalDate day(ObjectNode in, String name) throws ParseException {
    String text = text(in, name);
    try {
      if (DAY.matcher(text).matches()) {
        return LocalDate.parse(text);
      }
    } catch (DateTimeException noSuchDay) {
      // Refused below.
    }
    throw refused("a day");
  }

  /** Bytes in base64url without padding, spelt in the one way there is. */
  static byte[] bytes(ObjectNode in, String name) throws ParseException {
    return bytes(text(in, name));
  }

  static byte[] bytes(String text) throws ParseException {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (base64(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException notBase64) {
      // Refused below.
    }
    throw refused("base64url");
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Says what was expected, and nothing of what came. */
  static ParseException refused(String expected) {
    return new ParseException("this is not " + expected, 0);
  }
}

package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * A sealed text: JWE in its general JSON serialization (RFC 7516 §7.2.1), held to the one form that
 * is used here. Its length tells a size class and the number of recipients, nothing else.
 *
 * @param json in one spelling, whoever made it: a browser's habits would be a trace
 * @param kids the ids of the keys that open it, sorted
 */
record Sealed(String json, List<String> kids) {
  /** The protected header, {@code {"enc":"A256GCM"}}. */
  static final String PROTECTED = "eyJlbmMiOiJBMjU2R0NNIn0";

  /** The sizes, in bytes, that a padded plaintext can have. The last holds 20,000 characters. */
  static final List<Integer> SIZES = List.of(4 << 10, 16 << 10, 64 << 10, 128 << 10);

  private static final String ALGORITHM = "ECDH-ES+A256KW";
  private static final int WRAPPED_KEY = 40;
  private static final int IV = 12;
  private static final int TAG = 16;

  Sealed {
    kids = List.copyOf(kids);
  }

  static Sealed parse(String json) throws ParseException {
    return parse(StrictJson.object(json));
  }

  /** Takes what somebody sealed, if it has exactly the form of ADR 13. */
  static Sealed parse(ObjectNode sent) throws ParseException {
    StrictJson.exactly(sent, "protected", "recipients", "iv", "ciphertext", "tag");
    if (!StrictJson.text(sent, "protected").equals(PROTECTED)
        || StrictJson.bytes(sent, "iv").length != IV
        || StrictJson.bytes(sent, "tag").length != TAG
        || !SIZES.contains(StrictJson.bytes(sent, "ciphertext").length)) {
      throw StrictJson.refused("sealed the way concerns are");
    }
    ObjectNode own = StrictJson.object().put("protected", PROTECTED);
    ArrayNode recipients = own.putArray("recipients");
    List<String> kids = new ArrayList<>();
    String before = "";
    for (ObjectNode each : StrictJson.objects(sent, "recipients")) {
      ObjectNode recipient = recipient(each);
      String kid = recipient.path("header").path("kid").textValue();
      if (kid.compareTo(before) <= 0) {
        throw StrictJson.refused("sealed to recipients in order, each once");
      }
      before = kid;
      kids.add(kid);
      recipients.add(recipient);
    }
    if (kids.isEmpty()) {
      throw StrictJson.refused("sealed to anybody");
    }
    for (String name : List.of("iv", "ciphertext", "tag")) {
      own.put(name, StrictJson.text(sent, name));
    }
    return new Sealed(own.toString(), kids);
  }

  private static ObjectNode recipient(ObjectNode sent) throws ParseException {
    StrictJson.exactly(sent, "header", "encrypted_key");
    ObjectNode header = StrictJson.object(sent, "header");
    StrictJson.exactly(header, "alg", "kid", "epk");
    if (!StrictJson.text(header, "alg").equals(ALGORITHM)
        || StrictJson.bytes(header, "kid").length != 32
        || StrictJson.bytes(sent, "encrypted_key").length != WRAPPED_KEY) {
      throw StrictJson.refused("sealed the way concerns are");
    }
    ObjectNode own = StrictJson.object();
    own.putObject("header")
        .put("alg", ALGORITHM)
        .put("kid", StrictJson.text(header, "kid"))
        .set("epk", Curve256.toJson(Curve256.parse(StrictJson.object(header, "epk"))));
    return own.put("encrypted_key", StrictJson.text(sent, "encrypted_key"));
  }

  /** As it is delivered. */
  ObjectNode toJson() {
    return parsed(json);
  }

  private static ObjectNode parsed(String json) {
    try {
      return StrictJson.object(json);
    } catch (ParseException impossible) {
      throw new IllegalStateException("a sealed text is JSON", impossible);
    }
  }

  /** The same with its only recipient twice: nimbus needs two. */
  String withSecondRecipient() {
    ObjectNode twice = toJson();
    JsonNode only = twice.withArray("recipients").get(0);
    twice.withArray("recipients").add(only.deepCopy());
    return twice.toString();
  }
}

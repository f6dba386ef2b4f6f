package org.inclusiondesk.speakup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.ParseException;
import java.util.UUID;

/**
 * One entry of a case. Its day, its number and who wrote it are sealed in it.
 *
 * @param id random
 */
record SealedEntry(UUID id, Box box, Sealed sealed) {

  static SealedEntry parse(ObjectNode json) throws ParseException {
    StrictJson.exactly(json, "entry", "box", "sealed");
    return new SealedEntry(
        StrictJson.id(json, "entry"),
        Box.parse(StrictJson.text(json, "box")),
        Sealed.parse(StrictJson.object(json, "sealed")));
  }

  ObjectNode toJson() {
    ObjectNode json = StrictJson.object().put("entry", id.toString()).put("box", box.id());
    json.set("sealed", sealed.toJson());
    return json;
  }
}

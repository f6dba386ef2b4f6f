package org.inclusiondesk.speakup;

import java.text.ParseException;
import java.util.Locale;

/** Who reads an entry of a case. */
enum Box {
  /** The reporter and the guardians. */
  SHARED,
  /** The guardians alone. */
  RECORD;

  /** Its name in every format. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Box parse(String id) throws ParseException {
    for (Box box : values()) {
      if (box.id().equals(id)) {
        return box;
      }
    }
    throw StrictJson.refused("a box");
  }
}

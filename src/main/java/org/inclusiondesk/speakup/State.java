package org.inclusiondesk.speakup;

import java.text.ParseException;
import java.util.Locale;

/** How far a case has come. */
public enum State {
  /** No guardian has opened it. */
  NEW,
  /** A guardian deals with it. */
  OPEN,
  /** Dealt with. */
  CLOSED;

  /** Its name in every format. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static State parse(String id) throws ParseException {
    for (State state : values()) {
      if (state.id().equals(id)) {
        return state;
      }
    }
    throw StrictJson.refused("a state");
  }
}

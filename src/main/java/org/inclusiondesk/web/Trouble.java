package org.inclusiondesk.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;

/** Why a script's request was refused: problem details (RFC 9457) with a code to act by. */
final class Trouble {
  private Trouble() {}

  /**
   * Answers so.
   *
   * @param code what a script acts by
   * @param detail what a person reads; nothing of what was sent
   */
  static void answer(Context context, int status, String code, String detail) {
    Pages.headers(context);
    context
        .status(status)
        .contentType("application/problem+json; charset=utf-8")
        .result(
            JsonNodeFactory.instance
                .objectNode()
                .put("status", status)
                .put("code", code)
                .put("detail", detail)
                .toString());
  }
}

package org.inclusiondesk.app;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: 200 while every part is fit to
 * work, 503 otherwise; either way the body says which part is how. Safe for any number of threads.
 */
final class Health {
  /** The word of a part that is fit. */
  static final String OK = "ok";

  private final Map<String, Supplier<String>> parts = new LinkedHashMap<>();

  /**
   * @param state tells {@link #OK}, or in one word what is wrong; an exception counts as a fault
   */
  Health with(String part, Supplier<String> state) {
    parts.put(part, state);
    return this;
  }

  void addTo(JavalinDefaultRoutingApi routes) {
    routes.get("/health/live", context -> answer(context, 200, Map.of("status", "live")));
    routes.get("/health/ready", this::ready);
  }

  private void ready(Context context) {
    Map<String, Object> body = new LinkedHashMap<>();
    Map<String, String> states = new LinkedHashMap<>();
    parts.forEach((part, state) -> states.put(part, ask(state)));
    boolean ready = states.values().stream().allMatch(OK::equals);
    body.put("status", ready ? "ready" : "not ready");
    body.put("parts", states);
    answer(context, ready ? 200 : 503, body);
  }

  private static String ask(Supplier<String> state) {
    try {
      return state.get();
    } catch (RuntimeException fault) {
      return "fault";
    }
  }

  private static void answer(Context context, int status, Map<String, ?> body) {
    context.status(status).header("Cache-Control", "no-store").json(body);
  }
}

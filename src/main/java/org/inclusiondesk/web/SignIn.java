package org.inclusiondesk.web;

import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.Map;

/** How a guardian proves who it is, before sealed cases are handed out. */
interface SignIn {
  /** Adds the routes that lead to a session. */
  void addTo(JavalinDefaultRoutingApi routes, GuardianSessions sessions, Pages pages);

  /** What the sign-in page shows: {@code guardians}, a list, empty where an issuer is asked. */
  Map<String, ?> model();
}

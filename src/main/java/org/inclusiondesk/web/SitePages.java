package org.inclusiondesk.web;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.conversation.Address.Mailbox;

/**
 * What every page shares: the stylesheet, the scripts of the pages that seal and open in the
 * browser, the privacy notice, the accessibility statement, the terms of use. Safe for any number
 * of threads.
 */
public final class SitePages {
  private final Pages pages;
  private final About about;
  private final byte[] stylesheet;
  private final Map<String, byte[]> scripts = new LinkedHashMap<>();

  /** Our own scripts, as the pages name them. */
  private static final List<String> SCRIPTS =
      List.of(
          "sealing.js",
          "cases.js",
          "page.js",
          "speak-up.js",
          "speak-up-return.js",
          "guardian.js",
          "guardian-online.js");

  /**
   * What the statements say of this site.
   *
   * @param organisation whose site it is
   * @param team where a person answers
   * @param keepDays days after which names and addresses of requests are erased
   */
  public record About(String organisation, Mailbox team, int keepDays) {}

  public SitePages(Pages pages, About about) {
    this.pages = pages;
    this.about = about;
    this.stylesheet = asset("desk.css");
    SCRIPTS.forEach(name -> scripts.put(name, asset(name)));
  }

  private static byte[] asset(String name) {
    try (InputStream in = SitePages.class.getResourceAsStream("/assets/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return in.readAllBytes();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /**
   * Adds everything below {@code /assets}, {@code /privacy}, {@code /accessibility} and {@code
   * /terms}.
   */
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get(
        "/assets/desk.css",
        context ->
            context
                .contentType("text/css; charset=utf-8")
                .header("Cache-Control", "public, max-age=3600")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .result(stylesheet));
    scripts.forEach(
        (name, script) ->
            routes.get(
                "/assets/" + name,
                context ->
                    // Not kept by the browser: what is kept tells who was on which page.
                    context
                        .contentType("text/javascript; charset=utf-8")
                        .header("Cache-Control", "no-store")
                        .header("X-Content-Type-Options", "nosniff")
                        .header("Cross-Origin-Resource-Policy", "same-origin")
                        .result(script)));
    routes.get("/privacy", context -> show(context, "privacy"));
    routes.get("/accessibility", context -> show(context, "accessibility"));
    routes.get("/terms", context -> show(context, "terms"));
  }

  private void show(Context context, String template) {
    pages.show(
        context,
        200,
        template,
        Map.of(
            "organisation", about.organisation(),
            "team", about.team().value(),
            "keepDays", about.keepDays()));
  }
}

package org.inclusiondesk.web;

import io.javalin.http.Context;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.inclusiondesk.conversation.Block;

/**
 * Shows pages from templates, with headers that forbid frames, other origins, caching and
 * referrers, and scripts but for those of ours on the pages that seal and open in the browser.
 * Whatever a model holds is escaped. Safe for any number of threads.
 */
public final class Pages {
  private static final String POLICY = "Content-Security-Policy";

  private static final String WITHOUT_SCRIPT =
      "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none';"
          + " base-uri 'none'";

  /** What reads text by strangers is never to be made HTML, by no script and no mistake in one. */
  private static final String WITH_SCRIPT =
      WITHOUT_SCRIPT
          + "; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script';"
          + " trusted-types 'none'";

  private static final Set<String> SCRIPTED = Set.of("speak-up", "speak-up-return", "guardian");

  private static final Map<String, String> HEADERS =
      Map.of(
          POLICY,
          WITHOUT_SCRIPT,
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-store",
          "X-Content-Type-Options",
          "nosniff",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), clipboard-read=(), clipboard-write=(), geolocation=(), microphone=()",
          "X-Robots-Tag",
          "noindex");

  private static final int PADDED_TO = 1 << 16;

  private static final String COMMENT = "<!--%s-->";

  private final SecureRandom random = new SecureRandom();
  private final PebbleEngine engine;

  public Pages() {
    ClasspathLoader loader = new ClasspathLoader(Pages.class.getClassLoader());
    loader.setPrefix("templates");
    loader.setSuffix(".peb");
    this.engine =
        new PebbleEngine.Builder()
            .loader(loader)
            .strictVariables(true)
            .defaultLocale(Locale.UK)
            .build();
  }

  /**
   * Answers with a page.
   *
   * @param status the HTTP status
   * @param template names one of the files under {@code resources/templates}, without its ending
   * @param model what the template shows
   */
  public void show(Context context, int status, String template, Map<String, ?> model) {
    answer(context, status, template, page(template, model));
  }

  /**
   * The same, filled up with a comment to a multiple of 64 KiB, so that its length tells little.
   */
  void showPadded(Context context, int status, String template, Map<String, ?> model) {
    String page = page(template, model);
    int length = page.getBytes(StandardCharsets.UTF_8).length + COMMENT.formatted("").length();
    int missing = Math.floorMod(-length, PADDED_TO);
    byte[] drawn = new byte[missing * 3 / 4 + 3];
    random.nextBytes(drawn);
    String padding =
        Base64.getUrlEncoder().encodeToString(drawn).replace('-', '_').substring(0, missing);
    answer(context, status, template, page + COMMENT.formatted(padding));
  }

  private String page(String template, Map<String, ?> model) {
    StringWriter page = new StringWriter();
    try {
      engine.getTemplate(template).evaluate(page, Map.copyOf(model));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return page.toString();
  }

  private static void answer(Context context, int status, String template, String page) {
    headers(context);
    if (SCRIPTED.contains(template)) {
      context.header(POLICY, WITH_SCRIPT);
    }
    context.status(status).html(page);
  }

  /** The headers of every page, for an answer that is none. */
  static void headers(Context context) {
    HEADERS.forEach(context::header);
  }

  /** Blocks as templates show them, with the macro {@code blocks}. */
  public static List<Shown> shown(List<Block> blocks) {
    return blocks.stream().map(Pages::shown).toList();
  }

  private static Shown shown(Block block) {
    if (block instanceof Block.Heading heading) {
      return new Shown("heading", heading.text(), List.of(), List.of());
    }
    if (block instanceof Block.Bullets bullets) {
      return new Shown("bullets", "", bullets.items(), List.of());
    }
    if (block instanceof Block.Facts facts) {
      return new Shown("facts", "", List.of(), facts.facts());
    }
    return new Shown(
        block instanceof Block.Small ? "small" : "paragraph", block.plain(), List.of(), List.of());
  }

  /**
   * A block as a template reads it.
   *
   * @param kind {@code heading}, {@code paragraph}, {@code small}, {@code bullets} or {@code facts}
   * @param text of the first three kinds
   * @param items of bullets
   * @param facts of facts
   */
  public record Shown(String kind, String text, List<String> items, List<Block.Fact> facts) {}
}

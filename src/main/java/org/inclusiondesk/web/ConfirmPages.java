package org.inclusiondesk.web;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.inclusiondesk.conversation.Reference;
import org.inclusiondesk.conversation.Reply;
import org.inclusiondesk.networks.Memberships;

/**
 * The page that a confirmation mail links to. Programs that follow links change nothing: only the
 * press of a button confirms or refuses, and until then the page is the same for every address
 * under it, so that it tells nobody what waits, nor whether anything does. No cookie, no script.
 * Safe for any number of threads.
 */
public final class ConfirmPages {
  private static final String PATH = "/confirm/{token}";
  private static final int LARGEST_BODY = 4096;
  private static final int NONCE_BYTES = 16;
  private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{22}");

  private final Memberships memberships;
  private final Pages pages;
  private final SecureRandom random;

  public ConfirmPages(Memberships memberships, Pages pages, SecureRandom random) {
    this.memberships = memberships;
    this.pages = pages;
    this.random = random;
  }

  /** Adds {@code GET}, {@code HEAD} and {@code POST /confirm/TOKEN}. */
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get(PATH, this::ask);
    routes.head(PATH, this::ask);
    routes.post(PATH, this::answer);
  }

  private void ask(Context context) {
    pages.show(context, 200, "confirm", Map.of("nonce", nonce()));
  }

  /**
   * 200 where something was confirmed, or struck out by the other button; 410, with the same words,
   * where nothing is, or is left. Where it was lost on the way which button it was, none counts as
   * pressed.
   */
  private void answer(Context context) {
    FormBody form = form(context);
    String key = "web:" + pressed(form);
    boolean refused = form.field("answer").equals("no");
    if (!refused && !form.field("answer").equals("yes")) {
      ask(context);
      return;
    }
    Reply reply =
        refused
            ? memberships.withdraw(token(context), key)
            : memberships.confirm(token(context), key, null);
    boolean done = reply.kind() == Reply.Kind.DONE;
    String heading =
        refused
            ? done ? "Struck out" : "Nothing to strike out"
            : done ? "Confirmed" : "Nothing to confirm";
    pages.show(
        context,
        done ? 200 : 410,
        "confirmed",
        Map.of("heading", heading, "told", Pages.shown(reply.body())));
  }

  /** What is no token is looked up like one that nobody was sent. */
  private Reference token(Context context) {
    return Reference.findIn(context.pathParam("token"))
        .filter(found -> found.value().equalsIgnoreCase(context.pathParam("token")))
        .orElseGet(() -> Reference.toConfirm(random));
  }

  /**
   * Which page it was whose button was pressed. The same page pressed twice is told the same twice;
   * whoever else holds the address is told that nothing is left.
   */
  private String pressed(FormBody form) {
    String sent = form.field("nonce");
    return NONCE.matcher(sent).matches() ? sent : nonce();
  }

  /** What was sent with the button; nothing where that cannot be read. */
  private static FormBody form(Context context) {
    String type = Optional.ofNullable(context.contentType()).orElse("").toLowerCase(Locale.ROOT);
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      return FormBody.parse(new byte[0]);
    }
    try (InputStream in = context.bodyInputStream()) {
      return FormBody.parse(in.readNBytes(LARGEST_BODY));
    } catch (IOException brokenOff) {
      return FormBody.parse(new byte[0]);
    }
  }

  private String nonce() {
    byte[] drawn = new byte[NONCE_BYTES];
    random.nextBytes(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }
}

package org.inclusiondesk.web;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inclusiondesk.conversation.Block;
import org.inclusiondesk.speakup.Intake;
import org.inclusiondesk.speakup.Intake.Outcome;
import org.inclusiondesk.speakup.Intake.Outcome.Accepted;
import org.inclusiondesk.speakup.Intake.Outcome.Refused;
import org.inclusiondesk.speakup.KeySet;
import org.inclusiondesk.speakup.SpeakUpWords;

/**
 * The form for concerns. No sign-in, no cookie, no script, no redirect; the receipt comes in the
 * answer itself, so that no address ever holds it. Nothing is logged, failures included: a log line
 * would tell the minute in which somebody tried. Safe for any number of threads.
 */
public final class SpeakUpPages {
  private static final String PATH = "/speak-up";

  /** Room for 20,000 characters of four bytes each, percent-encoded, four times over. */
  private static final int LARGEST_BODY = 1 << 20;

  private final Intake intake;
  private final KeySet keys;
  private final SpeakUpWords words;
  private final Pages pages;
  private final Turnstile turnstile;

  /**
   * @param keys the guardians, named on the form so that they can be left out
   * @param turnstiles of all that strangers can flood
   */
  public SpeakUpPages(
      Intake intake, KeySet keys, SpeakUpWords words, Pages pages, Turnstiles turnstiles) {
    this(intake, keys, words, pages, turnstiles.another());
  }

  SpeakUpPages(Intake intake, KeySet keys, SpeakUpWords words, Pages pages, Turnstile turnstile) {
    this.turnstile = turnstile;
    this.intake = intake;
    this.keys = keys;
    this.words = words;
    this.pages = pages;
  }

  /** Adds {@code GET} and {@code POST /speak-up}. */
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get(PATH, context -> showForm(context, 200, Trouble.NONE, "", Set.of()));
    routes.post(PATH, this::receive);
  }

  private void receive(Context context) {
    String type = context.contentType();
    if (type == null
        || !type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
      showForm(context, 415, Trouble.NOT_THE_FORM, "", Set.of());
      return;
    }
    if (Body.isFromElsewhere(context)) {
      showForm(context, 403, Trouble.NOT_THE_FORM, "", Set.of());
      return;
    }
    byte[] body;
    try (InputStream in = context.bodyInputStream()) {
      body = in.readNBytes(LARGEST_BODY + 1);
    } catch (IOException brokenOff) {
      showForm(context, 400, Trouble.BROKEN_OFF, "", Set.of());
      return;
    }
    if (body.length > LARGEST_BODY) {
      showForm(context, 413, Trouble.FAR_TOO_LONG, "", Set.of());
      return;
    }
    FormBody form = FormBody.parse(body);
    String text = form.field("text");
    Set<String> leftOut = form.fields("leaveOut");
    Optional<Outcome> passed;
    try {
      passed = turnstile.pass(() -> intake.accept(form.field("nonce"), text, leftOut));
    } catch (RuntimeException fault) {
      // Told to the person alone. The store's health check tells the operator, at no tell-tale
      // time.
      showForm(context, 503, Trouble.NOT_STORED, text, leftOut);
      return;
    }
    if (passed.isEmpty()) {
      showForm(context, 503, Trouble.BUSY, text, leftOut);
      return;
    }
    Outcome outcome = passed.get();
    if (outcome instanceof Accepted accepted) {
      pages.show(
          context,
          200,
          "speak-up-receipt",
          Map.of(
              "receipt", accepted.receiptWords(), "afterwards", Pages.shown(words.afterwards())));
    } else if (outcome instanceof Refused refused) {
      showForm(context, 422, Trouble.of(refused.reason()), text, leftOut);
    }
  }

  private void showForm(
      Context context, int status, Trouble trouble, String text, Set<String> leftOut) {
    List<Block> before = words.beforeTheBox();
    int firstHeading = 0;
    while (firstHeading < before.size() && !(before.get(firstHeading) instanceof Block.Heading)) {
      firstHeading++;
    }
    pages.show(
        context,
        status,
        "speak-up",
        Map.of(
            "urgent", Pages.shown(before.subList(0, firstHeading)),
            "guidance", Pages.shown(before.subList(firstHeading, before.size())),
            "trouble", trouble.says,
            "nonce", intake.nonce(),
            "text", text,
            "fingerprint", keys.fingerprint(),
            "afterwards", Pages.shown(words.afterwards()),
            "guardians",
                keys.guardians().stream()
                    .map(
                        guardian ->
                            new Choice(
                                guardian.id(), guardian.name(), leftOut.contains(guardian.id())))
                    .toList()));
  }

  /** A guardian who can be left out. */
  public record Choice(String id, String name, boolean chosen) {}

  /** What the person reads above the form when it comes back. */
  private enum Trouble {
    NONE(""),
    EMPTY("Write what you want to say. Nothing was sent."),
    TOO_LONG(
        "Your text is longer than 20,000 characters, so nothing was sent. It is all still in the"
            + " box: shorten it, or send it in two parts."),
    STALE(
        "This form was open for more than a day, so nothing was sent yet. Your text is still in"
            + " the box: check it and send it again."),
    NOBODY_LEFT(
        "You left out every guardian, so nobody could read your text and nothing was sent. Leave"
            + " one in, or turn to somebody else named on this page."),
    NOT_STORED(
        "Your text could not be stored. It is still in the box: wait a few minutes and send it"
            + " again. If that fails too, turn to somebody named on this page."),
    BUSY(
        "Too much is being sent at this moment, and your text was not taken. It is still in the"
            + " box: wait a minute and send it again."),
    FAR_TOO_LONG(
        "What you sent is far longer than 20,000 characters, so it was not taken. Go back in your"
            + " browser to see whether it still holds your text, and shorten it."),
    BROKEN_OFF("The connection broke off and nothing was stored. Go back and send it again."),
    NOT_THE_FORM("Nothing was sent, because it did not come from this form. Write it here.");

    private final String says;

    Trouble(String says) {
      this.says = says;
    }

    static Trouble of(Intake.Reason reason) {
      return switch (reason) {
        case EMPTY -> EMPTY;
        case TOO_LONG -> TOO_LONG;
        case STALE -> STALE;
        case NOBODY_LEFT -> NOBODY_LEFT;
      };
    }
  }
}

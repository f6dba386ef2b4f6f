package org.inclusiondesk.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.inclusiondesk.calendar.London;
import org.inclusiondesk.speakup.CaseDesk;
import org.inclusiondesk.speakup.CaseDesk.Outcome;
import org.inclusiondesk.speakup.KeySet;
import org.inclusiondesk.web.GuardianSessions.Session;

/**
 * The guardian's desk as the server sees it (ADR 13, §10): it signs guardians in, hands out sealed
 * cases and takes signed changes, and can open none. Nothing is logged. Safe for any number of
 * threads.
 */
public final class GuardianPages {
  private final CaseDesk desk;
  private final KeySet keys;
  private final SignIn signIn;
  private final GuardianSessions sessions;
  private final Pages pages;
  private final Clock clock;

  private GuardianPages(
      CaseDesk desk,
      KeySet keys,
      SignIn signIn,
      GuardianSessions sessions,
      Pages pages,
      Clock clock) {
    this.desk = desk;
    this.keys = keys;
    this.signIn = signIn;
    this.sessions = sessions;
    this.pages = pages;
    this.clock = clock;
  }

  /**
   * For trying it out.
   *
   * @param passphrase of the demonstration guardians
   */
  public static GuardianPages tryingOut(
      CaseDesk desk,
      KeySet keys,
      String passphrase,
      Pages pages,
      Clock clock,
      SecureRandom random) {
    return new GuardianPages(
        desk,
        keys,
        new PassphraseSignIn(keys, passphrase),
        new GuardianSessions(false, clock, random),
        pages,
        clock);
  }

  /** With guardians who sign in at an issuer. */
  public static GuardianPages withIssuer(
      CaseDesk desk,
      KeySet keys,
      OpenIdSignIn signIn,
      boolean secure,
      Pages pages,
      Clock clock,
      SecureRandom random) {
    return new GuardianPages(
        desk, keys, signIn, new GuardianSessions(secure, clock, random), pages, clock);
  }

  /** Adds everything below {@code /guardian}. */
  public void addTo(JavalinDefaultRoutingApi routes) {
    signIn.addTo(routes, sessions, pages);
    routes.get("/guardian", this::showDesk);
    routes.get("/guardian/session", context -> signedIn(context, one -> tell(context, one)));
    routes.get(
        "/guardian/cases",
        context ->
            signedIn(context, one -> SealedPages.answer(context, desk.list(one.guardian()))));
    routes.get("/guardian/bundle", context -> signedIn(context, one -> download(context, one)));
    routes.get(
        "/guardian/cases/{case}", context -> signedIn(context, one -> deliver(context, one)));
    routes.post(
        "/guardian/cases/{case}", context -> changing(context, one -> change(context, one)));
    routes.post(
        "/guardian/sign-out",
        context ->
            changing(
                context,
                one -> {
                  sessions.end(context);
                  Pages.headers(context);
                  context.status(204);
                }));
  }

  private void showDesk(Context context) {
    Optional<Session> session = sessions.of(context);
    if (session.isEmpty()) {
      pages.show(context, 200, "guardian-sign-in", signIn.model());
      return;
    }
    String guardian = session.get().guardian();
    pages.show(
        context,
        200,
        "guardian",
        Map.of(
            "name", keys.find(guardian).map(each -> each.name()).orElse(guardian),
            "fingerprint", keys.fingerprint()));
  }

  private void tell(Context context, Session session) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("v", 1);
    json.putObject("guardian")
        .put("id", session.guardian())
        .put(
            "name",
            keys.find(session.guardian()).map(each -> each.name()).orElse(session.guardian()));
    json.put("token", session.token()).put("today", London.today(clock).toString());
    SealedPages.answer(context, json.toString());
  }

  private void download(Context context, Session session) {
    SealedPages.answer(context, desk.bundle(session.guardian()));
    context.header("Content-Disposition", "attachment; filename=\"bundle.json\"");
  }

  private void deliver(Context context, Session session) {
    desk.find(session.guardian(), context.pathParam("case"))
        .ifPresentOrElse(
            json -> SealedPages.answer(context, json),
            () -> Trouble.answer(context, 404, "not-found", "There is no such case."));
  }

  private void change(Context context, Session session) {
    Body body = Body.of(context, "application/jose");
    if (body.fault() != 0) {
      Trouble.answer(context, body.fault(), "refused", "Send a change as application/jose.");
      return;
    }
    String id = context.pathParam("case");
    String change = new String(body.bytes(), StandardCharsets.UTF_8).strip();
    Outcome outcome = desk.apply(session.guardian(), id, change);
    switch (outcome) {
      case STORED ->
          SealedPages.answer(
              context,
              JsonNodeFactory.instance
                  .objectNode()
                  .put("v", 1)
                  .put("etag", desk.etag(session.guardian(), id).orElse(""))
                  .toString());
      case CONFLICT ->
          Trouble.answer(context, 409, "conflict", "The case has changed. Fetch it again.");
      case NOT_FOUND -> Trouble.answer(context, 404, "not-found", "There is no such case.");
      case SET_CHANGED ->
          Trouble.answer(context, 422, "set-changed", "Seal it to the guardians of now.");
      case NOT_YET ->
          Trouble.answer(context, 422, "refused", "Your key does not hold on that day yet.");
      case REFUSED, DAMAGED ->
          Trouble.answer(context, 422, "refused", "It is not a change that you may make.");
    }
  }

  private void changing(Context context, Consumer<Session> work) {
    signedIn(
        context,
        session -> {
          if (Body.isFromElsewhere(context) || !GuardianSessions.hasToken(context, session)) {
            Trouble.answer(context, 403, "refused", "The session's token is missing.");
          } else {
            work.accept(session);
          }
        });
  }

  /** Works for whoever is signed in and still a guardian. */
  private void signedIn(Context context, Consumer<Session> work) {
    Optional<Session> session =
        sessions.of(context).filter(found -> keys.find(found.guardian()).isPresent());
    if (session.isEmpty()) {
      Trouble.answer(context, 401, "sign-in", "Sign in first.");
      return;
    }
    try {
      work.accept(session.get());
    } catch (RuntimeException fault) {
      // Told to the guardian alone: a log line would tell when a guardian works on what.
      Trouble.answer(context, 503, "not-stored", "It could not be read or stored. Try again.");
    }
  }
}

package org.inclusiondesk.web;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inclusiondesk.speakup.KeySet;

/**
 * Sign-in for trying the desk out on one's own machine, by the passphrase that lies beside the
 * demonstration guardians' keys.
 */
final class PassphraseSignIn implements SignIn {
  private final KeySet keys;
  private final String passphrase;

  PassphraseSignIn(KeySet keys, String passphrase) {
    this.keys = keys;
    this.passphrase = passphrase;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes, GuardianSessions sessions, Pages pages) {
    routes.post("/guardian/sign-in", context -> signIn(context, sessions, pages));
  }

  private void signIn(Context context, GuardianSessions sessions, Pages pages) {
    Body body = Body.of(context, "application/x-www-form-urlencoded");
    if (body.fault() != 0 || Body.isFromElsewhere(context)) {
      Trouble.answer(
          context, body.fault() == 0 ? 403 : body.fault(), "refused", "Use the form for this.");
      return;
    }
    FormBody form = FormBody.parse(body.bytes());
    String guardian = form.field("guardian");
    boolean right = GuardianSessions.same(form.field("passphrase").strip(), passphrase);
    if (!right || keys.find(guardian).isEmpty()) {
      Map<String, Object> model = new HashMap<>(model());
      model.put("trouble", "This guardian and passphrase do not fit.");
      pages.show(context, 422, "guardian-sign-in", model);
      return;
    }
    sessions.begin(context, guardian);
    Pages.headers(context);
    context.status(303).header("Location", "/guardian");
  }

  @Override
  public Map<String, ?> model() {
    List<SpeakUpPages.Choice> guardians =
        keys.guardians().stream()
            .map(each -> new SpeakUpPages.Choice(each.id(), each.name(), false))
            .toList();
    return Map.of("guardians", guardians, "trouble", "");
  }
}

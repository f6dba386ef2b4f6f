// The guardian's desk on the server: sealed cases come from it, signed changes go to it.
import { caseOf } from "./cases.js";
import { GuardianDesk } from "./guardian.js";
import { ask, canSeal, codeOf, element } from "./page.js";

let token = "";

async function session() {
  const answer = await ask("/guardian/session");
  if (answer?.status === 401) {
    throw Object.assign(new Error("signed out"), { forPeople: "Your session is over. Load this page anew and sign in." });
  }
  token = (await answer.json()).token;
}

const online = {
  introduction: () => [element("p", {}, "Signing in has fetched nothing that can be read. Your key file opens the concerns, in this browser alone.")],
  fields: () => [],
  standing: () => [],
  forget: () => {
    token = "";
  },
  async load() {
    await session();
    return (await ask("/guardian/bundle")).json();
  },
  async fetch(id) {
    const answer = await ask(`/guardian/cases/${id}`);
    return answer?.ok ? caseOf(await answer.json()) : undefined;
  },
  after(id) {
    return this.fetch(id);
  },
  async submit(id, { signed }) {
    for (let attempt = 0; attempt < 2; attempt++) {
      const answer = await ask(`/guardian/cases/${id}`, {
        method: "POST", body: signed, headers: { "Content-Type": "application/jose", "X-Desk-Token": token },
      });
      if (answer?.ok) return "stored";
      if (answer?.status !== 401 && answer?.status !== 403) {
        return { 404: "gone", 409: "conflict", 422: answer && (await codeOf(answer)) === "set-changed" ? "set-changed" : "refused" }[answer?.status] ?? "failed";
      }
      // Perhaps signed in anew in another tab: that session has another token.
      try {
        await session();
      } catch {
        return "sign-in";
      }
    }
    return "sign-in";
  },
};

if (canSeal()) {
  new GuardianDesk(document.getElementById("desk"), online);
}

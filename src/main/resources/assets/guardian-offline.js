// The guardian's desk without a server: sealed cases come from a bundle in a file, signed changes go into another.
import { caseOf } from "./cases.js";
import { GuardianDesk, save } from "./guardian.js";
import { canSeal, element } from "./page.js";

/** The bundle as it stands after the changes made here; sealed and signed, so it outlives the key. */
let bundle = null;
let changes = [];
let saved = 0;

/** Brings the buttons that save up to date wherever they are shown. */
function savers() {
  if (changes.length === 0) return [];
  const unsaved = changes.length - saved;
  const saving = element("button", { type: "button" }, "Save the changes");
  const keeping = element("button", { type: "button", class: "plain" }, "Save the bundle as it is now");
  const count = element("p", { id: "unsaved" }, unsaved === 0 ? "All changes made here are saved." : `${unsaved} change(s) made here are not saved yet.`);
  saving.addEventListener("click", () => {
    save("changes.json", "application/json", JSON.stringify({ v: 1, type: "changes", changes }));
    saved = changes.length;
    count.replaceChildren("All changes made here are saved. Have them imported on the server with: guardian import changes.json");
  });
  keeping.addEventListener("click", () => save("bundle.json", "application/json", JSON.stringify(bundle)));
  return [element("section", { class: "told no-print", "aria-labelledby": "unsaved" }, count,
    element("p", {}, "Changes are signed and sealed. The bundle as it is now is what to open if you go on before they are imported."),
    element("p", { class: "actions" }, saving, " ", keeping))];
}

const offline = {
  introduction: () => [
    element("p", {}, "This page is one file and sends nothing anywhere. Compare its SHA-256 with the published one before you use it."),
    ...savers(),
  ],
  fields: () => [
    element("p", {}, element("label", { for: "bundle" }, "The bundle of sealed concerns")),
    element("p", { class: "hint", id: "bundle-hint" }, bundle
      ? "Leave it empty to go on with the one that is open. Another one drops changes that are not saved."
      : "As it was downloaded from the guardian's desk, or written by: guardian export --for ID FILE"),
    element("p", {}, element("input", { type: "file", id: "bundle", autocomplete: "off", "aria-describedby": "bundle-hint" })),
  ],
  standing: () => savers(),
  forget: () => {},
  async load() {
    const [file] = document.getElementById("bundle").files;
    if (file) {
      bundle = JSON.parse(await file.text());
      changes = [];
      saved = 0;
    }
    if (!bundle) throw Object.assign(new Error("no bundle"), { forPeople: "Choose the bundle of sealed concerns.", field: "bundle" });
    return bundle;
  },
  fetch: (id) => caseOf(bundle.cases.find((each) => each.case === id)),
  after: (id, after) => caseOf(after),
  submit(id, { signed, after }) {
    changes.push(signed);
    bundle = { ...bundle, cases: bundle.cases.map((each) => (each.case === id ? after : each)) };
    return "stored";
  },
};

if (canSeal()) {
  new GuardianDesk(document.getElementById("desk"), offline);
  addEventListener("beforeunload", (event) => {
    if (saved < changes.length) event.preventDefault();
  });
}

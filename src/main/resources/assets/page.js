// What the pages with script share: making elements, showing what strangers wrote, telling what went wrong.
// Whatever is shown becomes text nodes; nothing is ever parsed as HTML.

/** An element with attributes and children; a child that is a string becomes text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(attribute, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(attribute, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

// Signs that hide, or turn round what stands beside them: controls but tab and line feed, soft hyphens, bidirectional
// controls, invisible spaces and operators, tags. Joiners inside words and emoji stay as they are.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** A text as somebody wrote it, its hidden signs shown; for an element of class "words". */
export function shown(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    parts.push(text.slice(from, match.index));
    const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    parts.push(element("span", { class: "sign" }, `<U+${code}>`));
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)];
}

/** A paragraph of what somebody wrote. */
export const words = (text) => element("p", { class: "words", dir: "auto" }, ...shown(text));

/** A day as people write it. */
export const inWords = (day) =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));

/** A month as people write it. */
export const monthInWords = (month) => inWords(`${month}-01`).replace(/^1 /, "");

const templates = new Map();

/** A copy of what a template holds, even after the page has been filled anew. */
export function filled(id) {
  for (const template of document.querySelectorAll("template")) templates.set(template.id, template);
  return templates.get(id).content.cloneNode(true);
}

/** Says above the page that something went wrong; with a link to the field, where there is one. */
export function tellTrouble(root, what, field) {
  clearTrouble(root);
  const said = field ? element("a", { href: `#${field}` }, what) : what;
  const box = element("div", { class: "trouble", role: "alert", tabindex: "-1" }, element("h2", {}, "There is a problem"), element("p", {}, said));
  root.prepend(box);
  box.querySelector("a")?.addEventListener("click", (event) => {
    event.preventDefault(); // Nothing goes into the address.
    document.getElementById(field)?.focus();
  });
  box.focus();
}

export function clearTrouble(root) {
  root.querySelectorAll(":scope > .trouble").forEach((box) => box.remove());
}

/** Whether this browser lets a page encrypt. */
export const canSeal = () => Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle && globalThis.crypto.randomUUID);

/** Runs work once for every submission of a form, with its button at rest meanwhile. */
export function onSubmit(form, work) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    try {
      await work(event.submitter);
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
}

/** Asks the desk; the answer, or undefined where none came. */
export async function ask(path, options = {}) {
  try {
    return await fetch(path, { cache: "no-store", redirect: "error", referrerPolicy: "no-referrer", ...options });
  } catch {
    return undefined;
  }
}

/** Sends JSON. */
export const send = (path, json) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(json), credentials: "omit" });

/** What an error is called in its answer, or "". */
export async function codeOf(response) {
  try {
    return (await response.json()).code ?? "";
  } catch {
    return "";
  }
}

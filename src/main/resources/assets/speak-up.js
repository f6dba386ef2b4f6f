// The form for concerns: seals in the browser. Only the locator, the sealed text and who is left out leave it.
import { KeySet, Receipt, clean, isTooLong, newReport } from "./cases.js";
import { ask, canSeal, clearTrouble, codeOf, element, filled, onSubmit, send, tellTrouble } from "./page.js";

const AGAIN = "It is still in the box: wait a few minutes and send it again. If that fails too, turn to somebody named on this page.";

const main = document.getElementById("main");
const form = document.getElementById("form");
const text = document.getElementById("text");
const fingerprint = document.getElementById("fingerprint");

/** What is on its way: sent again as it is until something of it changes, so that nothing is stored twice. */
let pending;

async function guardians() {
  const [set, list] = await Promise.all([ask("/speak-up/set", { credentials: "omit" }), ask("/speak-up/words.txt", { credentials: "omit" })]);
  if (!set?.ok || !list?.ok) return undefined;
  try {
    const json = await set.json();
    return { keys: await KeySet.parse(json.keys), today: json.today, list: Receipt.words(await list.text()) };
  } catch {
    return undefined;
  }
}

async function prepare(typed, leftOut) {
  const found = await guardians();
  if (!found) {
    return { trouble: `The guardians' keys could not be fetched or are not signed as they must be, so your text was not sent. ${AGAIN}` };
  }
  if (found.keys.fingerprint !== fingerprint.textContent) {
    fingerprint.textContent = found.keys.fingerprint;
    return {
      trouble: `The guardians' keys have changed since you opened this page, so your text was not sent. Their fingerprint is now ${found.keys.fingerprint}. Your text is still in the box: send it again if you want these guardians to read it.`,
    };
  }
  const known = leftOut.filter((id) => found.keys.find(id));
  if (known.length === found.keys.guardians.length) {
    return {
      trouble: "You left out every guardian, so nobody could read your text and nothing was sent. Leave one in, or turn to somebody else named on this page.",
    };
  }
  const words = Receipt.draw(found.list);
  return { words, message: await newReport({ words, typed, leftOut: known, keys: found.keys, today: found.today }) };
}

async function sendText() {
  clearTrouble(main);
  text.removeAttribute("aria-invalid");
  const typed = clean(text.value);
  const leftOut = [...form.querySelectorAll("[name=leaveOut]:checked")].map((box) => box.value);
  if (typed === "" || isTooLong(typed)) {
    text.setAttribute("aria-invalid", "true");
    refuse(typed === "" ? "Write what you want to say. Nothing was sent."
      : "Your text is longer than 20,000 characters, so nothing was sent. It is all still in the box: shorten it, or send it in two parts.");
    return;
  }
  const what = JSON.stringify([typed, leftOut]);
  if (pending?.what !== what) {
    const prepared = await prepare(typed, leftOut);
    if (prepared.trouble) {
      refuse(prepared.trouble);
      return;
    }
    pending = { what, ...prepared };
  }
  const answer = await send("/speak-up/sealed", pending.message);
  if (answer?.status === 204) {
    showReceipt(pending.words);
    pending = undefined;
    return;
  }
  const code = answer ? await codeOf(answer) : "";
  if (code === "taken" || code === "set-changed" || code === "refused") pending = undefined;
  refuse(code === "set-changed" ? "The guardians have changed meanwhile, so your text was not taken. It is still in the box: send it again, and you are shown their new fingerprint first."
    : code === "busy" ? "Too much is being sent at this moment, and your text was not taken. It is still in the box: wait a minute and send it again."
    : `Your text could not be stored. ${AGAIN}`);
}

function refuse(what) {
  tellTrouble(main, what, "text");
}

function showReceipt(drawn) {
  const page = filled("received");
  page.querySelector("ol").append(...drawn.map((word) => element("li", {}, word)));
  text.value = "";
  form.reset();
  main.replaceChildren(page);
  main.querySelector("h1").focus();
  scrollTo(0, 0);
}

if (canSeal()) {
  document.getElementById("sealing").replaceChildren(filled("sealed-here"));
  onSubmit(form, sendText);
}

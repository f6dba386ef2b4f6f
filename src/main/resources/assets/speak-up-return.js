// Coming back with the seven words: the sealed case is opened in the browser, guardians' signatures are checked there,
// and what is added is sealed there. Only the locator and sealed texts leave it.
import { KeySet, Receipt, caseOf, clean, deadlines, isTooLong, newEntry, openCase } from "./cases.js";
import { ask, canSeal, clearTrouble, codeOf, element, filled, inWords, onSubmit, send, tellTrouble, words } from "./page.js";

const FORGET_AFTER = 30 * 60_000;
const NOT_FOUND = "Nothing was found with these words, or the page had been open for too long. Look at the spelling and type them again.";
const FAILED = "It could not be read or stored. Wait a few minutes, and try again.";
const BUSY = "Too many people ask at this moment. Wait a minute and send it again.";
const STATES = { new: "No guardian has read it yet", open: "A guardian has read it and deals with it", closed: "Closed" };

const main = document.getElementById("main");

/** What is open: receipt, locator, the opened case, the keys and answers. Forgotten with the page. */
let here;
/** What is on its way: sent again as it is until something of it changes, so that nothing is stored twice. */
let pending;
let forgetting;

/** Fetches and opens the case of a receipt; what went wrong in words, or nothing. */
async function fetchCase(receipt) {
  const locator = await receipt.locator();
  const [set, found] = await Promise.all([ask("/speak-up/set", { credentials: "omit" }), send("/speak-up/bundle", { v: 1, locator })]);
  if (!set?.ok || !found?.ok) return found && (await codeOf(found)) === "busy" ? BUSY : FAILED;
  try {
    const { keys, feedback, today } = await set.json();
    const bundle = await found.json();
    if (bundle.case === null) {
      here = undefined;
      return NOT_FOUND;
    }
    const guardians = await KeySet.parse(keys);
    const sealed = caseOf(bundle.case);
    const opened = await openCase(sealed, [await receipt.unwrap(sealed.own)], guardians);
    here = { receipt, locator, opened, keys: guardians, answers: feedback, today };
    return "";
  } catch {
    here = undefined;
    return "What the server holds for these words is damaged, or the guardians' keys are not signed as they must be. Nothing is shown. Talk to a guardian in another way.";
  }
}

function who(line) {
  if (line.by !== null) return `${here.keys.nameOf(line.by)}, guardian`;
  return line.proven ? "You" : "Somebody, not proven to be you";
}

function what(line) {
  switch (line.type) {
    case "message":
      return line.text || (line.state === "closed" ? "I closed it." : "I have read it.");
    case "feedback":
      return `Would you speak up again? ${here.answers.find((answer) => answer.id === line.answer)?.label ?? line.answer}`;
    case "withdrawal":
      return "I do not want it pursued.";
    default:
      return line.text;
  }
}

function showCase(said) {
  const { opened, answers } = here;
  const by = deadlines(opened.day);
  main.replaceChildren(filled("case"));
  const fill = (id, text) => document.getElementById(id).replaceChildren(text);
  fill("day", inWords(opened.day));
  fill("state", STATES[opened.state]);
  fill("acknowledged-by", inWords(by.acknowledged));
  fill("feedback-by", inWords(by.feedback));
  document.getElementById("doubts").hidden = opened.doubts.length === 0;
  document.getElementById("lines").replaceChildren(...opened.shared.map((line) =>
    element("article", { class: "line" }, element("h3", {}, `${who(line)}, ${inWords(line.day)}`), words(what(line)))));
  document.getElementById("answers").append(...answers.map(({ id, label }) => element("p", {},
    element("input", { type: "radio", name: "answer", id: `answer-${id}`, value: id, autocomplete: "off", checked: opened.answered === id }),
    " ", element("label", { for: `answer-${id}` }, label))));
  onSubmit(document.getElementById("add"), add);
  onSubmit(document.getElementById("feedback"), answer);
  onSubmit(document.getElementById("withdraw"), withdraw);
  const heading = main.querySelector("h1");
  if (said) {
    const panel = element("div", { class: "panel", role: "status", tabindex: "-1" }, element("p", {}, said));
    main.prepend(panel);
    panel.focus();
  } else {
    heading.focus();
  }
  scrollTo(0, 0);
}

async function add() {
  const typed = clean(document.getElementById("text").value);
  if (typed === "") return tellTrouble(main, "Write what you want to add.", "text");
  if (isTooLong(typed)) {
    return tellTrouble(main, "Your text is longer than 20,000 characters. Shorten it, or send it in two parts.", "text");
  }
  return store("/speak-up/entry", { type: "addition", text: typed }, "What you added is with the guardians.", "text");
}

async function answer() {
  const chosen = document.querySelector("[name=answer]:checked");
  if (!chosen) return tellTrouble(main, "Choose one of the answers.", `answer-${here.answers[0].id}`);
  return store("/speak-up/entry", { type: "feedback", answer: chosen.value }, "Thank you. Your answer is with the guardians.", chosen.id);
}

async function withdraw() {
  if (!document.getElementById("sure").checked) return tellTrouble(main, "Tick the box first, if you want to withdraw it.", "sure");
  return store("/speak-up/withdraw", { type: "withdrawal" }, "The guardians see that you do not want it pursued.", "sure");
}

async function store(path, deed, said, field) {
  clearTrouble(main);
  if (here.opened.misdirected) {
    return tellTrouble(main, "The server names other readers than you chose, so nothing was sent. Talk to a guardian in another way.", field);
  }
  const unsent = document.getElementById("text").value;
  if (pending?.deed !== JSON.stringify(deed)) {
    pending = { deed: JSON.stringify(deed), entry: await newEntry(here.opened, deed, here.keys, here.today) };
  }
  const answered = await send(path, { v: 1, locator: here.locator, ...pending.entry });
  if (!answered?.ok) {
    const code = answered ? await codeOf(answered) : "";
    if (code === "set-changed") {
      pending = undefined;
      await fetchCase(here.receipt);
      return tellTrouble(main, "The guardians have changed meanwhile, and nothing was stored. Send it again.", field);
    }
    return tellTrouble(main, code === "busy" ? BUSY : FAILED, field);
  }
  pending = undefined;
  const { stored } = await answered.json();
  const trouble = await fetchCase(here.receipt);
  if (deed.type === "withdrawal" && stored && trouble === NOT_FOUND) {
    forget();
    main.replaceChildren(filled("deleted"));
    main.querySelector("h1").focus();
    return scrollTo(0, 0);
  }
  if (!stored || trouble) return tellTrouble(main, stored ? `It is stored. ${trouble}` : NOT_FOUND, field);
  showCase(said);
  if (deed.type !== "addition") document.getElementById("text").value = unsent;
}

function forget() {
  here = undefined;
  pending = undefined;
}

function rest() {
  clearTimeout(forgetting);
  forgetting = setTimeout(() => {
    if (here) {
      forget();
      location.replace("/speak-up/return");
    }
  }, FORGET_AFTER);
}

if (canSeal()) {
  document.getElementById("opening").replaceChildren(filled("opened-here"));
  const form = document.getElementById("form");
  const typed = document.getElementById("receipt");
  onSubmit(form, async () => {
    clearTrouble(main);
    const receipt = Receipt.parse(typed.value);
    const trouble = receipt ? await fetchCase(receipt) : NOT_FOUND;
    if (trouble) return tellTrouble(main, trouble, "receipt");
    const unsent = document.getElementById("text")?.value;
    typed.value = "";
    showCase("");
    if (unsent) document.getElementById("text").value = unsent;
  });
  for (const used of ["keydown", "pointerdown"]) addEventListener(used, rest);
  addEventListener("pagehide", () => {
    if (here) {
      forget();
      main.replaceChildren();
    }
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace("/speak-up/return");
  });
}

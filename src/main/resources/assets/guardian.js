// The guardian's desk: opens the key file and the cases in this browser alone, lists, shows, answers, classifies, closes.
// Where cases come from and changes go is the source's: the server, or files.
import { Casework, areTooHeavy, bundleOf, clean, deadlines, isTooLong, openKeyFile } from "./cases.js";
import { clearTrouble, element, inWords, monthInWords, onSubmit, shown, tellTrouble, words } from "./page.js";

const LOCK_AFTER = 10 * 60_000;
const WARN_BEFORE = 60_000;

const STATES = { new: "Nobody has read it", open: "Open", closed: "Closed" };
const KINDS = { open: "Open: the reporter is known and minds nobody knowing", confidential: "Confidential: known to guardians", anonymous: "Anonymous" };
const DONE = {
  opened: "opened it", replied: "replied", classified: "classified it", noted: "made a note", closed: "closed it", reopened: "opened it again",
  "not-a-case": "closed it as not a case", resealed: "sealed it anew",
  discarded: "discarded it",
};
const DOUBTS = {
  closed: "An entry does not open with your key, or was altered.",
  unsigned: "An entry claims to be a guardian's and was signed by none, or is malformed.",
  misplaced: "An entry belongs to another place.",
  "left-out": "The server names other guardians as left out than the reporter or a guardian did.",
  "own-key": "The server names another key for the reporter than the reporter made or a guardian wrote to: somebody else would read what is written.",
};
const OUTCOMES = {
  gone: "The concern is not there any more. Nothing was stored; what you typed is still here.",
  refused: "The change was refused and nothing was stored. What you typed is still here.",
  "sign-in": "Your session is over and nothing was stored. Sign in again in another tab, then send this once more: what you typed is still here.",
  unsealed: "It could not be sealed, so nothing was stored. What you typed is still here.",
  failed: "It could not be stored. What you typed is still here: wait a moment and send it again.",
};

/** One line of CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export const csvLine = (cells) =>
  `${cells.map((cell) => `"${(/^[\s\u0000]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`).join(",")}\r\n`;

/** Hands a file to whoever sits there. */
export function save(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = element("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A radio or a tick box with its label. */
const choice = (type, name, value, label, checked) => {
  const id = `${name}-${value}`;
  return element("p", {}, element("input", { type, name, id, value, checked, autocomplete: "off" }), " ", element("label", { for: id }, label));
};

const area = (id, label, hint, rows = 6) => [
  element("h3", {}, element("label", { for: id }, label)),
  element("p", { class: "hint", id: `${id}-hint` }, hint),
  element("textarea", { id, rows, autocomplete: "off", spellcheck: "false", "aria-describedby": `${id}-hint` }),
];

/** The desk in an element of the page. */
export class GuardianDesk {
  #root;
  #source;
  /** Keys, guardians, lists, opened cases; nothing while the desk is locked. */
  #open = null;
  #shownCase = null;
  #timers = [];

  constructor(root, source) {
    this.#root = root;
    this.#source = source;
    for (const used of ["keydown", "pointerdown", "input"]) addEventListener(used, () => this.#rest());
    addEventListener("pagehide", () => this.lock(""));
    this.lock("");
  }

  /** Forgets keys, cases and what was typed. */
  lock(why) {
    this.#open = null;
    this.#shownCase = null;
    this.#timers.forEach(clearTimeout);
    this.#source.forget();
    this.#showLocked(why);
  }

  #rest() {
    this.#timers.forEach(clearTimeout);
    document.getElementById("locking")?.replaceChildren();
    if (!this.#open) return;
    this.#timers = [
      setTimeout(() => document.getElementById("locking")?.replaceChildren(
        "The desk locks in one minute and forgets what you typed. Press any key to go on."), LOCK_AFTER - WARN_BEFORE),
      setTimeout(() => this.lock("Nothing was done for ten minutes, so the desk forgot your key and all it had opened."), LOCK_AFTER),
    ];
  }

  /** Shows a screen and brings whoever reads or listens to its heading. */
  #show(heading, ...rest) {
    const top = element("h1", { tabindex: "-1" }, heading);
    this.#root.replaceChildren(element("div", { id: "locking", class: "warning", role: "alert" }), top, ...rest.filter((each) => each !== null));
    top.focus();
    scrollTo(0, 0);
  }

  // Locked

  #showLocked(why) {
    const key = element("input", { type: "file", id: "key", autocomplete: "off", "aria-describedby": "key-hint" });
    const passphrase = element("input", {
      type: "password", id: "passphrase", autocomplete: "off", autocapitalize: "none", autocorrect: "off", spellcheck: "false",
      "aria-describedby": "passphrase-hint",
    });
    const form = element("form", { autocomplete: "off" },
      ...this.#source.fields(),
      element("p", {}, element("label", { for: "key" }, "Your key file")),
      element("p", { class: "hint", id: "key-hint" }, "It is read in this browser and sent nowhere."), element("p", {}, key),
      element("p", {}, element("label", { for: "passphrase" }, "Its passphrase")),
      element("p", { class: "hint", id: "passphrase-hint" }, "As it was written down, with its spaces. Opening takes a moment."),
      element("p", {}, passphrase),
      element("button", { type: "submit" }, "Open the desk"));
    onSubmit(form, async () => {
      clearTrouble(this.#root);
      const [file] = key.files;
      if (!file) return tellTrouble(this.#root, "Choose your key file.", "key");
      let keys;
      try {
        keys = await openKeyFile(await file.text(), passphrase.value);
      } catch {
        return tellTrouble(this.#root, "This passphrase does not open this file. Look at both, and type it again.", "passphrase");
      }
      let bundle;
      try {
        bundle = await bundleOf(await this.#source.load());
      } catch (fault) {
        return tellTrouble(this.#root, fault.forPeople ?? "The sealed concerns could not be fetched, or are damaged. Try again.", fault.field);
      }
      if (bundle.for !== keys.guardian.id) {
        return tellTrouble(this.#root, "These concerns were made for another guardian than this key file. Use the key of the same guardian.", "key");
      }
      try {
        await this.#begin(keys, bundle);
      } catch {
        tellTrouble(this.#root, "This key does not stand in the set of guardians. Use your key of the current set.", "key");
      }
      return undefined;
    });
    this.#show("The guardian's desk", why ? element("p", { role: "alert" }, why) : null, ...this.#source.introduction(), form);
  }

  async #begin(keys, bundle) {
    await this.#take(keys, bundle);
    this.#rest();
    this.#showList();
  }

  async #take(own, bundle) {
    const work = new Casework(own, bundle.keys, bundle.lists, bundle.today);
    const cases = new Map();
    for (const sealed of bundle.cases) cases.set(sealed.case, await work.open(sealed));
    this.#open = { own, guardian: own.guardian, work, cases, keys: bundle.keys, lists: bundle.lists, today: bundle.today, damaged: bundle.damaged };
  }

  /** Fetches everything anew while what was typed stays; the guardians of now, or nothing where that failed. */
  async #takeAnew() {
    const { own } = this.#open;
    try {
      const bundle = await bundleOf(await this.#source.load());
      if (!this.#open) return undefined;
      await this.#take(own, bundle);
    } catch {
      return undefined;
    }
    return this.#open.keys;
  }

  // The list

  #group(opened) {
    if (opened.sealed.waitingSince !== null || opened.standing === null) return "waiting";
    return opened.standing.state === "closed" ? "closed" : "open";
  }

  #due(day, met) {
    if (met) return inWords(day);
    return day < this.#open.today ? `${inWords(day)}, overdue` : inWords(day);
  }

  #showList() {
    this.#shownCase = null;
    const { cases, guardian, keys, lists, damaged } = this.#open;
    const all = [...cases.values()].sort((one, other) => (one.day === other.day ? (one.sealed.case < other.sealed.case ? -1 : 1) : one.day < other.day ? -1 : 1));
    const group = (id, heading, none) => {
      const members = all.filter((each) => this.#group(each) === id);
      return element("section", { "aria-labelledby": `group-${id}` }, element("h2", { id: `group-${id}` }, `${heading} (${members.length})`),
        members.length === 0 ? element("p", {}, none) : element("ul", { class: "cards" }, ...members.map((each) => this.#card(each))));
    };
    const exporting = element("button", { type: "button", class: "plain" }, "Save this list as CSV");
    exporting.addEventListener("click", () => save("list.csv", "text/csv", this.#listAsCsv(all)));
    const locking = element("button", { type: "button", class: "plain" }, "Lock the desk");
    locking.addEventListener("click", () => this.lock("The desk is locked and has forgotten your key."));
    this.#show("Concerns",
      element("p", {}, "You are ", ...shown(guardian.name), `. The guardians' keys, version ${keys.version}, have the fingerprint `, element("strong", {}, keys.fingerprint),
        ": compare both with what you hold on paper. A closed concern is deleted ", String(lists.monthsAfterClosing), " months after closing."),
      ...this.#source.standing(),
      element("p", { class: "actions no-print" }, exporting, " ", locking),
      group("waiting", "Waiting to be read", "Nothing waits to be read."),
      group("open", "Open", "None is open."),
      group("closed", "Closed", "None is closed."),
      damaged.length === 0 ? null : element("section", { "aria-labelledby": "group-damaged" },
        element("h2", { id: "group-damaged" }, `Damaged (${damaged.length})`),
        element("p", {}, "The server cannot read something of these, and delivers nothing of them. Have concerns.db restored from a backup."),
        element("ul", {}, ...damaged.map((each) => element("li", {}, ...shown(each))))));
  }

  #card(opened) {
    const { acknowledged, feedback } = deadlines(opened.day);
    const read = opened.standing !== null;
    const closed = opened.standing?.state === "closed";
    const sameDay = [...this.#open.cases.values()].filter((each) => each.day === opened.day).map((each) => each.sealed.case).sort();
    const which = sameDay.length > 1 ? `, ${sameDay.indexOf(opened.sealed.case) + 1} of ${sameDay.length}` : "";
    const button = element("button", { type: "button", class: "plain" }, `Open the concern of ${inWords(opened.day)}${which}`);
    button.addEventListener("click", () => this.#showCase(opened.sealed.case));
    const facts = [["State", this.#stateOf(opened)]];
    if (opened.sealed.waitingSince) facts.push(["Something waits since", inWords(opened.sealed.waitingSince)]);
    if (!closed) facts.push(["To be read by", this.#due(acknowledged, read)], ["To be answered by", this.#due(feedback, false)]);
    if (opened.sealed.keepUntil) facts.push(["Kept until the end of", monthInWords(opened.sealed.keepUntil)]);
    if (opened.doubts.length > 0) facts.push(["To be looked into", "Something in it is not in order"]);
    return element("li", {}, button, element("dl", {}, ...facts.map(([term, value]) =>
      element("div", {}, element("dt", {}, term), element("dd", { class: value.endsWith("overdue") ? "error" : null }, value)))));
  }

  #stateOf(opened) {
    const { standing } = opened;
    if (standing === null) return STATES.new;
    if (opened.discarded) return "Discarded";
    return standing.notACase ? "Closed, not a case" : STATES[standing.state];
  }

  #listAsCsv(all) {
    return csvLine(["came on", "state", "waiting since", "read by", "answered by", "kept until"]) + all.map((each) => {
      const { acknowledged, feedback } = deadlines(each.day);
      return csvLine([each.day, this.#stateOf(each), each.sealed.waitingSince ?? "", acknowledged, feedback, each.sealed.keepUntil ?? ""]);
    }).join("");
  }

  // One case

  async #showCase(id) {
    let opened = this.#open.cases.get(id);
    this.#shownCase = id;
    const back = element("button", { type: "button", class: "plain" }, "All concerns");
    back.addEventListener("click", () => {
      const unsent = [...this.#root.querySelectorAll("textarea")].some((box) => box.value !== box.defaultValue);
      if (unsent && back.dataset.asked !== "yes") {
        back.dataset.asked = "yes";
        this.#tell("There is text that you have not sent. Press again to leave it behind.");
      } else {
        this.#showList();
      }
    });
    const printing = element("button", { type: "button", class: "plain" }, "Print");
    printing.addEventListener("click", () => print());
    const exporting = element("button", { type: "button", class: "plain" }, "Save as CSV");
    exporting.addEventListener("click", () => save("concern.csv", "text/csv", this.#caseAsCsv(this.#open.cases.get(id))));
    this.#show(`Concern of ${inWords(opened.day)}`,
      element("p", { class: "actions no-print" }, back, " ", printing, " ", exporting),
      element("p", { class: "small no-print" }, "What you print or save can be read by whoever finds it."),
      element("div", { id: "said", role: "status" }),
      element("div", { id: "view" }), element("div", { id: "work", class: "no-print" }));
    this.#showView();
    this.#showForms();
    if (opened.sealed.waitingSince !== null) {
      const stored = await this.#make(id, (work, current) => work.opened(current), { quietly: true });
      if (this.#shownCase !== id || !this.#open) return;
      opened = this.#open.cases.get(id);
      if (stored) this.#tell("The reporter can see now that a guardian has read it.");
    }
  }

  #tell(what) {
    document.getElementById("said")?.replaceChildren(element("p", { class: "told" }, what));
  }

  #nameOf(id) {
    return this.#open.keys.nameOf(id);
  }

  #showView() {
    const opened = this.#open.cases.get(this.#shownCase);
    const { acknowledged, feedback } = deadlines(opened.day);
    const facts = [["State", this.#stateOf(opened)], ["To be read by", this.#due(acknowledged, opened.standing !== null)],
      ["To be answered by", this.#due(feedback, opened.standing?.state === "closed")]];
    if (opened.sealed.leftOut.length > 0) facts.push(["Left out by the reporter", opened.sealed.leftOut.map((each) => this.#nameOf(each)).join(", ")]);
    if (opened.sealed.keepUntil) facts.push(["Kept until the end of", monthInWords(opened.sealed.keepUntil)]);
    document.getElementById("view").replaceChildren(
      element("dl", {}, ...facts.map(([term, value]) => element("div", {}, element("dt", {}, term), element("dd", {}, ...shown(value))))),
      opened.doubts.length > 0 ? element("ul", { class: "error" }, ...opened.doubts.map((each) => element("li", {}, DOUBTS[each]))) : "",
      opened.contradicts ? element("p", {}, "It can neither be sealed anew nor let an old key be destroyed. If you and another guardian find that it is nobody's concern, one of you can remove it for good: ",
        element("code", {}, `guardian discard ${this.#shownCase} --key FILE`)) : "",
      element("h2", {}, "What was written"),
      ...opened.shared.map((line) => element("article", { class: "line" },
        element("h3", {}, ...shown(this.#who(line)), `, ${inWords(line.day)}`), words(this.#what(line)))),
      opened.discarded ? element("p", {}, "Nothing: it contradicted itself, and a guardian discarded it.") : "",
      element("h2", {}, "How it stands"),
      ...this.#standingLines(opened),
      opened.record.length > 0 ? element("h2", {}, "Who did what") : "",
      opened.record.length > 0 ? element("ol", {}, ...opened.record.map((line) =>
        element("li", {}, `${inWords(line.day)}: `, ...shown(this.#nameOf(line.by)), ` ${DONE[line.did]}`))) : "");
  }

  #who(line) {
    if (line.by !== null) return `${this.#nameOf(line.by)} to the reporter`;
    return line.proven ? "The reporter" : "Somebody, not proven to be the reporter";
  }

  #what(line) {
    switch (line.type) {
      case "message":
        return line.text || (line.state === "closed" ? "(Closed, without words)" : "(Was told that it has been read)");
      case "feedback":
        return `Would speak up again: ${this.#label(this.#open.lists.feedback, line.answer)}`;
      case "withdrawal":
        return "Wants it not to be pursued.";
      default:
        return line.text;
    }
  }

  #caseAsCsv(opened) {
    const written = opened.shared.map((line) => [line.day, this.#who(line), this.#what(line)]);
    const noted = opened.record.map((line) => [line.day, this.#nameOf(line.by), `${DONE[line.did]} ${line.notes}`.trim()]);
    return [["day", "who", "what"], ...written, ...noted].map(csvLine).join("");
  }

  #label(codes, id) {
    return codes.find((code) => code.id === id)?.label ?? id;
  }

  #standingLines(opened) {
    const { standing } = opened;
    const { lists } = this.#open;
    if (standing === null) return [element("p", {}, "No guardian has opened it yet.")];
    const facts = [];
    if (standing.kind) facts.push(["Way of speaking up", KINDS[standing.kind]]);
    if (standing.elements.length > 0) facts.push(["About", standing.elements.map((each) => this.#label(lists.elements, each)).join("; ")]);
    if (standing.workerGroup) facts.push(["Group of the reporter", this.#label(lists.workerGroups, standing.workerGroup)]);
    if (standing.detriment !== null) facts.push(["Suffered for speaking up", standing.detriment ? "Yes" : "No"]);
    if (standing.feedback) facts.push(["Would speak up again, told otherwise", this.#label(lists.feedback, standing.feedback)]);
    if (standing.outcome) facts.push(["What came of it", standing.outcome]);
    if (standing.notes) facts.push(["Notes", standing.notes]);
    return facts.length === 0 ? [element("p", {}, "Not classified yet.")] : [element("dl", {}, ...facts.map(([term, value]) =>
      element("div", {}, element("dt", {}, term), element("dd", { class: "words", dir: "auto" }, ...shown(value)))))];
  }

  #showForms() {
    const id = this.#shownCase;
    if (this.#open.cases.get(id).discarded) return;
    const closed = this.#open.cases.get(id).standing?.state === "closed";
    const reply = element("form", { id: "reply", autocomplete: "off" },
      element("h2", {}, "Write to the reporter"),
      ...area("reply-text", "Your reply", "Up to 20,000 characters. It is signed with your key and sealed to the reporter and the guardians."),
      element("button", { type: "submit" }, "Send to the reporter"));
    onSubmit(reply, () => this.#say("reply-text", true, (work, opened, typed) => work.replied(opened, typed), "Your reply is with the reporter."));
    const end = element("form", { id: "end", autocomplete: "off" },
      element("h2", {}, closed ? "Open again" : "Close"),
      ...area("end-text", "Last words to the reporter", "They may be empty.", 4),
      element("p", { class: "actions" }, ...(closed ? [element("button", { type: "submit", value: "reopen" }, "Open it again")]
        : [element("button", { type: "submit", value: "close" }, "Close the concern"),
          element("button", { type: "submit", value: "not-a-case", class: "plain" }, "Close: not a case")])));
    const ends = {
      reopen: [(work, opened, typed) => work.reopened(opened, typed), "It is open again."],
      close: [(work, opened, typed) => work.closed(opened, typed), "It is closed."],
      "not-a-case": [(work, opened, typed) => work.notACase(opened, typed), "It is closed, and left out of every return."],
    };
    onSubmit(end, (by) => this.#say("end-text", false, ...ends[by?.value ?? (closed ? "reopen" : "close")]));
    document.getElementById("work").replaceChildren(reply, this.#recordForm(), end);
  }

  #recordForm() {
    const { lists, work } = this.#open;
    const standing = work.standing(this.#open.cases.get(this.#shownCase));
    const group = (legend, ...choices) => element("fieldset", {}, element("legend", {}, legend), ...choices);
    const form = element("form", { id: "classify", autocomplete: "off" },
      element("h2", {}, "Classify"),
      element("p", { class: "hint" }, "For the guardians alone, sealed as the concern is. Lists of version ", lists.version, "."),
      group("Way of speaking up", ...Object.entries({ ...KINDS, "": "Not said" }).map(([value, label]) =>
        choice("radio", "kind", value, label, (standing.kind ?? "") === value))),
      group("What is it about?", ...lists.elements.map((code) => choice("checkbox", "element", code.id, code.label, standing.elements.includes(code.id)))),
      element("p", {}, element("label", { for: "worker-group" }, "Group of the reporter")),
      element("p", {}, element("select", { id: "worker-group", autocomplete: "off" }, element("option", { value: "" }, "Not said"),
        ...lists.workerGroups.map((code) => element("option", { value: code.id, selected: standing.workerGroup === code.id }, code.label)))),
      group("Did the reporter suffer for speaking up?", ...[["yes", "Yes"], ["no", "No"], ["", "Not said"]].map(([value, label]) =>
        choice("radio", "detriment", value, label, { true: "yes", false: "no", null: "" }[standing.detriment] === value))),
      element("p", {}, element("label", { for: "told-feedback" }, "Would the reporter speak up again, if told otherwise than by the form?")),
      element("p", {}, element("select", { id: "told-feedback", autocomplete: "off" }, element("option", { value: "" }, "Not said"),
        ...lists.feedback.map((code) => element("option", { value: code.id, selected: standing.feedback === code.id }, code.label)))),
      ...area("outcome", "What came of it", "In a sentence or two, without names.", 3),
      ...area("notes", "Notes", "The last version holds; who wrote when is kept.", 5),
      element("button", { type: "submit" }, "Keep"));
    form.querySelector("#outcome").textContent = standing.outcome;
    form.querySelector("#notes").textContent = standing.notes;
    onSubmit(form, async () => {
      clearTrouble(this.#root);
      const chosen = (name) => form.querySelector(`[name=${name}]:checked`)?.value || null;
      const [outcome, notes] = ["outcome", "notes"].map((field) => clean(form.querySelector(`#${field}`).value));
      if (isTooLong(outcome) || isTooLong(notes)) return tellTrouble(this.#root, "A text is longer than 20,000 characters. Shorten it.", "notes");
      if (areTooHeavy(outcome, notes)) {
        return tellTrouble(this.#root, "What came of it and the notes are together longer than 90,000 bytes, the most that one record holds, so nothing was stored. In many scripts a sign has three bytes. Shorten one of them: both are still here.", "notes");
      }
      const detriment = chosen("detriment");
      const stored = await this.#make(this.#shownCase, (casework, opened) => casework.recorded(opened, {
        kind: chosen("kind"), elements: [...form.querySelectorAll("[name=element]:checked")].map((box) => box.value),
        workerGroup: form.querySelector("#worker-group").value || null, detriment: detriment === null ? null : detriment === "yes",
        feedback: form.querySelector("#told-feedback").value || null, outcome, notes,
      }), { field: "notes" });
      if (stored) {
        form.replaceWith(this.#recordForm());
        this.#finish("It is kept.");
      }
      return undefined;
    });
    return form;
  }

  async #say(field, needed, make, said) {
    clearTrouble(this.#root);
    const box = document.getElementById(field);
    const typed = clean(box.value);
    if (needed && typed === "") return tellTrouble(this.#root, "Write something to the reporter.", field);
    if (isTooLong(typed)) return tellTrouble(this.#root, "The text is longer than 20,000 characters. Shorten it, or write twice.", field);
    if (areTooHeavy(typed)) {
      return tellTrouble(this.#root, "The text is longer than 90,000 bytes, the most that one message holds, so nothing was sent. Shorten it, or write twice: it is still here.", field);
    }
    if (await this.#make(this.#shownCase, (work, opened) => make(work, opened, typed), { field })) {
      box.value = "";
      const kept = [...this.#root.querySelectorAll("textarea")].filter((each) => each.value !== each.defaultValue).map((each) => [each.id, each.value]);
      this.#showForms();
      for (const [id, value] of kept) document.getElementById(id).value = value;
      this.#finish(said);
    }
    return undefined;
  }

  #finish(said) {
    this.#tell(said);
    const heading = this.#root.querySelector("h1");
    heading.focus();
    scrollTo(0, 0);
  }

  /** Makes a change and hands it in; whether it was stored. Nothing that was typed is lost if not. */
  async #make(id, change, { field, quietly } = {}) {
    const { work, cases } = this.#open;
    document.getElementById("said")?.replaceChildren();
    if (cases.get(id).misdirected) {
      if (!quietly) {
        tellTrouble(this.#root, "The server names other readers than the reporter or a guardian did, so nothing was written. Compare with another guardian, and have the server looked at. What you typed is still here.", field);
      }
      return false;
    }
    let outcome;
    for (let attempt = 0; attempt < 2; attempt++) {
      let made;
      try {
        made = await change(work, cases.get(id));
      } catch {
        outcome = "unsealed";
        break;
      }
      outcome = await this.#source.submit(id, made);
      if (!this.#open) return false;
      if (outcome !== "stored" && outcome !== "conflict") break;
      const sealed = outcome === "stored" && made.after ? await this.#source.after(id, made.after) : await this.#source.fetch(id);
      if (!this.#open) return false;
      if (sealed) cases.set(id, await work.open(sealed));
      if (this.#shownCase === id) this.#showView();
      if (outcome === "stored") return true;
      // To have opened it holds whatever others did meanwhile; words may not.
      if (!quietly || cases.get(id).sealed.waitingSince === null) break;
    }
    if (quietly && outcome === "conflict") return false;
    if (outcome === "set-changed") {
      const keys = await this.#takeAnew();
      if (!this.#open) return false;
      tellTrouble(this.#root, keys
        ? `The guardians have changed meanwhile, so nothing was stored. Their keys now have the fingerprint ${keys.fingerprint}: compare it, then send it again. What you typed is still here.`
        : "The guardians have changed meanwhile, so nothing was stored, and your key may not be one of theirs any more. What you typed is still here.", field);
      return false;
    }
    tellTrouble(this.#root, outcome === "conflict"
      ? "Somebody else has written meanwhile, so nothing was stored. Read above what is new, then send it again: what you typed is still here."
      : OUTCOMES[outcome], field);
    return false;
  }
}

// The sealed case of docs/adr/0013 as a browser works on it: who the guardians are, receipts, what is said in a case,
// and the changes that guardians make. Asks no server anything.
import {
  Unfit, base64url, bytesOf, exactly, hkdf, jsonOf, kidsOf, newSealingPair, objectOf, open, openDirectly, openWithPassphrase, openingKey, padded, publicHalf, publicJwk, random, seal, sealDirectly, sealedOf, sha256, sign, Signed, signingKey, thumbprint, utf8,
} from "./sealing.js";

const LONGEST = 20_000;
const HEAVIEST = 90_000;
const LARGEST_NUMBER = 1_000_000;
const WRAPPED_SIZE = 512;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const GUARDIAN = /^[a-z][a-z0-9-]{0,31}$/;
const BASE_32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const text = (value) => {
  if (typeof value !== "string") throw new Unfit("a text");
  return value;
};
const list = (value) => {
  if (!Array.isArray(value)) throw new Unfit("a list");
  return value;
};
/** Ids of guardians who are left out. */
const ids = (value) => list(value).map((each) => {
  if (!GUARDIAN.test(text(each))) throw new Unfit("a guardian's id");
  return each;
});
const areSame = (one, other) => one.length === other.length && one.every((each, at) => each === other[at]);
const textOrNull = (value) => (value === null ? null : text(value));
const oneOf = (value, ...all) => {
  if (!all.includes(value)) throw new Unfit("one of the known words");
  return value;
};
const day = (value) => {
  const parsed = DAY.test(text(value)) ? new Date(`${value}T00:00:00Z`) : new Date(NaN);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== value) throw new Unfit("a day");
  return value;
};
const id = (value) => {
  if (!ID.test(text(value))) throw new Unfit("a random id");
  return value;
};
const whole = (value) => {
  if (!Number.isInteger(value) || value < 0 || value > LARGEST_NUMBER) throw new Unfit("a number");
  return value;
};
const versionOne = (value) => {
  if (objectOf(value).v !== 1) throw new Unfit("version 1");
  return value;
};

/** A text with lines ending alike, nothing but ink at its ends, and valid in UTF-8. */
export const clean = (typed) =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(utf8(typed.replaceAll("\r\n", "\n").replaceAll("\r", "\n").trim()));

/** Whether a text is longer than may be sent. */
export const isTooLong = (typed) => [...typed].length > LONGEST;

/**
 * Whether texts are together too much for one signed entry. What is signed grows by a third, and the largest size has
 * 131,072 bytes; the rest is for codes and names.
 */
export const areTooHeavy = (...texts) => texts.reduce((bytes, each) => bytes + utf8(JSON.stringify(each)).length - 2, 0) > HEAVIEST;

/** A day, so many days later. */
export function daysLater(from, days) {
  const date = new Date(`${from}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** A month, so many months later. */
export function monthsLater(month, months) {
  const [year, number] = month.split("-").map(Number);
  const count = year * 12 + number - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, "0")}-${String((count % 12) + 1).padStart(2, "0")}`;
}

/** By when a case of a day should have been read, and its reporter have heard what came of it. */
export function deadlines(from) {
  const month = monthsLater(from.slice(0, 7), 3);
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
  const number = Math.min(Number(from.slice(8)), last);
  return { acknowledged: daysLater(from, 7), feedback: `${month}-${String(number).padStart(2, "0")}` };
}

// Who the guardians are

function guardianOf(json) {
  const { id: own, name, mailbox, sealing, signing } = exactly(json, "id", "name", "mailbox", "sealing", "signing");
  if (!GUARDIAN.test(text(own)) || text(name).trim() === "") throw new Unfit("a guardian");
  text(mailbox);
  return { id: own, name, mailbox, sealing: publicJwk(sealing), signing: publicJwk(signing) };
}

/** All sets of guardians from the first on, each vouched for by the one before it. */
export class KeySet {
  #versions;

  constructor(versions, fingerprint) {
    this.#versions = versions;
    /** Five groups of four, by which people compare the current set. */
    this.fingerprint = fingerprint;
  }

  /** The history, every set of it signed by all who must. */
  static async parse(json) {
    const versions = [];
    for (const each of list(exactly(json, "sets").sets)) {
      versions.push(await KeySet.#version(each, versions.at(-1)));
    }
    if (versions.length === 0) throw new Unfit("a history with a set in it");
    return new KeySet(versions, fingerprintOf(versions.at(-1).digest));
  }

  static async #version(json, before) {
    const { payload, signatures } = exactly(json, "payload", "signatures");
    const said = exactly(jsonOf(bytesOf(payload)), "v", "type", "version", "since", "previous", "guardians");
    versionOne(said);
    const follows = before
      ? said.version === before.number + 1 && said.previous === base64url(before.digest) && day(said.since) >= before.since
      : said.version === 1 && said.previous === null && day(said.since) !== "";
    if (said.type !== "guardians" || !follows) throw new Unfit("the set that follows the one before it");
    const guardians = list(said.guardians).map(guardianOf);
    if (guardians.length < 2) throw new Unfit("a set of two guardians or more");
    const kids = new Set();
    let last = "";
    for (const guardian of guardians) {
      if (guardian.id <= last) throw new Unfit("sorted by id, each once");
      last = guardian.id;
      guardian.sealingKid = await thumbprint(guardian.sealing);
      guardian.signingKid = await thumbprint(guardian.signing);
      kids.add(guardian.sealingKid).add(guardian.signingKid);
    }
    if (kids.size !== 2 * guardians.length) throw new Unfit("a set in which every key stands once");
    const known = before ? before.guardians : [];
    const signers = new Set();
    for (const each of list(signatures)) {
      const { protected: header, signature } = exactly(each, "protected", "signature");
      const signed = new Signed(header, payload, signature);
      const signer = [...guardians, ...known].find((guardian) => guardian.signingKid === signed.kid);
      if (!signer || signers.has(signed.kid) || !(await signed.by(signer.signing))) {
        throw new Unfit("signed by guardians alone, by each once");
      }
      signers.add(signed.kid);
    }
    const knownKids = known.map((guardian) => guardian.signingKid);
    const same = (one, other) => one.id === other.id && one.signingKid === other.signingKid && one.sealingKid === other.sealingKid;
    // Who gets another key of either kind must say so with the key for signing.
    const fresh = guardians.filter((guardian) => !known.some((one) => same(one, guardian))).map((guardian) => guardian.signingKid);
    const vouching = knownKids.filter((kid) => signers.has(kid)).length;
    if (!fresh.every((kid) => signers.has(kid)) || vouching < (before ? (known.length > 2 ? 2 : 1) : 0)) {
      throw new Unfit("signed by all who must");
    }
    return { number: said.version, since: said.since, guardians, digest: await sha256(bytesOf(payload)) };
  }

  /** The number of the current set; the first is 1. */
  get version() {
    return this.#versions.at(-1).number;
  }

  /** The guardians now, by id. */
  get guardians() {
    return this.#versions.at(-1).guardians;
  }

  /** The guardian of an id now, or undefined. */
  find(guardian) {
    return this.guardians.find((each) => each.id === guardian);
  }

  /** How a guardian is called, now or when there was one of that id. */
  nameOf(guardian) {
    for (const version of [...this.#versions].reverse()) {
      const found = version.guardians.find((each) => each.id === guardian);
      if (found) return found.name;
    }
    return guardian;
  }

  /** The key with which a guardian could sign on a day, or undefined. */
  signer(guardian, kid, on) {
    for (const [at, version] of this.#versions.entries()) {
      const next = this.#versions[at + 1];
      if (on >= version.since && (!next || on <= next.since)) {
        const found = version.guardians.find((each) => each.id === guardian && each.signingKid === kid);
        if (found) return found.signing;
      }
    }
    return undefined;
  }

  /** The keys that an entry of a case has to be sealed to. */
  recipients(box, sealedCase) {
    const guardians = this.guardians.filter((each) => !sealedCase.leftOut.includes(each.id)).map((each) => each.sealing);
    return box === "shared" ? [...guardians, sealedCase.own.key] : guardians;
  }
}

function fingerprintOf(digest) {
  let bits = "";
  for (const byte of digest.slice(0, 13)) bits += byte.toString(2).padStart(8, "0");
  const signs = Array.from({ length: 20 }, (_, at) => BASE_32[parseInt(bits.slice(5 * at, 5 * at + 5), 2)]).join("");
  return signs.match(/.{4}/g).join("-");
}

// Receipts

/** Seven words that find a case and open it. */
export class Receipt {
  #letters;

  constructor(letters) {
    this.#letters = utf8(letters);
  }

  /** Seven words drawn from a list of 7,776. */
  static draw(words) {
    if (words.length !== 7_776) throw new Unfit("the list of words");
    const drawn = [];
    while (drawn.length < 7) {
      // 13 bits, so that no word is likelier than another.
      const number = new DataView(random(2).buffer).getUint16(0) & 0x1fff;
      if (number < words.length) drawn.push(words[number]);
    }
    return drawn;
  }

  /** The words of words.txt. */
  static words(file) {
    return file.split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
  }

  /** The receipt that a person typed, or undefined where it cannot be one. */
  static parse(typed) {
    const letters = typed.toLowerCase().replace(/[^a-z]+/g, "");
    return letters.length >= 21 && letters.length <= 63 ? new Receipt(letters) : undefined;
  }

  /** What the server knows the case by, in base64url. */
  async locator() {
    return base64url(await hkdf(this.#letters, "inclusion-desk concern: find, version 1"));
  }

  #opening() {
    return hkdf(this.#letters, "inclusion-desk concern: open, version 1");
  }

  /** A fresh pair of keys for a case: its public half, and its private half under this receipt. */
  async newOwnKey() {
    const pair = await newSealingPair();
    return { key: publicHalf(pair), wrapped: await sealDirectly(padded(pair, WRAPPED_SIZE), await this.#opening()) };
  }

  /** The private half of a case's own pair. */
  async unwrap(own) {
    const jwk = jsonOf(await openDirectly(own.wrapped, await this.#opening()));
    const opened = await openingKey(jwk);
    if (opened.kid !== (await thumbprint(publicJwk(own.key)))) throw new Unfit("the other half of the key");
    return opened;
  }
}

// Guardians' keys

/** The private halves in a key file, neither of which leaves WebCrypto again. */
export async function openKeyFile(file, passphrase) {
  const json = versionOne(await openWithPassphrase(file, passphrase));
  const guardian = guardianOf(json.guardian);
  const keys = { guardian, sealing: await openingKey(json.sealing), signing: await signingKey(json.signing) };
  if (keys.sealing.kid !== (await thumbprint(guardian.sealing)) || keys.signing.kid !== (await thumbprint(guardian.signing))) {
    throw new Unfit("the private halves of the guardian's keys");
  }
  return keys;
}

// What is said in a case

const newId = () => globalThis.crypto.randomUUID();

const record = (json) => ({
  type: "record",
  did: oneOf(json.did, "opened", "replied", "classified", "noted", "closed", "reopened", "not-a-case", "resealed", "discarded"),
  state: oneOf(json.state, "new", "open", "closed"),
  notACase: oneOf(json.notACase, true, false),
  kind: oneOf(json.kind, "open", "confidential", "anonymous", null),
  elements: list(json.elements).map(text),
  workerGroup: textOrNull(json.workerGroup),
  detriment: oneOf(json.detriment, true, false, null),
  outcome: text(json.outcome),
  feedback: textOrNull(json.feedback),
  notes: text(json.notes),
  lists: text(json.lists),
});

/** Whom a guardian who signed took for the readers; nothing in what was signed before that was said. */
const readers = (json) => (json.own === undefined ? {} : { own: text(json.own), leftOut: ids(json.leftOut) });

const reporters = {
  report: (json) => ({
    type: "report", text: text(json.text), leftOut: ids(json.leftOut), own: json.own === undefined ? null : text(json.own),
  }),
  addition: (json) => ({ type: "addition", text: text(json.text) }),
  feedback: (json) => ({ type: "feedback", answer: text(json.answer) }),
  withdrawal: () => ({ type: "withdrawal" }),
};

function guardians(json, box) {
  if (json.type !== (box === "shared" ? "message" : "record")) throw new Unfit("something that a guardian says here");
  return box === "shared" ? { type: "message", text: text(json.text), state: oneOf(json.state, "open", "closed") } : record(json);
}

async function said(opened, box, keys) {
  versionOne(opened);
  let json = opened;
  let by = null;
  if (opened.signed !== undefined) {
    const signed = Signed.parse(text(opened.signed));
    json = versionOne(signed.payload());
    by = text(json.by);
    const signer = keys.signer(by, signed.kid, day(json.day));
    if (!signer || !(await signed.by(signer))) throw new Unfit("signed by a guardian");
  } else if (box !== "shared" || !Object.hasOwn(reporters, json.type)) {
    throw new Unfit("signed by a guardian");
  }
  const words = by === null ? { ...reporters[json.type](json), proof: text(json.proof) } : { ...guardians(json, box), ...readers(json) };
  return { ...words, by, case: id(json.case), entry: id(json.entry), n: whole(json.n), day: day(json.day) };
}

const isFor = (openers, sealed) => kidsOf(sealed).some((kid) => openers.some((key) => key.kid === kid));

/**
 * A case as keys open it: `shared` and `record` in order, `doubts` (closed, unsigned, misplaced, left-out, own-key) for
 * what is set apart and never shown as somebody's words, `standing` (the last record, or null), `state` as its reporter is
 * told. `misdirected`: the server names other readers than the reporter or a guardian did, so nothing may be written.
 * `contradicts`: for that or another reason it cannot be sealed anew, which nobody can tell who lacks a key. `discarded`: nothing is left but who discarded it.
 */
export async function openCase(sealedCase, openers, keys) {
  const boxes = { shared: [], record: [] };
  const doubts = [];
  const opened = await Promise.all(sealedCase.entries.map(async ({ entry, box, sealed }) => {
    let inside;
    try {
      inside = await open(sealed, openers);
    } catch {
      return { doubt: "closed" };
    }
    try {
      const line = await said(inside, box, keys);
      return line.case === sealedCase.case && line.entry === entry ? { line, box } : { doubt: "misplaced" };
    } catch {
      return { doubt: "unsigned" };
    }
  }));
  for (const { line, box, doubt } of opened) {
    if (doubt) doubts.push(doubt);
    else boxes[box].push(line);
  }
  const inOrder = (one, other) => one.n - other.n || (one.entry < other.entry ? -1 : 1);
  boxes.shared.sort(inOrder);
  boxes.record.sort(inOrder);
  const reports = boxes.shared.filter((line) => line.n === 0 && line.type === "report");
  // Of two, one was put there by somebody else; which of them, nothing tells.
  const report = reports.length === 1 ? reports[0] : null;
  if (reports.length > 1) doubts.push("misplaced");
  const ownKid = await thumbprint(sealedCase.own.key);
  // The reporter's word and each guardian's: who replaces the one is betrayed by the others.
  const named = [...boxes.shared, ...boxes.record].filter((line) => line.leftOut !== undefined);
  if (named.some((each) => !areSame(each.leftOut, sealedCase.leftOut))) doubts.push("left-out");
  if (named.some((each) => each.own !== null && each.own !== ownKid)) doubts.push("own-key");
  for (const line of boxes.shared) {
    line.proven = line.by !== null || (report !== null && line.proof === report.proof);
  }
  const messages = boxes.shared.filter((line) => line.type === "message");
  const misdirected = doubts.includes("left-out") || doubts.includes("own-key");
  const discarded = sealedCase.entries.length === 1 && boxes.record.at(-1)?.did === "discarded";
  const atHand = sealedCase.entries.every(({ sealed }) => isFor(openers, sealed));
  const proven = report !== null && boxes.shared.every((line) => line.proven);
  return {
    sealed: sealedCase,
    day: sealedCase.day,
    ...boxes,
    doubts,
    misdirected,
    contradicts: atHand && (misdirected || doubts.includes("closed") || !(proven || discarded)),
    discarded,
    report,
    standing: boxes.record.at(-1) ?? null,
    state: messages.at(-1)?.state ?? "new",
    answered: boxes.shared.findLast((line) => line.type === "feedback" && line.proven)?.answer ?? null,
  };
}

const nextNumber = (lines) => (lines.length === 0 ? 0 : Math.min(lines.at(-1).n + 1, LARGEST_NUMBER));

/** A case as it is delivered, if it has that form; sealed entries are checked where they are opened. */
export function caseOf(json) {
  objectOf(json);
  const own = exactly(json.own, "key", "wrapped");
  return {
    case: id(json.case),
    day: day(json.day),
    leftOut: ids(json.leftOut),
    waitingSince: json.waitingSince ? day(json.waitingSince) : null,
    keepUntil: json.keepUntil ? text(json.keepUntil) : null,
    own: { key: publicJwk(own.key), wrapped: text(own.wrapped) },
    entries: list(json.entries).map((entry) => ({
      entry: id(entry.entry),
      box: oneOf(entry.box, "shared", "record"),
      sealed: sealedOf(entry.sealed),
    })),
    etag: json.etag ?? null,
  };
}

// The reporter's side

/** A new case, as it is sent: nothing of the receipt but the locator is in it. */
export async function newReport({ words, typed, leftOut, keys, today }) {
  const receipt = Receipt.parse(words.join(" "));
  const own = await receipt.newOwnKey();
  const fresh = { case: newId(), leftOut: [...leftOut].sort(), own };
  const entry = newId();
  const plaintext = {
    v: 1, type: "report", case: fresh.case, entry, n: 0, day: today,
    text: clean(typed), leftOut: fresh.leftOut, proof: base64url(random(16)), set: keys.fingerprint,
    own: await thumbprint(own.key),
  };
  const sealed = await seal(plaintext, keys.recipients("shared", fresh));
  return { v: 1, case: fresh.case, locator: await receipt.locator(), own, leftOut: fresh.leftOut, entry, sealed };
}

/** One more entry of the reporter's: `what` is `{type: "addition", text}`, `{type: "feedback", answer}` or `{type: "withdrawal"}`. */
export async function newEntry(opened, what, keys, today) {
  if (opened.misdirected) throw new Unfit("a case for the readers whom its reporter chose");
  const entry = newId();
  const plaintext = {
    v: 1, ...what, case: opened.sealed.case, entry, n: nextNumber(opened.shared), day: today, proof: opened.report?.proof ?? "",
  };
  return { entry, sealed: await seal(plaintext, keys.recipients("shared", opened.sealed)) };
}

// The guardian's side

const spelt = ({ case: own, day: on, leftOut, waitingSince, keepUntil, own: pair, entries }) => ({
  case: own, day: on, leftOut, waitingSince, keepUntil, own: pair,
  entries: [...entries].sort((one, other) => (one.entry < other.entry ? -1 : 1)),
});

/** What tells a case apart from itself before and after a change, as the server counts it. */
export const etagOf = async (sealedCase) => base64url(await sha256(utf8(JSON.stringify(spelt(sealedCase)))));

/** What a guardian does with cases, holding the keys. */
export class Casework {
  #keys;
  #set;
  #lists;
  #today;

  /**
   * @param keys as {@link openKeyFile} gives them
   * @param set who the guardians are
   * @param lists code lists of a bundle
   */
  constructor(keys, set, lists, today) {
    const current = set.find(keys.guardian.id);
    if (!current || current.signingKid !== keys.signing.kid || current.sealingKid !== keys.sealing.kid) {
      throw new Unfit("a key of a guardian of now");
    }
    this.#keys = keys;
    this.#set = set;
    this.#lists = lists;
    this.#today = today;
  }

  /** The case as these keys open it. */
  open(sealedCase) {
    return openCase(sealedCase, [this.#keys.sealing], this.#set);
  }

  /** How a case stands; as a new one where none has opened it. */
  standing(opened) {
    return opened.standing ?? {
      did: "opened", state: "new", notACase: false, kind: null, elements: [], workerGroup: null, detriment: null,
      outcome: "", feedback: null, notes: "", lists: this.#lists.version,
    };
  }

  /** That it was opened: its reporter sees so, the first time. */
  opened(opened) {
    const first = opened.standing === null;
    const state = first ? "open" : opened.standing.state;
    return this.#change(opened, first ? { text: "", state } : null, { did: "opened", state });
  }

  /** Words to the reporter. */
  replied(opened, typed) {
    const before = this.standing(opened).state;
    const state = before === "new" ? "open" : before;
    return this.#change(opened, { text: clean(typed), state }, { did: "replied", state });
  }

  /** A closing, with last words to the reporter, which may be empty. */
  closed(opened, typed) {
    return this.#change(opened, { text: clean(typed), state: "closed" }, { did: "closed", state: "closed" });
  }

  /** The same for what is left out of every return. */
  notACase(opened, typed) {
    return this.#change(opened, { text: clean(typed), state: "closed" }, { did: "not-a-case", state: "closed", notACase: true });
  }

  /** A case again. */
  reopened(opened, typed) {
    return this.#change(opened, { text: clean(typed), state: "open" }, { did: "reopened", state: "open", notACase: false });
  }

  /** How a case stands, written anew: what a record holds of kind, elements and so on. */
  recorded(opened, written) {
    const before = this.standing(opened).state;
    const state = before === "new" ? "open" : before;
    const first = opened.standing === null ? { text: "", state: "open" } : null;
    const told = { ...written, elements: [...new Set(written.elements)].sort(), lists: this.#lists.version };
    return this.#change(opened, first, { ...told, did: "classified", state });
  }

  async #change(opened, message, told) {
    if (opened.misdirected) throw new Unfit("a case for the readers whom its reporter chose");
    if (opened.discarded) throw new Unfit("a case of which something is left");
    const before = opened.sealed;
    const { did, state, notACase, kind, elements, workerGroup, detriment, outcome, feedback, notes, lists } =
      { ...this.standing(opened), ...told };
    const put = [];
    if (message) put.push(await this.#entry(opened, "shared", { type: "message" }, message));
    put.push(await this.#entry(opened, "record", { type: "record" },
      { did, state, notACase, kind, elements, workerGroup, detriment, outcome, feedback, notes, lists }));
    const closing = did === "closed" || did === "not-a-case";
    const keepUntil = state !== "closed" ? null
      : closing ? monthsLater(this.#today.slice(0, 7), this.#lists.monthsAfterClosing) : before.keepUntil;
    const signed = await sign({
      v: 1, type: "change", case: before.case, base: before.etag, by: this.#keys.guardian.id, day: this.#today,
      put, reseal: [], keepUntil,
    }, this.#keys.signing);
    const after = { ...before, waitingSince: null, keepUntil, entries: [...before.entries, ...put] };
    return { signed, after: { ...spelt(after), etag: await etagOf(after) } };
  }

  async #entry(opened, box, type, words) {
    const entry = newId();
    const payload = {
      v: 1, ...type, case: opened.sealed.case, entry, n: nextNumber(opened[box]), day: this.#today, by: this.#keys.guardian.id,
      ...words, own: await thumbprint(opened.sealed.own.key), leftOut: opened.sealed.leftOut,
    };
    const plaintext = { v: 1, signed: await sign(payload, this.#keys.signing) };
    return { entry, box, sealed: await seal(plaintext, this.#set.recipients(box, opened.sealed)) };
  }
}

/** A bundle, as it is delivered or read from a file. */
export async function bundleOf(json) {
  const { damaged = [], ...rest } = objectOf(json);
  const bundle = versionOne(exactly(rest, "v", "type", "for", "today", "keys", "lists", "cases"));
  const codes = (all) => list(all).map((code) => ({ id: text(code.id), label: text(code.label) }));
  if (bundle.type !== "bundle") throw new Unfit("a bundle");
  const cases = list(bundle.cases).map(caseOf);
  for (const each of cases) {
    if ((await etagOf(each)) !== each.etag) throw new Unfit("a whole case");
  }
  const { version, monthsAfterClosing, elements, workerGroups, feedback } = objectOf(bundle.lists);
  return {
    for: text(bundle.for),
    today: day(bundle.today),
    keys: await KeySet.parse(bundle.keys),
    lists: {
      version: text(version), monthsAfterClosing: whole(monthsAfterClosing),
      elements: codes(elements), workerGroups: codes(workerGroups), feedback: codes(feedback),
    },
    cases,
    damaged: list(damaged).map(text),
  };
}

// Java, the pages' own code and the jose package seal, open and sign for each other.
import { test } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as jose from "jose";
import { Casework, KeySet, Receipt, bundleOf, caseOf, deadlines, etagOf, newEntry, newReport, openCase, openKeyFile } from "../../../main/resources/assets/cases.js";
import { useDesk } from "./desk.mjs";
import { demoGuardians, speakUp } from "./guardian.mjs";

const desk = useDesk();
const jar = fileURLToPath(new URL("../../../../target/inclusion-desk.jar", import.meta.url));
const text = "Canary interop \u{1F9FF} \u202E =1+1";
const decode = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
let set;
let keys;
let exported = 0;

const guardian = async (...args) => (await promisify(execFile)("java", ["-jar", jar, "guardian", ...args], {
  cwd: desk.dataDir,
  env: { ...process.env, DATA_DIR: desk.dataDir, DESK_GUARDIAN_PASSPHRASE: demoGuardians(desk).passphrase },
})).stdout;

async function bundle() {
  const file = join(desk.dataDir, `interop-${exported++}.json`);
  await guardian("export", "--for", "demo", file);
  return JSON.parse(readFileSync(file, "utf8"));
}

const post = (path, json) => fetch(desk.url + path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(json) });

async function fetchSet() {
  set = await (await fetch(`${desk.url}/speak-up/set`)).json();
  keys = await KeySet.parse(set.keys);
}

async function privateKeys() {
  const { keyFiles, passphrase } = demoGuardians(desk);
  const { plaintext } = await jose.compactDecrypt(readFileSync(keyFiles.demo, "utf8").trim(), new TextEncoder().encode(passphrase), {
    keyManagementAlgorithms: ["PBES2-HS512+A256KW"], maxPBES2Count: 1_000_000,
  });
  return decode(plaintext);
}

test("jose and the pages open what Java seals, wraps, signs and puts under a passphrase", async () => {
  await fetchSet();
  const words = await speakUp(desk, text, { options: { javaScriptEnabled: false } });
  const [only] = (await bundle()).cases;
  const json = await privateKeys();

  const { plaintext } = await jose.generalDecrypt(only.entries[0].sealed, await jose.importJWK(json.sealing, "ECDH-ES+A256KW"));
  assert.equal(plaintext.length, 4_096);
  assert.equal(decode(plaintext).text, text);
  const { keyFiles, passphrase } = demoGuardians(desk);
  const opener = await openKeyFile(readFileSync(keyFiles.demo, "utf8"), passphrase);
  assert.equal((await openCase(caseOf(only), [opener.sealing], keys)).report.text, text);
  assert.equal(await etagOf(caseOf(only)), only.etag);

  const receipt = Receipt.parse(words.join(" "));
  const found = await (await post("/speak-up/bundle", { v: 1, locator: await receipt.locator() })).json();
  assert.equal((await openCase(caseOf(found.case), [await receipt.unwrap(found.case.own)], keys)).report.text, text);

  for (const { payload, signatures } of set.keys.sets) {
    for (const { name, signing } of decode(Buffer.from(payload, "base64url")).guardians) {
      const kid = await jose.calculateJwkThumbprint(signing);
      const signature = signatures.find((each) => decode(Buffer.from(each.protected, "base64url")).kid === kid);
      await jose.flattenedVerify({ payload, ...signature }, await jose.importJWK(signing, "ES256"), { algorithms: ["ES256"] });
      assert.ok(name);
    }
  }
  const digest = createHash("sha256").update(Buffer.from(set.keys.sets.at(-1).payload, "base64url")).digest();
  assert.equal(keys.fingerprint, set.fingerprint);
  assert.equal(keys.fingerprint.length, 24);
  assert.equal("0123456789ABCDEFGHJKMNPQRSTVWXYZ".indexOf(keys.fingerprint[0]), digest[0] >> 3);
});

test("Java opens what jose seals, and a concern whose own key jose wrapped", async () => {
  await fetchSet();
  const words = Receipt.draw(Receipt.words(await (await fetch(`${desk.url}/speak-up/words.txt`)).text()));
  const template = await newReport({ words, typed: "unused", leftOut: [], keys, today: set.today });
  const entry = randomUUID();
  const plaintext = {
    v: 1, type: "report", case: template.case, entry, n: 0, day: set.today, text: "Sealed by jose.", leftOut: [],
    proof: randomBytes(16).toString("base64url"), set: keys.fingerprint,
  };
  const recipients = await Promise.all(keys.recipients("shared", template).map(async (jwk) => ({ jwk, kid: await jose.calculateJwkThumbprint(jwk) })));
  recipients.sort((one, other) => (one.kid < other.kid ? -1 : 1));
  const encrypt = new jose.GeneralEncrypt(new TextEncoder().encode(JSON.stringify(plaintext).padEnd(4_096))).setProtectedHeader({ enc: "A256GCM" });
  for (const { jwk, kid } of recipients) {
    encrypt.addRecipient(await jose.importJWK(jwk, "ECDH-ES+A256KW")).setUnprotectedHeader({ alg: "ECDH-ES+A256KW", kid });
  }
  const answer = await post("/speak-up/sealed", { ...template, entry, sealed: await encrypt.encrypt() });
  assert.equal(answer.status, 204, await answer.text());
  assert.match(await guardian("open", "--key", demoGuardians(desk).keyFiles.demo), /Sealed by jose\./);
});

test("Java takes what the pages' code seals and signs, and refuses it altered", async () => {
  await fetchSet();
  const words = Receipt.draw(Receipt.words(await (await fetch(`${desk.url}/speak-up/words.txt`)).text()));
  const report = await newReport({ words, typed: `Sealed by the page. ${text}`, leftOut: ["second"], keys, today: set.today });
  assert.equal((await post("/speak-up/sealed", { ...report, sealed: { ...report.sealed, aad: "AA" } })).status, 422);
  assert.equal((await post("/speak-up/sealed", { ...report, leftOut: [] })).status, 422);
  assert.equal((await post("/speak-up/sealed", report)).status, 204);
  assert.equal((await post("/speak-up/sealed", report)).status, 204);

  const receipt = Receipt.parse(words.join(""));
  const own = caseOf((await (await post("/speak-up/bundle", { v: 1, locator: report.locator })).json()).case);
  const opened = await openCase(own, [await receipt.unwrap(own.own)], keys);
  const addition = await newEntry(opened, { type: "addition", text: "Added by the page." }, keys, set.today);
  assert.deepEqual(await (await post("/speak-up/entry", { v: 1, locator: report.locator, ...addition })).json(), { v: 1, stored: true });

  const { keyFiles, passphrase } = demoGuardians(desk);
  assert.match(await guardian("open", "--key", keyFiles.demo), /Sealed by the page\.[^]*Added by the page\./);
  const read = await bundleOf(await bundle());
  const work = new Casework(await openKeyFile(readFileSync(keyFiles.demo, "utf8"), passphrase), read.keys, read.lists, read.today);
  const mine = read.cases.find((each) => each.case === report.case);
  const { after } = await work.replied(await work.open(mine), "Signed by the page.");
  const withReply = await openCase({ ...after, entries: after.entries.filter((each) => each.box === "shared") }, [await receipt.unwrap(own.own)], keys);
  assert.equal(withReply.shared.at(-1).text, "Signed by the page.");

  // Nobody but a guardian of the set makes a guardian's words.
  const stranger = await KeySet.parse(set.keys);
  stranger.signer = () => undefined;
  const unsigned = await openCase(after, [(await openKeyFile(readFileSync(keyFiles.demo, "utf8"), passphrase)).sealing], stranger);
  assert.ok(unsigned.doubts.includes("unsigned"));
  assert.ok(unsigned.shared.every((line) => line.type !== "message"));
});

test("deadlines are Java's, at the end of short months too", () => {
  assert.deepEqual(deadlines("2026-11-30"), { acknowledged: "2026-12-07", feedback: "2027-02-28" });
  assert.deepEqual(deadlines("2027-11-30"), { acknowledged: "2027-12-07", feedback: "2028-02-29" });
  assert.deepEqual(deadlines("2026-03-28"), { acknowledged: "2026-04-04", feedback: "2026-06-28" });
});

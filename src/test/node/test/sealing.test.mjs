// The pages' own JWE and JWS, run by Node's WebCrypto: against the standards' examples, and against the jose package both ways.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as jose from "jose";
import {
  Unfit, base64url, bytesOf, concatKdf, decrypt, exactly, hkdf, jsonOf, kidsOf, newSealingPair, open, openDirectly, openWithPassphrase, openingKey, padded, passphraseKey, publicHalf, seal, sealDirectly, sealedOf, sign, Signed, signingKey, thumbprint, unwrap, utf8, wrap,
} from "../../../main/resources/assets/sealing.js";
import { Casework, KeySet, areTooHeavy, Receipt, bundleOf, caseOf, newEntry, newReport, openCase, openKeyFile } from "../../../main/resources/assets/cases.js";

const hex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const hostile = "Marmalade \u202Etxt.exe \u{1F9FF} =SUM(A1) <script>alert(1)</script> \u0000 ends here";

async function pair() {
  const jwk = await newSealingPair();
  return { jwk, half: publicHalf(jwk), opener: await openingKey(jwk) };
}

async function signer() {
  const { privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey("jwk", privateKey);
  return { kty, crv, x, y, d };
}

// What the standards give as examples

test("derives the key of RFC 7518 appendix C", async () => {
  const shared = Uint8Array.of(158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163, 218, 128,
    106, 72, 246, 218, 167, 121, 140, 254, 144, 196);
  assert.equal(base64url(await concatKdf(shared, "A128GCM", 128, utf8("Alice"), utf8("Bob"))), "VqqN6vgjbSBcIijNcacQGg");
});

test("wraps and unwraps the key of RFC 3394 §4.6", async () => {
  const wrapping = hex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F");
  const key = hex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F");
  const wrapped = hex("28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21");
  assert.deepEqual(await wrap(wrapping, key), wrapped);
  assert.deepEqual(await unwrap(wrapping, wrapped), key);
});

test("finds the content key of RFC 7520 §5.3 under its passphrase", async () => {
  const wrapping = await passphraseKey("entrap_o\u2013peter_long\u2013credit_tun", bytesOf("8Q1SzinasR3xchYz6ZZcHA"), 8_192);
  const wrapped = bytesOf("d3qNhUWfqheyPp4H8sjOWsDYajoej4c5Je6rlUtFPWdgtURtmeDV1g");
  assert.equal(base64url(await unwrap(wrapping, wrapped)), "uwsjJXaBK407Qaf0_zpcpmr1Cs0CC50hIUEyGNEt3m0");
});

test("opens RFC 7520 §5.8, key wrap and GCM", async () => {
  const header = base64url(utf8('{"alg":"A128KW","kid":"81b20965-8332-43d9-a468-82160ad91ac8","enc":"A128GCM"}'));
  const key = await unwrap(bytesOf("GZy6sIZ6wl9NJOKB-jnmVQ"), bytesOf("CBI6oDw8MydIx1IBntf_lQcw2MmJKIQx"));
  const ciphertext = "AwliP-KmWgsZ37BvzCefNen6VTbRK3QMA4TkvRkH0tP1bTdhtFJgJxeVmJkLD61A1hnWGetdg11c9ADsnWgL56NyxwSYjU1ZEHcGkd3EkU0vjHi9gT"
    + "lb90qSYFfeF0LwkcTtjbYKCsiNJQkcIp1yeM03OmuiYSoYJVSpf7ej6zaYcMv3WwdxDFl8REwOhNImk2Xld2JXq6BR53TSFkyT7PwVLuq-1GwtGHlQeg7gDT6xW0"
    + "JqHDPn_H-puQsmthc9Zg0ojmJfqqFvETUxLAF-KjcBTS5dNy6egwkYtOt8EIHK-oEsKYtZRaa8Z7MOZ7UGxGIMvEmxrGCPeJa14slv2-gaqK0kEThkaSqdYw0FkQZF";
  const opened = await decrypt(key, bytesOf("Qx0pmsDa8KnJc9Jo"), header, bytesOf(ciphertext), bytesOf("ER7MWJZ1FBI_NKvn7Zb1Lw"));
  assert.match(new TextDecoder().decode(opened), /^You can trust us to stick with you .* We are your friends, Frodo\.$/);
});

test("names the key of RFC 7515 appendix A.3, by a thumbprint as jose makes it", async () => {
  const jwk = { kty: "EC", crv: "P-256", x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" };
  assert.equal(await thumbprint(jwk), await jose.calculateJwkThumbprint(jwk));
});

test("derives from a receipt what Java derives", async () => {
  // The same values as in ReceiptTest.
  const words = "Abacus YO-YO zoom, t shirt; kennel felt-tip unruly.";
  assert.equal(await Receipt.parse(words).locator(), base64url(hex("8766f4a74eab9e07cf52f572ae3638252332132e3eadda9db6d6577e70b55993")));
  assert.equal(base64url(await hkdf(utf8("abacusyoyozoomtshirtkennelfelttipunruly"), "inclusion-desk concern: open, version 1")),
    base64url(hex("779493ebf8a2d366099ed001de0113551565a808f9c82c1b271634ae7669305a")));
  for (const none of ["", "abacus", "1234567", "word ".repeat(40)]) assert.equal(Receipt.parse(none), undefined);
});

// To and from the jose package

test("jose opens what is sealed here, with each recipient's key", async () => {
  const all = await Promise.all([pair(), pair(), pair()]);
  const sealed = await seal({ text: hostile }, all.map(({ half }) => half));
  for (const { jwk } of all) {
    const { plaintext, protectedHeader } = await jose.generalDecrypt(sealed, await jose.importJWK(jwk, "ECDH-ES+A256KW"));
    assert.deepEqual(protectedHeader, { enc: "A256GCM" });
    assert.equal(plaintext.length, 4_096);
    assert.equal(JSON.parse(new TextDecoder().decode(plaintext)).text, hostile);
  }
});

test("what jose seals in that form is opened here", async () => {
  const all = await Promise.all([pair(), pair()]);
  all.sort((one, other) => (one.opener.kid < other.opener.kid ? -1 : 1));
  const encrypt = new jose.GeneralEncrypt(padded({ text: hostile }, 4_096)).setProtectedHeader({ enc: "A256GCM" });
  for (const { half, opener } of all) {
    encrypt.addRecipient(await jose.importJWK(half, "ECDH-ES+A256KW")).setUnprotectedHeader({ alg: "ECDH-ES+A256KW", kid: opener.kid });
  }
  const sealed = await encrypt.encrypt();
  for (const { opener } of all) assert.equal((await open(sealed, [opener])).text, hostile);
});

test("jose verifies what is signed here, and back", async () => {
  const jwk = await signer();
  const key = await signingKey(jwk);
  const signed = await sign({ text: hostile }, key);
  const { payload, protectedHeader } = await jose.compactVerify(signed, await jose.importJWK(key.jwk, "ES256"));
  assert.deepEqual(protectedHeader, { alg: "ES256", kid: key.kid });
  assert.equal(JSON.parse(new TextDecoder().decode(payload)).text, hostile);

  const theirs = await new jose.CompactSign(utf8('{"text":"theirs"}')).setProtectedHeader({ alg: "ES256", kid: key.kid })
    .sign(await jose.importJWK(jwk, "ES256"));
  assert.equal(await Signed.parse(theirs).by(key.jwk), true);
  assert.deepEqual(Signed.parse(theirs).payload(), { text: "theirs" });
});

test("jose opens a wrapped key made here, and back", async () => {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const { plaintext } = await jose.compactDecrypt(await sealDirectly(padded({ a: 1 }, 512), raw), raw);
  assert.equal(plaintext.length, 512);
  const theirs = await new jose.CompactEncrypt(utf8('{"b":2}')).setProtectedHeader({ alg: "dir", enc: "A256GCM", cty: "jwk+json" }).encrypt(raw);
  assert.equal(new TextDecoder().decode(await openDirectly(theirs, raw)), '{"b":2}');
});

test("opens a file that jose put under a passphrase, and none of fewer rounds or another passphrase", async () => {
  const file = (rounds) => new jose.CompactEncrypt(utf8('{"v":1}'))
    .setProtectedHeader({ alg: "PBES2-HS512+A256KW", enc: "A256GCM", cty: "json" })
    .setKeyManagementParameters({ p2c: rounds }).encrypt(utf8("seven drawn words"));
  const good = await file(600_000);
  assert.deepEqual(await openWithPassphrase(`${good}\n`, "seven drawn words"), { v: 1 });
  await assert.rejects(openWithPassphrase(good, "seven drawn word"), Unfit);
  await assert.rejects(openWithPassphrase(await file(599_999), "seven drawn words"), Unfit);
});

// What is refused

test("pads to size classes, in bytes", async () => {
  const { half } = await pair();
  const size = async (text) => bytesOf((await seal({ text }, [half])).ciphertext).length;
  assert.equal(await size(""), 4_096);
  assert.equal(await size("a".repeat(4_085)), 4_096);
  assert.equal(await size("a".repeat(4_086)), 16_384);
  assert.equal(await size("\u{1F9FF}".repeat(20_000)), 131_072);
  await assert.rejects(seal({ text: "a".repeat(131_072) }, [half]), Unfit);
});

test("seals to each once, in the order of ids, under a fresh key for each", async () => {
  const [one, two] = await Promise.all([pair(), pair()]);
  const sealed = await seal({}, [one.half, two.half, one.half]);
  assert.deepEqual(kidsOf(sealed), [one.opener.kid, two.opener.kid].sort());
  assert.notEqual(sealed.recipients[0].header.epk.x, sealed.recipients[1].header.epk.x);
});

test("opens nothing that was altered, or is not for the key", async () => {
  const [one, two] = await Promise.all([pair(), pair()]);
  const sealed = await seal({ text: "x" }, [one.half]);
  await assert.rejects(open(sealed, [two.opener]), Unfit);
  const flipped = bytesOf(sealed.ciphertext);
  flipped[7] ^= 1;
  await assert.rejects(open({ ...sealed, ciphertext: base64url(flipped) }, [one.opener]), Unfit);
  await assert.rejects(open({ ...sealed, tag: base64url(new Uint8Array(16)) }, [one.opener]), Unfit);
});

test("refuses every other form", async () => {
  const [one, two] = await Promise.all([pair(), pair()]);
  const sealed = await seal({ text: "x" }, [one.half, two.half]);
  const [first, second] = sealed.recipients;
  const otherwise = {
    "another member": { ...sealed, aad: "AA" },
    "a header unprotected": { ...sealed, unprotected: {} },
    "no tag": { ...sealed, tag: undefined },
    "compressed": { ...sealed, protected: base64url(utf8('{"enc":"A256GCM","zip":"DEF"}')) },
    "another encryption": { ...sealed, protected: base64url(utf8('{"enc":"A128GCM"}')) },
    "nobody": { ...sealed, recipients: [] },
    "twice the same": { ...sealed, recipients: [first, first] },
    "out of order": { ...sealed, recipients: [second, first] },
    "another algorithm": { ...sealed, recipients: [{ ...first, header: { ...first.header, alg: "ECDH-ES" } }] },
    "a party's name": { ...sealed, recipients: [{ ...first, header: { ...first.header, apu: "AA" } }] },
    "a private half": { ...sealed, recipients: [{ ...first, header: { ...first.header, epk: one.jwk } }] },
    "a short key": { ...sealed, recipients: [{ ...first, encrypted_key: first.encrypted_key.slice(4) }] },
    "another size": { ...sealed, ciphertext: base64url(new Uint8Array(5_000)) },
    "padded base64": { ...sealed, iv: `${sealed.iv.slice(0, -1)}=` },
  };
  for (const [what, sent] of Object.entries(otherwise)) assert.throws(() => sealedOf(sent), Unfit, what);
});

test("a name that stands twice is refused at every depth", () => {
  const read = (json) => jsonOf(utf8(json));
  for (const twice of ['{"a":1,"a":1}', '{"a":{"b":1 , "b" :2}}', '{"a":[{"b":1},{"c":1,"c":2}]}', '{"a":1,"\\u0061":2}', '{"__proto__":1,"__proto__":2}']) {
    assert.throws(() => read(twice), /without a name twice/, twice);
  }
  for (const once of ['{"a":"\\"b\\":","b":"\\\\"}', '{"a":[{"b":1},{"b":2}],"b":":"}', '{"a":"{\\"a\\":1}"}', '{"":{"":""}}  ', `{"a":${JSON.stringify(hostile)}}`]) {
    assert.deepEqual(read(once), JSON.parse(once), once);
  }
});

test("numbers are spelt in one way, and nothing lies deeper than Java reads", () => {
  const read = (json) => jsonOf(utf8(json));
  for (const odd of ['{"v":1.0}', '{"v":1e0}', '{"a":[0,-1.5]}', '{"a":{"b":1E2}}', '{"v":123456789012345678901}']) {
    assert.throws(() => read(odd), Unfit, odd);
  }
  const nested = (depth) => `{"a":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`;
  assert.throws(() => read(nested(13)), Unfit);
  for (const fine of ['{"v":1}', '{"a":[0,-1,20]}', '{"a":"1.0 [[[[[[[[[[[[[[[ 1e5"}', '{"1.5":["\\\"2.5"]}', nested(12)]) {
    assert.deepEqual(read(fine), JSON.parse(fine), fine);
  }
});

test("two names are no one name with a comma in it", () => {
  assert.throws(() => exactly({ "a,b": 1 }, "a", "b"), Unfit);
  assert.deepEqual(exactly({ b: 1, a: 2 }, "a", "b"), { b: 1, a: 2 });
});

test("whoever is left out is named by an id, one by one", async () => {
  const vectors = JSON.parse(readFileSync(new URL("../../resources/org/inclusiondesk/speakup/vectors.json", import.meta.url), "utf8"));
  const { keys, lists, today } = await bundleOf(vectors.bundle);
  const work = new Casework(await openKeyFile(vectors.keyFile, vectors.passphrase), keys, lists, today);
  const { case: id, own, entry, sealed } =
    await newReport({ words: vectors.receipt.split(" "), typed: "Look", leftOut: [], keys, today });
  const delivered = (leftOut, put) => ({
    case: id, day: today, leftOut, waitingSince: today, keepUntil: null, own, entries: [{ entry, box: "shared", sealed: put }],
  });
  for (const odd of ["bob,cy", "", "Bob", " bob", "bob\n"]) {
    assert.throws(() => caseOf(delivered([odd], sealed)), Unfit, odd);
  }
  const inside = async (leftOut) => seal({
    v: 1, type: "report", case: id, entry, n: 0, day: today, text: "Look", leftOut, proof: "AA", set: keys.fingerprint,
    own: await thumbprint(own.key),
  }, keys.recipients("shared", { leftOut: [], own }));
  const named = await work.open(caseOf(delivered(["bob", "cy"], await inside(["bob", "cy"]))));
  assert.deepEqual(named.doubts, []);
  const joined = await work.open(caseOf(delivered(["bob", "cy"], await inside(["bob,cy"]))));
  assert.deepEqual(joined.doubts, ["unsigned"]);
  for (const other of [["bob"], ["cy", "bob"], ["bob", "cy", "dan"]]) {
    const opened = await work.open(caseOf(delivered(["bob", "cy"], await inside(other))));
    assert.deepEqual([opened.doubts, opened.misdirected], [["left-out"], true]);
  }
});

test("a point off the curve is no key", async () => {
  const { half } = await pair();
  await assert.rejects(seal({}, [{ ...half, y: half.x }]), Unfit);
});

test("a signature holds for its own key, words and algorithm alone", async () => {
  const key = await signingKey(await signer());
  const other = await signingKey(await signer());
  const [header, payload, signature] = (await sign({ a: 1 }, key)).split(".");
  assert.equal(await new Signed(header, payload, signature).by(key.jwk), true);
  assert.equal(await new Signed(header, payload, signature).by(other.jwk), false);
  assert.equal(await new Signed(header, base64url(utf8('{"a":2}')), signature).by(key.jwk), false);
  assert.equal(await new Signed(header, payload, base64url(new Uint8Array(64))).by(key.jwk), false);
  const borrowed = base64url(utf8(JSON.stringify({ alg: "ES256", kid: other.kid })));
  assert.equal(await new Signed(borrowed, payload, signature).by(other.jwk), false);
  for (const said of [{ alg: "none", kid: key.kid }, { alg: "ES256" }, { alg: "ES256", kid: key.kid, crit: [] }]) {
    assert.throws(() => new Signed(base64url(utf8(JSON.stringify(said))), payload, signature), Unfit);
  }
});

test("keys cannot leave WebCrypto once they are in", async () => {
  const { opener } = await pair();
  await assert.rejects(crypto.subtle.exportKey("jwk", opener.key));
});

test("draws seven words, each as likely", () => {
  const words = Array.from({ length: 7_776 }, (_, at) => `w${at}`);
  const drawn = Receipt.draw(words);
  assert.equal(drawn.length, 7);
  assert.ok(drawn.every((word) => words.includes(word)));
  assert.notDeepEqual(drawn, Receipt.draw(words));
  assert.throws(() => Receipt.draw(words.slice(1)), Unfit);
});

// What Java made once, kept for both halves

test("reads what Java sealed once: receipt, key file, key set, case, change", async () => {
  const vectors = JSON.parse(readFileSync(new URL("../../resources/org/inclusiondesk/speakup/vectors.json", import.meta.url), "utf8"));
  const receipt = Receipt.parse(vectors.receipt.toUpperCase());
  assert.equal(await receipt.locator(), vectors.locator);
  const ada = await openKeyFile(vectors.keyFile, vectors.passphrase);
  const bundle = await bundleOf(vectors.bundle);
  assert.equal(bundle.keys.fingerprint, vectors.fingerprint);
  assert.equal(bundle.keys.version, 1);
  assert.deepEqual(bundle.damaged, []);
  assert.deepEqual((await bundleOf({ ...vectors.bundle, damaged: ["x"] })).damaged, ["x"]);
  await assert.rejects(bundleOf({ ...vectors.bundle, damaged: [1] }), Unfit);

  const work = new Casework(ada, bundle.keys, bundle.lists, bundle.today);
  const opened = await work.open(bundle.cases[0]);
  assert.deepEqual(opened.doubts, []);
  assert.equal(opened.report.text, "Something is wrong: <b>\u201cnobody\u201d</b> listens. \u{1F641}");
  assert.deepEqual(opened.standing.elements, ["bullying", "safety"]);
  assert.equal(opened.standing.notes, "Notes é");

  const sealed = caseOf(vectors.reporter);
  const reporters = await openCase(sealed, [await receipt.unwrap(sealed.own)], bundle.keys);
  assert.deepEqual(reporters.doubts, []);
  assert.equal(reporters.shared.length, 4);
  assert.ok(reporters.shared.every((line) => line.proven));
  assert.ok(reporters.shared.some((line) => line.by === "ada" && line.text === "Who else saw it?"));

  assert.equal(await Signed.parse(vectors.change).by(ada.guardian.signing), true);
  assert.equal(Signed.parse(vectors.change).payload().base, bundle.cases[0].etag);
  const { signed, after } = await work.replied(opened, "Read once more.");
  assert.deepEqual(Object.keys(Signed.parse(signed).payload()).sort(), Object.keys(Signed.parse(vectors.change).payload()).sort());
  assert.equal((await bundleOf({ ...vectors.bundle, cases: [after] })).cases[0].etag, after.etag);
});

test("reads readers named by reporter and guardian alike, as Java wrote them once", async () => {
  const vectors = JSON.parse(readFileSync(new URL("../../resources/org/inclusiondesk/speakup/vectors.json", import.meta.url), "utf8"));
  const { named } = vectors;
  const { keys, lists, today, cases } = await bundleOf({ ...vectors.bundle, cases: [named.case] });
  const work = new Casework(await openKeyFile(vectors.keyFile, vectors.passphrase), keys, lists, today);
  const opened = await work.open(cases[0]);
  const own = await thumbprint(named.case.own.key);
  assert.deepEqual(opened.doubts, []);
  assert.deepEqual([opened.shared.length, opened.record.length, opened.answered], [4, 2, "yes"]);
  for (const line of [...opened.shared.filter((each) => each.type !== "feedback"), ...opened.record]) {
    assert.deepEqual([line.own, line.leftOut], [own, ["bob"]], line.type);
  }
  const receipt = Receipt.parse(named.receipt);
  assert.equal(await receipt.locator(), named.locator);
  const reporters = await openCase(caseOf(named.reporter), [await receipt.unwrap(named.reporter.own)], keys);
  assert.deepEqual([reporters.doubts, reporters.shared.length], [[], 4]);
});

test("writes nothing to readers whom the server put into a case", async () => {
  const vectors = JSON.parse(readFileSync(new URL("../../resources/org/inclusiondesk/speakup/vectors.json", import.meta.url), "utf8"));
  const { keys, lists, today } = await bundleOf(vectors.bundle);
  const work = new Casework(await openKeyFile(vectors.keyFile, vectors.passphrase), keys, lists, today);
  const words = vectors.receipt.split(" ");
  const { case: id, own, leftOut, entry, sealed } = await newReport({ words, typed: "Look", leftOut: [], keys, today });
  const delivered = {
    case: id, day: today, leftOut, waitingSince: today, keepUntil: null, own, entries: [{ entry, box: "shared", sealed }],
  };
  const honest = await work.open(caseOf(delivered));
  assert.deepEqual([honest.doubts, honest.misdirected], [[], false]);
  await work.replied(honest, "Thank you.");

  const swapped = {
    "own-key": { ...delivered, own: await Receipt.parse(vectors.receipt).newOwnKey() },
    "left-out": { ...delivered, leftOut: ["bob"] },
  };
  for (const [doubt, json] of Object.entries(swapped)) {
    const opened = await work.open(caseOf(json));
    assert.deepEqual([opened.doubts, opened.misdirected], [[doubt], true]);
    await assert.rejects(work.opened(opened), Unfit, doubt);
    await assert.rejects(work.replied(opened, "Thank you."), Unfit, doubt);
    await assert.rejects(newEntry(opened, { type: "withdrawal" }, keys, today), Unfit, doubt);
  }

  // Words of somebody else's in the place of the reporter's, with readers to match: what a guardian signed says otherwise.
  const { after } = await work.opened(honest);
  const signed = after.entries.filter((each) => each.entry !== entry);
  assert.equal(signed.length, 2);
  const others = await newReport({ words, typed: "Made up", leftOut: [], keys, today });
  for (const left of signed) {
    const plaintext = {
      v: 1, type: "report", case: id, entry, n: 0, day: today, text: "Made up", leftOut: [], proof: "AA", set: keys.fingerprint,
      own: await thumbprint(others.own.key),
    };
    const report = { entry, box: "shared", sealed: await seal(plaintext, keys.recipients("shared", others)) };
    const replaced = await work.open(caseOf({ ...delivered, own: others.own, entries: [report, left] }));
    assert.equal(replaced.report.text, "Made up");
    assert.deepEqual([replaced.doubts, replaced.misdirected], [["own-key"], true]);
    await assert.rejects(work.replied(replaced, "Thank you."), Unfit);
  }
  assert.deepEqual((await work.open(caseOf(after))).doubts, []);
});

test("tells what contradicts itself, and what was discarded for that, from what is in order", async () => {
  const vectors = JSON.parse(readFileSync(new URL("../../resources/org/inclusiondesk/speakup/vectors.json", import.meta.url), "utf8"));
  const { keys, lists, today } = await bundleOf(vectors.bundle);
  const ada = await openKeyFile(vectors.keyFile, vectors.passphrase);
  const work = new Casework(ada, keys, lists, today);
  const { case: id, own, leftOut, entry, sealed } =
    await newReport({ words: vectors.receipt.split(" "), typed: "Look", leftOut: [], keys, today });
  const delivered = (...entries) => caseOf({ case: id, day: today, leftOut, waitingSince: today, keepUntil: null, own, entries });
  const report = { entry, box: "shared", sealed };
  const told = async (...entries) => {
    const { contradicts, discarded } = await work.open(delivered(...entries));
    return { contradicts, discarded };
  };
  assert.deepEqual(await told(report), { contradicts: false, discarded: false });
  const addition = async (proof) => {
    const own = crypto.randomUUID();
    const words = { v: 1, type: "addition", case: id, entry: own, n: 1, day: today, text: "More", proof };
    return { entry: own, box: "shared", sealed: await seal(words, keys.recipients("shared", delivered())) };
  };
  const altered = { ...report, sealed: { ...sealed, tag: base64url(new Uint8Array(16)) } };
  const elsewhere = { ...report, sealed: await seal({ v: 1 }, [(await pair()).half]) };
  assert.deepEqual(await told(elsewhere), { contradicts: false, discarded: false });
  for (const entries of [[altered], [await addition("AA")], [report, await addition("AA")], [report, altered]]) {
    assert.deepEqual(await told(...entries), { contradicts: true, discarded: false });
  }
  const other = { ...delivered(report), own: await Receipt.parse(vectors.receipt).newOwnKey() };
  assert.equal((await work.open(other)).contradicts, true);

  const record = crypto.randomUUID();
  const payload = {
    v: 1, type: "record", case: id, entry: record, n: 0, day: today, by: "ada", did: "discarded", state: "closed", notACase: true,
    kind: null, elements: [], workerGroup: null, detriment: null, outcome: "", feedback: null, notes: "Why.", lists: "1",
    own: await thumbprint(own.key), leftOut,
  };
  const plaintext = { v: 1, signed: await sign(payload, ada.signing) };
  const left = { entry: record, box: "record", sealed: await seal(plaintext, keys.recipients("record", delivered())) };
  assert.deepEqual(await told(left), { contradicts: false, discarded: true });
  const gone = await work.open(delivered(left));
  assert.deepEqual([gone.doubts, gone.standing.notes], [[], "Why."]);
  await assert.rejects(work.replied(gone, "Hello"), Unfit);
  await assert.rejects(work.reopened(gone, ""), Unfit);
  // With anything else beside it nothing was discarded.
  assert.equal((await told(report, left)).discarded, false);
});

test("what is not too heavy fits one signed entry, whatever it is made of", async () => {
  const vectors = JSON.parse(readFileSync(new URL("../../resources/org/inclusiondesk/speakup/vectors.json", import.meta.url), "utf8"));
  const { keys, lists, today } = await bundleOf(vectors.bundle);
  const work = new Casework(await openKeyFile(vectors.keyFile, vectors.passphrase), keys, lists, today);
  const words = vectors.receipt.split(" ");
  const { case: id, own, leftOut, entry, sealed } = await newReport({ words, typed: "Look", leftOut: [], keys, today });
  const opened = await work.open(caseOf({
    case: id, day: today, leftOut, waitingSince: today, keepUntil: null, own, entries: [{ entry, box: "shared", sealed }],
  }));
  const hindi = (signs) => "\u0939".repeat(signs);
  assert.equal(areTooHeavy(hindi(20_000), hindi(20_000)), true);
  assert.equal(areTooHeavy("\u0001".repeat(15_001)), true);
  for (const [outcome, notes] of [[hindi(10_000), hindi(20_000)], ["\u0001".repeat(15_000), ""], ["a".repeat(20_000), "\u{1F9FF}".repeat(17_500)]]) {
    assert.equal(areTooHeavy(outcome, notes), false);
    const told = { kind: "confidential", elements: lists.elements.map((code) => code.id), workerGroup: null, detriment: true, feedback: null, outcome, notes };
    const { after } = await work.recorded(opened, told);
    assert.equal((await work.open(caseOf(after))).standing.notes, notes);
  }
});

test("a set of guardians counts only whole, in order, and signed by all who must", async () => {
  const { sets } = JSON.parse(readFileSync(new URL("../../resources/org/inclusiondesk/speakup/vectors.json", import.meta.url), "utf8")).bundle.keys;
  await KeySet.parse({ sets });
  const [first] = sets;
  const altered = (change) => {
    const payload = JSON.parse(new TextDecoder().decode(bytesOf(first.payload)));
    change(payload);
    return { sets: [{ ...first, payload: base64url(utf8(JSON.stringify(payload))) }] };
  };
  const refused = {
    "no set": { sets: [] },
    "one signature short": { sets: [{ ...first, signatures: first.signatures.slice(1) }] },
    "one signature twice": { sets: [{ ...first, signatures: [...first.signatures, first.signatures[0]] }] },
    "the set again": { sets: [first, first] },
    "somebody left out": altered((payload) => payload.guardians.pop()),
    "a key swapped": altered(({ guardians: [one, two] }) => [one.sealing, two.sealing] = [two.sealing, one.sealing]),
    "another day": altered((payload) => (payload.since = "2020-01-01")),
  };
  for (const [what, json] of Object.entries(refused)) await assert.rejects(KeySet.parse(json), Unfit, what);
});

// Sets of guardians made here, as new-key and set draft would.

async function member(id, own = {}) {
  const sealing = own.sealing ?? publicHalf(await newSealingPair());
  const key = own.key ?? (await signingKey(await signer()));
  return { key, listed: { id, name: id, mailbox: `${own.mailbox ?? id}@icb.test`, sealing, signing: key.jwk } };
}

async function setOf(previous, members, signers) {
  const payload = {
    v: 1, type: "guardians", version: previous ? previous.version + 1 : 1, since: "2026-01-01",
    previous: previous ? base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(previous.set.payload)))) : null,
    guardians: members.map(({ listed }) => listed),
  };
  const signatures = [];
  let encoded;
  for (const { key } of signers) {
    const [header, body, signature] = (await sign(payload, key)).split(".");
    encoded = body;
    signatures.push({ protected: header, signature });
  }
  return { version: payload.version, set: { payload: encoded, signatures } };
}

test("nobody gets another key to seal to, or another id, from others", async () => {
  const [ada, bob] = [await member("ada"), await member("bob")];
  const first = await setOf(null, [ada, bob], [ada, bob]);
  const swapped = await member("bob", { key: bob.key });
  const renamed = await member("eve", { key: bob.key, sealing: bob.listed.sealing });
  for (const other of [swapped, renamed]) {
    const alone = await setOf(first, [ada, other], [ada]);
    await assert.rejects(KeySet.parse({ sets: [first.set, alone.set] }), /signed by all who must/);
    const both = await setOf(first, [ada, other], [ada, other]);
    const keys = await KeySet.parse({ sets: [first.set, both.set] });
    assert.deepEqual(keys.find(other.listed.id).sealing, other.listed.sealing);
  }
  const married = { key: bob.key, listed: { ...bob.listed, name: "Bob Else" } };
  await KeySet.parse({ sets: [first.set, (await setOf(first, [ada, married], [ada])).set] });
});

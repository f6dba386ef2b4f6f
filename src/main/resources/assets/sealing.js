// The standards that concerns are sealed and signed by, on top of WebCrypto and nothing else: JWE (RFC 7516) with
// ECDH-ES+A256KW and A256GCM on P-256, JWS (RFC 7515) with ES256, PBES2-HS512+A256KW (RFC 7518 §4.8), thumbprints
// (RFC 7638), HKDF-SHA-256 (RFC 5869). Held to the forms of docs/adr/0013; whatever else comes is refused.

/** Something that has not the form it should have, or does not open. Never holds what was read. */
export class Unfit extends Error {
  constructor(expected) {
    super(`this is not ${expected}`);
    this.name = "Unfit";
  }
}

const ALGORITHM = "ECDH-ES+A256KW";
const ENCRYPTION = "A256GCM";
const FEWEST_ITERATIONS = 600_000;
const MOST_ITERATIONS = 1_000_000;
const DEEPEST = 12;

/** The sizes, in bytes, that a padded plaintext can have. */
export const SIZES = [4_096, 16_384, 65_536, 131_072];

const subtle = () => globalThis.crypto.subtle;

/** The bytes of a text in UTF-8. */
export const utf8 = (text) => new TextEncoder().encode(text);

/** So many random bytes. */
export const random = (length) => globalThis.crypto.getRandomValues(new Uint8Array(length));

/** Bytes in base64url, without padding. */
export function base64url(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The bytes of base64url without padding, spelt in the one way there is. */
export function bytesOf(text, length) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new Unfit("base64url");
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  if (base64url(bytes) !== text) throw new Unfit("base64url");
  if (length !== undefined && bytes.length !== length) throw new Unfit(`${length} bytes`);
  return bytes;
}

const namesIn = (value) =>
  value === null || typeof value !== "object" ? 0
    : Object.values(value).reduce((count, each) => count + namesIn(each), Array.isArray(value) ? 0 : Object.keys(value).length);

/** How deep the arrays and objects of JSON lie in each other; strings in it are passed over. */
function depthOf(json) {
  let depth = 0;
  let deepest = 0;
  for (const [sign] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[{\]}]/g)) {
    if (sign === "[" || sign === "{") deepest = Math.max(deepest, ++depth);
    else if (sign === "]" || sign === "}") depth--;
  }
  return deepest;
}

/** Whether every number of JSON is a plain whole one: 1.0 and 1e0 are other texts of 1, and Java refuses them. */
function hasPlainNumbers(json) {
  for (const [token] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g)) {
    if (!token.startsWith('"') && !/^-?\d{1,20}$/.test(token)) return false;
  }
  return true;
}

/**
 * The JSON object that bytes are, in UTF-8, in which no name stands twice, every number is a plain whole one and nothing
 * lies deeper than in Java's reader; spaces behind it do not count.
 */
export function jsonOf(bytes) {
  let read;
  let written = 0;
  try {
    const json = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (depthOf(json) > DEEPEST || !hasPlainNumbers(json)) throw new Unfit("JSON");
    read = JSON.parse(json);
    // In what is JSON, a name is a string before a colon. Of two alike JSON.parse takes the last, other readers another.
    for (const [, colon] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"([ \t\r\n]*:)?/g)) written += colon ? 1 : 0;
  } catch {
    throw new Unfit("JSON in UTF-8");
  }
  if (written !== namesIn(read)) throw new Unfit("JSON without a name twice");
  return objectOf(read);
}

/** What is given, if it is an object. */
export function objectOf(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Unfit("an object");
  return value;
}

/** What is given, if it is an object of exactly these members. */
export function exactly(value, ...names) {
  const found = Object.keys(objectOf(value));
  if (found.length !== names.length || !names.every((name) => Object.hasOwn(value, name))) throw new Unfit("an object of the right members");
  return value;
}

/** JSON as bytes, with spaces behind it up to a size. */
export function padded(json, size) {
  const bytes = utf8(JSON.stringify(json));
  if (bytes.length > size) throw new Unfit("short enough to be sealed");
  const whole = new Uint8Array(size).fill(0x20);
  whole.set(bytes);
  return whole;
}

function join(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function bigEndian(number) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

/** SHA-256. */
export const sha256 = async (bytes) => new Uint8Array(await subtle().digest("SHA-256", bytes));

/** HKDF-SHA-256 without salt, 32 bytes. */
export async function hkdf(secret, label) {
  const key = await subtle().importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8(label) };
  return new Uint8Array(await subtle().deriveBits(how, key, 256));
}

/** The Concat KDF of RFC 7518 §4.6.2, for keys of up to 256 bits. */
export async function concatKdf(shared, algorithm, bits, partyU = new Uint8Array(0), partyV = new Uint8Array(0)) {
  const name = utf8(algorithm);
  const digest = await sha256(join(bigEndian(1), shared, bigEndian(name.length), name,
    bigEndian(partyU.length), partyU, bigEndian(partyV.length), partyV, bigEndian(bits)));
  return digest.slice(0, bits / 8);
}

// Keys

/** A public key of P-256 as it stands in every format: kty, crv, x, y, and nothing else. */
export function publicJwk(jwk) {
  const { kty, crv, x, y } = exactly(jwk, "kty", "crv", "x", "y");
  if (kty !== "EC" || crv !== "P-256") throw new Unfit("a P-256 key");
  bytesOf(x, 32);
  bytesOf(y, 32);
  return { kty, crv, x, y };
}

/** The public half of a private key. */
export const publicHalf = ({ kty, crv, x, y }) => publicJwk({ kty, crv, x, y });

/** The id of a key: its thumbprint. */
export const thumbprint = async ({ crv, kty, x, y }) => base64url(await sha256(utf8(JSON.stringify({ crv, kty, x, y }))));

async function imported(jwk, name, uses, extractable = false) {
  try {
    return await subtle().importKey("jwk", jwk, { name, namedCurve: "P-256" }, extractable, uses);
  } catch {
    throw new Unfit("a point of P-256");
  }
}

/** A private key that cannot leave WebCrypto again, under its id. */
async function privateKey(jwk, name, use) {
  const half = publicHalf(objectOf(jwk));
  bytesOf(jwk.d, 32);
  return { kid: await thumbprint(half), jwk: half, key: await imported({ ...half, d: jwk.d }, name, [use]) };
}

/** The private half of a key that is sealed to. */
export const openingKey = (jwk) => privateKey(jwk, "ECDH", "deriveBits");

/** The private half of a key that signs. */
export const signingKey = (jwk) => privateKey(jwk, "ECDSA", "sign");

/** A fresh pair to seal to: the private JWK, whose public half is in it. */
export async function newSealingPair() {
  const pair = await subtle().generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const { kty, crv, x, y, d } = await subtle().exportKey("jwk", pair.privateKey);
  return { kty, crv, x, y, d };
}

// AES

const aesKey = (bytes, name, uses, extractable = false) => subtle().importKey("raw", bytes, name, extractable, uses);

async function encrypt(key, iv, header, plaintext) {
  const whole = new Uint8Array(await subtle().encrypt(
    { name: "AES-GCM", iv, additionalData: utf8(header), tagLength: 128 }, key, plaintext));
  return { ciphertext: whole.slice(0, -16), tag: whole.slice(-16) };
}

/** The plaintext of AES-GCM under a raw key; the additional data is the protected header as it was sent. */
export async function decrypt(rawKey, iv, header, ciphertext, tag) {
  const key = await aesKey(rawKey, "AES-GCM", ["decrypt"]);
  return decryptWith(key, iv, header, ciphertext, tag);
}

async function decryptWith(key, iv, header, ciphertext, tag) {
  try {
    const how = { name: "AES-GCM", iv, additionalData: utf8(header), tagLength: 128 };
    return new Uint8Array(await subtle().decrypt(how, key, join(ciphertext, tag)));
  } catch {
    throw new Unfit("what this key opens");
  }
}

/** A raw key out of AES key wrap (RFC 3394). */
export async function unwrap(rawWrapping, wrapped) {
  const wrapping = await aesKey(rawWrapping, "AES-KW", ["unwrapKey"]);
  try {
    const key = await subtle().unwrapKey("raw", wrapped, wrapping, "AES-KW", { name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
    return new Uint8Array(await subtle().exportKey("raw", key));
  } catch {
    throw new Unfit("what this key opens");
  }
}

/** A raw key under AES key wrap. */
export async function wrap(rawWrapping, raw) {
  const wrapping = await aesKey(rawWrapping, "AES-KW", ["wrapKey"]);
  const key = await subtle().importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
  return new Uint8Array(await subtle().wrapKey("raw", key, wrapping, "AES-KW"));
}

// JWE, general serialization

const PROTECTED = base64url(utf8(JSON.stringify({ enc: ENCRYPTION })));

async function agreed(privateHalf, publicHalf) {
  const shared = await subtle().deriveBits({ name: "ECDH", public: publicHalf }, privateHalf, 256);
  return concatKdf(new Uint8Array(shared), ALGORITHM, 256);
}

/** An object sealed to public keys, each once, padded to a size class. */
export async function seal(json, recipients) {
  const length = utf8(JSON.stringify(json)).length;
  const size = SIZES.find((each) => each >= length);
  if (size === undefined) throw new Unfit("short enough to be sealed");
  const raw = random(32);
  const iv = random(12);
  const { ciphertext, tag } = await encrypt(await aesKey(raw, "AES-GCM", ["encrypt"]), iv, PROTECTED, padded(json, size));
  const all = new Map();
  for (const recipient of recipients) {
    const jwk = publicJwk(recipient);
    const kid = await thumbprint(jwk);
    const ephemeral = await newSealingPair();
    const wrapping = await agreed(await imported(ephemeral, "ECDH", ["deriveBits"]), await imported(jwk, "ECDH", []));
    all.set(kid, {
      header: { alg: ALGORITHM, kid, epk: publicHalf(ephemeral) },
      encrypted_key: base64url(await wrap(wrapping, raw)),
    });
  }
  raw.fill(0);
  if (all.size === 0) throw new Unfit("sealed to anybody");
  return {
    protected: PROTECTED,
    recipients: [...all.keys()].sort().map((kid) => all.get(kid)),
    iv: base64url(iv),
    ciphertext: base64url(ciphertext),
    tag: base64url(tag),
  };
}

/** What was sealed, in the one spelling there is, if it has exactly the form of ADR 13 §2. */
export function sealedOf(sent) {
  const { protected: header, recipients, iv, ciphertext, tag } =
    exactly(sent, "protected", "recipients", "iv", "ciphertext", "tag");
  bytesOf(iv, 12);
  bytesOf(tag, 16);
  if (header !== PROTECTED || !SIZES.includes(bytesOf(ciphertext).length) || !Array.isArray(recipients)) {
    throw new Unfit("sealed the way concerns are");
  }
  let before = "";
  const checked = recipients.map((recipient) => {
    const { alg, kid, epk } = exactly(exactly(recipient, "header", "encrypted_key").header, "alg", "kid", "epk");
    bytesOf(kid, 32);
    bytesOf(recipient.encrypted_key, 40);
    if (alg !== ALGORITHM || kid <= before) throw new Unfit("sealed the way concerns are");
    before = kid;
    return { header: { alg, kid, epk: publicJwk(epk) }, encrypted_key: recipient.encrypted_key };
  });
  if (checked.length === 0) throw new Unfit("sealed to anybody");
  return { protected: header, recipients: checked, iv, ciphertext, tag };
}

/** The ids of the keys that something is sealed to. */
export const kidsOf = (sealed) => sealed.recipients.map((recipient) => recipient.header.kid);

/** The object that was sealed, opened with one of the private keys. */
export async function open(sent, keys) {
  const sealed = sealedOf(sent);
  for (const { kid, key } of keys) {
    const recipient = sealed.recipients.find((each) => each.header.kid === kid);
    if (recipient) {
      const wrapping = await agreed(key, await imported(recipient.header.epk, "ECDH", []));
      const raw = await unwrap(wrapping, bytesOf(recipient.encrypted_key));
      if (raw.length !== 32) throw new Unfit("what this key opens");
      return jsonOf(await decrypt(raw, bytesOf(sealed.iv), PROTECTED, bytesOf(sealed.ciphertext), bytesOf(sealed.tag)));
    }
  }
  throw new Unfit("sealed to any of these keys");
}

// JWE, compact serialization

function compactOf(text, ...members) {
  const parts = String(text).trim().split(".");
  if (parts.length !== 5) throw new Unfit("a compact JWE");
  const [header, wrapped, iv, ciphertext, tag] = parts;
  return {
    header,
    said: exactly(jsonOf(bytesOf(header)), ...members),
    wrapped: bytesOf(wrapped),
    iv: bytesOf(iv, 12),
    ciphertext: bytesOf(ciphertext),
    tag: bytesOf(tag, 16),
  };
}

/** A compact JWE under a raw key that both sides hold. */
export async function sealDirectly(plaintext, rawKey) {
  const header = base64url(utf8(JSON.stringify({ alg: "dir", enc: ENCRYPTION, cty: "jwk+json" })));
  const iv = random(12);
  const { ciphertext, tag } = await encrypt(await aesKey(rawKey, "AES-GCM", ["encrypt"]), iv, header, plaintext);
  return [header, "", base64url(iv), base64url(ciphertext), base64url(tag)].join(".");
}

/** The plaintext of such a JWE. */
export async function openDirectly(text, rawKey) {
  const jwe = compactOf(text, "alg", "enc", "cty");
  const { alg, enc, cty } = jwe.said;
  if (alg !== "dir" || enc !== ENCRYPTION || cty !== "jwk+json" || jwe.wrapped.length > 0) throw new Unfit("a wrapped key");
  return decrypt(rawKey, jwe.iv, jwe.header, jwe.ciphertext, jwe.tag);
}

/** The wrapping key of PBES2-HS512+A256KW. */
export async function passphraseKey(passphrase, salt, iterations) {
  const key = await subtle().importKey("raw", utf8(passphrase), "PBKDF2", false, ["deriveBits"]);
  const whole = join(utf8("PBES2-HS512+A256KW"), new Uint8Array(1), salt);
  return new Uint8Array(await subtle().deriveBits({ name: "PBKDF2", hash: "SHA-512", salt: whole, iterations }, key, 256));
}

/** The object in a file under a passphrase. */
export async function openWithPassphrase(text, passphrase) {
  const jwe = compactOf(text, "alg", "enc", "cty", "p2s", "p2c");
  const { alg, enc, p2s, p2c } = jwe.said;
  if (alg !== "PBES2-HS512+A256KW" || enc !== ENCRYPTION || !Number.isInteger(p2c) || p2c < FEWEST_ITERATIONS || p2c > MOST_ITERATIONS) {
    throw new Unfit("a guardian's key file");
  }
  const salt = bytesOf(p2s);
  if (salt.length < 8) throw new Unfit("a guardian's key file");
  const raw = await unwrap(await passphraseKey(passphrase, salt, p2c), jwe.wrapped);
  return jsonOf(await decrypt(raw, jwe.iv, jwe.header, jwe.ciphertext, jwe.tag));
}

// JWS

/** A compact JWS over an object, by a signing key. */
export async function sign(json, { kid, key }) {
  const said = `${base64url(utf8(JSON.stringify({ alg: "ES256", kid })))}.${base64url(utf8(JSON.stringify(json)))}`;
  const signature = await subtle().sign({ name: "ECDSA", hash: "SHA-256" }, key, utf8(said));
  return `${said}.${base64url(new Uint8Array(signature))}`;
}

/** One signature; what it says is not to be believed before {@link Signed.by}. */
export class Signed {
  #header;
  #payload;
  #signature;

  constructor(header, payload, signature) {
    const { alg, kid } = exactly(jsonOf(bytesOf(header)), "alg", "kid");
    if (alg !== "ES256" || typeof kid !== "string") throw new Unfit("signed with ES256");
    this.kid = kid;
    this.#header = header;
    this.#payload = payload;
    this.#signature = bytesOf(signature);
    bytesOf(payload);
  }

  /** What a compact JWS holds. */
  static parse(compact) {
    const parts = String(compact).split(".");
    if (parts.length !== 3) throw new Unfit("signed");
    return new Signed(...parts);
  }

  /** What was signed, as an object. */
  payload() {
    return jsonOf(bytesOf(this.#payload));
  }

  /** Whether this public key made the signature. */
  async by(jwk) {
    if ((await thumbprint(jwk)) !== this.kid || this.#signature.length !== 64) return false;
    const key = await imported(publicJwk(jwk), "ECDSA", ["verify"]);
    return subtle().verify({ name: "ECDSA", hash: "SHA-256" }, key, this.#signature, utf8(`${this.#header}.${this.#payload}`));
  }
}

// The Teams package as the build made it: Microsoft's own schema for the manifest, the icons, and the zip.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { unzipSync } from "fflate";
import { PNG } from "pngjs";

const target = new URL("../../../../target/", import.meta.url);
const read = (name) => {
  try {
    return readFileSync(new URL(name, target));
  } catch (cause) {
    throw new Error(`${fileURLToPath(new URL(name, target))} is missing: run mvn package first`, { cause });
  }
};
const manifest = JSON.parse(read("bot-manifest/manifest.json"));

/** What Microsoft's schema of that version says against the manifest; empty if nothing. */
function faults(manifest) {
  const schema = createRequire(import.meta.url).resolve(
    `@microsoft/app-manifest/build/json-schemas/teams/v${manifest.manifestVersion}/MicrosoftTeams.schema.json`);
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(schema)));
  return validate(manifest) ? [] : validate.errors.map((e) => `${e.instancePath || "/"} ${e.message}`);
}

test("the manifest follows Microsoft's schema of the version it names", () => {
  assert.deepEqual(faults(manifest), []);
  assert.ok(manifest.$schema.includes(`/v${manifest.manifestVersion}/`), manifest.$schema);
});

test("a manifest that breaks the schema is noticed", () => {
  const broken = structuredClone(manifest);
  broken.bots[0].botId = "not a guid";
  broken.name.short = "x".repeat(31);
  delete broken.developer.privacyUrl;
  assert.equal(faults(broken).length, 3);
});

test("the build left no placeholder in the manifest", () => {
  assert.doesNotMatch(JSON.stringify(manifest), /[$@]\{|@[A-Za-z.]+@/);
});

test("the bot takes part in personal, team and group chats, takes no files and lists its commands for each", () => {
  const [bot] = manifest.bots;
  assert.deepEqual([...bot.scopes].sort(), ["groupChat", "personal", "team"]);
  assert.equal(bot.supportsFiles, false);
  assert.equal(bot.isNotificationOnly, false);
  assert.deepEqual(bot.commandLists.flatMap((list) => list.scopes).sort(), ["groupChat", "personal", "team"]);
});

test("no command in a shared chat asks for anything personal", () => {
  const shared = manifest.bots[0].commandLists.filter((list) => !list.scopes.includes("personal"));
  const titles = shared.flatMap((list) => list.commands).map((command) => command.title);
  assert.deepEqual(titles.filter((title) => /join|leave|speak up|concern/i.test(title)), []);
});

test("the colour icon is 192 by 192", () => {
  const { width, height } = PNG.sync.read(read(`bot-manifest/${manifest.icons.color}`));
  assert.deepEqual([width, height], [192, 192]);
});

test("the outline icon is 32 by 32, white on transparent", () => {
  const { width, height, data } = PNG.sync.read(read(`bot-manifest/${manifest.icons.outline}`));
  assert.deepEqual([width, height], [32, 32]);
  let opaque = 0;
  let clear = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue, alpha] = data.subarray(at, at + 4);
    if (alpha === 0) clear++;
    else assert.deepEqual([red, green, blue], [255, 255, 255], `pixel ${at / 4} is not white`);
    if (alpha === 255) opaque++;
  }
  assert.ok(opaque > 0 && clear > 0, `${opaque} white and ${clear} clear pixels`);
});

test("the package for Teams holds the manifest and the two icons, as built, and nothing else", () => {
  const entries = unzipSync(read("inclusion-desk-teams.zip"));
  assert.deepEqual(Object.keys(entries).sort(), ["color.png", "manifest.json", "outline.png"]);
  for (const [name, bytes] of Object.entries(entries)) {
    assert.ok(read(`bot-manifest/${name}`).equals(bytes), `${name} differs from target/bot-manifest`);
  }
});

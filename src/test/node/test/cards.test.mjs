// Every card that the desk can send, as the Java tests wrote it to target/cards, read by Microsoft's own library.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import adaptiveCards from "adaptivecards/dist/adaptivecards.js";

const { AdaptiveCard, HostConfig, SerializationContext, ValidationEvent, Version, Versions } = adaptiveCards;
const cards = new URL("../../../../target/cards/", import.meta.url);

/** All objects inside a card, itself included. */
function* objects(json) {
  if (json === null || typeof json !== "object") return;
  if (!Array.isArray(json)) yield json;
  for (const child of Object.values(json)) yield* objects(child);
}

/** What keeps a card from working in Teams, which knows Adaptive Cards up to 1.5; empty if nothing. */
function faults(json) {
  const found = [];
  const context = new SerializationContext(Versions.v1_5);
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig({ actions: { maxActions: 6 } }); // as Teams; the library's own default is 5
  // The library keeps this pattern with the flag g, so after a match it would begin behind the next value's end.
  AdaptiveCard.langProperty.regEx.lastIndex = 0;
  card.parse(json, context);
  for (let i = 0; i < context.eventCount; i++) {
    const { event, message } = context.getEventAt(i);
    found.push(`${ValidationEvent[event]}: ${message}`);
  }
  for (const { event, message } of card.validateProperties().validationEvents) {
    found.push(`${ValidationEvent[event]}: ${message}`);
  }

  if (json.type !== "AdaptiveCard") found.push(`type is ${json.type}`);
  const version = Version.parse(String(json.version), new SerializationContext());
  if (!version?.isValid || version.compareTo(Versions.v1_5) > 0) found.push(`version ${json.version} is none up to 1.5`);
  for (const object of objects(json)) {
    const name = `${object.type} ${object.id ?? object.title ?? ""}`.trim();
    if (object.actions?.length > 6) found.push(`${name}: Teams shows six actions, here are ${object.actions.length}`);
    if (object.type === "Action.Execute" && object.fallback?.type !== "Action.Submit") {
      found.push(`${name}: a client without Action.Execute needs an Action.Submit as fallback`);
    }
    if (object.type?.startsWith("Input.")) {
      if (!object.label) found.push(`${name}: an input needs a label that a screen reader can say`);
      if (object.isRequired && !object.errorMessage) found.push(`${name}: a required input needs an errorMessage`);
    }
  }
  return found;
}

test("the Java tests have written cards", () => {
  assert.notEqual(names().length, 0, `no card in ${fileURLToPath(cards)}: run mvn verify first`);
});

for (const name of names()) {
  test(`${name} is a card of version 1.5`, () => {
    assert.deepEqual(faults(JSON.parse(readFileSync(new URL(name, cards)))), []);
  });
}

test("a card that Teams would not show is noticed", () => {
  const card = (more) => ({ type: "AdaptiveCard", version: "1.5", body: [], ...more });
  const input = { type: "Input.Text", id: "name", label: "Your name" };
  assert.deepEqual(faults(card({ body: [input] })), []);

  const bad = {
    "a later version": card({ version: "1.6" }),
    "a language that is none": card({ lang: "English" }),
    "no version": card({ version: undefined }),
    "an unknown element": card({ body: [{ type: "Text", text: "Hello" }] }),
    "an unknown action": card({ actions: [{ type: "Action.Send", title: "Send" }] }),
    "an unknown value": card({ body: [{ type: "TextBlock", text: "Hello", weight: "heavy" }] }),
    "an element of a later version": card({ body: [{ type: "Carousel", pages: [] }] }),
    "an input without id": card({ body: [{ ...input, id: undefined }] }),
    "an input without label": card({ body: [{ ...input, label: undefined }] }),
    "a required input without message": card({ body: [{ ...input, isRequired: true }] }),
    "an Action.Execute alone": card({ actions: [{ type: "Action.Execute", title: "Join", verb: "join" }] }),
    "seven actions": card({ actions: Array(7).fill({ type: "Action.Submit", title: "Yes" }) }),
  };
  for (const [what, json] of Object.entries(bad)) assert.notDeepEqual(faults(json), [], `missed: ${what}`);
});

function names() {
  try {
    return readdirSync(cards).filter((name) => name.endsWith(".json")).sort();
  } catch (e) {
    if (e.code === "ENOENT") return [];
    throw e;
  }
}

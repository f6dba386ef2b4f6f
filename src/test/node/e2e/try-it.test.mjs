// The page at / as a visitor uses it: a chat by the Bot Framework's protocol, cards, a dialog, mailboxes and a mail form.
import { test } from "node:test";
import assert from "node:assert/strict";
import { useDesk } from "./desk.mjs";

const desk = useDesk();
const team = "kmicb.od@nhs.net";
const disabilityNetwork = "disability.network@kmicb.example";
const womensNetwork = "women.network@kmicb.example";
const canary = "Zebra canary: two people alone on the night shift";
const screen = { viewport: { width: 1360, height: 900 } };
const phone = { viewport: { width: 390, height: 844 } };

test("somebody asks a question, joins a network by its card and sees the two mails that go out", async () => {
  const page = await visit("Ada Okafor", "ada.okafor@staff.example", screen);

  const answer = await say(page, "What are the equality objectives?");
  await answer.getByText("NHS Kent and Medway").first().waitFor();

  const card = (await say(page, "I want to join a network")).locator("[data-test=card]");
  assert.equal(await card.locator("[data-test=input][data-input=networks] [data-test=choice]:checked").count(), 0);
  await card.locator("[data-test=input][data-input=networks] [data-test=choice][value=women]").click();
  await action(card, "Send the request").click();
  await card.locator("[data-test=input-error]:visible").getByText("Tick this box").waitFor();
  await desk.assertAccessible(page);
  await card.locator("[data-test=toggle]").click();
  await action(card, "Send the request").click();

  for (const address of [team, womensNetwork]) {
    const mail = mails(page, address);
    await mail.first().waitFor();
    assert.equal(await mail.count(), 1, `mails to ${address}`);
    const subject = await mail.locator("[data-test=mail-subject]").innerText();
    assert.match(subject, /^Staff network request [A-Z0-9-]+$/);
    const text = await read(mail);
    assert.match(text, /Ada Okafor/);
    assert.match(text, /ada\.okafor@staff\.example/);
    assert.match(text, /Women/);
    assert.doesNotMatch(text, /equality objectives/);
    await desk.assertAccessible(page);
  }
  await newest(page).getByText("has been passed on").waitFor();
  await desk.picture(page, "try-it");
});

test("a network that is named is chosen on the card already", async () => {
  const page = await visit("Bo Lind", "bo.lind@staff.example");
  const card = (await say(page, "I'd like to join the LGBTQ+ network")).locator("[data-test=card]");
  assert.deepEqual(await card.locator("[data-test=choice]:checked").evaluateAll((boxes) => boxes.map((box) => box.value)), ["lgbt"]);
});

test("a concern is taken in a dialog that shows seven words, and no word of it stays on the page", async () => {
  const page = await visit("Cem Aydin", "cem.aydin@staff.example", screen);
  const reply = await say(page, "I want to raise a concern");
  await reply.getByText("999").first().waitFor();
  assert.match(await reply.innerText(), new RegExp(`${desk.url}/speak-up`));

  await action(reply, "Open the form here").click();
  const dialog = page.locator("dialog[data-test=dialog][open]");
  await dialog.locator("textarea").fill(canary);
  await desk.assertAccessible(page);
  await action(dialog, "Send").click();

  const receipt = dialog.locator("[data-test=dialog-body] .monospace");
  await receipt.waitFor();
  const words = (await receipt.innerText()).trim().split(/\s+/);
  assert.equal(words.length, 7, words.join(" "));
  for (const word of words) assert.match(word, /^[a-z-]+$/);
  await desk.assertAccessible(page);
  assert.ok(!(await everything(page)).includes("canary"), "the concern stands on the page beside its receipt");

  await dialog.locator("[data-test=dialog-close]").click();
  await dialog.waitFor({ state: "hidden" });
  await page.reload();
  await ready(page);
  await desk.assertAccessible(page);
  const left = await everything(page);
  assert.ok(!left.includes("canary"), "the concern stands on the page");
  assert.ok(!left.includes(words.join(" ")), "the receipt stands on the page");
  assert.doesNotMatch(desk.output(), /canary/);
  assert.equal(await page.locator("[data-test=mail]").filter({ hasText: /concern|canary/i }).count(), 0);
});

test("a group chat gets one neutral line, whatever personal thing is said, and answers a question", async () => {
  const page = await visit("Dee Marsh", "dee.marsh@staff.example");
  await page.locator("#group-chat").click();
  const greeting = newest(page);
  await greeting.waitFor();
  assert.deepEqual((await greeting.locator("[data-test=action]").allInnerTexts()).filter((title) => /join|leave|speak|concern/i.test(title)), []);
  const lines = [];
  for (const personal of ["I'd like to join the LGBTQ+ network", "I want to raise a concern", "please take me off the women's network"]) {
    const reply = await say(page, personal);
    assert.equal(await reply.locator("[data-test=input], [data-test=action]").count(), 0, personal);
    lines.push(await reply.locator(".content").innerText());
  }
  assert.equal(new Set(lines).size, 1, lines.join("\n---\n"));
  assert.match(lines[0], /in private/);
  assert.doesNotMatch(lines[0], /network|concern|LGBT|women/i);

  assert.match(await (await say(page, "Which staff networks are there?")).innerText(), /Women/);
  await desk.assertAccessible(page);
});

test("a mail to the desk is answered in the sender's mailbox", async () => {
  const page = await visit("Eve Stone", "eve.stone@staff.example");
  await page.locator("#mail-subject").fill("A question");
  await page.locator("[data-test=mail-text]").fill("Hello,\n\nwhich staff networks are there?\n\nKind regards\nEve");
  await send(page);
  const reply = mails(page, "eve.stone@staff.example");
  await reply.first().waitFor();
  const text = await read(reply);
  for (const network of ["BAME", "LGBT", "Disabilit", "Women"]) assert.match(text, new RegExp(network));
  assert.equal(await reply.count(), 1);
  await desk.assertAccessible(page);
});

test("whoever has no address in the directory confirms by mail, and only then the request is passed on", async () => {
  const page = await visit("Finn Outside", "");
  const before = await mails(page, team).count();
  const card = (await say(page, "I want to join the disability network")).locator("[data-test=card]");
  await input(card, "mail").fill("finn@elsewhere.example");
  await card.locator("[data-test=toggle]").click();
  await action(card, "Send the request").click();
  await newest(page).getByText("Nothing has been passed on yet").waitFor();

  const toFinn = mails(page, "finn@elsewhere.example");
  await toFinn.first().waitFor();
  await read(toFinn.first());
  assert.equal(await mails(page, team).count(), before, "passed on before it was confirmed");
  assert.equal(await mails(page, disabilityNetwork).count(), 0, "passed on before it was confirmed");
  await toFinn.first().locator("[data-test=mail-reply]").click();
  assert.equal(await page.locator("[data-test=mail-from]").inputValue(), "finn@elsewhere.example");
  await page.locator("[data-test=mail-name]").fill("Finn Outside");
  await page.locator("[data-test=mail-text]").pressSequentially("Yes, that was me.");
  await send(page);

  for (const [address, count] of [[disabilityNetwork, 1], [team, before + 1]]) {
    const mail = mails(page, address);
    await mail.nth(count - 1).waitFor();
    assert.match(await read(mail.first()), /Finn Outside[^]*finn@elsewhere\.example/);
    assert.equal(await mail.count(), count);
  }
  await toFinn.nth(1).waitFor();
  assert.match(await read(toFinn.first()), /has been passed on/);
});

test("what the desk refuses is told in the chat", async () => {
  const page = await visit("Gil Moor", "gil.moor@staff.example");
  const card = (await say(page, "I'd like to join the women's network")).locator("[data-test=card]");
  await page.route("**/api/messages", (route) => {
    const activity = route.request().postDataJSON();
    if (activity.value?.action?.data) activity.value.action.data.form += "x";
    return route.continue({ postData: JSON.stringify(activity) });
  });
  await card.locator("[data-test=toggle]").click();
  desk.expectError(/status of 400/);
  await action(card, "Send the request").click();
  const fault = page.locator("[data-test=fault]");
  await fault.waitFor();
  assert.match(await fault.innerText(), /This card has been changed.*Nothing was sent/);
  await desk.assertAccessible(page);
});

test("the page fits a phone, with a card, a dialog and an opened mail", async () => {
  const page = await visit("Hana Weiss", "hana.weiss@staff.example", phone);
  const fits = async (what) => {
    const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= width, `${what}: ${content} px of content on a screen of ${width} px`);
  };
  await fits("the greeting");
  const card = (await say(page, "I'd like to join the women's network")).locator("[data-test=card]");
  await fits("a card");
  await desk.assertAccessible(page);
  await card.locator("[data-test=toggle]").click();
  await action(card, "Send the request").click();
  const mail = mails(page, "hana.weiss@staff.example").or(mails(page, team)).first();
  await mail.waitFor();
  await read(mail);
  await fits("a mail");
  await desk.picture(page, "try-it-phone");
  await action(await say(page, "I want to raise a concern"), "Open the form here").click();
  await page.locator("dialog[data-test=dialog][open] textarea").waitFor();
  await fits("the dialog");
  await desk.picture(page, "try-it-phone-dialog");
  await desk.assertAccessible(page);
});

/** Opens the page and becomes somebody; the desk has greeted when this returns. */
async function visit(name, address, options = {}) {
  const page = await desk.open("/", options);
  await ready(page);
  await page.locator("[data-test=change-person]").click();
  await page.locator("[data-test=person-name]").fill(name);
  await page.locator("[data-test=person-address]").fill(address);
  await page.locator("[data-test=person-save]").click();
  await page.locator("[data-test=person-dialog]").waitFor({ state: "hidden" });
  await newest(page).waitFor();
  return page;
}

/** The page has asked for its settings and shown the mailboxes that there are. */
async function ready(page) {
  await page.locator("html[data-ready=true]").waitFor();
  await page.locator("[data-test=mailbox]").first().waitFor();
}

/** What the desk said in the chat that is shown. */
function messages(page) {
  return page.locator("[data-test=log]:visible [data-test=desk-message]");
}

function newest(page) {
  return messages(page).last();
}

/** Says something; gives the desk's reply once it is there. */
async function say(page, text) {
  const before = await messages(page).count();
  await page.locator("[data-test=say]").fill(text);
  await page.locator("[data-test=send]").click();
  const reply = messages(page).nth(before);
  await reply.waitFor();
  return reply;
}

function action(place, title) {
  return place.locator("[data-test=action]").getByText(title, { exact: true });
}

function input(card, id) {
  return card.locator(`[data-test=input][data-input=${id}] [data-test=input-control]`);
}

/** The mails in somebody's mailbox, newest first. */
function mails(page, address) {
  return page.locator(`[data-test=mail][data-mailbox="${address}"]`);
}

/** Opens a mail if it is not open, and gives its text. */
async function read(mail) {
  const opener = mail.locator("[data-test=mail-open]");
  if (await opener.getAttribute("aria-expanded") === "false") await opener.click();
  const text = mail.locator("[data-test=mail-text-shown]");
  await text.waitFor();
  return text.innerText();
}

/** Sends the mail in the form. */
async function send(page) {
  await page.locator("[data-test=mail-send]").click();
  await page.locator("[data-test=mail-sent]").getByText("Sent.").waitFor();
}

/** The page as it stands, what was typed into its boxes included, and what the browser keeps for it. */
function everything(page) {
  return page.evaluate(() => [
    document.documentElement.outerHTML,
    ...[...document.querySelectorAll("input, textarea")].map((control) => control.value),
    JSON.stringify({ ...localStorage, ...sessionStorage }),
    document.cookie,
    location.href,
  ].join("\n"));
}

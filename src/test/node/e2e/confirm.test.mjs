// The page that a confirmation mail links to: only its buttons confirm or refuse.
import { test } from "node:test";
import assert from "node:assert/strict";
import { useDesk } from "./desk.mjs";

const desk = useDesk();
const network = "women.network@kmicb.example";
const unknown = "/confirm/KMC-0123456789ABCDEFGHJKMNPQRS";

test("the page can be read and used by everybody, on a phone too, and names nothing", async () => {
  const page = await desk.open(unknown, { viewport: { width: 360, height: 740 } });
  await desk.picture(page, "confirm");
  await desk.assertAccessible(page);
  assert.deepEqual(await page.locator("h1").allInnerTexts(), ["Confirm your request"]);
  assert.doesNotMatch(await page.content(), /BAME|LGBT|Disabilit|Women/);
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= screen, `${content} px of content on a screen of ${screen} px`);
});

test("the link of a mail confirms once its button is pressed, without script", async () => {
  const link = await confirmationLink("fern@elsewhere.example");
  for (let scans = 0; scans < 3; scans++) assert.equal((await fetch(link)).status, 200);

  const page = await desk.open(new URL(link).pathname, { javaScriptEnabled: false });
  await Promise.all([page.waitForResponse((answer) => answer.request().method() === "POST"), page.getByRole("button", { name: "Confirm my request" }).click()]);
  await page.getByText("Join the Women's network").waitFor();
  assert.deepEqual(await page.locator("h1").allInnerTexts(), ["Confirmed"]);
  assert.deepEqual(await page.context().cookies(), []);
  await until(async () => (await mails(network)).length === 1);

  const later = await desk.open(new URL(link).pathname);
  desk.expectError(/410/);
  await later.getByRole("button", { name: "Confirm my request" }).click();
  await later.getByText("nothing left to confirm").waitFor();
  await desk.picture(later, "confirm-again");
  await desk.assertAccessible(later);
  assert.doesNotMatch(await later.content(), /Women/);
  assert.equal((await mails(network)).length, 1);
});

test("whoever did not ask strikes the request out, without script", async () => {
  const link = new URL(await confirmationLink("gus@elsewhere.example")).pathname;
  const before = (await mails(network)).length;
  const page = await desk.open(link, { javaScriptEnabled: false });
  await page.getByRole("button", { name: "This was not me" }).click();
  await page.getByText("This request is struck out").waitFor();
  assert.deepEqual(await page.locator("h1").allInnerTexts(), ["Struck out"]);
  await desk.picture(page, "confirm-refused");

  const later = await desk.open(link);
  desk.expectError(/410/);
  await later.getByRole("button", { name: "Confirm my request" }).click();
  await later.getByText("nothing left to confirm").waitFor();
  assert.equal((await mails(network)).length, before);
});

/** Somebody without an address in the directory asks to join; where the mail that comes of it leads. */
async function confirmationLink(address) {
  const already = (await mails(network)).length;
  const page = await desk.open("/");
  await page.locator("html[data-ready=true]").waitFor();
  await page.locator("[data-test=change-person]").click();
  await page.locator("[data-test=person-name]").fill("Fern Outside");
  await page.locator("[data-test=person-address]").fill("");
  await page.locator("[data-test=person-save]").click();
  await page.locator("[data-test=person-dialog]").waitFor({ state: "hidden" });
  const said = page.locator("[data-test=log]:visible [data-test=desk-message]");
  await said.last().waitFor();
  const before = await said.count();
  await page.locator("[data-test=say]").fill("I want to join the women's network");
  await page.locator("[data-test=send]").click();
  const card = said.nth(before).locator("[data-test=card]");
  await card.locator("[data-test=input][data-input=mail] [data-test=input-control]").fill(address);
  await card.locator("[data-test=toggle]").click();
  await card.locator("[data-test=action]").getByText("Send the request", { exact: true }).click();
  const [mail] = await until(async () => {
    const found = await mails(address);
    return found.length === 1 && found;
  });
  const html = await (await fetch(`${desk.url}${mail}/html`)).text();
  const link = /<a href="([^"]+)"/.exec(html)?.[1];
  assert.match(link, new RegExp(`^${desk.url}/confirm/KMC-[0-9A-Z]{26}$`));
  assert.equal((await mails(network)).length, already, "passed on before it was confirmed");
  return link;
}

/** The paths of the mails in somebody's boxes on the server inside the desk. */
async function mails(address) {
  const boxes = await (await fetch(`${desk.url}/try/mailboxes`)).json();
  return boxes
    .filter((box) => box.address === address)
    .flatMap((box) => box.folders.flatMap((folder) => folder.mails.map(({ uid }) =>
      `/try/mailboxes/${encodeURIComponent(address)}/${encodeURIComponent(folder.name)}/${uid}`)));
}

async function until(found) {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    const result = await found();
    if (result) return result;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("did not come within 20 s");
}

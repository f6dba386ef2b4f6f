// A concern from the form to the guardian's desk and back to its reporter, all opened in browsers.
import { test } from "node:test";
import assert from "node:assert/strict";
import { KeySet, Receipt, newReport } from "../../../main/resources/assets/cases.js";
import { base64url, seal } from "../../../main/resources/assets/sealing.js";
import { useDesk } from "./desk.mjs";
import { comeBack, demoGuardians, guardianCommand, open, openThatSays, signIn, speakUp, unlock } from "./guardian.mjs";

const desk = useDesk();
const phone = { viewport: { width: 360, height: 740 } };

async function assertFits(page) {
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= screen, `${content} px of content on a screen of ${screen} px`);
}

test("a guardian opens a concern and replies, and its reporter reads that, adds, answers and is heard", async () => {
  const words = await speakUp(desk, "Canary one: the night rota is unsafe.");

  const page = await signIn(desk);
  await desk.picture(page, "guardian-locked");
  await desk.assertAccessible(page);
  await unlock(desk, page);
  await desk.picture(page, "guardian-list");
  await desk.assertAccessible(page);
  await open(page);
  await page.getByText("The reporter can see now").waitFor();
  assert.equal(await page.locator(".words").first().textContent(), "Canary one: the night rota is unsafe.");
  await page.getByLabel("Your reply").fill("Thank you. Which ward is it?");
  await page.getByRole("button", { name: "Send to the reporter" }).click();
  await page.getByText("Your reply is with the reporter.").waitFor();
  assert.equal(await page.getByLabel("Your reply").inputValue(), "");
  await desk.picture(page, "guardian-case");
  await desk.assertAccessible(page);

  const reporter = await comeBack(desk, words);
  await desk.picture(reporter, "speak-up-case");
  await desk.assertAccessible(reporter);
  assert.match(await reporter.locator("#main").innerText(), /A guardian has read it[^]*Demonstration guardian, guardian[^]*Which ward is it\?/);
  await reporter.getByLabel("Add something").fill("Canary two: ward seven.");
  await reporter.getByRole("button", { name: "Send to the guardians" }).click();
  await reporter.getByText("What you added is with the guardians.").waitFor();
  await reporter.getByLabel("Yes", { exact: true }).check();
  await reporter.getByRole("button", { name: "Answer" }).click();
  await reporter.getByText("Your answer is with the guardians.").waitFor();
  await reporter.getByLabel(/want to withdraw/).check();
  await reporter.getByRole("button", { name: "Withdraw" }).click();
  await reporter.getByText("do not want it pursued.").first().waitFor();
  assert.doesNotMatch(reporter.url(), /[?#]/);
  assert.equal(await reporter.title(), "Inclusion Desk");

  // The guardian's desk still shows the case as it was: what it sends now meets a conflict, and loses nothing.
  desk.expectError(/409/);
  await page.getByLabel("Your reply").fill("Written before reading on.");
  await page.getByRole("button", { name: "Send to the reporter" }).click();
  await page.getByRole("alert").getByText("Somebody else has written meanwhile").waitFor();
  assert.equal(await page.getByLabel("Your reply").inputValue(), "Written before reading on.");
  const view = await page.locator("#view").innerText();
  assert.match(view, /Canary two: ward seven\./);
  assert.match(view, /Would speak up again: Yes/);
  assert.match(view, /Wants it not to be pursued\./);
  assert.doesNotMatch(view, /Written before reading on/);
  await desk.assertAccessible(page);
  await page.getByRole("button", { name: "Send to the reporter" }).click();
  await page.getByText("Your reply is with the reporter.").waitFor();
  assert.match(await page.locator("#view").innerText(), /Written before reading on/);
});

test("a guardian classifies and closes, and another sees that, with who did what", async () => {
  const words = await speakUp(desk, "Canary three: to be classified.", { options: { javaScriptEnabled: false } });
  const page = await signIn(desk, "Second demonstration guardian");
  await unlock(desk, page, "second");
  await openThatSays(page, "Canary three");
  await page.getByText("The reporter can see now").waitFor();
  await page.getByLabel("Anonymous").check();
  await page.getByLabel("Bullying or harassment").check();
  await page.getByLabel("Group of the reporter").selectOption("Students");
  await page.getByLabel("What came of it").fill("The rota changed.");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByText("It is kept.").waitFor();
  await page.getByLabel("Last words to the reporter").fill("Closed with thanks.");
  await page.getByRole("button", { name: "Close the concern" }).click();
  await page.getByText("It is closed.").waitFor();
  const view = await page.locator("#view").innerText();
  assert.match(view, /Anonymous[^]*Bullying or harassment[^]*Students[^]*The rota changed\./);
  assert.match(view, /Kept until the end of/);

  const other = await signIn(desk);
  await unlock(desk, other);
  await other.getByRole("region", { name: /^Closed/ }).getByRole("button").first().click();
  await other.getByRole("heading", { name: /^Concern of/ }).waitFor();
  const told = await other.locator("#view").innerText();
  assert.match(told, /Second demonstration guardian opened it[^]*classified it[^]*closed it/);
  await other.getByRole("button", { name: "Open it again" }).click();
  await other.getByText("It is open again.").waitFor();
  await other.getByRole("button", { name: "Close: not a case" }).click();
  await other.getByText("left out of every return").waitFor();

  const reporter = await comeBack(desk, words, { javaScriptEnabled: false });
  assert.match(await reporter.locator("#main").innerText(), /Closed[^]*Closed with thanks\./);
});

test("who was left out is not shown that there is a concern", async () => {
  await speakUp(desk, "Canary four: about the second guardian.", { leaveOut: ["Second demonstration guardian"] });
  const [one, two] = [await signIn(desk), await signIn(desk, "Second demonstration guardian")];
  await unlock(desk, one);
  await unlock(desk, two, "second");
  const count = (page) => page.getByRole("button", { name: /^Open the concern/ }).count();
  assert.equal(await count(one), (await count(two)) + 1);
});

test("what nobody has read is deleted when its reporter withdraws", async () => {
  const words = await speakUp(desk, "Canary five: sent too soon.");
  const reporter = await comeBack(desk, words, phone);
  await desk.picture(reporter, "speak-up-case-phone");
  await assertFits(reporter);
  await reporter.getByRole("button", { name: "Withdraw" }).click();
  await reporter.getByRole("alert").getByText("Tick the box first").waitFor();
  await reporter.getByLabel(/want to withdraw/).check();
  await reporter.getByRole("button", { name: "Withdraw" }).click();
  await reporter.getByRole("heading", { name: "Deleted" }).waitFor();
  await desk.assertAccessible(reporter);

  const again = await desk.open("/speak-up/return", phone);
  const bodies = [];
  again.on("request", (request) => bodies.push(request.postData() ?? ""));
  await again.getByLabel("Your seven words").fill(words.join("-").toUpperCase());
  await again.getByRole("button", { name: "Show" }).click();
  await again.getByRole("alert").getByText("Nothing was found").waitFor();
  await desk.picture(again, "speak-up-return-phone");
  await desk.assertAccessible(again);
  await assertFits(again);
  assert.deepEqual(bodies.filter((body) => body !== "").map((body) => Object.keys(JSON.parse(body))), [["v", "locator"]]);
});

test("a message that no guardian signed is not shown as a guardian's", async () => {
  const words = await speakUp(desk, "Canary six: waits for a reply.");
  const page = await signIn(desk);
  await unlock(desk, page);
  await openThatSays(page, "Canary six");
  await page.getByText("The reporter can see now").waitFor();
  const reporter = await desk.open("/speak-up/return");
  await reporter.route("**/speak-up/bundle", async (route) => {
    const bundle = await (await route.fetch()).json();
    // The server delivers one entry under the name of another.
    const [one, two] = bundle.case.entries;
    [one.sealed, two.sealed] = [two.sealed, one.sealed];
    await route.fulfill({ json: bundle });
  });
  await reporter.getByLabel("Your seven words").fill(words.join(" "));
  await reporter.getByRole("button", { name: "Show" }).click();
  await reporter.getByText("it bears no guardian's signature or was altered, and is not shown").waitFor();
  assert.equal(await reporter.locator(".line").count(), 0);
});

test("what contradicts itself is not written to, and says with which command a guardian can discard it", async () => {
  const set = await (await fetch(`${desk.url}/speak-up/set`)).json();
  const list = Receipt.words(await (await fetch(`${desk.url}/speak-up/words.txt`)).text());
  const keys = await KeySet.parse(set.keys);
  const words = Receipt.draw(list);
  const sent = await newReport({ words, typed: "Canary odd", leftOut: [], keys, today: set.today });
  // Sealed to the key in the clear, while the sealed words name another one.
  sent.sealed = await seal({
    v: 1, type: "report", case: sent.case, entry: sent.entry, n: 0, day: set.today, text: "Canary odd: against itself.", leftOut: [],
    proof: "AA", set: keys.fingerprint, own: base64url(new Uint8Array(32)),
  }, keys.recipients("shared", sent));
  const taken = await fetch(`${desk.url}/speak-up/sealed`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent),
  });
  assert.equal(taken.status, 204);

  const page = await signIn(desk);
  await unlock(desk, page);
  await openThatSays(page, "Canary odd: against itself.");
  const view = await page.locator("#view").innerText();
  assert.ok(view.includes(`guardian discard ${sent.case} --key FILE`), view);
  await page.getByLabel("Your reply").fill("Hello?");
  await page.getByRole("button", { name: "Send to the reporter" }).click();
  await page.getByRole("alert").getByText("names other readers").waitFor();
  assert.equal(await page.getByLabel("Your reply").inputValue(), "Hello?");
  await desk.assertAccessible(page);

  for (const options of [{}, { javaScriptEnabled: false }]) {
    const reporter = await comeBack(desk, words, options);
    await reporter.getByText("the server names other readers than you chose").first().waitFor();
    await reporter.locator("#text").fill("More, to whom?");
    await reporter.getByRole("button", { name: "Send to the guardians" }).click();
    await reporter.getByRole("alert").getByText("nothing was sent").waitFor();
    assert.equal((await reporter.locator("#text").inputValue()).trim(), "More, to whom?");
  }

  const key = demoGuardians(desk).keyFiles.demo;
  await assert.rejects(guardianCommand(desk, "discard", sent.case, "--key", key), /everything in it is lost for good/);
  assert.match(await guardianCommand(desk, "discard", sent.case, "--yes", "--key", key), /Discarded\./);
  const other = await signIn(desk, "Second demonstration guardian");
  await unlock(desk, other, "second");
  await openThatSays(other, "a guardian discarded it");
  assert.match(await other.locator("#view").innerText(), /Discarded[^]*Demonstration guardian discarded it/);
  assert.equal(await other.getByLabel("Your reply").count(), 0);
  await desk.assertAccessible(other);
  const late = await desk.open("/speak-up/return");
  await late.getByLabel("Your seven words").fill(words.join(" "));
  await late.getByRole("button", { name: "Show" }).click();
  await late.getByRole("alert").getByText("Nothing was found").waitFor();
});

test("the desk can be worked by keyboard, forgets its key when nobody does, and keeps nothing behind", async () => {
  const page = await signIn(desk);
  await page.clock.install();
  const { keyFiles, passphrase } = demoGuardians(desk);
  await page.getByLabel("Your key file").setInputFiles(keyFiles.demo);
  await page.getByLabel("Its passphrase").focus();
  await page.keyboard.type("not the passphrase");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("does not open this file").waitFor();
  await page.getByLabel("Its passphrase").fill(passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Concerns", level: 1 }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Concerns");
  for (let i = 0; i < 20 && !(await page.evaluate(() => /^Open the concern/.test(document.activeElement.textContent))); i++) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /^Concern of/ }).waitFor();
  await page.getByLabel("Your reply").fill("Half a reply");
  assert.deepEqual(await page.evaluate(async () => [
    localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length, document.title,
    location.search + location.hash,
  ]), [0, 0, 0, 0, "Inclusion Desk", ""]);
  await page.clock.fastForward("09:30");
  await page.getByRole("alert").getByText("locks in one minute").waitFor();
  await page.keyboard.press("Shift");
  await page.clock.fastForward("09:30");
  await page.getByRole("alert").getByText("locks in one minute").waitFor();
  await page.clock.fastForward("01:00");
  await page.getByText("forgot your key").waitFor();
  assert.doesNotMatch(await page.content(), /Canary|Half a reply/);
  await desk.assertAccessible(page);
});

test("the desk fits a phone", async () => {
  const page = await signIn(desk, "Demonstration guardian", phone);
  await desk.picture(page, "guardian-locked-phone");
  await assertFits(page);
  await unlock(desk, page);
  await desk.picture(page, "guardian-list-phone");
  await assertFits(page);
  await open(page);
  await desk.picture(page, "guardian-case-phone");
  await assertFits(page);
});

test("the desk names version and fingerprint of the guardians' keys, and a damaged concern beside the others", async () => {
  await speakUp(desk, "Canary whole: beside a damaged one.");
  const page = await signIn(desk);
  await page.route("**/guardian/bundle", async (route) => {
    const bundle = await (await route.fetch()).json();
    await route.fulfill({ json: { ...bundle, damaged: ["00000000-0000-4000-8000-000000000000"] } });
  });
  await unlock(desk, page);
  const { fingerprint } = await (await fetch(`${desk.url}/speak-up/set`)).json();
  const list = await page.locator("#desk").innerText();
  assert.ok(list.includes(`keys, version 1, have the fingerprint ${fingerprint}`));
  assert.match(list, /Damaged \(1\)[^]*00000000-0000-4000-8000-000000000000/);
  await desk.assertAccessible(page);
  await openThatSays(page, "Canary whole: beside a damaged one.");
});

test("notes and outcome that are too much for one record are told so, and stay", async () => {
  await speakUp(desk, "Canary heavy: to be written about at length.");
  const page = await signIn(desk);
  await unlock(desk, page);
  await openThatSays(page, "Canary heavy: to be written about at length.");
  const most = "\u0939".repeat(20_000);
  for (const field of ["#outcome", "#notes"]) await page.locator(field).fill(most);
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByRole("alert").getByText("together longer than 90,000 bytes").waitFor();
  for (const field of ["#outcome", "#notes"]) assert.equal(await page.locator(field).inputValue(), most);
  await page.locator("#outcome").fill("Short.");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByText("It is kept.").waitFor();
});

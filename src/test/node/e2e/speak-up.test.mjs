import { test } from "node:test";
import assert from "node:assert/strict";
import { useDesk } from "./desk.mjs";

const desk = useDesk();
const phone = { viewport: { width: 360, height: 740 } };

test("the form can be read and used by everybody", async () => {
  const page = await desk.open("/speak-up");
  await desk.picture(page, "speak-up");
  await desk.assertAccessible(page);
});

test("the form fits a phone", async () => {
  const page = await desk.open("/speak-up", phone);
  await desk.picture(page, "speak-up-phone");
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= screen, `${content} px of content on a screen of ${screen} px`);
});

test("whoever is in danger reads where to turn before the first box", async () => {
  const page = await desk.open("/speak-up");
  const before = await page.evaluate(() => {
    const range = document.createRange();
    range.setStart(document.body, 0);
    range.setEndBefore(document.querySelector("textarea"));
    return range.toString();
  });
  assert.match(before, /999/);
  assert.match(before, /not monitored/i);
  assert.match(before, /safeguarding team[^]*on working days[^]*without your agreement/);
});

for (const [how, options] of [["without script", { javaScriptEnabled: false }], ["with script", {}]]) {
  test(`a concern is taken ${how}, with no cookie and no redirect, and its words are not shown again`, async () => {
    const scripted = options.javaScriptEnabled !== false;
    const page = await desk.open("/speak-up", options);
    const bodies = [];
    page.on("request", (request) => bodies.push(request.postData() ?? ""));
    await page.locator("textarea").first().fill("Marmalade canary: the rota for nights is unsafe.");
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === "POST"),
      page.locator("form:has(textarea) [type=submit]").last().click(),
    ]);
    assert.equal(answer.status(), scripted ? 204 : 200);
    const words = await page.locator(".receipt li").allTextContents();
    assert.equal(words.length, 7);
    if (scripted) {
      await desk.picture(page, "speak-up-receipt");
      await desk.assertAccessible(page);
      assert.doesNotMatch(bodies.join("\n"), /Marmalade canary/);
      for (const word of words) assert.ok(!bodies.some((body) => body.includes(`"${word}"`)), "a word of the receipt was sent");
      assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.title]), [0, 0, "Inclusion Desk"]);
    }
    assert.deepEqual(await page.context().cookies(), []);
    assert.doesNotMatch(await page.content(), /Marmalade canary/);
    assert.doesNotMatch(page.url(), /[?#]/);
    assert.doesNotMatch(desk.output(), /Marmalade canary/);
  });
}

test("with script, what cannot be sent stays in the box, and nothing is sent", async () => {
  const page = await desk.open("/speak-up");
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("alert").getByText("Write what you want to say").waitFor();
  await desk.assertAccessible(page);

  await page.getByLabel("What do you want to say?").fill("a".repeat(20_001));
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("alert").getByText("longer than 20,000").waitFor();
  assert.equal((await page.getByLabel("What do you want to say?").inputValue()).length, 20_001);

  await page.getByLabel("What do you want to say?").fill("About both.");
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("alert").getByText("left out every guardian").waitFor();
  assert.deepEqual(sent, []);
});

test("with script, a text whose answer was lost is sent again as it was, and stored once", async () => {
  const page = await desk.open("/speak-up");
  desk.expectError(/Failed to load resource/);
  const bodies = [];
  await page.route("**/speak-up/sealed", async (route) => {
    bodies.push(route.request().postData());
    if (bodies.length === 1) {
      await route.fetch();
      await route.abort();
    } else {
      await route.continue();
    }
  });
  await page.getByLabel("What do you want to say?").fill("Sent twice.");
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("alert").getByText("could not be stored").waitFor();
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("heading", { name: "Received" }).waitFor();
  assert.equal(bodies.length, 2);
  assert.equal(bodies[0], bodies[1]);
});

test("with script, keys other than those on the form are told, and nothing is sent before one agrees", async () => {
  const page = await desk.open("/speak-up");
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  await page.evaluate(() => {
    document.getElementById("fingerprint").textContent = "0000-0000-0000-0000-0000";
  });
  await page.getByLabel("What do you want to say?").fill("Who reads this?");
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("alert").getByText("keys have changed").waitFor();
  assert.deepEqual(sent, []);
});

test("with script, a set that changed on the way is told, what was typed stays, and it is sealed anew", async () => {
  const page = await desk.open("/speak-up");
  desk.expectError(/422/);
  const bodies = [];
  await page.route("**/speak-up/sealed", async (route) => {
    bodies.push(JSON.parse(route.request().postData()));
    if (bodies.length > 1) return route.continue();
    // As if it had been sealed to guardians of before: the desk knows other keys.
    const [first, ...others] = bodies[0].sealed.recipients;
    const kid = `A${first.header.kid.slice(1, -2)}AA`;
    const recipients = [{ ...first, header: { ...first.header, kid } }, ...others].sort((one, other) => (one.header.kid < other.header.kid ? -1 : 1));
    return route.continue({ postData: JSON.stringify({ ...bodies[0], sealed: { ...bodies[0].sealed, recipients } }) });
  });
  const answered = page.waitForResponse("**/speak-up/sealed");
  await page.getByLabel("What do you want to say?").fill("Sealed to whom?");
  await page.getByRole("button", { name: "Send" }).click();
  assert.equal((await (await answered).json()).code, "set-changed");
  await page.getByRole("alert").getByText("guardians have changed").waitFor();
  assert.equal(await page.getByLabel("What do you want to say?").inputValue(), "Sealed to whom?");
  await desk.assertAccessible(page);
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("heading", { name: "Received" }).waitFor();
  assert.equal(bodies.length, 2);
  assert.notEqual(bodies[0].case, bodies[1].case);
});

test("with script, a set of guardians whose signatures do not hold is not sealed to", async () => {
  const page = await desk.open("/speak-up");
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  await page.route("**/speak-up/set", async (route) => {
    const set = await (await route.fetch()).json();
    const payload = JSON.parse(Buffer.from(set.keys.sets[0].payload, "base64url"));
    [payload.guardians[0].sealing, payload.guardians[1].sealing] = [payload.guardians[1].sealing, payload.guardians[0].sealing];
    set.keys.sets[0].payload = Buffer.from(JSON.stringify(payload)).toString("base64url");
    await route.fulfill({ json: set });
  });
  await page.getByLabel("What do you want to say?").fill("Who reads this?");
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("alert").getByText("not signed as they must be").waitFor();
  assert.deepEqual(sent, []);
});

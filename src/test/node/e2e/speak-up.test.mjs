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
});

for (const [how, options] of [["without script", { javaScriptEnabled: false }], ["with script", {}]]) {
  test(`a concern is taken ${how}, with no cookie and no redirect, and its words are not shown again`, async () => {
    const page = await desk.open("/speak-up", options);
    await page.locator("textarea").first().fill("Marmalade canary: the rota for nights is unsafe.");
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === "POST"),
      page.locator("form:has(textarea) [type=submit]").last().click(),
    ]);
    assert.equal(answer.status(), 200);
    await page.waitForLoadState();
    if (options.javaScriptEnabled !== false) {
      await desk.picture(page, "speak-up-receipt");
      await desk.assertAccessible(page);
    }
    assert.deepEqual(await page.context().cookies(), []);
    assert.doesNotMatch(await page.content(), /Marmalade canary/);
    assert.doesNotMatch(page.url(), /[?#]/);
    assert.doesNotMatch(desk.output(), /Marmalade canary/);
  });
}

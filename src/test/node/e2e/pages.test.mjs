// The pages that belong to every site: read without script, by everybody, on a phone too.
import { test } from "node:test";
import assert from "node:assert/strict";
import { useDesk } from "./desk.mjs";

const desk = useDesk();

for (const [path, heading, holds] of [
  ["/privacy", "Privacy", /kmicb\.od@nhs\.net/],
  ["/accessibility", "Accessibility", /Web Content Accessibility Guidelines 2\.2/],
  ["/terms", "Terms of use", /call 999/],
]) {
  test(`${path} can be read without script, and sets no cookie`, async () => {
    const page = await desk.open(path, { javaScriptEnabled: false });
    assert.deepEqual(await page.locator("h1").allInnerTexts(), [heading]);
    assert.match(await page.locator("main").innerText(), holds);
    assert.deepEqual(await page.context().cookies(), []);
  });

  test(`${path} can be read by everybody, on a phone too`, async () => {
    const page = await desk.open(path, { viewport: { width: 360, height: 740 } });
    await desk.assertAccessible(page);
    const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= screen, `${content} px of content on a screen of ${screen} px`);
  });
}

test("each page leads to the others", async () => {
  const page = await desk.open("/speak-up", { javaScriptEnabled: false });
  for (const [link, heading] of [["Privacy", "Privacy"], ["Accessibility", "Accessibility"], ["Terms of use", "Terms of use"]]) {
    await page.locator("footer").getByRole("link", { name: link }).click();
    assert.equal(await page.locator("h1").innerText(), heading);
  }
});

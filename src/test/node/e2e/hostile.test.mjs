// What strangers write stays text, wherever it is shown: in the case without script and with, at the guardian's desk, in its files.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { useDesk } from "./desk.mjs";
import { comeBack, open, signIn, speakUp, unlock } from "./guardian.mjs";

const desk = useDesk();

const corpus = [
  "<script>globalThis.owned = 1</script><img src=x onerror=\"globalThis.owned = 1\"><svg onload=globalThis.owned=1>",
  "</textarea></template></main><iframe srcdoc=\"<script>parent.owned=1</script>\"></iframe>",
  "<style>*{display:none}</style><link rel=stylesheet href=//evil.example/x.css><base href=//evil.example>",
  "javascript:alert(1) https://evil.example/track?who=you mailto:guardian@evil.example data:text/html,<b>x</b>",
  "{{ 7 * 7 }} {% block main %} ${globalThis.owned = 1} #{1}",
  "=HYPERLINK(\"http://evil.example\",\"Open\")\n+1+cmd|' /C calc'!A0\n-2+3\n@SUM(1)\n\t=1+1",
  "invoice\u202Efdp.exe and \u2066\u2067nested\u2069\u2069 and \u200Fright\u200E",
  "a\u200Bb\u2060c\uFEFFd\u00ADe\u{E0041}\u{E007F}f\u0007g\u001b[31mh\u2028i\u009bj",
  "Z\u0335\u0321\u0321a\u0335\u0327l\u0334g\u0334o ".repeat(40),
  "\u{1F468}\u200D\u{1F469}\u200D\u{1F467} क्\u200Dष می\u200Cخواهم الشكوى",
  "W".repeat(3_000),
  "__proto__ constructor toString\n{\"v\":1,\"signed\":\"x\"}\n-->]]>&lt;b&gt;&#x202e;",
];

test("hostile texts are shown as they are, to guardian and reporter", async () => {
  const all = corpus.join("\n\n");
  const words = await speakUp(desk, all);
  const page = await signIn(desk);
  await unlock(desk, page);
  await open(page);
  await page.getByText("The reporter can see now").waitFor();
  await desk.picture(page, "guardian-hostile");
  const shown = await page.locator("#view .words").first().textContent();
  const visible = (text) => text.replace(/[\u0007\u001b\u009b\u00ad\u200b\u200e\u200f\u2028\u202e\u2060\u2066\u2067\u2069\ufeff\u{e0041}\u{e007f}]/gu,
    (sign) => `<U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>`);
  assert.equal(shown, visible(all.trim()));
  assert.equal(await page.locator("#view").locator("a, img, svg, script, style, iframe, link").count(), 0);
  assert.equal(await page.evaluate(() => globalThis.owned), undefined);
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= screen, `${content} px of content on a screen of ${screen} px`);
  await desk.assertAccessible(page);

  // What a guardian writes comes from an organisation's own people, and is shown no otherwise.
  await page.getByLabel("Your reply").fill(all);
  await page.getByRole("button", { name: "Send to the reporter" }).click();
  await page.getByText("Your reply is with the reporter.").waitFor();
  const reporter = await comeBack(desk, words);
  assert.equal(await reporter.locator(".words").last().textContent(), visible(all.trim()));
  assert.equal(await reporter.locator("#lines").locator("a, img, svg, script, style, iframe, link").count(), 0);
  const withoutScript = await comeBack(desk, words, { javaScriptEnabled: false });
  assert.equal(await withoutScript.locator("main").locator("img, svg, iframe, style").count(), 0);

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as CSV" }).click()]);
  assert.equal(download.suggestedFilename(), "concern.csv");
  const csv = readFileSync(await download.path(), "utf8");
  assert.doesNotMatch(csv, /(?:^|\r\n|",)"[=+\-@\t]/);
});

for (const start of ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "  =1", "\uFF1D1"]) {
  test(`a cell that begins with ${JSON.stringify(start)} is no formula to a spreadsheet`, async () => {
    const { csvLine } = await import("../../../main/resources/assets/guardian.js");
    assert.equal(csvLine([start, 'say "no"']), `"'${start}","say ""no"""\r\n`);
  });
}

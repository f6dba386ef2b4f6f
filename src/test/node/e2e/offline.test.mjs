// The guardian's desk as one file: sealed concerns go in, signed changes come out, and the commands take them.
import { test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { useDesk } from "./desk.mjs";
import { comeBack, demoGuardians, guardianCommand, open, speakUp } from "./guardian.mjs";

const desk = useDesk();
const file = fileURLToPath(new URL("../../../../target/inclusion-desk-guardian.html", import.meta.url));
const guardian = (...args) => guardianCommand(desk, ...args);

test("the offline page is the one whose hash was written beside it", () => {
  assert.ok(existsSync(file), `${file} is missing: run mvn package first`);
  const digest = createHash("sha256").update(readFileSync(file)).digest("hex");
  assert.equal(readFileSync(`${file}.sha256`, "utf8"), `${digest}  inclusion-desk-guardian.html\n`);
});

test("a guardian works offline on a bundle, and the server takes the changes once they are imported", async () => {
  const words = await speakUp(desk, "Canary offline: read far from the server.");
  const bundle = join(desk.dataDir, "bundle.json");
  await guardian("export", "--for", "demo", bundle);

  const page = await desk.openFile(file);
  await desk.picture(page, "offline-locked");
  await desk.assertAccessible(page);
  const { keyFiles, passphrase } = demoGuardians(desk);
  await page.getByLabel("The bundle of sealed concerns").setInputFiles(bundle);
  await page.getByLabel("Your key file").setInputFiles(keyFiles.demo);
  await page.getByLabel("Its passphrase").fill(passphrase);
  await page.getByRole("button", { name: "Open the desk" }).click();
  await page.getByRole("heading", { name: "Concerns", level: 1 }).waitFor();
  const { fingerprint } = await (await fetch(`${desk.url}/speak-up/set`)).json();
  assert.ok((await page.locator("#desk").innerText()).includes(`keys, version 1, have the fingerprint ${fingerprint}`));
  await open(page);
  await page.getByText("The reporter can see now").waitFor();
  await page.getByLabel("Your reply").fill("Written offline.");
  await page.getByRole("button", { name: "Send to the reporter" }).click();
  await page.getByText("Your reply is with the reporter.").waitFor();
  await page.getByLabel("Last words to the reporter").fill("Closed offline.");
  await page.getByRole("button", { name: "Close the concern" }).click();
  await page.getByText("It is closed.").waitFor();
  await page.getByRole("button", { name: "All concerns" }).click();
  await page.getByText("3 change(s) made here are not saved yet.").waitFor();
  await desk.picture(page, "offline-list");
  await desk.assertAccessible(page);
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save the changes" }).click()]);
  const changes = join(desk.dataDir, "changes.json");
  await saved.saveAs(changes);
  assert.doesNotMatch(readFileSync(changes, "utf8"), /offline\./);
  const [kept] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save the bundle" }).click()]);
  const later = join(desk.dataDir, "later.json");
  await kept.saveAs(later);

  // Java reads what the page wrote: the bundle as it is now, and the changes.
  assert.match(await guardian("open", "--bundle", later, "--key", keyFiles.demo), /Written offline\.[^]*Closed offline\./);
  assert.match(await guardian("import", changes), /^3 of 3 change\(s\) made\.$/m);
  await assert.rejects(guardian("import", changes), /3 change\(s\) were refused/);
  assert.match(await guardian("open", "--key", keyFiles.second), /Canary offline[^]*Written offline\.[^]*Closed offline\./);

  const reporter = await comeBack(desk, words);
  assert.match(await reporter.locator("#main").innerText(), /Closed[^]*Written offline\.[^]*Closed offline\./);
});

test("the offline page refuses a bundle that was altered, and a key of somebody else", async () => {
  const bundle = join(desk.dataDir, "altered.json");
  await guardian("export", "--for", "second", bundle);
  const json = readFileSync(bundle, "utf8");
  const { keyFiles, passphrase } = demoGuardians(desk);
  const page = await desk.openFile(file);
  const attempt = async (text) => {
    await page.getByLabel("The bundle of sealed concerns").setInputFiles({ name: "b.json", mimeType: "application/json", buffer: Buffer.from(text) });
    await page.getByLabel("Your key file").setInputFiles(keyFiles.demo);
    await page.getByLabel("Its passphrase").fill(passphrase);
    await page.getByRole("button", { name: "Open the desk" }).click();
  };
  await attempt(json);
  await page.getByRole("alert").getByText("made for another guardian").waitFor();
  await attempt(json.replace('"leftOut":[]', '"leftOut":["second"]').replace('"for":"second"', '"for":"demo"'));
  await page.getByRole("alert").getByText("or are damaged").waitFor();
});

// What tests of the guardian's desk share: writing as a reporter, signing in, opening the desk with a key file.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const jar = fileURLToPath(new URL("../../../../target/inclusion-desk.jar", import.meta.url));

/** Runs a guardian's command beside the desk, with the demonstration guardians' passphrase; what it writes. */
export const guardianCommand = async (desk, ...args) => (await promisify(execFile)("java", ["-jar", jar, "guardian", ...args], {
  cwd: desk.dataDir,
  env: { ...process.env, DATA_DIR: desk.dataDir, DESK_GUARDIAN_PASSPHRASE: demoGuardians(desk).passphrase },
})).stdout;

/** The files of the demonstration guardians: key file of "demo" and of "second", and their passphrase. */
export function demoGuardians(desk) {
  const directory = join(desk.dataDir, "demo-guardian");
  return {
    keyFiles: { demo: join(directory, "guardian-key.jwe"), second: join(directory, "second-key.jwe") },
    passphrase: readFileSync(join(directory, "passphrase.txt"), "utf8").trim(),
  };
}

/** Speaks up by the form; the seven words. */
export async function speakUp(desk, text, { options = {}, leaveOut = [] } = {}) {
  const page = await desk.open("/speak-up", options);
  await page.locator("#text").fill(text);
  for (const name of leaveOut) await page.getByLabel(`Leave out ${name}`, { exact: true }).check();
  await page.getByRole("button", { name: "Send to the guardians" }).click();
  await page.getByRole("heading", { name: "Received" }).waitFor();
  return page.locator(".receipt li").allTextContents();
}

/** Comes back with the seven words. */
export async function comeBack(desk, words, options = {}) {
  const page = await desk.open("/speak-up/return", options);
  await page.getByLabel("Your seven words").fill(words.join(" "));
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByRole("heading", { name: "What you raised" }).waitFor();
  return page;
}

/** Signs in as a demonstration guardian; the page with the locked desk. */
export async function signIn(desk, name = "Demonstration guardian", options = {}) {
  const page = await desk.open("/guardian", options);
  await page.getByLabel(name, { exact: true }).check();
  await page.getByLabel(/Passphrase/).fill(demoGuardians(desk).passphrase);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Open the desk" }).waitFor();
  return page;
}

/** Opens a locked desk with a key file. */
export async function unlock(desk, page, guardian = "demo") {
  const { keyFiles, passphrase } = demoGuardians(desk);
  await page.getByLabel("Your key file").setInputFiles(keyFiles[guardian]);
  await page.getByLabel("Its passphrase").fill(passphrase);
  await page.getByRole("button", { name: "Open the desk" }).click();
  await page.getByRole("heading", { name: "Concerns", level: 1 }).waitFor();
}

/** Opens one of the listed concerns. */
export async function open(page, number = 0) {
  await page.getByRole("button", { name: /^Open the concern/ }).nth(number).click();
  await page.getByRole("heading", { name: /^Concern of/ }).waitFor();
}

/** Opens the concern that says something, among however many there are. Reading moves one in the list, so each is found by its name. */
export async function openThatSays(page, text) {
  const buttons = page.getByRole("button", { name: /^Open the concern/ });
  for (const name of await buttons.allTextContents()) {
    await page.getByRole("button", { name, exact: true }).click();
    await page.getByRole("heading", { name: /^Concern of/ }).waitFor();
    if ((await page.locator("#view").innerText()).includes(text)) {
      return;
    }
    await page.getByRole("button", { name: "All concerns" }).click();
    await page.getByRole("heading", { name: "Concerns", level: 1 }).waitFor();
  }
  throw new Error("no concern says that");
}

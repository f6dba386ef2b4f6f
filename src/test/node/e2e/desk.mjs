// The desk as people meet it: the packaged jar, and Chromium in front of it.
//
//   const desk = useDesk();                      one desk and one browser for the tests of the file
//   test("...", async () => {
//     const page = await desk.open("/speak-up"); a fresh browser profile; desk.url is where the desk listens
//     await desk.picture(page, "speak-up");      target/screenshots/speak-up.png
//     await desk.assertAccessible(page);         WCAG 2.2 AA, as far as axe can tell; needs script enabled
//   });
//
// A page that throws, logs an error that was not expected, or asks for anything from another host fails the test that opened it.
import { after, afterEach, before } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";

const target = fileURLToPath(new URL("../../../../target/", import.meta.url));
const jar = join(target, "inclusion-desk.jar");
const pictures = join(target, "screenshots");
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const startWithin = 120_000;
const stopWithin = 15_000;

/**
 * Starts a desk and a browser before the tests of the calling file and stops both after them.
 *
 * @param env settings for the desk beside those of the embedded default, by environment variable
 */
export function useDesk({ env = {} } = {}) {
  const desk = {};
  let server;
  let browser;
  let opened = [];
  let expected = [];

  before(async () => {
    server = await startDesk(env);
    desk.url = server.url;
    desk.dataDir = server.dataDir;
    browser = await startBrowser();
  });
  afterEach(async () => {
    const faults = opened.flatMap(({ faults }) => faults).filter((fault) => !expected.some((pattern) => pattern.test(fault)));
    await Promise.all(opened.map(({ context }) => context.close()));
    opened = [];
    expected = [];
    assert.deepEqual(faults, []);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** From now to the end of the test, an error that matches is no fault of the page. */
  desk.expectError = (pattern) => expected.push(pattern);

  /** Everything that the desk has written to standard output and standard error so far. */
  desk.output = () => server.output();

  /**
   * Opens a page in a profile of its own, without cookies or history.
   *
   * @param path where to go, from the desk's root
   * @param options Playwright's options for a browser context, as `javaScriptEnabled: false` or `viewport`
   * @returns the page, loaded with status 200
   */
  desk.open = async (path, options = {}) => {
    const page = await newPage(path, new URL(desk.url).origin, options);
    const response = await page.goto(desk.url + path);
    assert.equal(response.status(), 200, `GET ${path}`);
    return page;
  };

  /** The same for a page that lies in a file, which may ask nobody for anything. */
  desk.openFile = async (file, options = {}) => {
    const page = await newPage(file, "file:", options);
    await page.goto(pathToFileURL(file).href);
    return page;
  };

  async function newPage(path, own, options) {
    const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/London", reducedMotion: "reduce", ...options });
    const faults = [];
    opened.push({ context, faults });
    await context.route((url) => url.origin !== own && !(own === "file:" && url.protocol === "file:"), (route) => {
      faults.push(`${path} asks another host: ${route.request().url()}`);
      return route.abort();
    });
    context.on("weberror", (error) => faults.push(`${path} throws: ${error.error()}`));
    context.on("console", (message) => {
      if (message.type() === "error") faults.push(`${path} logs an error: ${message.text()}`);
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    return page;
  }

  /** Keeps a picture of the whole page as target/screenshots/NAME.png. */
  desk.picture = (page, name) => {
    mkdirSync(pictures, { recursive: true });
    return page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  };

  /** Fails with what breaks WCAG 2.2 A or AA on the page as it stands, element by element. Needs script enabled. */
  desk.assertAccessible = async (page) => {
    // What is at work for a moment shows pale buttons.
    await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
    await page.evaluate(axe.source);
    const { violations, passes } = await page.evaluate(
      (tags) => globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } }), wcag);
    assert.notEqual(passes.length, 0, "axe has checked nothing");
    assert.deepEqual(
      violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`)), []);
  };

  return desk;
}

/** Starts the packaged jar on ports that the system chooses, with a data directory of its own, and waits until it says it is ready. */
async function startDesk(env) {
  assert.ok(existsSync(jar), `${jar} is missing: run mvn package first`);
  const dataDir = mkdtempSync(join(tmpdir(), "inclusion-desk-"));
  const desk = spawn("java", ["-jar", jar, "serve"], {
    cwd: dataDir,
    env: {
      ...withoutSettings(process.env),
      DATA_DIR: dataDir,
      PORT: "0",
      DESK_INNER_SMTP_PORT: "0",
      DESK_INNER_IMAP_PORT: "0",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => desk.once("close", resolve));
  let output = "";
  const url = await new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`the desk ${why}; it wrote:\n${output}`));
    const late = setTimeout(() => {
      desk.kill("SIGKILL");
      fail(`was not ready within ${startWithin / 1000} s`);
    }, startWithin);
    const take = (text) => {
      output += text;
      const ready = /^Inclusion Desk ready on (http:\S+)$/m.exec(output);
      if (ready) {
        clearTimeout(late);
        resolve(ready[1].replace(/\/$/, ""));
      }
    };
    desk.stdout.setEncoding("utf8").on("data", take);
    desk.stderr.setEncoding("utf8").on("data", take);
    desk.once("error", (error) => fail(`could not be started: ${error.message}`));
    ended.then((status) => {
      clearTimeout(late);
      fail(`ended with status ${status} before it was ready`);
    });
  });

  return {
    url,
    dataDir,
    output: () => output,
    stop: async () => {
      const late = setTimeout(() => desk.kill("SIGKILL"), stopWithin);
      desk.kill("SIGTERM");
      await ended;
      clearTimeout(late);
      rmSync(dataDir, { recursive: true, force: true });
      assert.notEqual(desk.signalCode, "SIGKILL", `the desk did not stop within ${stopWithin / 1000} s of SIGTERM`);
    },
  };
}

/** The environment without what would set up the desk: a test's desk has the embedded default and the test's own. */
function withoutSettings(environment) {
  const settings = /^(DESK_|MICROSOFT_|PORT$|DATA_DIR$)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !settings.test(name)));
}

function startBrowser() {
  return chromium.launch({
    executablePath: browserOnPath(),
    // No sandbox inside a container run by root; nothing that would call home.
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}

function browserOnPath() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  for (const directory of process.env.PATH.split(delimiter)) {
    for (const name of names) {
      const path = join(directory, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        continue;
      }
    }
  }
  throw new Error(`none of ${names.join(", ")} is on the PATH: install Chromium (Debian: apt-get install chromium)`);
}

// A person at JupyterLab, in a real Chromium that can reach this machine only.
import { chromium } from "playwright-core";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const EXECUTION = ".jp-NotebookPanel .jp-Notebook-ExecutionIndicator";

export class Lab {
  static async open({ chromium: executablePath, url, token, notebook, timeout = 60000, height = 1000 }) {
    const profile = fs.mkdtempSync(path.join(os.tmpdir(), "zoetrope-browser-"));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      viewport: { width: 1400, height },
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      ],
    });
    const lab = new Lab(context, profile, timeout);
    try {
      await lab.load(`${url}/lab/workspaces/${path.basename(notebook, ".ipynb")}/tree/${notebook}?token=${token}`);
    } catch (e) {
      await lab.close();
      throw e;
    }
    return lab;
  }

  constructor(context, profile, timeout) {
    this.context = context;
    this.profile = profile;
    this.page = context.pages()[0];
    this.page.setDefaultTimeout(timeout);
    this.elsewhere = [];
    this.errors = [];
    context.on("request", (request) => {
      const asked = new URL(request.url());
      if (!["data:", "blob:", "about:"].includes(asked.protocol) && asked.hostname !== "127.0.0.1") {
        this.elsewhere.push(request.url());
      }
    });
    this.page.on("pageerror", (error) => this.errors.push(String(error)));
    this.page.on("dialog", (dialog) => dialog.accept());
  }

  async load(url) {
    await this.page.goto(url);
    await this.page.waitForSelector(".jp-NotebookPanel .jp-Cell");
    // The page shows "idle" before it has a kernel at all, and what is run then is lost.
    await this.page.waitForFunction(() => {
      const kernel = window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
      return kernel?.status === "idle" && kernel.connectionStatus === "connected";
    });
  }

  idle(timeout) {
    return this.page.waitForSelector(`${EXECUTION}[data-status="idle"]`, { timeout });
  }

  busy(timeout) {
    return this.page.waitForSelector(`${EXECUTION}[data-status="busy"]`, { timeout });
  }

  cell(index) {
    return this.page.locator(`.jp-Notebook .jp-Cell[data-windowed-list-index="${index}"]`);
  }

  outputs(index) {
    return this.cell(index).locator(".jp-OutputArea-output");
  }

  async run(index) {
    await this.cell(index).scrollIntoViewIfNeeded();
    await this.cell(index).locator(".jp-InputArea-editor").click({ position: { x: 60, y: 8 } });
    await this.page.keyboard.press("Shift+Enter");
  }

  /** Writes a cell below the active one and runs it. */
  async append(code) {
    await this.command("notebook:insert-cell-below");
    await this.command("notebook:enter-edit-mode");
    await this.page.keyboard.insertText(code);
    await this.page.keyboard.press("Control+Enter"); // the command would wait until the cell ends
  }

  /** Waits until each cell of code has its number and none waits for one. */
  async allRan() {
    await this.page.waitForFunction(() => {
      const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map((p) => p.textContent.trim());
      return prompts.length > 0 && prompts.every((prompt) => /^\[\d+\]:$/.test(prompt));
    });
    await this.idle();
  }

  saved() {
    return this.page.waitForFunction(() => !window.jupyterapp.shell.currentWidget.context.model.dirty);
  }

  /** Pictures in outputs, those left out that do not load. */
  pictures() {
    return this.page
      .locator(".jp-OutputArea-output img")
      .evaluateAll((all) => all.filter((each) => each.complete && each.naturalWidth > 1).length);
  }

  failures() {
    return this.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').allInnerTexts();
  }

  /** Starts all cells and does not wait for them. */
  runAll() {
    return this.page.evaluate(() => void window.jupyterapp.commands.execute("notebook:run-all-cells"));
  }

  command(id) {
    return this.page.evaluate((name) => window.jupyterapp.commands.execute(name), id);
  }

  pressStop() {
    return this.page.locator('.jp-NotebookPanel-toolbar [data-jp-item-name="interrupt"] jp-button').click();
  }

  async text(index) {
    return (await this.outputs(index).allInnerTexts()).join("\n");
  }

  toasts() {
    return this.page.locator(".Toastify__toast").allInnerTexts();
  }

  async screenshot(file) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
  }

  async close() {
    await this.page
      .evaluate(() => window.jupyterapp?.serviceManager.sessions.shutdownAll())
      .catch(() => undefined); // the page may never have loaded
    await this.context.close();
    fs.rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** How long the work takes, in ms of this process's steady clock. */
export async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Runs the flow with the words of the command line as JSON and prints what it saw as one line of JSON. */
export async function play(flow) {
  const seen = await flow(JSON.parse(process.argv[2]));
  process.stdout.write(JSON.stringify(seen) + "\n");
}

// What a person does with a Java notebook and its widgets, one flow after the other on one page.
import { Lab, play, timed } from "./lab.mjs";

const FIRST = 1;
const COMPLETE = 2;
const PROGRESS = 3;
const SLIDER = 4;
const SLIDER_VALUE = 5;
const COUNTER = 6;
const BUTTON = 7;
const LOOP = 8;
const AFTER_LOOP = 9;
const FRAMES = 10;
const ARRIVED = 11;
const GALLERY = 12;
const CLICKS = 20;

await play(async (words) => {
  const lab = await Lab.open({ ...words, height: 1900 });
  const seen = {};
  const flow = async (name, work) => {
    try {
      seen[name] = await work();
    } catch (e) {
      seen[name] = { failed: String(e) };
    }
    await lab.screenshot(`${words.screenshots}/widgets-${name}.png`);
  };
  try {
    await flow("runACell", () => runACell(lab));
    await flow("completion", () => completion(lab));
    await flow("progress", () => progress(lab));
    await flow("slider", () => slider(lab));
    await flow("counter", () => counter(lab));
    await flow("clicks", () => clicks(lab));
    await flow("frames", () => frames(lab));
    await flow("gallery", () => gallery(lab));
    await flow("reload", () => reload(lab));
    await flow("dark", () => dark(lab));
    await flow("restart", () => restart(lab, words.screenshots));
    await flow("reloadAfterRestart", () => reloadAfterRestart(lab));
    return { ...seen, toasts: await lab.toasts(), elsewhere: lab.elsewhere, errors: lab.errors };
  } finally {
    await lab.close();
  }
});

async function runAndWait(lab, cell) {
  await lab.run(cell);
  await lab.cell(cell).locator(".jp-InputPrompt", { hasText: /\[\d+\]/ }).waitFor();
}

async function runACell(lab) {
  await lab.run(FIRST);
  await lab.outputs(FIRST).filter({ hasText: /^2$/ }).waitFor();
  return { text: await lab.text(FIRST) };
}

async function completion(lab) {
  await lab.cell(COMPLETE).locator(".cm-content").click();
  await lab.page.keyboard.press("Control+End");
  await lab.page.keyboard.type("subs");
  await lab.page.keyboard.press("Tab");
  const popup = lab.page.locator(".jp-Completer:visible");
  await popup.waitFor();
  const offered = await popup.innerText();
  await lab.page.keyboard.press("Escape");
  return { offered };
}

async function progress(lab) {
  await lab.page.evaluate(() => {
    window.zoetropeWidths = [];
    const note = () => {
      const width = document.querySelector(".jupyter-widgets .progress-bar")?.style.width;
      if (width && window.zoetropeWidths.at(-1) !== parseFloat(width)) window.zoetropeWidths.push(parseFloat(width));
    };
    new MutationObserver(note).observe(document.body, { attributes: true, childList: true, subtree: true });
  });
  await runAndWait(lab, PROGRESS);
  await lab.page.waitForFunction(() => window.zoetropeWidths.at(-1) === 100);
  return { widths: await lab.page.evaluate(() => window.zoetropeWidths) };
}

async function slider(lab) {
  await runAndWait(lab, SLIDER);
  await lab.cell(SLIDER).locator(".noUi-handle").focus();
  for (let i = 0; i < 3; i++) await lab.page.keyboard.press("ArrowRight");
  await lab.outputs(SLIDER).filter({ hasText: "speed is now 3" }).waitFor();
  await runAndWait(lab, SLIDER_VALUE);
  await lab.outputs(SLIDER_VALUE).filter({ hasText: /^\d+$/ }).waitFor();
  return { value: await lab.text(SLIDER_VALUE), printed: await lab.text(SLIDER) };
}

async function counter(lab) {
  await runAndWait(lab, COUNTER);
  const button = lab.cell(COUNTER).locator(".flow-counter");
  await button.waitFor();
  await button.click();
  await button.filter({ hasText: "count 11 sum 6 back 5000" }).waitFor();
  const border = await button.evaluate((b) => getComputedStyle(b).borderTopWidth);
  return { text: await button.innerText(), border };
}

/** Clicks while idle, then for the first time during an endless loop, then again, then presses stop. */
async function clicks(lab) {
  await runAndWait(lab, BUTTON);
  await lab.cell(BUTTON).locator("button.jupyter-button").waitFor();
  await lab.run(LOOP);
  await lab.cell(LOOP).locator(".jp-InputPrompt", { hasText: "[*]" }).waitFor();
  await lab.busy();
  const [cold] = await clickTimes(lab, 1);
  const looping = await clickTimes(lab, CLICKS);
  const stillRunning = await lab.cell(LOOP).locator(".jp-InputPrompt").innerText();
  const stopMillis = await timed(async () => {
    await lab.pressStop();
    await lab.cell(LOOP).locator(".jp-InputPrompt", { hasText: /\[\d+\]/ }).waitFor();
  });
  const idle = await clickTimes(lab, CLICKS);
  await lab.run(AFTER_LOOP);
  await lab.outputs(AFTER_LOOP).filter({ hasText: "alive" }).waitFor();
  return { cold, looping, idle, stillRunning, stopMillis, after: await lab.text(AFTER_LOOP) };
}

/** Milliseconds of the page's own clock from each click to the changed page. */
function clickTimes(lab, count) {
  return lab.page.evaluate(async (n) => {
    const panel = [...document.querySelectorAll(".jp-OutputArea-output")].find((o) => o.querySelector(".flow-shown"));
    const button = panel.querySelector("button.jupyter-button");
    const times = [];
    for (let i = 0; i < n; i++) {
      const before = panel.querySelector(".flow-shown").textContent;
      const began = performance.now();
      const changed = new Promise((done, fail) => {
        const patience = setTimeout(() => fail(new Error("no answer to a click in 20 s")), 20000);
        const observer = new MutationObserver(() => {
          if (panel.querySelector(".flow-shown")?.textContent !== before) {
            observer.disconnect();
            clearTimeout(patience);
            done();
          }
        });
        observer.observe(panel, { childList: true, characterData: true, subtree: true });
      });
      button.click();
      await changed;
      times.push(performance.now() - began);
      await new Promise((next) => setTimeout(next, 30));
    }
    return times;
  }, count);
}

async function frames(lab) {
  await runAndWait(lab, FRAMES);
  await lab.cell(FRAMES).locator(".flow-frames").waitFor();
  const stats = await lab.page.evaluate(() => window.zoetropeFeed(200_000, 30, 4));
  const tooBig = await lab.page.evaluate(() => window.zoetropeTooBig());
  await runAndWait(lab, ARRIVED);
  await lab.outputs(ARRIVED).filter({ hasText: /^\d+$/ }).waitFor();
  stats.roundTrips.sort((a, b) => a - b);
  const roundTripMillis = stats.roundTrips[Math.floor(stats.roundTrips.length / 2)];
  return { ...stats, roundTrips: undefined, roundTripMillis, tooBig, arrivedKilobytes: await lab.text(ARRIVED) };
}

async function gallery(lab) {
  await runAndWait(lab, GALLERY);
  await lab.cell(GALLERY).locator(".jp-OutputArea-output", { hasText: "caught by the output" }).first().waitFor();
  return {
    broken: await lab.page.locator(".jupyter-widgets-error-widget").count(),
    controls: await lab.cell(GALLERY).locator(".jupyter-widgets").count(),
    text: await lab.text(GALLERY),
  };
}

async function reload(lab) {
  await lab.command("docmanager:save");
  await lab.saved();
  await lab.load(lab.page.url());
  await lab.cell(COUNTER).locator(".flow-counter").waitFor();
  const counterText = await lab.cell(COUNTER).locator(".flow-counter").innerText();
  await lab.cell(BUTTON).locator("button.jupyter-button").waitFor();
  const readout = await lab.cell(SLIDER).locator(".widget-readout").innerText();
  const click = await clickTimes(lab, 3);
  return { counterText, readout, click };
}

async function dark(lab) {
  await lab.page.evaluate(() => window.jupyterapp.commands.execute("apputils:change-theme", { theme: "JupyterLab Dark" }));
  await lab.page.waitForFunction(() => document.body.dataset.jpThemeLight === "false");
  // The page fades in from behind JupyterLab's logo.
  await lab.page.waitForSelector("#jupyterlab-splash", { state: "detached" });
  const background = await lab.page.evaluate(() => getComputedStyle(document.querySelector(".jp-Notebook")).backgroundColor);
  return { background };
}

async function restart(lab, screenshots) {
  await lab.page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart());
  const note = lab.cell(BUTTON).locator(".zoetrope-stale-note");
  await note.waitFor();
  await lab.screenshot(`${screenshots}/widgets-stale.png`);
  const notes = await lab.page.locator(".zoetrope-stale-note").count();
  const words = await note.innerText();
  await lab.page.waitForFunction(() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === "idle");
  await note.locator("button").click();
  await note.waitFor({ state: "detached" });
  await lab.cell(BUTTON).locator("button.jupyter-button").waitFor();
  const click = await clickTimes(lab, 3);
  return { notes, words, click };
}

async function reloadAfterRestart(lab) {
  await lab.command("docmanager:save");
  await lab.saved();
  await lab.page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart());
  await lab.load(lab.page.url());
  await lab.cell(SLIDER).locator(".zoetrope-stale-note").waitFor();
  return {
    notes: await lab.page.locator(".zoetrope-stale-note").count(),
    notFound: await lab.page.getByText("model not found").count(),
  };
}

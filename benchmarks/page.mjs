// Clicks twenty buttons for the first time while a cell loops, and sends frames; prints what it saw as one line of JSON.
import { Lab, play } from "./lab.mjs";

const SECONDS = 8;
const RATE = 30;
const SIZE = 200_000;
const PATIENCE = 5000;

function part(all, share) {
  if (all.length === 0) return null;
  const sorted = [...all].sort((a, b) => a - b);
  return Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1));
}

async function feed(lab, credits, during) {
  const words = [SIZE, RATE, SECONDS];
  const stats = await lab.page.evaluate(([name, given]) => window[name](...given), [`feed${credits}`, words]);
  return {
    credits,
    during,
    sent: stats.sent,
    acknowledged: stats.acknowledged,
    replaced: stats.dropped,
    rate: Number((stats.acknowledged / SECONDS).toFixed(1)),
    median_ms: part(stats.roundTrips, 0.5),
    p95_ms: part(stats.roundTrips, 0.95),
  };
}

/** What each of the clicks took until the page had changed; null where it did not change. */
function clicks(lab) {
  return lab.page.evaluate(async (patience) => {
    const panel = [...document.querySelectorAll(".jp-OutputArea-output")].find((each) => each.querySelector(".cold0"));
    const times = [];
    for (const [i, button] of [...panel.querySelectorAll("button.jupyter-button")].entries()) {
      const now = () => panel.querySelector(`.cold${i}`).textContent;
      const before = now();
      const began = performance.now();
      const took = await new Promise((done) => {
        const watch = new MutationObserver(() => {
          if (now() !== before) {
            watch.disconnect();
            done(performance.now() - began);
          }
        });
        watch.observe(panel, { childList: true, characterData: true, subtree: true });
        setTimeout(() => {
          watch.disconnect();
          done(null);
        }, patience);
        button.click();
      });
      times.push(took);
      await new Promise((next) => setTimeout(next, 50));
    }
    return times;
  }, PATIENCE);
}

await play(async ({ chromium, url, token, notebook, frames }) => {
  const lab = await Lab.open({ chromium, url, token, notebook, height: 1400 });
  try {
    const fed = [];
    for (const i of [0, 1]) {
      await lab.run(i);
      await lab.cell(i).locator(".jp-InputPrompt", { hasText: /\[\d+\]/ }).waitFor();
    }
    await lab.page.locator(".cold19").first().waitFor();
    if (frames) {
      await lab.page.locator(".feed").nth(2).waitFor();
      for (const credits of [2, 3, 4]) fed.push(await feed(lab, credits, "at rest"));
    }
    await lab.run(2);
    await lab.busy();
    const times = await clicks(lab);
    if (frames) for (const credits of [2, 3, 4]) fed.push(await feed(lab, credits, "during the loop"));
    const answered = times.filter((each) => each !== null);
    return {
      answered: answered.length,
      median_ms: part(answered, 0.5),
      p95_ms: part(answered, 0.95),
      clicks_ms: times.map((each) => each && Number(each.toFixed(1))),
      frames: fed,
    };
  } finally {
    await lab.close();
  }
});

// Begins a live session, watches its columns in place, changes its question, runs a cell beside it, closes it.
import { Lab, play, timed } from "./lab.mjs";

const BEGIN = 1;
const CHANGE = 2;
const AFTER = 3;
const END = 4;
const WATCHED_MS = 3000;

await play(async (words) => {
  const lab = await Lab.open(words);
  try {
    await lab.run(BEGIN);
    await said(lab, words.first);
    const drawn = await watched(lab);
    await lab.screenshot(words.screenshot);
    await lab.run(CHANGE);
    await asked(lab, words.other);
    await lab.run(AFTER);
    await lab.outputs(AFTER).filter({ hasText: "alive: true" }).first().waitFor();
    const panels = await lab.page.locator(".zoetrope-live").count();
    const place = await lab.cell(BEGIN).locator(".zoetrope-live").count();
    const captions = await lab.page.locator(".zoetrope-column").allInnerTexts();
    const closeMillis = await timed(async () => {
      await lab.run(END);
      await lab.cell(BEGIN).locator("table").first().waitFor();
    });
    await lab.screenshot(words.screenshot.replace(/\.png$/, "-closed.png"));
    return {
      drawn,
      panels,
      place,
      captions,
      closeMillis,
      left: await lab.page.locator(".zoetrope-live").count(),
      table: await lab.text(BEGIN),
      failures: await lab.failures(),
      toasts: await lab.toasts(),
      elsewhere: lab.elsewhere,
      errors: lab.errors,
    };
  } catch (e) {
    await lab.screenshot(words.screenshot.replace(/\.png$/, "-failed.png"));
    throw e;
  } finally {
    await lab.close();
  }
});

function said(lab, text) {
  return lab.page.waitForFunction(
    (wanted) => {
      const answers = [...document.querySelectorAll(".zoetrope-column .zoetrope-answer")];
      return answers.length === 2 && answers.every((answer) => answer.textContent.includes(wanted));
    },
    text,
  );
}

/** Both columns show the new question and an answer to it. */
function asked(lab, text) {
  return lab.page.waitForFunction(
    (wanted) => {
      const columns = [...document.querySelectorAll(".zoetrope-column")];
      return (
        columns.length === 2 &&
        columns.every(
          (column) =>
            column.textContent.includes(wanted) && column.querySelector(".zoetrope-answer").textContent.trim() !== "",
        )
      );
    },
    text,
  );
}

/** How often the panel was drawn anew meanwhile, and for how long. */
function watched(lab) {
  return lab.page.evaluate(async (millis) => {
    const views = [];
    let before = "";
    const note = () => {
      const now = document.querySelector(".zoetrope-live")?.textContent ?? before;
      if (now !== before) views.push(now);
      before = now;
    };
    note();
    views.length = 0;
    const observer = new MutationObserver(note);
    observer.observe(document.body, { childList: true, characterData: true, subtree: true });
    const began = performance.now();
    await new Promise((done) => setTimeout(done, millis));
    observer.disconnect();
    return { times: views.length, millis: performance.now() - began };
  }, WATCHED_MS);
}

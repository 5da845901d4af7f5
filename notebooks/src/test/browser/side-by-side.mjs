// Opens the first notebook, runs all of it, watches the answers come, saves, loops, stops, goes on.
import { Lab, play, timed } from "./lab.mjs";

await play(async (words) => {
  const lab = await Lab.open({ ...words, height: 5200 });
  try {
    await watchColumns(lab);
    const runMillis = await timed(async () => {
      await lab.runAll();
      await lab.allRan();
    });
    await lab.screenshot(words.screenshot);
    const columns = await lab.page.evaluate(() => window.zoetropeColumns);
    const pictures = await lab.pictures();
    const errors = await lab.failures();
    await lab.command("docmanager:save");
    await lab.saved();

    await lab.append("while (true) { Thread.onSpinWait(); }");
    await lab.busy();
    const stopMillis = await timed(async () => {
      await lab.pressStop();
      await lab.idle();
    });
    await lab.append("6 * 7");
    await lab.page.locator(".jp-OutputArea-output", { hasText: /^42$/ }).waitFor();
    return {
      runMillis,
      stopMillis,
      columns,
      pictures,
      failures: errors,
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

/** Notes, for each column of the page in order, the states it went through and its last words. */
function watchColumns(lab) {
  return lab.page.evaluate(() => {
    window.zoetropeColumns = [];
    const note = () => {
      document.querySelectorAll(".zoetrope-column").forEach((column, i) => {
        const seen = (window.zoetropeColumns[i] ??= { states: [], text: "" });
        if (seen.states.at(-1) !== column.dataset.state) seen.states.push(column.dataset.state);
        seen.text = column.querySelector(".zoetrope-answer").textContent;
      });
    };
    new MutationObserver(note).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
}

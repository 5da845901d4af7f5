// Opens the notebook, runs all of it, watches its columns fill, stops its endless loop, goes on.
import { Lab, play, timed } from "./lab.mjs";

await play(async (words) => {
  const lab = await Lab.open(words);
  try {
    const columns = words.columns;
    await watchColumns(lab, columns);
    await lab.runAll();
    await lab.page.waitForFunction((n) => document.querySelectorAll(".zoetrope-column").length >= n, columns);
    await lab.cell(words.loop).locator(".jp-InputPrompt", { hasText: "[*]" }).waitFor();
    await lab.outputs(words.loop).filter({ hasText: words.looping }).first().waitFor();
    const growth = await lab.page.evaluate(() => window.zoetropeGrowth);
    await lab.screenshot(words.screenshot);
    const stopMillis = await timed(async () => {
      await lab.pressStop();
      await lab.idle();
    });
    const stopped = await lab.text(words.loop);
    await lab.run(words.after);
    await lab.outputs(words.after).filter({ hasText: words.expected }).first().waitFor();
    return {
      growth,
      stopMillis,
      stopped,
      after: await lab.text(words.after),
      columns: await lab.page.locator(".zoetrope-column").allInnerTexts(),
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

/** Notes each length that each column's text had on its way. */
function watchColumns(lab, count) {
  return lab.page.evaluate((n) => {
    window.zoetropeGrowth = Array.from({ length: n }, () => []);
    const note = () => {
      document.querySelectorAll(".zoetrope-column").forEach((column, i) => {
        const lengths = window.zoetropeGrowth[i];
        const length = column.textContent.length;
        if (lengths && lengths.at(-1) !== length) lengths.push(length);
      });
    };
    new MutationObserver(note).observe(document.body, { childList: true, characterData: true, subtree: true });
  }, count);
}

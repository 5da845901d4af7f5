// Asks a slow server and a model in the process, presses stop while the answer grows and while pictures are encoded.
import { Lab, play, timed } from "./lab.mjs";

const OPEN = 1;
const ASK = 2;
const AGAIN = 3;
const ENCODE = 4;
const LAST = 5;

await play(async (words) => {
  const lab = await Lab.open(words);
  try {
    await lab.run(OPEN);
    await lab.cell(OPEN).locator(".jp-InputPrompt", { hasText: "[1]" }).waitFor();
    await lab.run(ASK);
    await lab.cell(ASK).locator(".zoetrope-answer", { hasText: /\w+ \w+ \w+/ }).first().waitFor();
    await lab.screenshot(words.screenshot);
    const answer = await stop(lab, ASK);
    await lab.run(AGAIN);
    await lab.outputs(AGAIN).filter({ hasText: "Complete" }).first().waitFor();
    await lab.run(ENCODE);
    await lab.cell(ENCODE).locator('.zoetrope-column[data-state="asking"]').waitFor();
    const encode = await stop(lab, ENCODE);
    await lab.run(LAST);
    await lab.outputs(LAST).filter({ hasText: "still here: 2" }).first().waitFor();
    return { answer, encode, elsewhere: lab.elsewhere, errors: lab.errors };
  } catch (e) {
    await lab.screenshot(words.screenshot.replace(/\.png$/, "-failed.png"));
    throw e;
  } finally {
    await lab.close();
  }
});

/** Presses stop; what the cell shows afterwards, when stop was pressed, and how long until the kernel was idle. */
async function stop(lab, cell) {
  const pressedAt = Date.now();
  const millis = await timed(async () => {
    await lab.pressStop();
    await lab.idle();
  });
  await lab.cell(cell).locator('.zoetrope-column[data-state="cancelled"]').first().waitFor();
  const states = await lab
    .cell(cell)
    .locator(".zoetrope-column")
    .evaluateAll((columns) => columns.map((c) => c.dataset.state));
  return { pressedAt, millis, states, text: await lab.text(cell) };
}

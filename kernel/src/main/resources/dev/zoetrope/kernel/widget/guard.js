// Given to every page by the kernel. Says of a widget whose kernel is gone that it is dead, and offers to run its cell again.
const GONE = new Set(["restarting", "autorestarting", "terminating", "dead"]);
const LOST = "Error displaying widget: model not found";
const MARK = "zoetrope-stale";
const WORDS = "The kernel was restarted, so this widget no longer does anything.";

function outputOf(node) {
  return node.closest(".jp-OutputArea-output") ?? node;
}

/** Makes the cell the active one and presses the toolbar's button, which acts when it goes down. */
function run(cell, button) {
  const place = cell.querySelector(".jp-InputPrompt") ?? cell;
  for (const type of ["mousedown", "mouseup", "click"]) {
    place.dispatchEvent(new MouseEvent(type, { bubbles: true, button: 0 }));
  }
  button.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, button: 0 }));
}

function mark(output) {
  if (output.classList.contains(MARK)) return;
  output.classList.add(MARK);
  const note = document.createElement("div");
  note.className = `${MARK}-note`;
  note.append(WORDS);
  const cell = output.closest(".jp-Cell");
  const press = cell?.closest(".jp-NotebookPanel")?.querySelector('[data-jp-item-name="run"] jp-button');
  if (press) {
    const button = document.createElement("button");
    button.textContent = "Run this cell again";
    button.addEventListener("click", () => run(cell, press));
    note.append(" ", button);
  } else {
    note.append(" Run its cell again.");
  }
  output.prepend(note);
}

/** Marks each widget on the page that this manager has made. */
async function markAll(manager) {
  for (const model of [...(manager._modelsSync?.values() ?? [])]) {
    for (const coming of Object.values(model.views ?? {})) {
      const view = await coming;
      if (view.el?.isConnected) mark(outputOf(view.el));
    }
  }
}

/** Marks outputs of a saved notebook whose widgets no kernel knows any more. */
function markLost() {
  for (const node of document.querySelectorAll('.jp-OutputArea-output.jupyter-widgets')) {
    if (node.textContent === LOST) {
      node.textContent = "";
      mark(outputOf(node));
    }
  }
}

function addStyle() {
  const id = `${MARK}-style`;
  if (document.getElementById(id)) return;
  const style = document.createElement("style");
  style.id = id;
  style.textContent = `
    .${MARK} > *:not(.${MARK}-note) { opacity: 0.45; pointer-events: none; }
    .${MARK}-note { margin: 4px 0; padding: 4px 8px; border-left: 3px solid var(--jp-warn-color1, #f57c00);
      color: var(--jp-content-font-color1, inherit); font: 13px/1.5 var(--jp-content-font-family, sans-serif); }
    .${MARK}-note button { font: inherit; cursor: pointer; }`;
  document.head.append(style);
}

function initialize({ model }) {
  const manager = model.widget_manager;
  addStyle();
  const session = manager.context?.sessionContext;
  const onStatus = (_, status) => {
    if (GONE.has(status)) void markAll(manager);
  };
  session?.statusChanged.connect(onStatus);
  // Outputs of a saved notebook are drawn again some time after all models are known.
  const looks = [0, 300, 1000, 3000, 8000].map((millis) => setTimeout(markLost, millis));
  return () => {
    session?.statusChanged.disconnect(onStatus);
    looks.forEach(clearTimeout);
  };
}

export default { initialize };

// Keyboard shortcuts, and the dialog that lists them.

import { button, find, make } from "./dom.js";

const KEPT = "quoth-keys";
let acts = [];

const areOn = () => localStorage.getItem(KEPT) !== "off";
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

function sheet() {
  const rows = acts.map(([keys, what]) => make("tr", {},
    make("td", {}, ...keys.split(" ").flatMap((key) => [make("kbd", {}, key), " "])),
    make("td", {}, what)));
  const on = make("input", { type: "checkbox", checked: areOn(), id: "keys-on" });
  on.addEventListener("change", () => localStorage.setItem(KEPT, on.checked ? "on" : "off"));
  const dialog = find("help");
  dialog.replaceChildren(
    make("h2", { id: "help-title" }, "Keyboard"),
    make("table", {}, make("tbody", {}, ...rows)),
    make("p", {}, make("label", {}, on, " Shortcuts of a single key")),
    button("Close", () => dialog.close()),
  );
}

export function showHelp() {
  sheet();
  find("help").showModal();
}

/** Begin; each act has its keys, what it does in words, and a function for a single key. */
export function startHelp(wanted) {
  acts = wanted;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !areOn() || find("help").open) return;
    if (isTyping(event.target)) return;
    const act = acts.find(([keys, , run]) => run && keys === event.key);
    if (!act) return;
    event.preventDefault();
    act[2]();
  });
  find("show-help").addEventListener("click", showHelp);
}

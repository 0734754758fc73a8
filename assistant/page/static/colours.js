// The button for dark and light colours; the default is that of the system.

import { find } from "./dom.js";

const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

function paint(dark) {
  root.classList.toggle("dark", dark);
  find("theme").setAttribute("aria-pressed", String(dark));
}

export function startColours() {
  paint(root.classList.contains("dark"));
  find("theme").addEventListener("click", () => {
    const dark = !root.classList.contains("dark");
    localStorage.setItem("quoth-theme", dark ? "dark" : "light");
    paint(dark);
  });
  system.addEventListener("change", () => {
    if (!localStorage.getItem("quoth-theme")) paint(system.matches);
  });
}

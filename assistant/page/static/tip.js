// The words of a quote, and those around it, beside a citation that is hovered or focused.

import { fetchJson, find, make } from "./dom.js";

const CITATION = "a.cite";
const WAIT = 150;
const seen = new Map();
let shown = null;
let waiting;

function fetchQuote(citation) {
  const path = `page/quotes${citation.hash.replace("#quote", "")}`;
  if (!seen.has(path)) {
    seen.set(path, fetchJson(path));
    seen.get(path).catch(() => seen.delete(path));
  }
  return seen.get(path);
}

async function show(citation) {
  shown = citation;
  let quote;
  try {
    quote = await fetchQuote(citation);
  } catch {
    return; // a click says why
  }
  if (shown !== citation || !citation.isConnected) return;
  const tip = find("tip");
  const about = [quote.title, quote.date].filter(Boolean).join(" · ");
  const words = make("p", { dir: "auto" }, quote.before, make("b", {}, quote.words), quote.after);
  tip.replaceChildren(make("p", { className: "about", dir: "auto" }, about), words);
  tip.hidden = false;
  citation.setAttribute("aria-describedby", "tip");
  put(tip, citation.getBoundingClientRect());
}

function put(tip, at) {
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
  // Below, for what is quoted often stands above.
  const below = at.bottom + 6;
  tip.style.left = `${left}px`;
  tip.style.top = `${below + height <= innerHeight - 8 ? below : Math.max(8, at.top - height - 6)}px`;
}

export function hideTip() {
  clearTimeout(waiting);
  shown?.removeAttribute("aria-describedby");
  shown = null;
  find("tip").hidden = true;
}

export const tipIsShown = () => !find("tip").hidden;

export function startTips() {
  const begin = (event) => {
    const citation = event.target.closest?.(CITATION);
    if (!citation || citation === shown) return;
    hideTip();
    waiting = setTimeout(() => show(citation), WAIT);
  };
  const end = (event) => {
    // A tip may be hovered itself, to be read or copied from.
    if (event.relatedTarget?.closest?.(`#tip, ${CITATION}`)) return;
    hideTip();
  };
  for (const [kind, act] of [["mouseover", begin], ["focusin", begin], ["mouseout", end], ["focusout", end]]) {
    document.addEventListener(kind, (event) => {
      if (event.target.closest?.(`#tip, ${CITATION}`)) act(event);
    });
  }
  // What scrolls away has no tip; what still is under the pointer, or has the focus, has one again.
  const scrolled = () => {
    hideTip();
    const citation = document.querySelector(`${CITATION}:hover`) ?? document.querySelector(`${CITATION}:focus-visible`);
    if (citation) waiting = setTimeout(() => show(citation), WAIT);
  };
  document.addEventListener("scroll", (event) => {
    if (!event.target.closest?.("#pane")) scrolled();
  }, { capture: true, passive: true });
  // What is opened is shown in the pane, which the tip would cover.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a.cite")) hideTip();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("#tip")) hideTip();
  });
}

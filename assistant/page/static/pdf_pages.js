// The pages of a PDF as pictures, with the lines of a quote marked on them.

import { fetchJson, find, make } from "./dom.js";
import { failPane, more } from "./pane.js";

const KEPT = "quoth-view";
const ZOOMS = [1, 1.5, 2, 3];
const LONGEST_SHOWN = 300;
let zoom = 0;

/** Tell whether a person would rather see pages than text, where there are any. */
export const likesPages = () => localStorage.getItem(KEPT) === "pages";

/** Remember it. */
export const likePages = (liked) => localStorage.setItem(KEPT, liked ? "pages" : "text");

/** Return the pages that contain a span; without a span, the first. `words` is its text. */
export async function sheets(source, span, words) {
  const path = `page/sources/${source.id}/pages`;
  const { pages, numbers } = await fetchJson(`${path}?quote=${span || "0-0"}`);
  const draw = (page) => sheet(`${path}/${page.number}`, page, source.title, span && words);
  const first = numbers.slice(0, 1).map((number) => ({ number, boxes: [] }));
  const shown = pages.length ? pages : first;
  const whole = make("div", { className: "sheets" }, ...shown.map(draw));
  const at = { first: numbers.indexOf(shown[0]?.number), last: numbers.indexOf(shown.at(-1)?.number) };
  const earlier = more("Page before", at.first > 0, async () => {
    const body = find("pane-body");
    const below = body.scrollHeight - body.scrollTop;
    whole.prepend(draw({ number: numbers[--at.first], boxes: [] }));
    body.scrollTop = body.scrollHeight - below;
    return at.first > 0;
  });
  const later = more("Page after", at.last < numbers.length - 1, async () => {
    whole.append(draw({ number: numbers[++at.last], boxes: [] }));
    return at.last < numbers.length - 1;
  });
  return [earlier, whole, later];
}

function sheet(address, { number, proportion, boxes }, title, words) {
  const shortened = words.length > LONGEST_SHOWN ? `${words.slice(0, LONGEST_SHOWN)}…` : words;
  const marked = boxes.length ? `, with the quote marked: “${shortened}”` : "";
  const picture = make("img", {
    alt: `Page ${number} of “${title}”${marked}`,
    srcset: `${address}?width=1200 1200w, ${address}?width=2400 2400w`,
    sizes: width(),
  });
  // About that of most paper, until the picture says; so that nothing jumps.
  picture.style.aspectRatio = proportion ?? 0.7;
  picture.addEventListener("load", () => picture.style.removeProperty("aspect-ratio"));
  picture.addEventListener("error", () => explain(picture, `${address}?width=1200`));
  const lines = make("div", { className: "lines", ariaHidden: "true" }, ...boxes.map(line));
  const lost = words && proportion && !boxes.length ? ": the quote’s lines could not be found on it" : "";
  return make("figure", { className: "sheet" },
    make("div", { className: "paper" }, picture, lines),
    make("figcaption", {}, `Page ${number}${lost}`));
}

function line([left, top, wide, high]) {
  const marked = make("i", {});
  const shares = { left, top, width: wide, height: high };
  for (const [name, share] of Object.entries(shares)) marked.style[name] = `${100 * share}%`;
  return marked;
}

/** Say why a picture did not come. */
async function explain(picture, address) {
  const answer = await fetchJson(address).catch((error) => error);
  if (!picture.isConnected) return;
  picture.closest(".paper").hidden = true;
  if (answer instanceof Error) failPane(answer);
}

const width = () => `${Math.round(ZOOMS[zoom] * find("pane-body").clientWidth)}px`;

/** Bring the first marked line into view. */
export function showLine() {
  const first = find("pane-content").querySelector(".lines i");
  if (first) first.scrollIntoView({ block: "center", inline: "start" });
  else find("pane-body").scrollTop = 0;
}

function zoomBy(steps) {
  zoom = Math.min(Math.max(zoom + steps, 0), ZOOMS.length - 1);
  find("zoom-now").textContent = `${100 * ZOOMS[zoom]}%`;
  find("pane-content").style.setProperty("--zoom", ZOOMS[zoom]);
  for (const picture of find("pane-content").querySelectorAll(".sheet img")) picture.sizes = width();
  showLine();
}

export function startPdfPages() {
  find("zoom-out").addEventListener("click", () => zoomBy(-1));
  find("zoom-in").addEventListener("click", () => zoomBy(1));
}

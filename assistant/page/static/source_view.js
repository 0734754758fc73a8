// A source in the pane, scrolled to a highlighted quote.

import { debounced, description, fetchJson, find, make } from "./dom.js";
import { claimPane, failPane, fillPane, more, openPane, troubled } from "./pane.js";
import { likePages, likesPages, sheets, showLine, startPdfPages } from "./pdf_pages.js";

let source = ""; // the id of the one that is shown
let shown = ""; // the span that is shown of it
let quotes = []; // the quotes of the reply that is being read
let current = -1;
let places = []; // positions of the words that are searched for
let place = -1;

/** Return what an address names: the source and the span of a quote. */
const parse = (hash) => {
  const [, id, start, end] = hash.split("/");
  return { id, span: `${start}-${end}`, hash };
};

const hashes = (links) => [...links].map((link) => link.getAttribute("href"));

/** Open the quote that a citation points to. */
export async function openQuote(citation) {
  const reply = citation.closest(".reply");
  // What a model wrote points at the quotes below it; while it is being written, there are none.
  const links = reply.querySelectorAll(reply.querySelector("figure a.cite") ? "figure a.cite" : "a.cite");
  quotes = [...new Set(hashes(links))].map(parse);
  current = quotes.findIndex((quote) => quote.hash === citation.getAttribute("href"));
  openPane(citation);
  await showQuote();
}

/** Open the quote that an address names. */
export async function openAddress(hash) {
  quotes = [parse(hash)];
  current = 0;
  openPane(document.activeElement);
  await showQuote();
}

/** Open the next or previous quote of the same reply. */
export async function stepQuote(by) {
  if (quotes.length < 2) return;
  current = (current + by + quotes.length) % quotes.length;
  await showQuote();
}

/** Open a source at its beginning. */
export async function openSource({ id, from }) {
  quotes = [];
  openPane(from);
  await open(id, "");
}

async function showQuote() {
  const { id, span, hash } = quotes[current];
  document.querySelectorAll("#chat a.cite").forEach((link) => {
    if (link.getAttribute("href") === hash) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
  history.replaceState(history.state, "", location.search + hash);
  await open(id, span);
}

async function open(id, span) {
  if (id !== source) find("find-words").value = "";
  source = id;
  places = [];
  place = -1;
  find("find-count").textContent = "";
  await read(span);
  find("pane-body").focus({ preventScroll: true });
}

/** Show the source around a span, with every quote of this conversation marked. */
async function read(span) {
  shown = span;
  const isOurs = claimPane();
  const query = new URLSearchParams();
  const cited = new Set(hashes(document.querySelectorAll("#chat a.cite")));
  for (const quote of [...cited].map(parse).filter(({ id }) => id === source).slice(-99)) {
    query.append("also", quote.span);
  }
  if (places.length) query.set("words", find("find-words").value);
  const address = (choice) => `page/sources/${source}?${[choice, query].filter(String).join("&")}`;
  const steps = quotes.length > 1 ? `Quote ${current + 1} of ${quotes.length}` : "";
  let part;
  try {
    part = await fetchJson(address(span && `quote=${span}`));
  } catch (error) {
    if (!isOurs()) return;
    fillPane({ title: "This source cannot be shown", steps });
    failPane(error);
    return;
  }
  const { content, view } = await viewed(part, span, address);
  if (!isOurs()) return; // something else was opened meanwhile
  const { title } = part.source;
  fillPane({ title, about: description(part.source), content, steps, isSource: true, view });
  if (view === "pages") showLine();
  else light(span);
}

/** Return a source as a person likes to see it; as text where its pages cannot be drawn. */
async function viewed(part, span, address) {
  const text = () => textOf(part, address);
  if (!part.source.paged) return { content: text(), view: "" };
  if (!likesPages()) return { content: text(), view: "text" };
  try {
    return { content: await sheets(part.source, span, wordsOf(part, span)), view: "pages" };
  } catch (trouble) {
    return { content: [troubled(trouble), ...text()], view: "text" };
  }
}

const wordsOf = (part, span) => part.paragraphs.flat()
  .filter(([, quote]) => quote && quote === span).map(([text]) => text).join(" ");

/** Show a source with pages as text, or as those. */
export async function viewAs(pages) {
  if (find("pane-view").hidden) return;
  likePages(pages);
  await read(shown);
}

/** Look for words in the source that is shown, and go to the first position after the highlighted one. */
async function look() {
  if (find("pane-find").hidden) return; // the pane shows something else by now
  const words = find("find-words").value;
  const query = new URLSearchParams({ words });
  let found = { places: [] };
  try {
    if (words.trim()) found = await fetchJson(`page/sources/${source}/places?${query}`);
  } catch (error) {
    find("find-count").textContent = error.message;
    return;
  }
  if (find("find-words").value !== words || find("pane-find").hidden) return;
  places = found.places;
  place = -1;
  find("find-count").textContent = words.trim() && !places.length ? "Nowhere" : "";
  if (places.length) await stepPlace(1);
}

async function stepPlace(by) {
  if (!places.length) return;
  place = (place + by + places.length) % places.length;
  find("find-count").textContent = `${place + 1} of ${places.length}`;
  await read(places[place]);
}

export function startSourceView() {
  startPdfPages();
  find("view-text").addEventListener("click", () => viewAs(false));
  find("view-pages").addEventListener("click", () => viewAs(true));
  find("find-words").addEventListener("input", debounced(look));
  find("find-previous").addEventListener("click", () => stepPlace(-1));
  find("pane-find").addEventListener("submit", (event) => {
    event.preventDefault();
    stepPlace(1);
  });
}

/** Return the text with a button for what comes before it and one for what comes after. */
function textOf(part, address) {
  const text = make("div", { className: "text", dir: "auto" }, ...paragraphs(part));
  const earlier = more("Earlier in this source", part.start > 0, async () => {
    const page = await fetchJson(address(`before=${part.start}`));
    part.start = page.start;
    const body = find("pane-body");
    const below = body.scrollHeight - body.scrollTop;
    text.prepend(...paragraphs(page));
    body.scrollTop = body.scrollHeight - below;
    return part.start > 0;
  });
  const later = more("Later in this source", part.end < part.length, async () => {
    const page = await fetchJson(address(`after=${part.end}`));
    part.end = page.end;
    text.append(...paragraphs(page));
    return part.end < part.length;
  });
  return [earlier, text, later];
}

function paragraphs(part) {
  return part.paragraphs.map((runs) => make("p", {}, ...runs.map(([text, quote]) => {
    if (!quote) return text;
    const mark = make("mark", {}, text);
    mark.dataset.quote = quote;
    mark.classList.toggle("place", places.includes(quote));
    return mark;
  })));
}

function light(span) {
  const marks = find("pane-content").querySelectorAll(`mark[data-quote="${span}"]`);
  marks.forEach((mark) => mark.classList.add("lit"));
  if (marks.length) marks[0].scrollIntoView({ block: "center" });
  else find("pane-body").scrollTop = 0;
}

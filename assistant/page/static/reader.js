// A source in the pane: scrolled to a quote, which is lit in its surroundings.

import { description, fetchJson, find, make } from "./dom.js";
import { failPane, fillPane, openPane } from "./pane.js";

let quotes = []; // the citations of the reply that is being read
let current = -1;
let asked = 0;

const parse = (link) => {
  const [, id, start, end] = link.getAttribute("href").split("/");
  return { id, span: `${start}-${end}` };
};

/** Open the quote that a citation points to. */
export async function openQuote(citation) {
  const reply = citation.closest(".reply");
  quotes = [...reply.querySelectorAll("a.cite")];
  current = quotes.findIndex((link) => link.getAttribute("href") === citation.getAttribute("href"));
  openPane(citation);
  await show();
}

/** Open the next or previous quote of the same reply. */
export async function stepQuote(by) {
  current = (current + by + quotes.length) % quotes.length;
  await show();
}

/** Open a source at its beginning. */
export async function openSource({ id, from }) {
  quotes = [];
  openPane(from);
  await read(id, {}, "");
}

async function show() {
  quotes.forEach((link, index) => {
    if (index === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
  const { id, span } = parse(quotes[current]);
  const also = quotes.map(parse).filter((quote) => quote.id === id).map((quote) => quote.span);
  const steps = quotes.length > 1 ? `Quote ${current + 1} of ${quotes.length}` : "";
  await read(id, { quote: span, also }, steps);
}

async function read(id, { quote = "", also = [] }, steps) {
  const turn = ++asked;
  const query = also.map((span) => `also=${span}`).join("&");
  const address = (choice) => `page/sources/${id}?${[choice, query].filter(Boolean).join("&")}`;
  let part;
  try {
    part = await fetchJson(address(quote && `quote=${quote}`));
  } catch (error) {
    fillPane({ title: "This source cannot be shown", steps });
    failPane(error);
    return;
  }
  if (turn !== asked) return; // another quote was opened meanwhile
  const { title } = part.source;
  fillPane({ title, about: description(part.source), content: pages(part, address), steps });
  find("pane-list").hidden = false;
  light(quote);
  find("pane-body").focus({ preventScroll: true });
}

/** Return the text with a button for what comes before it and one for what comes after. */
function pages(part, address) {
  const text = make("div", { className: "text", dir: "auto" }, ...paragraphs(part));
  const earlier = more("Earlier", part.start > 0, async () => {
    const page = await fetchJson(address(`before=${part.start}`));
    part.start = page.start;
    const body = find("pane-body");
    const below = body.scrollHeight - body.scrollTop;
    text.prepend(...paragraphs(page));
    body.scrollTop = body.scrollHeight - below;
    return part.start > 0;
  });
  const later = more("Later", part.end < part.length, async () => {
    const page = await fetchJson(address(`after=${part.end}`));
    part.end = page.end;
    text.append(...paragraphs(page));
    return part.end < part.length;
  });
  return [earlier, text, later];
}

function more(label, needed, load) {
  const properties = { type: "button", className: "more", hidden: !needed };
  const button = make("button", properties, `${label} in this source`);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      button.hidden = !(await load());
    } catch (error) {
      failPane(error);
    }
    button.disabled = false;
  });
  return button;
}

function paragraphs(part) {
  return part.paragraphs.map((runs) => make("p", {}, ...runs.map(([text, quote]) => {
    if (!quote) return text;
    const mark = make("mark", {}, text);
    mark.dataset.quote = quote;
    return mark;
  })));
}

function light(quote) {
  const marks = find("pane-content").querySelectorAll(`mark[data-quote="${quote}"]`);
  marks.forEach((mark) => mark.classList.add("lit"));
  if (marks.length) marks[0].scrollIntoView({ block: "center" });
  else find("pane-body").scrollTop = 0;
}

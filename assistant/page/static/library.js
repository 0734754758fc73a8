// What the library holds: in the welcome, and as a list in the pane.

import { description, fetchJson, find, make } from "./dom.js";
import { failPane, fillPane } from "./pane.js";

const FEW = 5;

const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

function entry(source) {
  const open = make("button", { type: "button", className: "title", dir: "auto" }, source.title);
  open.addEventListener("click", () => say("quoth:open", { id: source.id, from: open }));
  return make("li", {}, open, make("p", { className: "about" }, description(source)));
}

export const fetchLibrary = (offset = 0) => fetchJson(`page/library?offset=${offset}`);

/** Fill the welcome: what there is to ask about, and questions to start with. */
export async function fillWelcome(section, fetched) {
  let library;
  try {
    library = await fetched;
  } catch (error) {
    section.replaceChildren(make("p", { className: "trouble" }, error.message));
    return;
  }
  find("holdings").textContent = library.words;
  const title = library.count ? "Ask your sources" : "The library is empty";
  const lede = library.count
    ? "Every answer is quoted from them, word for word, and each quote opens where it stands."
    : "Put documents into its folder and start Quoth again.";
  section.replaceChildren(
    make("h2", {}, title),
    make("p", { className: "lede" }, lede),
    ...examples(library.examples),
    ...few(library),
  );
}

function examples(questions) {
  if (!questions.length) return [];
  const items = questions.map((question) => {
    const ask = make("button", { type: "button", dir: "auto" }, question);
    ask.addEventListener("click", () => say("quoth:ask", question));
    return make("li", {}, ask);
  });
  return [make("h3", {}, "For example"), make("ul", { className: "examples" }, ...items)];
}

function few(library) {
  if (!library.count) return [];
  const heading = library.count > FEW ? `${library.words}, among them` : library.words;
  const items = library.sources.slice(0, FEW).map(entry);
  return [make("h3", {}, heading), make("ul", { className: "sources" }, ...items)];
}

/** List the sources in the pane, a hundred at a time. */
export async function listSources() {
  const list = make("ul", { className: "sources" });
  const more = make("button", { type: "button", className: "more", hidden: true }, "More sources");
  const load = async () => {
    const library = await fetchLibrary(list.children.length);
    list.append(...library.sources.map(entry));
    more.hidden = list.children.length >= library.count;
    find("pane-about").textContent = library.words;
  };
  more.addEventListener("click", () => load().catch(failPane));
  fillPane({ title: "Sources", content: [list, more] });
  find("pane-body").focus();
  await load().catch(failPane);
}

// The sources of the library: in the welcome, and as a list in the pane.

import { addingControls, removeAdded } from "./uploads.js";
import { counts, days, setAll, setCounts, setDays } from "./source_filter.js";
import { button, debounced, description, fetchJson, find, make } from "./dom.js";
import { claimPane, failPane, fillPane } from "./pane.js";

const FEW = 5;
const ORDERS = [
  ["location", "By file"],
  ["title", "By title"],
  ["newest", "Newest first"],
  ["oldest", "Oldest first"],
  ["largest", "Largest first"],
];

const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

const title = (source) => {
  const open = button(source.title, () => say("quoth:open", { id: source.id, from: open }), {
    className: "title",
    dir: "auto",
  });
  return open;
};

function entry(source) {
  return make("li", {}, title(source), make("p", { className: "about" }, description(source)));
}

/** A source in the pane, where it can be chosen, fetched as it is, and removed if it was added. */
function fullEntry(source) {
  const box = make("input", { type: "checkbox", checked: counts(source.id) });
  box.setAttribute("aria-label", `Answer from “${source.title}”`);
  box.addEventListener("change", () => setCounts(source.id, box.checked));
  const original = make("a", {
    href: `page/sources/${source.id}/original`,
    download: "",
    title: `Save the file of “${source.title}”`,
  }, "Original");
  const about = make("p", { className: "about" },
    [description(source), source.passages].join(" · "), " · ", original);
  if (source.added) {
    const remove = button("Remove", () => removeAdded(source.location), { className: "plain" });
    remove.setAttribute("aria-label", `Remove “${source.title}”`);
    about.append(" · ", remove);
  }
  return make("li", { className: "chosen" }, box, make("div", {}, title(source), about));
}

/** Fetch a part of the library. */
export function fetchLibrary({ offset = 0, words = "", order = "location" } = {}) {
  return fetchJson(`page/library?${new URLSearchParams({ offset, words, order })}`);
}

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
  const heading = library.count ? "Ask your sources" : "The library is empty";
  const lede = library.count
    ? "Every answer is quoted from them, word for word, and each quote opens in its source."
    : "Drop documents here, or put them into its folder.";
  const examples = make("div", { id: "examples" });
  section.replaceChildren(
    make("h2", {}, heading),
    make("p", { className: "lede" }, lede),
    examples,
    ...few(library),
  );
  if (library.count) examples.replaceChildren(...await suggested());
}

async function suggested() {
  const { questions } = await fetchJson("page/suggestions").catch(() => ({ questions: [] }));
  return questions.length ? [make("h3", {}, "For example"), questionList(questions)] : [];
}

/** Return buttons that ask. */
export function questionList(questions) {
  const items = questions.map((each) => {
    return make("li", {}, button(each, () => say("quoth:ask", each), { dir: "auto" }));
  });
  return make("ul", { className: "examples" }, ...items);
}

function few(library) {
  if (!library.count) return [];
  const heading = library.count > FEW ? `${library.words}, among them` : library.words;
  const items = library.sources.slice(0, FEW).map(entry);
  return [make("h3", {}, heading), make("ul", { className: "sources" }, ...items)];
}

/** List the sources in the pane, a hundred at a time, with all that can be done with them. */
export async function listSources() {
  claimPane();
  const list = make("ul", { className: "sources" });
  const failed = make("div", { id: "failed" });
  const words = make("input", { type: "search", id: "source-words", placeholder: "Search sources" });
  words.setAttribute("aria-label", "Search sources");
  const order = make("select", { id: "source-order" },
    ...ORDERS.map(([value, label]) => make("option", { value }, label)));
  order.setAttribute("aria-label", "Sort sources");
  const more = button("More sources", () => load().catch(failPane), { className: "more", hidden: true });
  let asked = 0;
  const load = async (again = false) => {
    const turn = ++asked;
    const offset = again ? 0 : list.children.length;
    const library = await fetchLibrary({ offset, words: words.value, order: order.value });
    if (turn !== asked) return;
    if (again) list.replaceChildren();
    list.append(...library.sources.map(fullEntry));
    more.hidden = list.children.length >= library.count;
    find("pane-about").textContent = library.words;
    if (!offset && !words.value) failed.replaceChildren(...failures(library));
  };
  const again = () => load(true).catch(failPane);
  words.addEventListener("input", debounced(again));
  order.addEventListener("change", again);
  const tools = make("div", { className: "tools" }, words, order);
  fillPane({
    title: "Sources",
    content: [addingControls(), tools, chooser(again), failed, list, more],
  });
  relist = () => {
    if (list.isConnected) again();
  };
  find("pane-body").focus();
  await load().catch(failPane);
}

let relist = () => {};

/** List the sources again if they are listed. */
export const listSourcesAgain = () => relist();

/** In one line how many files could not be read; opened, why the first of them could not. */
function failures({ failures: messages, failed }) {
  if (!failed) return [];
  const what = failed === 1 ? "One file" : `${failed.toLocaleString("en")} files`;
  const items = messages.map((each) => make("li", { dir: "auto" }, each));
  if (failed > messages.length) {
    items.push(make("li", {}, "To list them all: quoth sources --failed"));
  }
  return [make("details", { className: "failures" },
    make("summary", {}, `${what} could not be read`), make("ul", {}, ...items))];
}

function chooser(again) {
  const { since, until } = days();
  const field = (label, value) => {
    const input = make("input", { type: "date", value });
    input.addEventListener("change", () => setDays(from.input.value, to.input.value));
    return { input, whole: make("label", {}, `${label} `, input) };
  };
  const from = field("from", since);
  const to = field("to", until);
  const whole = (label, all) => button(label, async () => {
    await setAll(all);
    again();
  });
  return make("div", { className: "chooser", role: "group", ariaLabel: "Answer only from these" },
    make("span", {}, "Answer from"), whole("All", true), whole("None", false),
    make("span", {}, "dated"), from.whole, to.whole);
}

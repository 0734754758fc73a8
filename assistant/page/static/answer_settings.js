// How a person wants answers: how many quotes, how sure, and whether a model may write them.

import { button, fetchJson, find, make } from "./dom.js";

const KEPT = "quoth-wanted";
const LENGTHS = [1, 2, 3, 4, 6, 8, 12, 20];
const SURENESS = [
  ["unsure", "all, also unsure ones", "even if unsure"],
  ["maybe", "maybe and better", "only from “maybe” up"],
  ["likely", "likely and better", "only from “likely” up"],
  ["very likely", "very likely", "only if very likely"],
];
let usual = { quotes: null, model: false };
let want = kept();

function kept() {
  try {
    return { ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
  } catch {
    return {};
  }
}

/** Return how to answer as the server takes it: only what is otherwise than usual. */
export function wanted() {
  const told = {};
  if (LENGTHS.includes(want.quotes)) told.quotes = want.quotes;
  if (SURENESS.some(([name]) => name === want.sureness)) told.sureness = want.sureness;
  if (usual.model && want.with_model === false) told.with_model = false;
  return told;
}

function change(part) {
  want = { ...want, ...part };
  localStorage.setItem(KEPT, JSON.stringify(wanted()));
  tellWanted();
}

function reset() {
  want = {};
  localStorage.removeItem(KEPT);
  tellWanted();
}

/** Say above the box how answers will be, where that is not as usual. */
export function tellWanted() {
  find("wanted")?.remove();
  const { quotes, sureness, with_model } = wanted();
  const parts = [
    quotes && (quotes === 1 ? "with one quote" : `with up to ${quotes} quotes`),
    SURENESS.find(([name]) => name === sureness)?.[2],
    with_model === false && "without the language model",
  ].filter(Boolean);
  if (!parts.length) return;
  const all = button("As usual", reset);
  find("above-box")?.append(make("p", { id: "wanted" }, `Answers come ${parts.join(", ")}. `, all));
}

function choice(label, options, value, act) {
  const select = make("select", {}, ...options.map(([name, words]) => make("option", { value: name }, words)));
  select.value = value ?? "";
  select.addEventListener("change", () => act(select.value || null));
  return make("label", {}, `${label} `, select);
}

function fill() {
  const dialog = find("settings");
  const lengths = LENGTHS.map((count) => [count, count === 1 ? "one" : `up to ${count}`]);
  const { quotes, sureness, with_model } = wanted();
  const most = usual.quotes ? `as usual (up to ${usual.quotes})` : "as usual";
  const parts = [
    choice("Quotes in an answer", [["", most], ...lengths], quotes,
      (told) => change({ quotes: told && Number(told) })),
    choice("Answers that are shown", [["", "as usual"], ...SURENESS], sureness,
      (told) => change({ sureness: told })),
  ];
  if (usual.model) {
    const box = make("input", { type: "checkbox", checked: with_model !== false });
    box.addEventListener("change", () => change({ with_model: box.checked }));
    parts.push(make("label", {}, box, "Let the language model write the answer"));
  }
  dialog.replaceChildren(
    make("h2", { id: "settings-title" }, "How to answer"),
    ...parts.map((part) => make("p", {}, part)),
    make("p", { className: "about" }, "This is remembered in this browser. What is less sure than you want is shown as no answer, with the nearest passages."),
    make("div", { className: "tools" },
      button("As usual", () => { reset(); fill(); dialog.querySelector("select").focus(); }), button("Close", () => dialog.close())),
  );
}

async function show() {
  usual = await fetchJson("page/usual").catch(() => usual);
  fill();
  find("settings").showModal();
}

export function startWanting() {
  find("show-settings").addEventListener("click", show);
  // Whether there is a model decides whether a wish to do without goes with the questions.
  fetchJson("page/usual").then((told) => { usual = told; tellWanted(); }, () => {});
}

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

/** Return the settings that differ from the defaults, as the server takes them. */
export function answerSettings() {
  const changed = {};
  if (LENGTHS.includes(want.quotes)) changed.quotes = want.quotes;
  if (SURENESS.some(([name]) => name === want.sureness)) changed.sureness = want.sureness;
  if (usual.model && want.with_model === false) changed.with_model = false;
  return changed;
}

function change(part) {
  want = { ...want, ...part };
  localStorage.setItem(KEPT, JSON.stringify(answerSettings()));
  showAnswerSettings();
}

function reset() {
  want = {};
  localStorage.removeItem(KEPT);
  showAnswerSettings();
}

/** Show above the box the settings that differ from the defaults. */
export function showAnswerSettings() {
  find("wanted")?.remove();
  const { quotes, sureness, with_model } = answerSettings();
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
  const { quotes, sureness, with_model } = answerSettings();
  const most = usual.quotes ? `as usual (up to ${usual.quotes})` : "as usual";
  const parts = [
    choice("Quotes in an answer", [["", most], ...lengths], quotes,
      (count) => change({ quotes: count && Number(count) })),
    choice("Answers that are shown", [["", "as usual"], ...SURENESS], sureness,
      (word) => change({ sureness: word })),
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

export function startAnswerSettings() {
  find("show-settings").addEventListener("click", show);
  // Whether there is a model decides whether a wish to do without goes with the questions.
  fetchJson("page/usual").then((settings) => { usual = settings; showAnswerSettings(); }, () => {});
}

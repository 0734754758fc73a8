// Which sources answers come from: all but some, or only some, and between which days.

import { button, find, make, notice, send } from "./dom.js";

const KEPT = "quoth-choice";
const ALL = { all: true, others: [], since: "", until: "" };
let choice = { ...ALL, ...JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") };

/** Return the choice as the server takes it. */
export function chosen() {
  const filter = {};
  if (!choice.all) filter.only = choice.others;
  else if (choice.others.length) filter.without = choice.others;
  if (choice.since) filter.since = choice.since;
  if (choice.until) filter.until = choice.until;
  return filter;
}

export const counts = (id) => choice.others.includes(id) !== choice.all;
export const days = () => ({ since: choice.since, until: choice.until });

/** Let a source count or not. */
export function setCounts(id, wanted) {
  const others = choice.others.filter((each) => each !== id);
  change({ others: wanted === choice.all ? others : [...others, id] });
}

export const setAll = (all) => change({ all, others: [] });
export const setDays = (since, until) => change({ since, until });

function change(part) {
  choice = { ...choice, ...part };
  sessionStorage.setItem(KEPT, JSON.stringify(choice));
  return showChoice();
}

/** Say above the box which sources answers come from, where it is not all of them. */
export async function showChoice() {
  let filter = { words: "" };
  try {
    if (Object.keys(chosen()).length) filter = await send("POST", "page/choice", chosen());
  } catch (error) {
    notice(error.message);
    return;
  }
  find("choice")?.remove();
  if (!filter.words) return;
  const all = button("All sources", async () => {
    await change(ALL);
    document.dispatchEvent(new Event("quoth:chosen"));
  });
  find("above-box").append(make("p", { id: "choice" }, `${filter.words} `, all));
}

// The list of a person's conversations: found, opened, renamed, exported, removed.

import { addressOf, conversationName } from "./address.js";
import { button, debounced, fetchJson, find, make, notice, send } from "./dom.js";
import { closePane, paneIsOpen } from "./pane.js";

const root = document.documentElement;
const covers = matchMedia("(max-width: 56rem)");
const roomForBoth = matchMedia("(min-width: 100rem)");
const EXPORTS = [["markdown", "Markdown"], ["html", "HTML"], ["json", "JSON"]];
let turnTo = () => {};

const isOpen = () => root.classList.contains("past");
const isShown = () => isOpen() && (roomForBoth.matches || covers.matches || !paneIsOpen());

function open(wanted) {
  root.classList.toggle("past", wanted);
  if (!covers.matches) localStorage.setItem("quoth-past", wanted ? "open" : "closed");
  showState();
  if (wanted) listConversations();
}

function showState() {
  find("show-past").setAttribute("aria-expanded", String(isShown()));
  const covered = covers.matches && isOpen();
  for (const other of document.querySelectorAll(".skip, #top, gradio-app")) other.inert = covered;
}

/** Open or close the list; where the pane leaves no room for it, the pane gives way. */
export function togglePast() {
  if (isShown()) {
    closePast();
    return;
  }
  if (!roomForBoth.matches) closePane();
  open(true);
  if (covers.matches) find("past-words").focus();
}

export function closePast() {
  const hadFocus = find("past").contains(document.activeElement) || covers.matches;
  open(false);
  if (hadFocus) find("show-past").focus();
}

export const pastCovers = () => covers.matches && isOpen();

/** List the conversations again. */
export async function listConversations() {
  if (!isShown()) return;
  const words = find("past-words").value;
  let found;
  try {
    found = await fetchJson(`page/conversations?words=${encodeURIComponent(words)}`);
  } catch (error) {
    find("past-list").replaceChildren(make("p", { className: "trouble" }, error.message));
    return;
  }
  const list = find("past-list");
  if (list.querySelector("form:focus-within")) return; // somebody is writing a title
  const active = document.activeElement;
  const kept = active?.closest?.("#past-list li")?.dataset.name;
  const opened = [...list.querySelectorAll("li:has(.acts)")].map((each) => each.dataset.name);
  list.replaceChildren(...groups(found.conversations, words));
  for (const each of opened) itemOf(each)?.querySelector(".more").click();
  const item = kept && itemOf(kept);
  if (!item) return;
  const controls = [...item.querySelectorAll("a, button")];
  (controls.find((each) => each.textContent === active.textContent) ?? controls[0]).focus();
}

const itemOf = (name) => find("past-list").querySelector(`li[data-name="${name}"]`);

function groups(conversations, words) {
  if (!conversations.length) {
    const why = words ? "No conversation has these words." : "What you ask will be listed here.";
    return [make("p", { className: "about" }, why)];
  }
  const found = new Map();
  for (const each of conversations) {
    const when = dayOf(new Date(each.changed));
    found.set(when, [...(found.get(when) ?? []), each]);
  }
  return [...found].flatMap(([when, those]) => [
    make("h2", {}, when),
    make("ul", {}, ...those.map(entry)),
  ]);
}

function dayOf(changed) {
  const midnight = new Date().setHours(0, 0, 0, 0);
  const days = Math.ceil((midnight - changed) / 86_400_000);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  return days <= 7 ? "Last seven days" : "Earlier";
}

function entry({ name, title }) {
  const link = make("a", { href: addressOf(name), dir: "auto", title }, title);
  if (name === conversationName()) link.setAttribute("aria-current", "page");
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault(); // with Gradio's <base>, following it would load the page again
    if (covers.matches) closePast();
    if (name !== conversationName()) turnTo(addressOf(name));
  });
  const more = button("⋯", () => showActs(more, name, title), { className: "more" });
  more.setAttribute("aria-label", `More about “${title}”`);
  more.setAttribute("aria-expanded", "false");
  const item = make("li", {}, link, more);
  item.dataset.name = name;
  return item;
}

function showActs(more, name, title) {
  const shown = more.parentElement.querySelector(".acts");
  more.setAttribute("aria-expanded", String(!shown));
  if (shown) {
    shown.remove();
    return;
  }
  const exports = EXPORTS.map(([kind, label]) => make("a", {
    href: `page/conversations/${name}/export?as=${kind}`,
    download: "",
    title: `Keep this conversation as ${label}`,
  }, label));
  more.after(make("div", { className: "acts" },
    button("Rename", () => rename(more.parentElement, name, title)),
    button("Delete", () => remove(name, title)),
    make("span", {}, "Export: "), ...exports,
  ));
}

function rename(item, name, title) {
  const field = make("input", { type: "text", value: title, maxLength: 200, dir: "auto" });
  field.setAttribute("aria-label", "Title");
  const form = make("form", {}, field, button("Keep", () => {}, { type: "submit" }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await attempt(async () => {
      await send("PUT", `page/conversations/${name}/title`, { title: field.value });
      form.remove();
    });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    form.remove();
    listConversations();
  });
  item.replaceChildren(form);
  field.select();
}

async function remove(name, title) {
  const path = `page/conversations/${name}`;
  if (!await attempt(() => send("DELETE", path))) return;
  const wasShown = name === conversationName();
  notice(`“${title}” is deleted.`, "Undo", async () => {
    if (await attempt(() => send("POST", `${path}/restore`)) && wasShown) turnTo(addressOf(name));
  });
  if (wasShown) turnTo(window.newConversation());
}

async function attempt(act) {
  try {
    await act();
  } catch (error) {
    notice(error.message);
    return false;
  }
  await listConversations();
  return true;
}

/** Begin; `turn` shows the conversation of an address. */
export function startHistory(turn) {
  turnTo = turn;
  find("show-past").addEventListener("click", togglePast);
  find("past-close").addEventListener("click", closePast);
  find("past-words").addEventListener("input", debounced(listConversations));
  document.addEventListener("quoth:pane", () => { showState(); listConversations(); });
  // A page that is printed is narrow for that while, too.
  let wasOpen = false;
  covers.addEventListener("change", () => {
    if (covers.matches) wasOpen = isOpen();
    root.classList.toggle("past", !covers.matches && (wasOpen || isOpen()));
  });
  for (const each of [covers, roomForBoth]) each.addEventListener("change", showState);
  showState();
  listConversations();
}

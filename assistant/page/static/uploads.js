// Documents that a person drops, chooses or pastes; and how far the reading of them is.

import { button, find, make, notice, send } from "./dom.js";
import { forgetPasted, pastedText } from "./draft.js";
import { dropped } from "./dropped_files.js";

const MOST_SHOWN = 20;
const NO_ROOM = 507; // the status of an answer
const BUSY = 503;
const MOST_TRIES = 60;
const changed = () => document.dispatchEvent(new Event("quoth:library"));
let adding = Promise.resolve();

/** Return the part of the list of sources with which documents are added. */
export function addingControls() {
  const text = make("textarea", { rows: 5, id: "add-text", placeholder: "Paste a text", value: pastedText() });
  text.setAttribute("aria-label", "Text to add");
  const keep = button("Add the text", async () => {
    if (!text.value.trim()) return;
    const kept = await keepAll([["the text", () => send("POST", "page/added/text", { text: text.value })]]);
    if (!kept) return;
    text.value = "";
    forgetPasted();
  });
  return make("details", { className: "adding" },
    make("summary", {}, "Add sources"),
    make("p", { className: "about" }, "Drop files or folders anywhere on the page, choose them, or paste a text. They are kept in the library's own folder."),
    chooser("Choose files to add", { id: "add-files" }),
    // Some phones cannot choose a folder.
    ..."webkitdirectory" in HTMLInputElement.prototype
      ? [chooser("Choose a folder to add", { id: "add-folder", webkitdirectory: true })] : [],
    text, keep);
}

function chooser(label, properties) {
  const input = make("input", { type: "file", multiple: true, ...properties });
  input.addEventListener("change", async () => {
    const files = [...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
    input.value = ""; // so that the same can be chosen again
    await addFiles(files);
  });
  return make("label", {}, label, input);
}

/** Add files one after the other under their names, then let the library read them. */
function addFiles(files) {
  return keepAll(shown(files).map(({ file, name }) => [name, () => sendFile(file, name)]));
}

/** As in a folder on the disk, what begins with a dot in one is passed over. */
const shown = (files) => files.filter(({ name }) => !/(^|\/)\..*\/|\/\./.test(name));

async function sendFile(file, name) {
  const path = `page/added?name=${encodeURIComponent(name)}`;
  const response = file && await sendPatiently(path, file);
  if (response?.ok) return;
  const body = await response?.json().catch(() => null);
  const error = new Error(typeof body?.detail === "string" ? body.detail : `${name} could not be sent.`);
  throw Object.assign(error, { isLast: response?.status === NO_ROOM });
}

/** Send a file; where too many are being added at a time, wait as long as the server says. */
async function sendPatiently(path, file) {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(path, { method: "PUT", body: file }).catch(() => null);
    const seconds = Number(response?.headers.get("Retry-After"));
    if (response?.status !== BUSY || !seconds || tries === MOST_TRIES) return response;
    await new Promise((resolve) => { setTimeout(resolve, seconds * 1_000); });
  }
}

/** Keep documents once those before them are kept; return how many could be. */
function keepAll(documents) {
  adding = adding.then(() => keepEach(documents));
  return adding;
}

async function keepEach(documents) {
  const failures = [];
  let kept = 0;
  for (const [at, [name, keep]] of documents.entries()) {
    const place = documents.length > 1 ? ` ${at + 1} of ${documents.length}:` : "";
    say(`Adding${place} ${name}…`, at / documents.length);
    try {
      await keep();
      kept += 1;
    } catch (error) {
      failures.push(error.message);
      if (!error.isLast) continue;
      failures.push(...documents.slice(at + 1).map(([other]) => `${other} was not added.`));
      break;
    }
  }
  if (kept) await refresh().catch((error) => failures.push(error.message));
  say("");
  const added = kept === 1 ? "The source is added." : `${kept} sources are added.`;
  if (failures.length) showFailures(kept ? [added] : [], failures);
  else notice(documents.length ? added : "There is nothing to add in it.");
  return kept;
}

/** Remove what was added. */
export async function removeAdded(location) {
  try {
    await send("DELETE", `page/added?location=${encodeURIComponent(location)}`);
    await refresh();
    notice("The source is removed.");
  } catch (error) {
    notice(error.message);
  }
}

/** Let the library read what is new, and say how far it is. */
async function refresh() {
  const response = await fetch("page/refresh", { method: "POST" });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop();
    const step = JSON.parse(lines.at(-1) || "{}");
    if (step.error) throw new Error(step.error);
    if (step.total) say(`Reading ${step.done} of ${step.total}: ${step.name}`, step.done / step.total);
  }
  changed();
}

function say(text, share = 0) {
  const bar = make("progress", { max: 1, value: share });
  bar.setAttribute("aria-label", "Reading");
  find("reading").replaceChildren(...(text ? [make("p", { dir: "auto" }, text), bar] : []));
}

function showFailures(before, failures) {
  const close = button("Close", () => find("reading").replaceChildren());
  const shownFailures = failures.slice(0, MOST_SHOWN).map((each) => make("p", { className: "trouble", dir: "auto" }, each));
  const rest = failures.length - shownFailures.length;
  if (rest) shownFailures.push(make("p", {}, `${rest.toLocaleString("en")} more could not be added.`));
  find("reading").replaceChildren(...before.map((each) => make("p", {}, each)), ...shownFailures, close);
}

/** Files and folders may be dropped anywhere on the page. */
export function startUploads() {
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  const mark = (on) => document.documentElement.classList.toggle("dropping", on);
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(false);
  });
  document.addEventListener("drop", async (event) => {
    mark(false);
    if (!holdsFiles(event)) return;
    event.preventDefault();
    await addFiles(await dropped(event.dataTransfer));
  }, { capture: true });
}

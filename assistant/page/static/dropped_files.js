// The files that are dropped, and those in the folders that are.

/** Return each file with its path from what was dropped; called while the drop is being handled. */
export async function dropped({ items }) {
  const found = [...items].filter(({ kind }) => kind === "file").map((item) => {
    const entry = item.webkitGetAsEntry?.();
    if (entry?.isDirectory) return within(entry);
    const file = item.getAsFile();
    return file ? [{ file, name: file.name }] : [];
  });
  return (await Promise.all(found)).flat();
}

async function within(folder) {
  const found = [];
  for (const entry of await entriesOf(folder)) {
    if (entry.isDirectory) found.push(...await within(entry));
    else found.push(await fileOf(entry));
  }
  return found;
}

/** The browser returns a hundred entries at a time. */
async function entriesOf(folder) {
  const reader = folder.createReader();
  const entries = [];
  for (;;) {
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) return entries;
    entries.push(...some);
  }
}

/** Of a file that has gone meanwhile, or may not be read, there is only the name. */
function fileOf(entry) {
  const name = entry.fullPath.replace(/^\//, "");
  return new Promise((resolve) => entry.file((file) => resolve({ file, name }), () => resolve({ file: null, name })));
}

/* Shows what the checks say of the saved draft: a list above the form, and each finding beside its field. */
(() => {
  const match = location.pathname.match(/^(.*\/)pages\/(\d+)\/edit\/$/);
  const form = document.querySelector("[data-edit-form]");
  if (!match || !form) return;
  const address = `${match[1]}editorial/findings/${match[2]}/`;
  const holder = document.createElement("div");
  holder.className = "reform-findings-holder";
  // Beside the form, not in it: the forms of the list must not nest.
  form.before(holder);

  // A person of a story, a figure: the nth form of the relation that was not deleted.
  const child = (relation, number) => {
    const box = document.getElementById(`id_${relation}-FORMS`);
    return box && [...box.children].filter((one) => !one.querySelector("input[name$='-DELETE']")?.value)[number];
  };
  // The innermost marked place on the way: a cell of a table has no mark of its own.
  const place = (path) => {
    let parts = path.split("/");
    let node = document.body;
    const inner = child(parts[0], Number(parts[1]));
    if (inner) { node = inner; parts = parts.slice(2); }
    let found = null;
    for (const part of parts) {
      const next = node.querySelector(`[data-contentpath="${CSS.escape(part)}"]`);
      if (!next) return { found, rest: part };
      found = node = next;
    }
    return { found, rest: "" };
  };
  const cell = (table, name) => {
    const [row, column] = name.split("-").map(Number);
    return table.querySelectorAll(".ht_master tbody tr")[row]?.querySelectorAll("td")[column];
  };
  const beside = (finding) => {
    const note = document.createElement("div");
    note.className = `reform-beside ${finding.className}`;
    const words = document.createElement("span");
    words.textContent = finding.querySelector(".message").textContent;
    note.append(words);
    const deed = finding.querySelector("form button");
    if (deed) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = deed.className;
      button.textContent = deed.textContent;
      const reason = finding.querySelector("input[name=reason]");
      button.addEventListener("click", () => (reason ? reason.focus() : deed.click()));
      note.append(button);
    }
    return note;
  };
  const mark = () => {
    document.querySelectorAll(".reform-beside").forEach((node) => node.remove());
    document.querySelectorAll(".reform-cell").forEach((node) => node.classList.remove("reform-cell"));
    holder.querySelectorAll("[data-path]").forEach((finding) => {
      const { found, rest } = place(finding.dataset.path);
      if (!found) return;
      if (/^\d+-\d+$/.test(rest)) cell(found, rest)?.classList.add("reform-cell");
      found.append(beside(finding));
    });
  };
  const load = async () => {
    const response = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!response.ok) return;
    // What somebody is typing as a reason is not taken from under their hands.
    if (holder.contains(document.activeElement) && document.activeElement.value) return;
    holder.innerHTML = await response.text();
    mark();
  };
  load();
  document.addEventListener("w-autosave:success", load);
})();

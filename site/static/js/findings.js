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

  const place = (path) => path.split("/").reduce((node, part) => node && node.querySelector(`[data-contentpath="${CSS.escape(part)}"]`), document);
  const mark = () => {
    document.querySelectorAll(".reform-beside").forEach((node) => node.remove());
    holder.querySelectorAll("[data-path]").forEach((finding) => {
      const target = place(finding.dataset.path);
      if (!target) return;
      const note = document.createElement("p");
      note.className = `reform-beside ${finding.className}`;
      note.textContent = finding.querySelector(".message").textContent;
      target.append(note);
    });
  };
  const load = async () => {
    const response = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!response.ok) return;
    holder.innerHTML = await response.text();
    mark();
  };
  load();
  document.addEventListener("w-autosave:success", load);
})();

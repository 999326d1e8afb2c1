// The logging screen and the draft of an answer: keys, look-ups while typing, autosave on the server. Both work without.
(() => {
  const post = (url, form) => fetch(url, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "XMLHttpRequest" } });
  const later = (wait, work) => {
    let timer;
    return () => { clearTimeout(timer); timer = setTimeout(work, wait); };
  };

  const log = document.getElementById("log");
  if (log) {
    const field = (name) => log.elements[name];
    const found = document.getElementById("found");
    const kept = document.getElementById("kept");
    const same = document.getElementById("same");
    const keys = document.getElementById("keys");
    let asked = 0;
    let saving = false;
    const look = async () => {
      const number = ++asked;
      const answer = await post(log.dataset.look, log).catch(() => null);
      if (!answer?.ok || number !== asked || saving) return;
      found.innerHTML = await answer.text();
      kept.textContent = kept.dataset.words;
    };
    const soon = later(500, look);
    const choose = (name, value) => { field(name).value = value; field(name).dispatchEvent(new Event("change", { bubbles: true })); };
    const next = (name) => {
      const list = field(name);
      list.selectedIndex = (list.selectedIndex + 1) % list.options.length;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const attach = (button) => {
      const again = field("same_as").value === button.dataset.same;
      field("same_as").value = again ? "" : button.dataset.same;
      same.hidden = again;
      same.textContent = `${same.dataset.words} ${button.dataset.number}`;
    };
    const accused = () => log.querySelectorAll("[data-only]").forEach((part) => { part.hidden = part.dataset.only !== field("kind").value; });
    const actions = {
      a: () => found.querySelectorAll("[data-field]").forEach((item) => choose(item.dataset.field, item.dataset.value)),
      c: () => next("channel"),
      k: () => next("kind"),
      u: () => choose("urgency", field("urgency").value === "urgent" ? "normal" : "urgent"),
      t: () => document.getElementById("template")?.focus(),
      p: () => field("name").focus(),
      h: () => keys.showModal(),
    };
    document.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
        event.preventDefault();
        log.requestSubmit();
      } else if (event.altKey && !event.ctrlKey) {
        const key = event.code.replace(/^(Key|Digit)/, "").toLowerCase();
        const button = found.querySelectorAll("[data-same]")[Number(key) - 1];
        if (button) attach(button);
        else if (actions[key]) actions[key]();
        else return;
        event.preventDefault();
      } else if (event.key === "?" && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
        event.preventDefault(); // Wagtail's own list of keys has the same key
        event.stopPropagation();
        keys.showModal();
      }
    }, true);
    found.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.same) attach(button);
      else if (button?.dataset.field) choose(button.dataset.field, button.dataset.value);
    });
    document.getElementById("template")?.addEventListener("change", (event) => {
      const chosen = event.target.selectedOptions[0];
      if (!chosen.value) return;
      field("text").value = chosen.value;
      if (chosen.dataset.kind) choose("kind", chosen.dataset.kind);
      if (chosen.dataset.topic) choose("topic", chosen.dataset.topic);
      field("text").focus();
      soon();
    });
    const show = document.getElementById("show-keys");
    show.hidden = false;
    show.addEventListener("click", actions.h);
    log.addEventListener("input", soon);
    log.addEventListener("change", () => { accused(); soon(); });
    log.addEventListener("submit", () => { saving = true; });
    accused();
    field("text").focus();
  }

  if (document.querySelector("[data-refresh]")) setTimeout(() => location.reload(), 2000);

  const answer = document.getElementById("answer");
  if (answer) {
    const said = document.getElementById("said");
    const hints = document.getElementById("hints");
    let dirty = false;
    let stale = false;
    const save = async () => {
      if (stale) return;
      dirty = false;
      const reply = await post(answer.dataset.save, answer).catch(() => null);
      if (!reply) { said.textContent = answer.dataset.offline; dirty = true; return; }
      const told = await reply.json().catch(() => null);
      if (reply.status === 409) { stale = true; said.textContent = told.message; return; }
      if (!told || !reply.ok) { said.textContent = answer.dataset.offline; dirty = true; return; }
      answer.elements.version.value = told.version;
      hints.innerHTML = told.hints;
      said.textContent = answer.dataset.saved;
    };
    const soon = later(1000, save);
    answer.addEventListener("input", () => { dirty = true; soon(); });
    setInterval(() => { if (!document.hidden) save(); }, 20000); // keeps the lock
    addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
    answer.addEventListener("submit", () => { dirty = false; stale = true; });
  }
})();

/* Additions to the search: suggestions while typing (ARIA combobox with a listbox), and which result was chosen. */
(() => {
  document.querySelectorAll("input[data-complete]").forEach((input, number) => {
    const list = document.createElement("ul");
    const id = `suggestions-${number}`;
    let timer, asked = "", typed = "", at = -1;
    list.id = id;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels.length ? input.labels[0].textContent : "");
    input.form.append(list);
    const attributes = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
    Object.entries(attributes).forEach(([name, value]) => input.setAttribute(name, value));

    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const go = (to) => {
      clearTimeout(timer);
      const options = Array.from(list.children);
      if (list.hidden || !options.length) return;
      at = to < -1 ? options.length - 1 : to >= options.length ? -1 : to;
      options.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", options[at].id);
      input.value = at < 0 ? typed : options[at].textContent;
    };
    const show = (texts) => {
      list.replaceChildren(...texts.map((text, place) => {
        const option = document.createElement("li");
        option.id = `${id}-${place}`;
        option.textContent = text;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => { input.value = text; close(); input.form.requestSubmit(); });
        return option;
      }));
      at = -1;
      list.hidden = !texts.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
    };
    const ask = () => {
      asked = typed.trim();
      if (!asked) { close(); return; }
      const mine = asked;
      fetch(`${input.dataset.complete}?q=${encodeURIComponent(mine.slice(0, 40))}`)
        .then((answer) => (answer.ok ? answer.json() : { suggestions: [] }))
        .then((found) => { if (mine === asked && document.activeElement === input) show(found.suggestions); })
        .catch(close);
    };
    input.addEventListener("input", (event) => {
      clearTimeout(timer);
      typed = input.value;
      at = -1;
      if (!event.isComposing) timer = setTimeout(ask, 120);
    });
    input.addEventListener("compositionend", () => { clearTimeout(timer); typed = input.value; timer = setTimeout(ask, 120); });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) { typed = input.value; ask(); } else go(at + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        input.value = typed;
        close();
      } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key) && at >= 0) {
        // The caret goes on in the box, with what was chosen in it.
        typed = input.value;
        go(-1);
      }
    });
    input.addEventListener("blur", () => { asked = ""; close(); });
    input.form.addEventListener("submit", close);
  });

  const results = document.querySelector(".results[data-token]");
  if (results && navigator.sendBeacon) {
    results.querySelectorAll("h2 a").forEach((link, place) => link.addEventListener("click", () => {
      const told = new FormData();
      told.append("token", results.dataset.token);
      told.append("position", String(place + 1));
      navigator.sendBeacon(results.dataset.chosen, told);
    }));
  }
})();

/* A submission waits for the autosave under way: side by side, each would make a page of its own. */
(() => {
  const form = document.querySelector("form[data-controller~=w-autosave]");
  if (!form) return;
  let saving, leaving, pressed;
  form.addEventListener("w-autosave:save", (event) => {
    if (leaving) event.preventDefault();
    else saving = true;
  });
  const saved = () => {
    saving = false;
    if (!pressed) return;
    const { name, value } = pressed.submitter || {};
    pressed = null;
    // A button that is disabled by now would not be sent.
    if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    form.requestSubmit();
  };
  form.addEventListener("w-autosave:success", saved);
  form.addEventListener("w-autosave:error", saved);
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    if (saving) {
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = event;
    } else {
      leaving = true;
      setTimeout(() => { leaving = !event.defaultPrevented; }); // another script may keep the form here
    }
  }, true);
  window.addEventListener("pageshow", () => { leaving = false; });
})();

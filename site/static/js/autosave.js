/* A submission waits for the autosave that is under way: sent side by side, each would make a page of its own. */
(() => {
  const form = document.querySelector("form[data-controller~='w-autosave']");
  if (!form) return;
  let saving = false;
  let leaving = false;
  let pressed = null;

  form.addEventListener("w-autosave:save", (event) => {
    if (leaving) event.preventDefault();
    else saving = true;
  });
  const saved = () => {
    saving = false;
    if (!pressed) return;
    // The button may be disabled by now, and a disabled button is not sent: its name goes along by itself.
    if (pressed.button?.name) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: pressed.button.name, value: pressed.button.value }));
    }
    pressed = null;
    form.requestSubmit();
  };
  form.addEventListener("w-autosave:success", saved);
  form.addEventListener("w-autosave:error", saved);
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    if (saving) {
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = { button: event.submitter };
    } else {
      leaving = true;
      // Another script may have kept the form here.
      setTimeout(() => { leaving = !event.defaultPrevented; });
    }
  }, true);
  // Back by the browser's button.
  window.addEventListener("pageshow", () => { leaving = false; });
})();

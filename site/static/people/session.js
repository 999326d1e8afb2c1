// The clock of an open admin page. Warns before the session ends, counts typing and clicking as work, and once it has
// ended lets one sign in again in another window, while all that was typed here stays.
(() => {
  const config = JSON.parse(document.getElementById("people-session").textContent);
  const words = config.words;
  const WARN = 60;
  const WORK_STEP = 60_000;
  let ends = Infinity;
  let reported = Date.now();
  let dialog = null;

  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value || fresh;
  let fresh = "";

  async function ask(method = "GET") {
    const headers = { "X-Requested-With": "XMLHttpRequest" };
    if (method === "POST") headers["X-CSRFToken"] = fresh || token();
    const response = await fetch(config.session, { method, headers, redirect: "manual" });
    if (!response.ok) return null;
    const answer = await response.json();
    ends = Date.now() + answer.left * 1000;
    fresh = answer.token;
    return answer;
  }

  function renewForms() {
    for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = fresh;
  }

  function show(title, text, buttons) {
    if (!dialog) {
      dialog = make("dialog", { className: "people-session" });
      dialog.setAttribute("aria-labelledby", "people-session-title");
      dialog.addEventListener("cancel", (event) => event.preventDefault());
      document.body.append(dialog);
    }
    const head = make("h2", { id: "people-session-title", className: "w-h2", textContent: title });
    const body = make("p", { textContent: text });
    body.setAttribute("role", "status");
    const row = make("p");
    row.append(...buttons);
    dialog.replaceChildren(head, body, row);
    if (!dialog.open) dialog.showModal();
    return body;
  }

  function button(textContent, onclick) {
    return make("button", { type: "button", className: "button", textContent, onclick });
  }

  function hide() {
    if (dialog?.open) dialog.close();
  }

  function warn() {
    const body = show(words.title, "", [
      button(words.stay, async () => {
        if (await ask("POST")) hide();
        else ended();
      }),
    ]);
    const count = () => {
      body.textContent = words.soon.replace("%s", Math.max(0, Math.round((ends - Date.now()) / 1000)));
    };
    count();
    const ticking = setInterval(() => {
      if (!dialog.open || !body.isConnected) clearInterval(ticking);
      else count();
    }, 1000);
  }

  function ended() {
    const link = make("a", {
      className: "button", href: config.signIn, target: "_blank", rel: "opener", textContent: words.signIn,
    });
    const body = show(words.ended, words.keep, [
      link,
      " ",
      button(words.back, async () => {
        if (await ask()) {
          renewForms();
          hide();
        } else {
          body.textContent = words.notYet;
        }
      }),
    ]);
  }

  async function tick() {
    const left = (ends - Date.now()) / 1000;
    if (left > WARN && ends !== Infinity) return;
    if (dialog?.open && left > 0) return;
    if (dialog?.open && left <= 0 && dialog.querySelector("a")) return;
    let answer;
    try {
      answer = await ask();
    } catch {
      return; // the network is away, not the session
    }
    if (!answer) ended();
    else if (answer.left <= WARN) warn();
    else hide();
  }

  function work() {
    if (dialog?.open || Date.now() - reported < WORK_STEP) return;
    reported = Date.now();
    ask("POST").catch(() => {});
  }

  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, work, { passive: true });
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  tick();
  setInterval(tick, 5000);
})();

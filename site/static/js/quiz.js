/* Saves answers as they are given, keeps them while there is no line, shows one question at a time on a phone, and the
   clock. Everything here is added: the form works without it. */
(() => {
  const form = document.getElementById("paper");
  const words = (name) => form.dataset[`words${name}`];
  const saved = document.getElementById("saved");
  const questions = [...form.querySelectorAll(".question")];
  const store = `quiz ${form.dataset.attempt}`;
  const began = performance.now();
  const since = () => (performance.now() - began) / 1000;
  const now = () => Number(form.dataset.now) + since(); // the server's clock
  let next = Number(form.dataset.next), waiting = {}, flags = {}, sending, timer, retry, pause = 1, stopped, first = null;

  // --- What is in the fields, in shown places ---
  const field = (question) => [...question.querySelectorAll("input[name^=q],select,textarea")];
  const number = (value) => (value === "" ? null : Number(value));
  const answer = (question) => {
    const fields = field(question);
    switch (question.dataset.kind) {
      case "multichoice": case "multiple": case "truefalse":
        return fields.filter((one) => one.checked).map((one) => Number(one.value));
      case "match": return fields.map((one) => number(one.value));
      case "ordering": {
        const ranks = fields.map((one) => number(one.value));
        if (ranks.every((rank) => rank === null)) return [];
        return ranks.map((rank, place) => [rank ?? 9999, place]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((pair) => pair[1]);
      }
      default: return fields.map((one) => one.value.trim() ? one.value : null);
    }
  };
  const fill = (question, given) => field(question).forEach((one, place) => {
    const kind = question.dataset.kind;
    if (["radio", "checkbox"].includes(one.type)) one.checked = given.includes(Number(one.value));
    else if (kind === "ordering") one.value = given.length ? given.indexOf(place) + 1 : "";
    else one.value = given[place] ?? "";
  });
  const empty = (given) => given.every((part) => part === null);
  const keep = (what) => {
    try {
      if (what) localStorage.setItem(store, JSON.stringify(what));
      else localStorage.removeItem(store);
    } catch { /* a private window may have no store: the queue in memory stays */ }
  };

  // --- The queue: one save under way at most; what changes meanwhile goes into the next ---
  const say = (text, late) => {
    if (!saved || saved.textContent === text) return;
    saved.textContent = text;
    saved.classList.toggle("waiting", Boolean(late));
  };
  const stop = (message, leads, label) => {
    stopped = true;
    const box = document.getElementById("stop");
    box.textContent = message;
    if (leads) {
      const link = Object.assign(document.createElement("a"), { className: "button", href: leads, textContent: label });
      box.append(document.createElement("br"), link);
    }
    box.hidden = false;
    questions.forEach((question) => { question.disabled = true; });
    box.scrollIntoView({ block: "center" });
  };
  // A moment after the last change, but within two seconds of the first, however long somebody types.
  const later = (seconds) => {
    first ??= since();
    clearTimeout(timer);
    timer = setTimeout(send, Math.max(0, Math.min(seconds, first + 1.5 - since())) * 1000);
  };
  const send = async () => {
    clearTimeout(timer);
    if (stopped || sending || !(Object.keys(waiting).length || Object.keys(flags).length)) return;
    sending = sending || { number: next, window: form.elements.window.value, answers: waiting, flags };
    waiting = {};
    flags = {};
    first = null;
    await push();
  };
  const push = async () => {
    let response, told = {};
    retry = null;
    const body = JSON.stringify(sending);
    say(words("Saving"));
    try {
      response = await fetch(form.dataset.save, {
        method: "POST", body, signal: AbortSignal.timeout?.(10000), keepalive: body.length < 15000, // browsers send on 64 kB at most
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "X-Requested-With": "XMLHttpRequest" },
      });
      told = await response.json();
    } catch { response = null; }
    if (response?.ok) {
      next = told.number + 1;
      sending = retry = null;
      pause = 1;
      const more = Object.keys(waiting).length + Object.keys(flags).length;
      keep(more ? { at: now(), answers: waiting } : null);
      say(`${words("Saved")} ${told.saved}`);
      if (told.left !== null) end = since() + told.left;
      if (more) later(0.3);
    } else if (response?.status === 410) { keep(); location.assign(told.result); }
    else if (response?.status === 409) { /* what waits stays kept: the window that took over may be of this browser */ stop(told.message, form.dataset.quiz, words("Here")); }
    else if (response?.status === 400) { sending = null; keep(); say(told.message, true); }
    else {
      // No line, a restart, or signed out: the same save with the same number again.
      say(response && [401, 403].includes(response.status) ? words("SignedOut") : words("Waiting"), true);
      pause = Math.min(pause * 2, 15);
      clearTimeout(retry);
      retry = setTimeout(push, pause * (500 + 1000 * Math.random())); // not everybody at once
    }
  };
  window.addEventListener("online", () => { if (retry) { pause = 1; clearTimeout(retry); push(); } });
  const changed = (question) => {
    const place = question.dataset.position, given = answer(question);
    waiting[place] = given;
    keep({ at: now(), answers: { ...sending?.answers, ...waiting } });
    mark(place, !empty(given));
    later(0.6);
  };
  questions.forEach((question) => question.addEventListener("input", (event) => {
    if (event.target.name?.startsWith("flag")) {
      flags[question.dataset.position] = event.target.checked;
      document.querySelector(`.card [href="#${question.id}"]`)?.classList.toggle("flagged", event.target.checked);
      later(0.6);
    } else changed(question);
  }));
  document.addEventListener("visibilitychange", () => { if (document.hidden && !sending) send(); });
  const mark = (place, done) => {
    const link = document.querySelector(`.card [href="#q${place}"]`);
    if (!link) return;
    link.classList.toggle("done", done);
    document.getElementById("progress").value = document.querySelectorAll(".card .done").length;
  };

  // What this browser could not send before it went away.
  try {
    const left = JSON.parse(localStorage.getItem(store) || "null");
    if (left && left.at > Number(form.dataset.saved || 0) - 1) questions.forEach((question) => {
      const given = left.answers[question.dataset.position];
      if (given && !question.disabled) { fill(question, given); changed(question); }
    });
  } catch { keep(); }

  // Handing in by a key takes along all that is on the page.
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); clearTimeout(retry); if (!sending) keep(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // --- One question a screen ---
  const keys = [...form.querySelectorAll("[data-step]")];
  const narrow = matchMedia("(max-width: 47.99rem)");
  let current = 0;
  const label = keys.map((key) => key.textContent);
  const show = (place, focus) => {
    current = Math.min(Math.max(place, 0), questions.length - 1);
    const on = narrow.matches && keys.length && questions.length > 1;
    form.classList.toggle("stepping", Boolean(on));
    questions.forEach((question, at) => question.classList.toggle("current", at === current));
    document.querySelectorAll(".card a").forEach((link, at) => {
      if (on && at === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    keys.forEach((key, at) => {
      const forward = key.dataset.step === "1";
      key.textContent = on && forward && current < questions.length - 1 ? words("Next") : on && !forward ? words("Previous") : label[at];
      key.disabled = Boolean(on && !forward && current === 0);
    });
    if (on && focus) {
      window.scrollTo(0, 0);
      const first = questions[current].querySelector("legend");
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
    }
  };
  if (keys.length) {
    keys.forEach((key) => key.addEventListener("click", (event) => {
      if (!form.classList.contains("stepping")) return;
      const to = current + Number(key.dataset.step);
      if (to >= questions.length) return;
      event.preventDefault();
      show(to, true);
      history.replaceState(null, "", `#q${to + 1}`);
    }));
    const linked = () => /^#q\d+$/.test(location.hash) && show(Number(location.hash.slice(2)) - 1, true);
    window.addEventListener("hashchange", linked);
    document.querySelectorAll(".card a").forEach((link) => link.addEventListener("click", () => {
      link.closest("details")?.removeAttribute("open");
      setTimeout(linked);
    }));
    narrow.addEventListener("change", () => show(current));
    show(0);
    linked();
  }

  // --- The clock: shown each second, said at ten, five and one minute ---
  const clock = document.getElementById("clock"), announce = document.getElementById("announce");
  let end = form.dataset.left === undefined ? null : Number(form.dataset.left), said = Infinity;
  const two = (value) => String(value).padStart(2, "0");
  const tick = () => {
    const left = Math.max(0, Math.round(end - since()));
    const hours = Math.floor(left / 3600), minutes = Math.floor(left / 60) % 60;
    clock.textContent = `${hours ? `${hours}:` : ""}${two(minutes)}:${two(left % 60)}`;
    clock.parentElement.classList.toggle("short", left <= 300);
    const step = [1, 5, 10].find((one) => left <= one * 60);
    if (step && step < said) { if (said !== Infinity || left > step * 60 - 5) announce.textContent = `${step} ${words("Minutes")}`; said = step; }
    if (left > 0) return;
    clearInterval(ticking);
    if (stopped) return;
    const hand = Object.assign(document.createElement("input"), { type: "hidden", name: "go", value: "submit" });
    form.append(hand);
    form.requestSubmit ? form.requestSubmit() : form.submit();
  };
  const ticking = end === null ? 0 : setInterval(tick, 1000);
})();

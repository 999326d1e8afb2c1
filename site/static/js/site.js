/* Additions only: every page works without this file. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const remember = (name, on) => { try { on ? localStorage.setItem(name, "1") : localStorage.removeItem(name); } catch { /* private mode */ } };
  const remembered = (name) => { try { return localStorage.getItem(name) === "1"; } catch { return false; } };

  if (remembered("reading")) root.classList.add("reading");
  for (const button of document.querySelectorAll("[data-reading]")) {
    const show = () => button.setAttribute("aria-pressed", String(root.classList.contains("reading")));
    button.addEventListener("click", () => { remember("reading", root.classList.toggle("reading")); show(); });
    show();
  }
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
})();

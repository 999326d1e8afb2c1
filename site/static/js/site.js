/* Additions only: every page works without this file. */
(() => {
  const root = document.documentElement;
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  root.classList.add("js");

  /* Reading mode: for this visit, and only where the button is that leaves it again. */
  const kept = {
    get on() { try { return sessionStorage.getItem("reading") === "1"; } catch (error) { return false; } },
    set on(on) { try { sessionStorage.setItem("reading", on ? "1" : ""); } catch (error) { /* private window */ } },
  };
  all("[data-reading]").forEach((button) => {
    const show = (on) => {
      root.classList.toggle("reading", on);
      button.setAttribute("aria-pressed", String(on));
    };
    show(kept.on);
    button.addEventListener("click", () => { kept.on = !root.classList.contains("reading"); show(kept.on); });
  });

  all("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
  window.addEventListener("beforeprint", () => all("main details").forEach((item) => { item.open = true; }));

  /* Copies the address that search engines know, and says so where screen readers hear it. */
  all("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) { button.hidden = true; return; }
    const label = button.textContent;
    button.addEventListener("click", () => {
      const link = document.querySelector("link[rel=canonical]");
      navigator.clipboard.writeText(link ? link.href : location.href).then(() => {
        button.textContent = button.dataset.copy;
        setTimeout(() => { button.textContent = label; }, 3000);
      });
    });
  });

  /* The contents follow the reader. */
  const contents = all(".toc a");
  if (contents.length && "IntersectionObserver" in window) {
    const headings = contents.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const follow = () => {
      let at = -1;
      headings.forEach((heading, number) => { if (heading && heading.getBoundingClientRect().top < 160) at = number; });
      contents.forEach((link, number) => {
        if (number === at) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      });
    };
    const watch = new IntersectionObserver(follow, { rootMargin: "-150px 0px -40% 0px" });
    headings.forEach((heading) => heading && watch.observe(heading));
  }

  /* Filters: one open at a time; a click elsewhere or Escape closes. */
  const filters = all(".filters details");
  filters.forEach((item) => item.addEventListener("toggle", () => {
    if (item.open) filters.forEach((other) => { if (other !== item) other.open = false; });
  }));
  if (filters.length) {
    document.addEventListener("click", (event) => filters.forEach((item) => {
      if (!item.contains(event.target)) item.open = false;
    }));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      filters.forEach((item) => {
        if (item.open) { item.open = false; item.querySelector("summary").focus(); }
      });
    });
  }

  /* On a phone the entries scroll sideways: bring the present one into sight. */
  const strip = document.querySelector(".entries");
  const here = strip && strip.querySelector("[aria-current]");
  if (here && strip.scrollWidth > strip.clientWidth) {
    strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
  }
})();

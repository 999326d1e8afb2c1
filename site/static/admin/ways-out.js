// Copies the article for WeChat: as HTML and as text at once, so that each editor takes what it can.
"use strict";
(function () {
  function select(element) {
    if (element.select) { element.select(); return; }
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }
  // Without https there is no clipboard for scripts; the old command still takes what is selected.
  function old(element) {
    select(element);
    return document.execCommand("copy");
  }
  async function copy(element, html) {
    const text = element.value === undefined ? element.innerText : element.value;
    try {
      if (html) {
        await navigator.clipboard.write([new ClipboardItem({
          "text/html": new Blob([element.innerHTML], { type: "text/html" }),
          "text/plain": new Blob([text], { type: "text/plain" }),
        })]);
      } else {
        await navigator.clipboard.writeText(text);
      }
      return true;
    } catch (refused) {
      return old(element);
    }
  }
  document.addEventListener("click", async function (event) {
    const button = event.target.closest("[data-copy-html], [data-copy-text]");
    if (!button) return;
    const html = button.hasAttribute("data-copy-html");
    const element = document.getElementById(html ? button.dataset.copyHtml : button.dataset.copyText);
    const done = await copy(element, html);
    document.querySelector("[data-copy-status]").textContent = done ? button.dataset.done : "";
  });
})();

// The figures of a board, read again every half minute while somebody looks at it. Without this file there is “Refresh”.
(() => {
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const again = async () => {
    // Not while somebody is away, or on a link or a table of it: what they read stays where it is.
    if (document.hidden || board.contains(document.activeElement)) return;
    try {
      const answer = await fetch(board.dataset.board, { headers: { "X-Requested-With": "XMLHttpRequest", "X-Passive": "1" } });
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-board]");
      // The line with the figures is a status: it is read out, and only when it says something else.
      const said = board.querySelector("[role=status]"), now = fresh.querySelector("[role=status]");
      if (said.textContent !== now.textContent) said.textContent = now.textContent;
      for (const part of board.querySelectorAll("[data-part]")) {
        part.replaceChildren(...fresh.querySelector(`[data-part="${part.dataset.part}"]`).childNodes);
      }
    } catch { /* no line: the next time will do */ }
  };
  setInterval(again, Number(board.dataset.seconds) * 1000);
})();

/* Tells the server which stretch of a recording was played. The server's clock decides what counts; without this file
   the transcript can be read instead. */
(() => {
  const figure = document.querySelector("[data-beat]");
  const player = figure?.querySelector("audio, video");
  if (!player) return;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  const EVERY = 10_000;
  let from = null;
  let sent = 0;
  const resume = () => {
    const at = parseFloat(figure.dataset.position);
    if (at > 1 && at < player.duration - 2) player.currentTime = at;
  };
  if (player.readyState) resume();
  else player.addEventListener("loadedmetadata", resume, { once: true });
  const show = (answer) => {
    const bar = figure.querySelector("progress");
    if (bar) bar.value = answer.share;
    const line = figure.querySelector("[data-share]");
    if (line) line.textContent = answer.text;
    if (answer.done && bar) location.reload();
  };
  const beat = (start, end, leaving) => {
    sent = Date.now();
    const body = new URLSearchParams({ start, end, csrfmiddlewaretoken: token });
    if (leaving) return void navigator.sendBeacon(figure.dataset.beat, body);
    fetch(figure.dataset.beat, { method: "POST", body })
      .then((answer) => answer.ok && answer.json())
      .then((answer) => answer && show(answer))
      .catch(() => {});
  };
  const report = (leaving) => {
    if (from === null) return;
    const end = player.currentTime;
    const start = Math.min(from, end);
    from = player.paused ? null : end;
    beat(start, end, leaving);
  };
  player.addEventListener("playing", () => {
    if (from !== null) return;
    from = player.currentTime;
    beat(from, from); // starts the server's clock
  });
  player.addEventListener("seeking", () => { if (from !== null) from = Math.max(from, player.currentTime); });
  player.addEventListener("seeked", () => { if (!player.paused) from = player.currentTime; });
  player.addEventListener("timeupdate", () => { if (Date.now() - sent >= EVERY) report(false); });
  player.addEventListener("pause", () => report(false));
  player.addEventListener("ended", () => report(false));
  addEventListener("pagehide", () => report(true));
})();

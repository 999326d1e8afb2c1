/* Solves the proof of work (ALTCHA, version 2, PBKDF2) while the reader looks the last step over, and copies the receipt code. */
(() => {
  const form = document.querySelector("form[data-challenge]");
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  async function solve(challenge) {
    const given = challenge.parameters;
    const nonce = bytes(given.nonce);
    const password = new Uint8Array(nonce.length + 4);
    password.set(nonce);
    for (let counter = 0; ; counter += 1) {
      new DataView(password.buffer).setUint32(nonce.length, counter);
      const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
      const work = { name: "PBKDF2", hash: "SHA-256", salt: bytes(given.salt), iterations: given.cost };
      const derived = hex(await crypto.subtle.deriveBits(work, key, given.keyLength * 8));
      if (derived.startsWith(given.keyPrefix)) {
        return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey: derived } }));
      }
    }
  }

  /* Without https browsers keep this tool away; the form then goes the way it goes without scripts. */
  if (form && window.crypto && crypto.subtle) {
    const field = form.elements.proof;
    const done = solve(JSON.parse(form.dataset.challenge)).then((payload) => { field.value = payload; });
    form.addEventListener("submit", (event) => {
      if (field.value || (event.submitter && event.submitter.name === "back")) return;
      event.preventDefault();
      event.submitter.disabled = true;
      done.finally(() => form.submit());
    });
  }

  const copy = document.querySelector("[data-copy-code]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    const label = copy.textContent;
    copy.addEventListener("click", () => navigator.clipboard.writeText(copy.dataset.copyCode).then(() => {
      copy.textContent = copy.dataset.copied;
      setTimeout(() => { copy.textContent = label; }, 3000);
    }));
  }
})();

// The address of a page with a Chinese title, in pinyin, while the title is being typed.
//
// Wagtail copies the title into the address field and takes away what it cannot spell; of a Chinese title nothing is
// left. For such titles this asks the server, which has the dictionary. Without it the server names the page on saving.
(() => {
  const chinese = /[\u3400-\u9fff]/;
  const script = document.currentScript;
  let last = '';
  let waiting;

  const isSlug = (element) => element instanceof HTMLInputElement && element.name === 'slug';
  const title = () => document.querySelector('input[name="title"]')?.value ?? '';

  const ask = (field, words) => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      try {
        const response = await fetch(`${script.dataset.url}?${new URLSearchParams({ title: words })}`);
        if (!response.ok || title() !== words) return;
        const { slug } = await response.json();
        last = slug;
        field.value = slug;
        field.dispatchEvent(new Event('change', { bubbles: true }));
      } catch {
        // Offline or signed out: saving gives an address.
      }
    }, 250);
  };

  // Capturing, so that this comes before the field's own controller.
  document.addEventListener('w-sync:apply', (event) => {
    const words = title();
    if (!isSlug(event.target) || !chinese.test(words)) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    ask(event.target, words);
  }, true);

  // "Does the address still follow the title?" Yes when it is empty or the one that was made here last.
  document.addEventListener('w-sync:check', (event) => {
    if (!isSlug(event.target) || !chinese.test(title())) return;
    event.stopImmediatePropagation();
    if (event.target.value && event.target.value !== last) event.preventDefault();
  }, true);
})();

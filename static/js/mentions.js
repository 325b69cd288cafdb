// mentions.js: people behind an @ in a text. <textarea data-mentions="/people/mentions/">
// The server answers options (components/options.html); taking one writes @ and its value, the sign-in name.
// ↑ ↓ choose, Enter or Tab takes, Esc closes; Ctrl Enter sends the form.
(() => {
  const { $$, on } = window.so;
  let box = null; // the list, one for all
  let field = null;
  let running = null;

  const call = () => {
    const before = field.value.slice(0, field.selectionStart);
    return before.match(/(?:^|[^A-Za-z0-9_.@-])@([\p{L}\p{N}_.-]{1,30})$/u)?.[1] ?? null;
  };
  const options = () => (box ? $$('[role=option]:not([aria-disabled])', box) : []);
  const isOpen = () => box && !box.hidden;
  const close = () => {
    running?.abort();
    if (box) box.hidden = true;
    field?.removeAttribute('aria-activedescendant');
  };
  const choose = (option) => {
    options().forEach((other) => other.setAttribute('aria-selected', String(other === option)));
    if (option) field.setAttribute('aria-activedescendant', option.id);
  };
  const chosen = () => options().find((option) => option.getAttribute('aria-selected') === 'true');

  const show = (html) => {
    if (!box?.isConnected) {
      box = so.el('div', 'so-pop so-ac so-mentionlist');
      box.id = 'mentions';
      box.setAttribute('role', 'listbox');
      box.append(so.el('div', 'so-aclist'));
    }
    (field.closest('dialog') || document.body).append(box);
    box.firstChild.innerHTML = html;
    $$('[role=option]', box).forEach((option, number) => { option.id = `mention-${number}`; });
    box.hidden = !options().length;
    if (box.hidden) return;
    const place = field.getBoundingClientRect();
    box.style.position = 'fixed';
    box.style.left = `${Math.min(place.left, innerWidth - box.offsetWidth - 8)}px`;
    box.style.top = place.bottom + box.offsetHeight + 4 < innerHeight ? `${place.bottom + 2}px` : `${Math.max(8, place.top - box.offsetHeight - 2)}px`;
    choose(options()[0]);
  };

  const lookUp = so.later(150, async () => {
    const query = call();
    if (query === null || document.activeElement !== field) { close(); return; }
    running?.abort();
    const mine = (running = new AbortController());
    try {
      const url = `${field.dataset.mentions}?${new URLSearchParams({ q: query })}`;
      const response = await fetch(url, { signal: mine.signal, headers: { 'HX-Request': 'true' } });
      if (response.ok && running === mine) show(await response.text());
    } catch (error) {
      if (error.name !== 'AbortError') close();
    }
  });

  const take = (option) => {
    const query = call();
    if (!option || query === null) { close(); return; }
    const end = field.selectionStart;
    field.setRangeText(`${option.dataset.value} `, end - query.length, end, 'end');
    close();
    field.dispatchEvent(new Event('input', { bubbles: true }));
    close();
  };

  on('input', '[data-mentions]', (e, input) => {
    field = input;
    if (!e.isComposing) lookUp();
  });
  on('compositionend', '[data-mentions]', (_, input) => { field = input; lookUp(); });
  on('focusout', '[data-mentions]', () => setTimeout(close, 150));
  on('keydown', '[data-mentions]', (e, input) => {
    if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey) || !input.form) return;
    e.preventDefault();
    input.form.requestSubmit();
  });
  document.addEventListener('keydown', (e) => {
    if (e.target !== field || !isOpen() || e.isComposing) return;
    const all = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step) choose(all.at((all.indexOf(chosen()) + step) % all.length));
    else if ((e.key === 'Enter' && !e.ctrlKey) || e.key === 'Tab') take(chosen());
    else if (e.key === 'Escape') close();
    else return;
    e.preventDefault();
    e.stopPropagation();
  }, true);
  on('pointerdown', '#mentions [role=option]', (e, option) => { e.preventDefault(); take(option); });
})();

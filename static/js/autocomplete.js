// autocomplete.js: a field that looks things up. <input data-ac-url="/products/lookup/" data-ac-target="#id_product"
// data-ac-params="customer=#id_customer">. The server answers options (components/options.html); taking one writes its
// text (with data-ac-take="cell" its first column) into the field, its value into the target (emptied when the text is
// edited again; data-ac-take="part": one of several in a textarea, between lines or commas), and `fill` into other
// fields ("#id" or a form field's name) or, in a grid, into the columns of the row.
// Fires so:pick on the field. data-ac-open: a short list, offered as soon as the field is pressed.
// Alt ↓ opens, ↑ ↓ choose, Enter or Tab takes, Esc closes. Enter or Tab before the list has come takes its first, when it comes.
(() => {
  const { $, $$, on } = window.so;
  const WAIT_MS = 150;
  let field = null; // the one that is looking up
  let running = null; // its request
  let list = null; // the box, one for all

  const makeList = () => {
    if (list?.isConnected) return list;
    list = so.el('div', 'so-pop so-ac');
    list.id = 'ac';
    list.setAttribute('role', 'listbox');
    list.hidden = true;
    list.append(so.el('div', 'so-aclist'));
    document.body.append(list);
    return list;
  };
  const host = () => field.closest('dialog') || field.closest('main') || document.body; // above a dialog only from within it
  const options = () => $$('[role=option]:not([aria-disabled])', list);
  const chosen = () => list && $('[aria-selected=true]', list);

  const place = () => {
    const box = field.getBoundingClientRect();
    const below = box.bottom + 2;
    const isRoom = below + list.offsetHeight <= innerHeight - 8 || box.top < innerHeight / 2;
    list.style.left = `${Math.max(8, Math.min(box.left, innerWidth - list.offsetWidth - 8))}px`;
    list.style.top = isRoom ? `${below}px` : `${Math.max(8, box.top - list.offsetHeight - 2)}px`;
    list.style.setProperty('--so-ac-top', list.style.top);
    list.style.maxHeight = `${isRoom ? innerHeight - below - 8 : box.top - 16}px`;
  };

  const choose = (option) => {
    options().forEach((other) => other.setAttribute('aria-selected', String(other === option)));
    field.setAttribute('aria-activedescendant', option?.id || '');
    option?.scrollIntoView({ block: 'nearest' });
  };

  const close = () => {
    running?.abort();
    running = null;
    if (list) list.hidden = true;
    field?.setAttribute('aria-expanded', 'false');
    field?.removeAttribute('aria-activedescendant');
  };

  // what is looked up: all of the field, or that part of it in which the cursor stands
  const isPart = (input) => input.dataset.acTake === 'part';
  const bounds = (input) => {
    const before = input.value.slice(0, input.selectionStart);
    const length = input.value.slice(before.length).search(/[\n,，、;；]|$/);
    return [before.search(/[^\n,，、;；]*$/), before.length + length];
  };
  const typed = (input) => (isPart(input) ? input.value.slice(...bounds(input)) : input.value).trim();

  const parameters = (input) => {
    const query = new URLSearchParams({ q: isAsked ? typed(input) : '' });
    for (const pair of (input.dataset.acParams || '').split(/\s+/).filter(Boolean)) {
      const [name, selector] = pair.split('=');
      query.set(name, $(selector)?.value || '');
    }
    return query;
  };

  let waiting = null; // the field whose text has no list yet: one that is open belongs to an older text
  let isAsked = true; // by typing or Alt ↓: Enter takes the first; offered unasked, it takes none yet

  const lookUp = async (input, asked = true) => {
    if (document.activeElement !== input) return;
    field = input;
    isAsked = asked;
    running?.abort();
    const mine = (running = new AbortController());
    const text = input.value;
    try {
      const response = await fetch(`${input.dataset.acUrl}?${parameters(input)}`, { signal: mine.signal, credentials: 'same-origin', headers: { 'HX-Request': 'true' } });
      if (response.status === 401) so.askToSignIn(() => input.focus());
      const html = response.ok ? await response.text() : '';
      if (html && running === mine && input.value === text) show(html); // else it is typed on: its own list comes
    } catch (error) {
      if (error.name !== 'AbortError') close();
    }
  };
  const lookUpSoon = so.later(WAIT_MS, (input) => { if (waiting === input) lookUp(input); });

  const show = (html) => {
    if (document.activeElement !== field) return;
    waiting = null;
    makeList();
    host().append(list);
    list.firstChild.innerHTML = html;
    if (!options().length && 'acOpen' in field.dataset) { close(); return; } // a new value is none that is missing
    if (isAsked) highlight(typed(field));
    list.hidden = false;
    field.setAttribute('aria-expanded', 'true');
    field.setAttribute('aria-controls', 'ac');
    place();
    choose(isAsked ? options()[0] : null);
    so.announce(options().length ? so.text('results', { count: options().length }) : so.text('nothing'));
  };

  const highlight = (query) => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return;
    $$('[role=option] > span', list).forEach((cell) => {
      const text = cell.textContent;
      const word = words.find((one) => text.toLowerCase().includes(one));
      if (!word) return;
      const at = text.toLowerCase().indexOf(word);
      const mark = so.el('mark', '', text.slice(at, at + word.length));
      cell.replaceChildren(text.slice(0, at), mark, text.slice(at + word.length));
    });
  };

  const take = (option) => {
    if (!option || option.classList.contains('hd')) return;
    give(field, option);
  };
  const give = (input, option) => {
    const text = input.dataset.acTake ? option.firstElementChild.textContent : option.dataset.text;
    if (!isPart(input)) input.value = text;
    else if (isAsked || !typed(input)) input.setRangeText(text, ...bounds(input), 'end');
    else input.setRangeText(`\n${text}`, bounds(input)[1], bounds(input)[1], 'end'); // offered beside what stands there
    const target = input.dataset.acTarget && (input.dataset.acTarget.startsWith('#') ? $(input.dataset.acTarget) : $(`[name$="-${input.dataset.acTarget}"]`, input.closest('tr')));
    if (target) target.value = option.dataset.value;
    const fill = JSON.parse(option.dataset.fill || '{}');
    const row = input.closest('[data-row]');
    for (const [name, text] of Object.entries(fill)) {
      if (row && so.grid) so.grid.setCell(row, name, { value: String(text), text: String(text) });
      else write(name.startsWith('#') ? $(name) : input.form?.elements[name], text);
    }
    if (input === field) close();
    input.dispatchEvent(new Event('change', { bubbles: true }));
    input.dispatchEvent(new CustomEvent('so:pick', { bubbles: true, detail: { value: option.dataset.value, fill } }));
  };
  // who types faster than the list comes and goes on has taken the first hit all the same
  const takeAhead = async (input) => {
    waiting = null;
    const text = input.value;
    const url = `${input.dataset.acUrl}?${parameters(input)}`;
    close();
    try {
      const response = await fetch(url, { credentials: 'same-origin', headers: { 'HX-Request': 'true' } });
      if (!response.ok) return;
      const answer = document.createElement('template');
      answer.innerHTML = await response.text();
      const first = answer.content.querySelector('[role=option]:not(.hd)');
      if (first && input.isConnected && input.value === text) give(input, first);
    } catch { /* the text stays, and its row says that it names no product */ }
  };
  const write = (element, text) => { if (element && 'value' in element) { element.value = text; element.dispatchEvent(new Event('change', { bubbles: true })); } };

  // ── the field ──
  on('focusin', '[data-ac-url]', (_, input) => {
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-haspopup', 'listbox');
    if (!input.hasAttribute('aria-expanded')) input.setAttribute('aria-expanded', 'false');
    input.autocomplete = 'off';
  });
  on('input', '[data-ac-url]', (e, input) => {
    const target = input.dataset.acTarget?.startsWith('#') ? $(input.dataset.acTarget) : null;
    if (target) target.value = '';
    if (e.isComposing) return;
    isAsked = true;
    waiting = typed(input) ? input : null;
    if (waiting) lookUpSoon(input); else close();
  });
  on('click', '[data-ac-open]', (_, input) => { if (!list || list.hidden || field !== input) lookUp(input, false); });
  on('compositionend', '[data-ac-url]', (_, input) => { waiting = typed(input) ? input : null; lookUpSoon(input); });
  on('focusout', '[data-ac-url]', () => { waiting = null; setTimeout(() => { if (document.activeElement !== field) close(); }, 120); });
  document.addEventListener('keydown', (e) => {
    if (!e.target.matches?.('[data-ac-url]') || e.isComposing || e.keyCode === 229) return;
    const isOpen = list && !list.hidden && field === e.target;
    if (e.altKey && e.key === 'ArrowDown') { e.preventDefault(); e.stopPropagation(); lookUp(e.target); return; }
    if (e.key === 'Escape') waiting = null;
    if (waiting === e.target && isTaking(e)) { if (e.key === 'Enter') stop(e); takeAhead(e.target); return; }
    if (!isOpen) return;
    const all = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (isPart(field) && (/^(ArrowLeft|ArrowRight|Home|End)$/.test(e.key) || (e.key === 'Enter' && chosen()?.firstElementChild.textContent === typed(field)))) close();
    else if (step && all.length) { stop(e); choose(all.at((all.indexOf(chosen()) + step) % all.length)); }
    else if (e.key === 'Enter' && !e.ctrlKey && chosen()) { stop(e); take(chosen()); }
    else if (e.key === 'Tab' && chosen() && typed(e.target)) take(chosen());
    else if (e.key === 'Escape') { stop(e); close(); }
  }, true);
  const isTaking = (e) => ((e.key === 'Tab' && !e.shiftKey) || (e.key === 'Enter' && !e.ctrlKey)) && !isPart(e.target) && !('acOpen' in e.target.dataset);
  const stop = (e) => { e.preventDefault(); e.stopPropagation(); };
  on('pointerdown', '#ac [role=option]', (e, option) => { e.preventDefault(); take(option); });
  addEventListener('resize', () => { if (list && !list.hidden) place(); });
  document.addEventListener('scroll', () => { if (list && !list.hidden && field) place(); }, true);
})();

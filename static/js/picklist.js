// picklist.js: a select that is searched. <select data-picklist>: its options, in their groups, are found by typing any
// part of their words or of data-names; one or, with `multiple`, several. The select stays in the form and is what is
// sent; without scripts it is used as it is. One with data-options-of="x" has only what it holds and takes the rest from
// the select with data-options="x" beside it when its list is opened. ↑ ↓ choose, Enter or Tab takes, Backspace takes
// the last of several away.
(() => {
  const { $, $$ } = window.so;
  let open = null; // the field whose list is shown
  let list = null;

  const words = (text) => text.normalize('NFKC').toLowerCase().trim();
  const picked = (select) => [...select.selectedOptions].filter((option) => option.value !== '');
  const real = (select) => [...select.options].filter((option) => option.value !== '');

  const fill = (select) => {
    const from = select.dataset.optionsOf && $(`select[data-options="${select.dataset.optionsOf}"]`, select.form);
    if (!from) return;
    const { value } = select;
    select.replaceChildren(...[...from.children].map((one) => one.cloneNode(true)));
    select.value = value;
    delete select.dataset.optionsOf;
  };

  const write = (input) => {
    const select = input.picks;
    if (!select.multiple) { input.value = picked(select)[0]?.text || ''; return; }
    input.value = '';
    const chips = input.previousElementSibling;
    chips.replaceChildren(...picked(select).map((option) => {
      const chip = so.el('button', 'so-chip on', option.text);
      chip.type = 'button';
      chip.setAttribute('aria-label', so.text('take_away', { name: option.text }));
      chip.append(so.icon('x'));
      chip.addEventListener('click', () => { option.selected = false; changed(input); input.focus(); });
      return chip;
    }));
  };
  const changed = (input) => { write(input); input.picks.dispatchEvent(new Event('change', { bubbles: true })); };

  const enhance = (select) => {
    if (select.dataset.ready) return;
    select.dataset.ready = 'yes';
    const had = document.activeElement === select;
    const box = so.el('span', 'so-pickbox');
    const input = so.el('input', `form-control sm${select.multiple ? '' : ' form-select'}`);
    input.type = 'text';
    input.picks = select;
    input.id = select.id;
    select.id = `${select.id}-select`;
    input.placeholder = select.multiple ? so.text('search_to_add') : real(select).length || select.dataset.optionsOf ? select.options[0].text : '';
    input.autocomplete = 'off';
    input.spellcheck = false;
    for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-haspopup', 'listbox'], ['aria-expanded', 'false'], ['aria-label', select.getAttribute('aria-label')], ['aria-invalid', select.getAttribute('aria-invalid')], ['aria-describedby', select.getAttribute('aria-describedby')]])
      if (value) input.setAttribute(name, value);
    if (select.multiple) box.append(so.el('span', 'so-chips'));
    box.append(input);
    select.hidden = true;
    select.before(box);
    write(input);
    if (had) input.focus();
  };

  const makeList = () => {
    if (list?.isConnected) return;
    list = so.el('div', 'so-pop so-ac so-picklist');
    list.id = 'picklist';
    list.setAttribute('role', 'listbox');
    list.hidden = true;
  };
  const options = () => (list ? $$('[role=option]', list) : []);
  const current = () => list && $('[aria-selected=true]', list);

  const draw = (input, sought) => {
    const query = words(sought).split(/\s+/).filter(Boolean);
    const fits = (option) => { const text = words(`${option.text} ${option.dataset.names || ''} ${option.value}`); return query.every((one) => text.includes(one)); };
    const parts = [];
    let group = null;
    for (const option of real(input.picks)) {
      if (!fits(option) || (input.picks.multiple && option.selected)) continue;
      const label = option.parentElement.label;
      if (label && label !== group) { const head = so.el('div', 'opt hd'); head.setAttribute('role', 'presentation'); head.append(so.el('span', '', label)); parts.push(head); }
      group = label;
      const item = so.el('div', 'opt');
      item.id = `pick-${parts.length}`;
      item.setAttribute('role', 'option');
      item.option = option;
      item.append(so.el('span', '', option.text));
      parts.push(item);
    }
    if (!parts.length) { const none = so.el('div', 'opt hd'); none.setAttribute('role', 'presentation'); none.append(so.el('span', '', so.text('nothing'))); parts.push(none); }
    list.replaceChildren(...parts);
    choose((!query.length && options().find((item) => item.option.selected)) || options()[0]);
  };

  const choose = (item) => {
    options().forEach((other) => other.setAttribute('aria-selected', String(other === item)));
    if (item) open.setAttribute('aria-activedescendant', item.id); else open.removeAttribute('aria-activedescendant');
    item?.scrollIntoView({ block: 'nearest' });
  };

  const place = () => {
    const box = open.getBoundingClientRect();
    const below = innerHeight - box.bottom - 10;
    const isBelow = below >= 180 || below >= box.top;
    list.style.maxHeight = `${Math.min(340, isBelow ? below : box.top - 10)}px`;
    list.style.minWidth = `${box.width}px`;
    list.style.left = `${Math.max(8, Math.min(box.left, innerWidth - list.offsetWidth - 8))}px`;
    list.style.top = `${isBelow ? box.bottom + 2 : Math.max(8, box.top - list.offsetHeight - 2)}px`;
    list.style.setProperty('--so-ac-top', list.style.top);
  };

  const show = (input, sought) => {
    open = input;
    fill(input.picks);
    makeList();
    (input.closest('dialog') || input.closest('main') || document.body).append(list);
    list.setAttribute('aria-label', input.getAttribute('aria-label') || '');
    list.hidden = false;
    draw(input, sought);
    place();
    input.setAttribute('aria-expanded', 'true');
    input.setAttribute('aria-controls', 'picklist');
    if (sought) so.announce(so.text('results', { count: options().length }));
  };
  const hide = () => {
    if (!open) return;
    open.setAttribute('aria-expanded', 'false');
    open.removeAttribute('aria-activedescendant');
    open.removeAttribute('aria-controls');
    list.hidden = true;
    open = null;
  };
  const take = (item) => {
    if (!item) return;
    const input = open;
    if (input.picks.multiple) item.option.selected = true;
    else input.picks.value = item.option.value;
    hide();
    changed(input);
  };

  const isOurs = (element) => Boolean(element?.picks);
  document.addEventListener('focusin', (e) => { if (isOurs(e.target) && !e.target.picks.multiple) e.target.select(); });
  document.addEventListener('click', (e) => { if (isOurs(e.target) && open !== e.target) show(e.target, ''); });
  document.addEventListener('input', (e) => { if (isOurs(e.target)) show(e.target, e.target.value); });
  document.addEventListener('focusout', (e) => {
    if (!isOurs(e.target)) return;
    const input = e.target;
    setTimeout(() => { if (document.activeElement !== input) { if (open === input) hide(); if (input.isConnected) write(input); } }, 120);
  });
  document.addEventListener('pointerdown', (e) => {
    const item = e.target.closest?.('#picklist [role=option]');
    if (e.target.closest?.('#picklist')) e.preventDefault();
    if (item) take(item);
  });
  addEventListener('keydown', (e) => { // on the window: before the layer below takes Esc and Tab for itself
    const input = e.target;
    if (!isOurs(input) || e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    const isOpen = open === input;
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step && !isOpen) show(input, '');
    else if (step) { const all = options(); if (all.length) choose(all.at((all.indexOf(current()) + step) % all.length)); }
    else if (e.key === 'Enter' && isOpen) take(current());
    else if (e.key === 'Tab' && isOpen && input.value && input.value !== picked(input.picks)[0]?.text) { take(current()); return; }
    else if (e.key === 'Escape' && isOpen) { hide(); write(input); }
    else if (e.key === 'Backspace' && input.picks.multiple && !input.value && picked(input.picks).length) { picked(input.picks).at(-1).selected = false; changed(input); }
    else return;
    e.preventDefault();
    e.stopPropagation();
  }, true);
  addEventListener('resize', () => { if (open) place(); });
  document.addEventListener('scroll', (e) => { if (open && !list.contains(e.target)) place(); }, true);

  const start = (root) => { if (root.matches?.('select[data-picklist]')) enhance(root); $$('select[data-picklist]', root).forEach(enhance); };
  document.addEventListener('htmx:load', (e) => start(e.target));
  start(document);
})();

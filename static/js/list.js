// list.js: a list as one works through it. <table data-list> with rows <tr data-href data-id data-amount data-unit="¥" data-can="ship close">.
// J K move, X picks, Shift X picks all between, Enter opens; boxes [data-pick], [data-pick-all]; bar #bulkbar.
// A bulk button with data-bulk-can="ship" shows how many of the picked rows qualify: "2/3" in its [data-bulk-can-count]; one for none is hidden.
(() => {
  const { $, $$, on } = window.so;
  const table = () => $$('table[data-list]').find(so.isShown);
  const rows = () => $$('tbody > tr[data-href],tbody > tr[data-id]', table() || document.createElement('table')).filter(so.isShown);
  const current = () => $('tr.cur', table() || document);
  let anchor = null;

  const setCurrent = (row) => {
    current()?.classList.remove('cur');
    row?.classList.add('cur');
    row?.scrollIntoView({ block: 'nearest' });
    const link = row && $('a.so-no,a', row);
    link?.focus({ preventScroll: true });
  };
  const move = (step) => {
    const list = rows();
    const at = list.indexOf(current());
    setCurrent(list[Math.max(0, Math.min(list.length - 1, at + step))] || list[0]);
  };

  // ── picking ──
  const box = (row) => row && $('[data-pick]', row);
  const pick = (row, on) => {
    const input = box(row);
    if (!input || input.disabled) return;
    input.checked = on ?? !input.checked;
    row.classList.toggle('sel', input.checked);
  };
  const pickRange = (from, to, on) => {
    const list = rows();
    const [a, b] = [list.indexOf(from), list.indexOf(to)].sort((x, y) => x - y);
    if (a >= 0) list.slice(a, b + 1).forEach((row) => pick(row, on));
  };
  const clear = () => { $$('[data-pick]:checked').forEach((input) => pick(input.closest('tr'), false)); refresh(); };

  const cents = (text) => BigInt(Math.round(Number(text || 0) * 100));
  const money = (value, unit) => `${unit}${(Number(value) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`;

  const refresh = () => {
    const picked = $$('[data-pick]:checked').map((input) => input.closest('tr'));
    const every = $$('[data-pick]');
    const all = $('[data-pick-all]');
    if (all) {
      all.checked = every.length > 0 && picked.length === every.length;
      all.indeterminate = picked.length > 0 && picked.length < every.length;
    }
    const bar = document.getElementById('bulkbar');
    if (!bar) return;
    bar.hidden = picked.length === 0;
    $('[data-bulk-count]', bar).textContent = picked.length;
    const sums = new Map(); // by currency, as in the foot: amounts of different ones are never added up
    for (const { dataset } of picked) if (dataset.amount) sums.set(dataset.unit, (sums.get(dataset.unit) ?? 0n) + cents(dataset.amount));
    $('[data-bulk-sum]', bar).textContent = [...sums].map(([unit, sum]) => money(sum, unit)).join(' · ');
    $$('[data-bulk-can]', bar).forEach((button) => {
      const able = picked.filter((row) => (row.dataset.can || '').split(' ').includes(button.dataset.bulkCan)).length;
      const place = $('[data-bulk-can-count]', button);
      if (place) place.textContent = `${able}/${picked.length}`;
      button.hidden = able === 0 && picked.length > 0; // what fits none of them is not in the way
    });
  };

  on('change', '[data-pick]', (_, input) => { input.closest('tr').classList.toggle('sel', input.checked); refresh(); });
  on('click', '[data-pick]', (e, input) => {
    const row = input.closest('tr');
    if (e.shiftKey && anchor?.isConnected) { pickRange(anchor, row, input.checked); refresh(); }
    anchor = row;
  });
  on('change', '[data-pick-all]', (_, input) => { rows().forEach((row) => pick(row, input.checked)); refresh(); });
  on('click', '[data-bulk-clear]', clear);

  // ── opening: the whole row is the door, but not where something else is pressed or text is marked ──
  const openRow = (row, inNewTab) => {
    if (!row?.dataset.href) return;
    if (inNewTab) open(row.dataset.href, '_blank', 'noopener');
    else location.assign(row.dataset.href);
  };
  on('click', 'tr[data-href]', (e, row) => {
    if (e.target.closest('a,button,input,select,label,textarea') || String(getSelection())) return;
    openRow(row, e.ctrlKey || e.metaKey);
  });

  document.addEventListener('keydown', (e) => {
    if (e.defaultPrevented || e.isComposing || e.ctrlKey || e.metaKey || e.altKey || !table()) return;
    if (e.key === 'Escape' && !so.topLayer() && !so.isTyping(e.target)) { clear(); return; }
    if (so.isTyping(e.target) || so.topLayer() || document.documentElement.dataset.singleKeys === 'off') return;
    const key = e.key.toLowerCase();
    if (key === 'j') move(1);
    else if (key === 'k') move(-1);
    else if (key === 'x' && current()) {
      if (e.shiftKey && anchor?.isConnected) pickRange(anchor, current(), true);
      else { pick(current()); anchor = current(); }
      refresh();
    } else if (key === 'enter' && current() && !e.target.closest('a,button')) openRow(current());
    else return;
    e.preventDefault();
  });

  // ── taking the list away: the form sends the conditions in force now; a file that is ready comes at once ──
  document.addEventListener('submit', (e) => {
    const form = e.target.closest('form[data-export]');
    if (form) form.elements.query.value = location.search.slice(1);
  }, true);
  document.addEventListener('htmx:configRequest', (e) => {
    if (e.detail.elt.matches('form[data-export]')) so.closePopovers(); // not before: who loses the focus was not pressed
  });
  document.addEventListener('htmx:afterSettle', () => {
    $$('a[data-fetch]').forEach((link) => { link.removeAttribute('data-fetch'); link.click(); });
  });

  document.addEventListener('htmx:afterSettle', (e) => { if (e.target.querySelector?.('table[data-list]') || e.target.closest?.('table[data-list]')) { anchor = null; refresh(); } });
  refresh();
})();

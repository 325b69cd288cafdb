// orders-paste.js: rows out of whatever is pasted. Text that goes into the product column, or onto the page beside the
// fields, is read by the server (data-paste-url on the table): certain rows fill blank lines, doubtful ones wait with
// their own words in the tray (#entry-tray) until a product is taken, or they are left out. A paste is one step of undo.
// A tray row is a line with data-tray and its words in the hidden field "raw"; it is saved with the draft.
// Texts of several cells that go into another column are filled in from there on (grid-paste.js).
(() => {
  const { $, $$, on } = window.so;
  const form = $('#entry');
  const table = form && $('table[data-grid]', form);
  const tray = $('#entry-tray');
  if (!table || !tray) return;
  const grid = so.grid;
  const words = JSON.parse($('#entry-words').textContent);
  const guesses = new Map(); // words of a row → { why, candidates }
  const say = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? '');
  const rawOf = (row) => grid.hidden(row, 'raw');
  const waiting = () => [...table.tBodies[0].rows].filter((row) => row.hasAttribute('data-tray') && !row.hidden);

  // ── what is pasted where ──
  const COUNTED = /(\d|[一二两三四五六七八九十])\s*(只|个|台|套|支|件|根|块|张|条|箱|把|卷|双|对|组|盒|包|pcs?\b|sets?\b|ea\b)/i;
  const isLine = (text) => /\S\s+\S/.test(text) && COUNTED.test(text);
  document.addEventListener('paste', (e) => {
    const text = e.clipboardData?.getData('text/plain') || '';
    const input = e.target.closest?.('table[data-grid] input');
    if (!text.trim() || (input ? input.closest('td').dataset.col !== 'product' : so.isTyping(e.target) || so.topLayer?.())) return;
    const several = /[\t\n]/.test(text.trim());
    if (input && !several && !isLine(text)) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    read(text, input?.closest('tr'));
  }, true);

  const ask = async (fields) => {
    const body = new URLSearchParams([...fields, ['customer', form.elements.customer.value]]);
    const response = await so.post(table.dataset.pasteUrl, body.toString(), { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    if (response.status === 401) so.askToSignIn(() => {});
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  };
  const read = async (text, from = null) => {
    so.announce(words.reading);
    table.setAttribute('aria-busy', 'true');
    let data;
    try {
      data = await ask([['text', text]]);
    } catch {
      data = { rows: text.split(/\r?\n/).filter((line) => line.trim()).map((raw) => ({ cells: {}, raw: raw.trim(), why: '', candidates: [] })), left_out: [] };
      so.toast(words.unread, 'err');
    }
    table.removeAttribute('aria-busy');
    fill(data, from);
  };

  const set = (row, name, value) => {
    const field = row.querySelector(`[name$="-${CSS.escape(name)}"]`);
    if (field && !field.readOnly) field.value = value;
  };
  const fill = (data, from) => {
    const list = grid.rows(table);
    const blank = list.slice(Math.max(0, list.indexOf(from))).filter((row) => grid.isBlank(row));
    const missing = data.rows.length - blank.length;
    const target = blank.concat(missing > 0 ? grid.add(table, missing) : []);
    let lines = 0;
    data.rows.slice(0, target.length).forEach((one, index) => {
      const row = target[index];
      for (const [name, value] of Object.entries(one.cells)) set(row, name, value);
      if (one.raw) { set(row, 'raw', one.raw); guesses.set(one.raw, one); } else { lines += 1; row.classList.add('so-new'); }
      grid.calculate(row);
      grid.changed(row, true);
    });
    const lost = data.rows.slice(target.length).map((one) => one.raw || Object.values(one.cells).join(' '));
    form.dispatchEvent(new Event('input', { bubbles: true }));
    leftOut = [...data.left_out, ...lost];
    sync();
    const doubtful = data.rows.length - lines - lost.length;
    const told = say(words.paste_done, { count: lines, doubtful });
    so.announce(told);
    so.toast(told, doubtful || lost.length ? 'wrn' : 'ok');
    grid.renumber(table);
    const last = target[lines - 1];
    if (doubtful) $('button', tray)?.focus();
    else if (last) grid.focus(last, 1);
  };

  // ── the tray ──
  let leftOut = [];
  const button = (label, act, cls = 'btn btn-sm') => {
    const made = so.el('button', cls, label);
    made.type = 'button';
    made.addEventListener('click', act);
    return made;
  };
  const sync = () => {
    for (const row of table.tBodies[0].rows) {
      if (!row.hasAttribute('data-row')) continue;
      const isHere = Boolean(rawOf(row)?.value) && !grid.inputOf(row, 'product').value;
      if (isHere !== row.hasAttribute('data-tray')) row.toggleAttribute('data-tray', isHere);
    }
    draw();
  };
  const draw = () => {
    const rows = waiting();
    tray.hidden = !rows.length && !leftOut.length;
    const head = so.el('h2', '', tray.dataset.title);
    if (rows.length) head.append(' ', so.el('span', 'so-flag warn', String(rows.length)));
    const all = so.el('span', 'r');
    all.append(button(tray.dataset.all, () => { rows.forEach(leave); leftOut = []; sync(); }, 'btn btn-sm btn-quiet'));
    head.append(all);
    const parts = rows.map((row) => entry(row));
    if (leftOut.length) parts.push(so.el('p', 't3 f12', `${words.left_out} ${leftOut.join(' · ')}`));
    tray.replaceChildren(head, ...parts);
  };
  const entry = (row) => {
    const raw = rawOf(row).value;
    const { why = '', candidates = [] } = guesses.get(raw) || {};
    const box = so.el('div', 'so-un');
    box.dataset.of = grid.keyOf(row);
    box.append(so.el('div', 'raw so-num', raw.replace(/\t+/g, '  ')));
    if (why) box.append(so.el('div', 'f12 warn', why));
    if (candidates.length) box.append(offer(row, candidates[0]));
    const acts = so.el('div', 'row-x');
    if (candidates.length > 1) {
      const more = so.el('details', 'grow');
      const list = candidates.slice(1).map((one) => offer(row, one));
      more.append(so.el('summary', 'f12', say(words.choose_of, { count: candidates.length })), ...list);
      acts.append(more);
    } else acts.append(so.el('span', 'grow'));
    acts.append(button(words.choose, () => search(row), 'btn btn-sm btn-quiet'), button(words.ignore, () => { leave(row); sync(); next(); }, 'btn btn-sm btn-quiet'));
    box.append(acts);
    return box;
  };
  const offer = (row, one) => {
    const line = so.el('div', 'row-x');
    const told = so.el('span', 'grow f12');
    told.append(so.el('span', 'so-num', one.code), ` ${one.name} `, so.el('span', 't3', [one.free && `${words.free} ${one.free}`, one.fit].filter(Boolean).join(' · ')));
    line.append(told, button(words.take, () => { take(row, one.code); next(); }));
    return line;
  };
  const next = () => ($('.so-un button', tray) || grid.inputOf(grid.rows(table).find((row) => grid.isBlank(row)) || grid.add(table)[0], 'product')).focus();

  const bring = (row) => {
    row.removeAttribute('data-tray');
    const before = grid.rows(table).find((one) => one !== row && grid.isBlank(one));
    if (before) before.before(row);
  };
  const take = (row, code) => {
    set(row, 'product', code);
    set(row, 'raw', '');
    bring(row);
    row.classList.add('so-new');
    grid.calculate(row);
    grid.changed(row, true);
    grid.renumber(table);
    form.dispatchEvent(new Event('input', { bubbles: true }));
    sync();
  };
  // the look-up of the product cell, with the row's own words in it
  const search = (row) => {
    const raw = rawOf(row).value;
    set(row, 'product', raw.replace(/\s+/g, ' ').slice(0, 60));
    bring(row);
    grid.renumber(table);
    draw();
    const input = grid.inputOf(row, 'product');
    input.focus();
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };
  on('so:pick', 'table[data-grid] [data-row]', (_, row) => { const raw = rawOf(row); if (raw?.value) { raw.value = ''; grid.changed(row, true); } });
  const leave = (row) => { grid.setGone(row, true); grid.changed(row, false); form.dispatchEvent(new Event('input', { bubbles: true })); };
  on('so:row', 'table[data-grid] [data-row]', () => queueMicrotask(sync));

  // a link to the cell of a row that waits here leads here
  document.addEventListener('click', (e) => {
    const link = e.target.closest?.('a[href^="#id_lines-"]');
    const row = link && document.getElementById(link.hash.slice(1))?.closest('tr[data-tray]');
    const place = row && $(`[data-of="${grid.keyOf(row)}"] button`, tray);
    if (place) { e.preventDefault(); e.stopImmediatePropagation(); place.focus(); }
  }, true);

  // ── the button: what is in the clipboard, else a place to paste into (a browser may keep the clipboard to itself) ──
  on('click', '[data-paste-help]', async () => {
    let text = '';
    try { text = await navigator.clipboard.readText(); } catch { /* asked for below */ }
    if (text.trim()) { read(text); return; }
    const box = $('#entry-paste');
    box.hidden = false;
    $('textarea', box).focus();
  });
  on('click', '#entry-paste button', (_, pressed) => {
    const box = $('#entry-paste');
    const area = $('textarea', box);
    if (pressed.dataset.read !== undefined && area.value.trim()) read(area.value);
    area.value = '';
    box.hidden = true;
  });

  // ── rows that were left here earlier ──
  const start = async () => {
    sync();
    const raws = waiting().map((row) => rawOf(row).value);
    if (!raws.length) return;
    try {
      const data = await ask(raws.map((raw) => ['raw', raw]));
      data.rows.forEach((one, index) => guesses.set(raws[index], one));
      draw();
    } catch { /* they stay without guesses */ }
  };
  start();
})();

// grid-data.js: the figures of the entry table: calculated cells and sums, the server's answers.
// Contract: head of grid.js. Amounts are whole numbers (BigInt) in 1/10^8; nothing is ever a float.
(() => {
  const { $, $$, on } = window.so;
  const grid = window.so.grid;
  const SCALE = 8;
  const ONE = 10n ** BigInt(SCALE);
  const SEND_MS = 300;

  // ── exact arithmetic ──
  const read = (text) => {
    const match = String(text ?? '').replace(/,/g, '').match(/^(-?)(\d*)(?:\.(\d+))?$/);
    if (!match || (!match[2] && !match[3])) return null;
    const value = BigInt(match[2] || 0) * ONE + BigInt((match[3] || '').slice(0, SCALE).padEnd(SCALE, '0'));
    return match[1] ? -value : value;
  };
  const toCents = (value) => {
    const unit = ONE / 100n;
    const half = value < 0n ? -unit / 2n : unit / 2n;
    return (value + half) / unit;
  };
  const show = (cents) => {
    const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
    const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
    return `${cents < 0n ? '−' : ''}${whole}.${digits.slice(-2)}`;
  };

  const valueOf = (row, name) => read(grid.inputOf(row, name)?.value ?? grid.cell(row, name)?.textContent.trim());
  const product = (row, formula) => {
    let result = ONE;
    for (const term of formula.split(/\s+/)) {
      const rebate = term.match(/^-(.+)%$/);
      const value = valueOf(row, rebate ? rebate[1] : term);
      if (rebate) result = (result * (100n * ONE - (value ?? 0n))) / (100n * ONE);
      else if (value === null) return null;
      else result = (result * value) / ONE;
    }
    return toCents(result);
  };

  // ── sums follow the one cell that changed ──
  const held = new WeakMap(); // calculated cell → cents counted in the sum
  const sums = new WeakMap(); // table → { column: cents }
  const setSum = (table, column, delta) => {
    const all = sums.get(table) || sums.set(table, {}).get(table);
    all[column] = (all[column] ?? 0n) + delta;
    $$(`[data-grid-sum="${column}"]`).forEach((place) => { place.textContent = show(all[column]); });
  };
  const account = (place, cents) => {
    const before = held.get(place) ?? 0n;
    const after = cents ?? 0n;
    held.set(place, after);
    if (before !== after) setSum(grid.tableOf(place), place.dataset.col, after - before);
  };

  grid.calculate = (row) => $$('[data-calc]', row).forEach((place) => {
    const cents = product(row, place.dataset.calc);
    place.textContent = cents === null ? '' : show(cents);
    account(place, cents);
  });
  grid.count = (row, isGone = false) => $$('[data-calc]', row).forEach((place) => account(place, isGone ? 0n : read(place.textContent) === null ? 0n : toCents(read(place.textContent))));

  const start = (root) => $$('table[data-grid]', root).forEach((table) => {
    sums.set(table, {});
    grid.rows(table).forEach((row) => (($('[data-calc]', row)?.textContent.trim() || '') === '' ? grid.calculate(row) : grid.count(row)));
  });

  // ── changed rows go to the server together ──
  const waiting = new Map(); // table → Set of rows
  const version = new WeakMap(); // row → how often it changed
  grid.changed = (row, isThere) => {
    const table = grid.tableOf(row);
    row.dispatchEvent(new CustomEvent('so:row', { bubbles: true }));
    version.set(row, (version.get(row) ?? 0) + 1);
    if (!table.dataset.rowUrl) return;
    if (!waiting.has(table)) waiting.set(table, new Set());
    if (isThere && !grid.isBlank(row)) waiting.get(table).add(row);
    else waiting.get(table).delete(row);
    sendSoon(table);
  };
  const sendSoon = so.later(SEND_MS, (table) => send(table));

  const values = (row) => {
    const found = {};
    $$('input[name],select[name]', row).forEach((input) => { found[input.name.replace(/^.*?-\d+-/, '')] = input.value; });
    return found;
  };
  const head = (table) => {
    const found = {};
    const prefix = `${table.dataset.prefix}-`;
    new FormData(table.closest('form')).forEach((value, name) => { if (!name.startsWith(prefix) && name !== 'csrfmiddlewaretoken' && typeof value === 'string') found[name] = value; });
    return found;
  };

  const send = async (table) => {
    const sent = [...(waiting.get(table) || [])].filter((row) => row.isConnected && !grid.isGone(row));
    waiting.set(table, new Set());
    if (!table.isConnected) return;
    const stamps = new Map(sent.map((row) => [grid.keyOf(row), [row, version.get(row)]]));
    const all = table.hasAttribute('data-send-all') ? grid.rows(table).filter((row) => !grid.isBlank(row)) : sent;
    const body = { rows: Object.fromEntries(all.map((row) => [grid.keyOf(row), values(row)])), changed: [...stamps.keys()], head: head(table) };
    sent.forEach((row) => row.classList.add('wait'));
    try {
      const response = await so.post(table.dataset.rowUrl, JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
      if (response.status === 401) {
        sent.forEach((row) => waiting.get(table).add(row));
        so.askToSignIn(() => send(table));
        return;
      }
      if (!response.ok) throw new Error(String(response.status));
      answer(table, await response.json(), stamps);
    } catch {
      so.toast(so.text(navigator.onLine ? 'server_error' : 'offline'), 'err');
    } finally {
      sent.forEach((row) => row.classList.remove('wait'));
    }
  };

  const answer = (table, data, stamps) => {
    const byKey = new Map(grid.rows(table).map((row) => [grid.keyOf(row), row]));
    for (const [key, cells] of Object.entries(data.rows || {})) {
      const row = byKey.get(key);
      const isFresh = row && (!stamps.has(key) || stamps.get(key)[1] === version.get(row));
      if (isFresh) for (const [name, cell] of Object.entries(cells)) grid.setCell(row, name, cell);
    }
    for (const [name, text] of Object.entries(data.totals || {})) $$(`[data-total="${name}"]`).forEach((place) => { place.textContent = text; });
    if (data.gifts) showGifts(table, byKey, data.gifts);
    table.dispatchEvent(new CustomEvent('so:answered', { bubbles: true, detail: data }));
  };

  grid.setCell = (row, name, { value, text, tone = '', title = '', error = '' }) => {
    const place = grid.cell(row, name);
    const input = place ? grid.inputOf(row, name) : grid.hidden(row, name);
    if (input && value !== undefined && document.activeElement !== input) { input.value = value; grid.wrote?.(row, input); }
    if (!place) return;
    if (!input && text !== undefined) {
      place.textContent = text;
      if (place.hasAttribute('data-calc')) { const number = read(text); account(place, number === null ? 0n : toCents(number)); }
    }
    for (const color of ['ok', 'warn', 'bad', 'run']) place.classList.toggle(color, tone === color);
    if (error) grid.mark(place, error, 'err');
    else if (tone === 'miss' || tone === 'err') grid.mark(place, title, tone);
    else { grid.mark(place, '', ''); place.title = title; }
  };

  // gift rows stand below their cause, read-only
  const showGifts = (table, byKey, gifts) => {
    const width = table.tHead.rows[0].cells.length;
    const order = [...(table.tBodies[0].querySelector('[data-row]')?.cells || [])].map((place) => place.dataset.col || '');
    $$('tr[data-gift-of]', table).forEach((row) => row.remove());
    for (const [key, list] of Object.entries(gifts)) {
      const after = byKey.get(key);
      if (!after) continue;
      [...list].reverse().forEach((gift) => {
        const row = so.el('tr', 'gift');
        row.dataset.giftOf = key;
        for (let i = 0; i < width; i += 1) {
          const place = so.el('td', `ro ${after.cells[i]?.classList.contains('n') ? 'n' : ''}`, gift[order[i]] ?? '');
          if (order[i]) place.dataset.col = order[i];
          if (order[i] === 'name' && gift.flag) place.insertAdjacentHTML('afterbegin', `${gift.flag} `);
          row.append(place);
        }
        after.after(row);
      });
    }
  };

  document.addEventListener('htmx:load', (e) => { if (e.target !== document.body) start(e.target); });
  start(document);
})();

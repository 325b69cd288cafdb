// orders-draft.js: an order that is being entered is saved by itself, and what the server does not have yet is kept in
// this browser: neither a closed window nor a crash, a lost network or a second tab loses anything.
//
//   <form id="entry" data-new-url="…" data-keeper="7"> keeper: whose entries are kept here; words in #entry-words.
// A draft needs a customer and a line; then it is sent 4 s after the last change, at the latest 20 s after the first, as
// `then=auto`. The answer is JSON: {version, reference, url, lines: {key: line_no}, saved, gaps}.
// Refused (422): the page says so and tries again after the next change. Somebody else's version (409): saving by itself
// ends, everything stays here, and can be kept as a draft of its own.
(() => {
  const { $, $$, on } = window.so;
  const form = $('#entry');
  const table = form && $('table[data-grid]', form);
  if (!table) return;
  const grid = so.grid;
  const words = JSON.parse($('#entry-words').textContent);
  const IDLE_MS = 4000;
  const LONGEST_MS = 20000;
  const AGAIN_MS = 15000;
  const KEEP_MS = 500;
  const DAYS = 7 * 86400e3;

  // ── what the form says, empty cells left out ──
  const pairs = () => [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && (value !== '' || !name.startsWith('lines-') || name.includes('-custom.')));
  const isWorth = () => Boolean(form.elements.customer.value) && [...table.tBodies[0].rows].some((row) => row.hasAttribute('data-row') && (row.hasAttribute('data-tray') || !grid.isBlank(row)));
  const version = () => form.elements.version?.value || '';

  // ── kept in this browser until the server has it ──
  const tab = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const prefix = `so-entry:${form.dataset.keeper}:`;
  const place = () => (version() ? location.pathname : 'new');
  const key = () => `${prefix}${place()}:${tab}`;
  const store = (action) => { try { return action(localStorage); } catch { return null; } };
  let held = '';
  const keep = () => {
    if (!so.isDirty(form)) return;
    const name = key();
    if (held && held !== name) store((all) => all.removeItem(held));
    held = name;
    store((all) => all.setItem(name, JSON.stringify({ at: Date.now(), version: version(), pairs: pairs().filter(([field]) => !/^(csrfmiddlewaretoken|nonce|version)$/.test(field)) })));
  };
  const keepSoon = so.later(KEEP_MS, keep);
  const letGo = () => { if (held) store((all) => all.removeItem(held)); held = ''; };

  // ── sent by itself ──
  let changes = 0; // counted, so that an answer knows whether it is the last word
  let firstAt = 0;
  let timer = 0;
  let saving = null;
  let isStopped = false;
  let unanswered = null; // a new order whose answer was lost is asked for with the same words again
  const plan = (wait = IDLE_MS) => {
    if (isStopped) return;
    firstAt ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(wait, firstAt + LONGEST_MS - Date.now())));
  };
  const tell = (text, tone = '') => {
    const spot = $('#saved-at');
    if (!spot) return;
    spot.textContent = text;
    spot.classList.toggle('warn', tone === 'warn');
  };
  // on the window: what listens on the document knows by then whether anything is unsaved
  const changed = (e) => { if (form.contains(e.target) && so.isDirty(form)) { changes += 1; keepSoon(); plan(); } };
  for (const event of ['input', 'change', 'so:row']) addEventListener(event, changed);

  const save = () => {
    clearTimeout(timer);
    if (saving || isStopped || !form.isConnected || form.dataset.busy || !so.isDirty(form) || !isWorth()) return saving;
    firstAt = 0;
    const sent = changes;
    const body = unanswered ?? new URLSearchParams([...pairs(), ['then', 'auto']]).toString();
    const isFirst = unanswered !== null;
    if (!version()) unanswered = body;
    saving = so.post(form.getAttribute('action') || location.pathname, body, { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })
      .then((response) => answer(response, isFirst ? -1 : sent))
      .catch(() => { tell(words.kept, 'warn'); firstAt = 0; setTimeout(plan, AGAIN_MS); })
      .finally(() => { saving = null; });
    return saving;
  };

  const answer = async (response, sent) => {
    if (response.status === 401) { so.askToSignIn(() => plan(0)); return; }
    if (response.status === 409) { stop(await response.text()); return; }
    if (response.status === 422 || response.status === 403) { unanswered = null; tell(words.not_yet, 'warn'); return; }
    if (!response.ok) throw new Error(String(response.status));
    const data = await response.json();
    unanswered = null;
    if (!version()) become(data);
    form.elements.version.value = data.version;
    for (const [row, number] of Object.entries(data.lines)) {
      const field = form.elements[`lines-${row}-line_no`];
      if (field && !field.value) field.value = number;
    }
    const gaps = $('#entry-gaps');
    if (gaps && data.gaps !== undefined) gaps.innerHTML = data.gaps;
    tell(data.saved);
    if (sent === changes) { so.clean(form); letGo(); } else { keep(); plan(); }
  };

  // a new order got its draft: from here on the page is that draft's
  const become = (data) => {
    const field = so.el('input');
    Object.assign(field, { type: 'hidden', name: 'version', id: 'entry-version', value: data.version });
    form.append(field);
    history.replaceState(history.state, '', data.url);
    for (const [name, value] of [['action', data.url], ['hx-post', data.url], ['hx-target', '#entry-errors'], ['hx-swap', 'innerHTML']]) form.setAttribute(name, value);
    htmx.process(form);
    const crumb = $('.so-crumb b');
    if (crumb) crumb.textContent = data.reference;
  };

  // ── another version stands there ──
  const stop = (html) => {
    isStopped = true;
    unanswered = null;
    keep();
    tell(words.stopped, 'warn');
    const errors = $('#entry-errors');
    const told = so.el('div', 'so-stale');
    told.innerHTML = html;
    $$('footer', told).forEach((footer) => footer.remove());
    const acts = so.el('p', 'row-x');
    const own = so.el('button', 'btn btn-sm', words.keep_mine);
    const look = so.el('button', 'btn btn-sm btn-quiet', words.show_theirs);
    own.type = look.type = 'button';
    own.addEventListener('click', keepMine);
    look.addEventListener('click', () => { so.clean(form); location.reload(); });
    acts.append(own, look);
    told.append(acts);
    errors.replaceChildren(told);
    own.focus();
  };
  const keepMine = () => {
    form.elements.version?.remove();
    form.elements.nonce.value = tab + Date.now();
    $$('input[name$="-line_no"]', form).forEach((field) => { field.value = ''; });
    for (const name of ['hx-post', 'hx-target', 'hx-swap']) form.removeAttribute(name);
    so.clean(form);
    letGo();
    form.action = form.dataset.newUrl;
    const then = so.el('input');
    Object.assign(then, { type: 'hidden', name: 'then', value: 'save' });
    form.append(then);
    HTMLFormElement.prototype.submit.call(form);
  };

  // ── a press of a button waits for what is on its way; what it saves itself is kept no longer ──
  document.addEventListener('submit', (e) => {
    if (e.target !== form) return;
    clearTimeout(timer);
    if (!saving) { if (!form.hasAttribute('hx-post')) letGo(); return; }
    e.preventDefault();
    e.stopImmediatePropagation();
    const { submitter } = e;
    saving.finally(() => setTimeout(() => { if (!isStopped) form.requestSubmit(submitter); }));
  }, true);
  document.addEventListener('htmx:afterRequest', (e) => {
    if (e.detail.elt === form && e.detail.successful) { letGo(); firstAt = 0; }
  });
  addEventListener('pagehide', keep);
  document.addEventListener('visibilitychange', () => { if (document.hidden) { keep(); save(); } });
  addEventListener('online', () => plan(0));

  // ── what an earlier window left here is offered; windows that are open say that theirs is theirs ──
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('so-entry') : null;
  const alive = new Set([tab]);
  channel?.addEventListener('message', (e) => {
    if (e.data.asks) channel.postMessage({ here: tab });
    else if (e.data.here) alive.add(e.data.here);
  });
  channel?.postMessage({ asks: tab });

  const offer = () => {
    const mine = `${prefix}${place()}:`;
    let found = null;
    for (const name of store((all) => Object.keys(all)) || []) {
      if (!name.startsWith('so-entry:')) continue;
      const kept = JSON.parse(store((all) => all.getItem(name)) || 'null');
      if (!kept || Date.now() - kept.at > DAYS) { store((all) => all.removeItem(name)); continue; }
      if (name.startsWith(mine) && !alive.has(name.slice(mine.length)) && (!found || kept.at > found.kept.at)) found = { name, kept };
    }
    if (!found) return;
    const { name, kept } = found;
    const note = so.el('div', 'so-note warn so-kept');
    note.setAttribute('role', 'alert');
    const time = new Date(kept.at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
    note.append(so.icon('clock-history'), so.el('span', 'grow', (kept.version === version() ? words.found : words.found_older).replace('%(time)s', time)));
    for (const [label, act] of [[words.take_back, () => restore(kept.pairs)], [words.discard, () => {}]]) {
      const button = so.el('button', 'btn btn-sm', label);
      button.type = 'button';
      button.addEventListener('click', () => { store((all) => all.removeItem(name)); note.remove(); act(); });
      note.append(button);
    }
    $('#entry-errors').append(note);
  };

  const restore = (all) => {
    const rows = new Map();
    for (const [name, value] of all) {
      const cell = name.match(/^lines-(\d+)-(.+)$/);
      if (cell) { if (!rows.has(cell[1])) rows.set(cell[1], {}); rows.get(cell[1])[cell[2]] = value; }
      else if (form.elements[name] && name !== 'lines-TOTAL_FORMS' && form.elements[name].type !== 'checkbox') form.elements[name].value = value;
    }
    const names = new Set(all.map(([name]) => name));
    $$('input[type=checkbox]', form).filter((field) => field.name).forEach((field) => { field.checked = names.has(field.name); });
    form.dispatchEvent(new Event('change', { bubbles: true }));
    const there = [...table.tBodies[0].rows].filter((row) => row.hasAttribute('data-row'));
    const numberOf = (row) => grid.hidden(row, 'line_no')?.value;
    const own = [...rows.values()].filter((cells) => Object.entries(cells).some(([cell, value]) => value && !['line_no', 'DELETE', 'priced'].includes(cell)));
    const kept = new Set(own.map((cells) => cells.line_no).filter(Boolean));
    there.filter((row) => numberOf(row) && !kept.has(numberOf(row))).forEach((row) => { grid.setGone(row, true); grid.changed(row, false); });
    const free = there.filter((row) => !numberOf(row) && grid.isBlank(row));
    for (const cells of own) {
      const row = (cells.line_no && there.find((one) => numberOf(one) === cells.line_no)) || free.shift() || grid.add(table)[0];
      if (!row) break;
      for (const [cell, value] of Object.entries(cells)) {
        const field = cell !== 'line_no' && row.querySelector(`[name$="-${CSS.escape(cell)}"]`);
        if (field) field.value = value;
      }
      grid.setGone(row, Boolean(cells.DELETE));
      grid.calculate(row);
      grid.changed(row, true);
    }
    grid.renumber(table);
    form.dispatchEvent(new Event('input', { bubbles: true }));
  };
  setTimeout(offer, 200);
})();

// grid-undo.js: undo and redo for the form around an entry table. Contract: head of grid.js.
//
// Everything that changes within one task of the browser is one step: a cell, a picked product with what it fills in, a
// paste of a hundred rows, a removed line, a chosen customer. A step keeps the rows it touched as they were before; what
// the server filled in afterwards goes away with it. Ctrl Z, Ctrl Shift Z (Ctrl Y); [data-undo] and [data-redo] buttons.
// In a field whose text was not taken over yet, Ctrl Z takes back that text alone.
//   so.grid.forgetSteps()   what stands there now is where undo begins
(() => {
  const { $, $$, on } = window.so;
  const grid = window.so.grid;
  const MOST = 200; // steps
  const KEPT = new Set(['line_no']); // the server's: no step takes them back

  const undone = [];
  const done = [];
  const known = new WeakMap(); // row or form → values as of the last step
  let touched = null; // rows and forms of the step that is being made
  let isApplying = false;

  const nameOf = (input) => input.name.replace(/^.*?-\d+-/, '');
  const valueOf = (field) => (field.type === 'checkbox' ? String(field.checked) : field.value);
  const isOfHead = (field) => field.name && !field.closest('table[data-grid],template') && !['file', 'submit', 'button'].includes(field.type) && !/^(csrfmiddlewaretoken|nonce|version|.*-TOTAL_FORMS)$/.test(field.name);
  const fieldsOf = (owner) => (owner.tagName === 'FORM' ? [...owner.elements].filter(isOfHead) : $$('input[name],select[name]', owner));
  const values = (owner) => Object.fromEntries(fieldsOf(owner).map((field) => [owner.tagName === 'FORM' ? field.name : nameOf(field), valueOf(field)]));
  const tables = () => $$('form table[data-grid]');

  const blank = new WeakMap(); // table → values of a new row
  const known0 = (row) => {
    const table = grid.tableOf(row);
    if (!blank.has(table)) blank.set(table, values(document.querySelector(`template[data-grid-blank="${table.dataset.prefix}"]`).content.firstElementChild));
    return blank.get(table);
  };
  const before = (owner) => known.get(owner) || (owner.tagName === 'FORM' ? values(owner) : known0(owner));

  // ── steps are made ──
  const touch = (owner) => {
    if (isApplying || !owner) return;
    if (!touched) { touched = new Set(); queueMicrotask(close); }
    touched.add(owner);
  };
  const close = () => {
    if (!touched) return;
    const parts = [];
    for (const owner of touched) {
      const was = before(owner);
      const now = values(owner);
      if (Object.keys(now).some((name) => now[name] !== was[name] && !KEPT.has(name))) parts.push({ owner, values: was });
      known.set(owner, now);
    }
    touched = null;
    if (!parts.length) return;
    done.push(parts);
    if (done.length > MOST) done.shift();
    undone.length = 0;
    show();
  };
  on('so:row', 'table[data-grid] [data-row]', (_, row) => touch(row));
  on('change', 'form:has(table[data-grid])', (e, form) => { if (isOfHead(e.target)) touch(form); });

  // what the server wrote is no step of anybody's
  grid.wrote = (row, field) => {
    if (touched?.has(row)) return;
    known.set(row, { ...before(row), [nameOf(field)]: valueOf(field) });
  };
  on('so:head-filled', 'form', (_, form) => { if (!touched?.has(form)) known.set(form, values(form)); });

  // ── and taken back ──
  const put = (owner, wanted) => {
    for (const field of fieldsOf(owner)) {
      const name = owner.tagName === 'FORM' ? field.name : nameOf(field);
      if (KEPT.has(name) || wanted[name] === undefined || wanted[name] === valueOf(field)) continue;
      if (field.type === 'checkbox') field.checked = wanted[name] === 'true';
      else field.value = wanted[name];
    }
    known.set(owner, values(owner));
    if (owner.tagName !== 'FORM') grid.setGone(owner, Boolean(wanted.DELETE));
  };
  const apply = (from, to) => {
    if (document.activeElement?.matches?.('input,select,textarea')) document.activeElement.dispatchEvent(new Event('change', { bubbles: true }));
    close();
    const parts = from.pop();
    if (!parts) { so.announce(so.text('nothing_to_undo')); return; }
    to.push(parts.map(({ owner }) => ({ owner, values: values(owner) })));
    isApplying = true;
    for (const part of parts) if (part.owner.isConnected) put(part.owner, part.values);
    for (const { owner } of parts) {
      if (owner.tagName === 'FORM') owner.dispatchEvent(new CustomEvent('so:head-restored', { bubbles: true }));
      else { grid.mark(owner.querySelector('td.err'), '', ''); grid.calculate(owner); grid.changed(owner, !grid.isGone(owner)); }
    }
    isApplying = false;
    const row = parts.find(({ owner }) => owner.tagName !== 'FORM' && !grid.isGone(owner))?.owner;
    if (row) { grid.renumber(grid.tableOf(row)); row.scrollIntoView({ block: 'nearest' }); grid.focus(row, document.activeElement?.closest?.('td')?.cellIndex ?? 1); }
    else tables().forEach(grid.renumber);
    (row?.closest('form') || parts[0].owner.closest('form'))?.dispatchEvent(new Event('input', { bubbles: true }));
    show();
  };
  const undo = () => apply(done, undone);
  const redo = () => apply(undone, done);

  const show = () => {
    for (const [selector, steps] of [['[data-undo]', done], ['[data-redo]', undone]]) $$(selector).forEach((button) => button.setAttribute('aria-disabled', String(!steps.length)));
  };

  on('click', '[data-undo]', undo);
  on('click', '[data-redo]', redo);
  document.addEventListener('keydown', (e) => {
    if (!(e.ctrlKey || e.metaKey) || e.altKey || e.isComposing || !tables().length || so.topLayer?.()) return;
    const key = e.key.toLowerCase();
    const isRedo = key === 'y' || (key === 'z' && e.shiftKey);
    if (!isRedo && key !== 'z') return;
    const field = e.target;
    const owner = field.closest?.('[data-row]') || (field.form && isOfHead(field) && field.form.querySelector('table[data-grid]') ? field.form : null);
    if (so.isTyping(field) && !owner) return; // somewhere else on the page
    const name = owner && (owner.tagName === 'FORM' ? field.name : nameOf(field));
    const was = owner && before(owner)[name];
    if (!isRedo && so.isTyping(field) && was !== undefined && was !== valueOf(field)) {
      e.preventDefault();
      field.value = was;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.select?.();
      return;
    }
    e.preventDefault();
    (isRedo ? redo : undo)();
  });

  grid.forgetSteps = () => {
    done.length = undone.length = 0;
    tables().forEach((table) => {
      [...table.tBodies[0].rows].filter((row) => row.hasAttribute('data-row')).forEach((row) => known.set(row, values(row)));
      known.set(table.closest('form'), values(table.closest('form')));
    });
    show();
  };
  grid.forgetSteps();
})();

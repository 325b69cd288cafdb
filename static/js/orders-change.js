// orders-change.js: what the editor of a change request adds to the grid (grid.js): lines that exist are cancelled, not
// removed, and stand again; cells that differ from the order are marked (data-own: what the order says where that is not what was shown, as JSON);
// the change in a sentence comes with the server's figures; [data-only-changed] leaves the other lines away.
(() => {
  const { $, $$, on } = window.so;
  const grid = window.so.grid;
  const table = $('.so-chg table[data-grid]');
  if (!table) return;
  table.classList.add('live'); // without this script a select says what becomes of a line

  // ── cancelled lines stay where they are ──
  const cancelOf = (row) => row.querySelector('select[name$="-cancel"]');
  const toggle = (row) => {
    const select = cancelOf(row);
    if (!select) return;
    select.value = select.value ? '' : 'on';
    select.dispatchEvent(new Event('change', { bubbles: true }));
  };
  on('click', '[data-cancel]', (_, button) => toggle(button.closest('tr')));
  on('keydown', '.so-chg [data-row] :is(input,select)', (e, field) => {
    if (!(e.ctrlKey || e.metaKey) || !['Delete', 'Backspace'].includes(e.key)) return;
    if (!cancelOf(field.closest('tr'))) return;
    e.preventDefault();
    toggle(field.closest('tr'));
  });

  // ── what differs from the order is marked ──
  const own = new WeakMap();
  const ownOf = (row) => {
    if (!own.has(row)) own.set(row, { ...JSON.parse(row.querySelector('input[name$="-was"]').value), ...JSON.parse(row.dataset.own) });
    return own.get(row);
  };
  const nameOf = (field) => field.name.replace(/^lines-\d+-/, '');
  const same = (a, b) => a === b || (a !== '' && b !== '' && /^[\d.]+$/.test(a) && /^[\d.]+$/.test(b) && Number(a) === Number(b));
  const mark = (row) => {
    const select = cancelOf(row);
    if (!select) return;
    const isGone = select.value !== '';
    row.classList.toggle('delrow', isGone);
    const values = ownOf(row);
    let differs = false;
    for (const field of $$('input[name],select[name]', row)) {
      const name = nameOf(field);
      if (['line_no', 'was', 'priced', 'cancel'].includes(name)) continue;
      const isOther = !isGone && !same(field.value.trim(), values[name] ?? '');
      const place = field.closest('td');
      if (place.dataset.col) { place.classList.toggle('x', isOther); } else differs ||= isOther;
      row.classList.toggle(`x-${name.replace('.', '-')}`, isOther);
    }
    row.querySelector('td.more')?.classList.toggle('x', differs);
    row.classList.toggle('changed', isGone || differs || $$('td.x', row).length > 0);
  };
  on('so:row', '.so-chg [data-row]', (_, row) => mark(row));
  on('input', '.so-chg [data-row] :is(input,select)', (_, field) => mark(field.closest('tr')));

  // ── the change in a sentence ──
  on('so:answered', '.so-chg table[data-grid]', (e) => {
    if (e.detail.summary !== undefined) $('#change-summary').innerHTML = e.detail.summary;
  });
  // the head goes along with the lines: one of them carries it
  on('change', '#entry :is([name=freight],[name=reduction],[name=requested_date],[name=payment_term],[name=ship_address],[name=transport_mode],[name=delivery_method])', () => {
    const row = grid.rows(table).find((one) => !grid.isBlank(one));
    if (row) grid.changed(row, true);
  });

  on('change', '[data-only-changed]', (_, box) => table.classList.toggle('only', box.checked));
  grid.rows(table).forEach(mark);
})();

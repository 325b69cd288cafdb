// grid.js: a table to enter lines in by keyboard: plain inputs in a plain table, names as a Django formset has them.
//
// MARKUP
//   <table class="so-grid" data-grid data-prefix="lines" data-row-url="…" data-max="500">
//     <thead><tr><th>…</th><th id="h-quantity" class="n">Quantity</th>…</tr></thead>
//     <tbody>
//       <tr data-row>                                        one form of the formset; key = its number in the names
//         <td class="no" data-no>1</td>                      number shown, kept in order
//         <td data-col="product"><input name="lines-0-product" aria-labelledby="h-product" data-ac-url="…">
//             <input type="hidden" name="lines-0-id"><input type="hidden" name="lines-0-DELETE"></td>
//         <td data-col="quantity" class="n"><input name="lines-0-quantity" inputmode="decimal" aria-labelledby="h-quantity"></td>
//         <td data-col="amount" class="ro n" data-calc="quantity price -discount%"></td>
//       </tr>
//     </tbody>
//   </table>
//   <template data-grid-blank="lines"><tr data-row>… names with __prefix__ …</tr></template>   (inside the same form)
//   <input type="hidden" name="lines-TOTAL_FORMS" …> and the other fields of the management form
//   <output data-grid-sum="amount"></output>                 sum of a calculated column, anywhere on the page
//   <button type="button" data-grid-add>, <button type="button" data-grid-delete> (in a row)
// data-calc multiplies columns; "-discount%" takes off that many percent; half up to cents, shown until the server answers.
//
// SERVER  Changed rows go to data-row-url together, 300 ms after the last change, as JSON:
//   {"rows": {"0": {"product": "01.2…", "quantity": "3", "id": "17"}}, "changed": ["0"], "head": {the form's other fields}}
// with data-send-all on the table "rows" are all that hold something, so that the server can sum them up,
// and the answer fills cells, totals and gift rows (pages.answer_json):
//   {"rows": {"0": {"amount": {"text": "1,234.00"}, "price": {"value": "411.33", "text": "411.33"},
//                   "promised": {"text": "12-08", "tone": "warn", "title": "8 short", "error": ""}}},
//    "totals": {"net": "1,092.04"}, "gifts": {"0": [{"name": "…", "flag": markup before it, "quantity": "2"}]}}
// "value" goes into an input unless the person is in it or changed it meanwhile; "text" into a read-only cell;
// tone "miss" or "err" (or error) marks the cell. totals fill <output data-total="net">.
//
// KEYS  Tab, Shift Tab: cells · Enter, Shift Enter, ↑ ↓: rows, Enter back to where the Tabs began · Alt ↓: look up · Ctrl D: copy the cell above ·
//   Ctrl Del: remove the line ·
//   Ctrl Z, Ctrl Shift Z: undo, redo (grid-undo.js) · Ctrl V: rows from a spreadsheet (grid-paste.js), a head row is recognised
//   by the words of the table's heads and by data-heads of a <th> (words with | between, of any language).
// Fires so:rows on the table when lines come or go, so:row on a line that changed. Lines with data-tray stand beside the
// table, see orders-paste.js.
(() => {
  const { $, $$, on } = window.so;
  const INPUT = 'td > input:not([type=hidden]):not([readonly]),td > select,td > .so-dayin > input.form-control';
  const tableOf = (element) => element.closest('table[data-grid]');
  const isGone = (row) => row.hidden || row.hasAttribute('data-tray');
  const rows = (table) => [...table.tBodies[0].rows].filter((row) => row.hasAttribute('data-row') && !isGone(row));
  const inputs = (row) => $$(INPUT, row);
  const cell = (row, name) => row.querySelector(`td[data-col="${name}"]`);
  const inputOf = (row, name) => cell(row, name)?.querySelector('input:not([type=hidden]),select');
  const keyOf = (row) => (row.dataset.key ??= ($('[name]', row).name.match(/-(\d+)-/) || [])[1]);
  const hidden = (row, name) => row.querySelector(`input[type=hidden][name$="-${name}"]`);

  // a line is blank when it was never saved and holds nothing but what a fresh line holds
  const fresh = new WeakMap();
  const blankValues = (table) => {
    if (!fresh.has(table)) {
      const row = template(table)?.content.firstElementChild;
      fresh.set(table, new Map(row ? inputs(row).map((input) => [input.closest('td').dataset.col, input.value]) : []));
    }
    return fresh.get(table);
  };
  const isBlank = (row) => {
    const defaults = blankValues(tableOf(row));
    return !hidden(row, 'id')?.value && inputs(row).every((input) => input.value === '' || input.value === defaults.get(input.closest('td').dataset.col));
  };

  // ── rows come and go ──
  const total = (table) => document.querySelector(`input[name="${table.dataset.prefix}-TOTAL_FORMS"]`);
  const template = (table) => document.querySelector(`template[data-grid-blank="${table.dataset.prefix}"]`);

  const add = (table, count = 1) => {
    if (!template(table)) return []; // its rows are given
    const counter = total(table);
    const room = Number(table.dataset.max || 500) - rows(table).length;
    if (count > room) so.toast(so.text('row_full', { count: table.dataset.max || 500 }), 'wrn');
    const made = document.createDocumentFragment();
    let number = Number(counter.value);
    for (let i = 0; i < Math.min(count, room); i += 1, number += 1) {
      const row = template(table).content.firstElementChild.cloneNode(true);
      row.querySelectorAll('[name],[id],[for],[data-ac-target],[aria-labelledby]').forEach((element) => rename(element, number));
      row.dataset.key = number;
      made.append(row);
    }
    const fresh = [...made.children];
    table.tBodies[0].append(made);
    counter.value = number;
    renumber(table);
    return fresh;
  };
  const rename = (element, number) => {
    for (const name of ['name', 'id', 'for', 'data-ac-target', 'aria-labelledby']) {
      const value = element.getAttribute(name);
      if (value?.includes('__prefix__')) element.setAttribute(name, value.replaceAll('__prefix__', number));
    }
  };
  const renumber = (table) => {
    rows(table).forEach((row, index) => {
      const place = row.querySelector('[data-no]');
      if (place && place.textContent !== String(index + 1)) place.textContent = index + 1;
    });
    table.dispatchEvent(new CustomEvent('so:rows', { bubbles: true }));
  };

  const remove = (row) => {
    const table = tableOf(row);
    const list = rows(table);
    const at = list.indexOf(row);
    const column = document.activeElement?.closest('td')?.cellIndex ?? 1;
    if (!hidden(row, 'DELETE')) return;
    setGone(row, true);
    const next = list[at + 1] || list[at - 1] || add(table)[0];
    focus(next, column);
    renumber(table);
    changed(row, false);
    so.toast(so.text('row_deleted'), 'ok', { label: so.text('undo'), run: () => restore(row) });
  };
  const setGone = (row, gone) => {
    hidden(row, 'DELETE').value = gone ? 'on' : '';
    row.hidden = gone;
    giftsOf(row).forEach((gift) => { gift.hidden = gone; });
    so.grid.count(row, gone);
  };
  const restore = (row) => {
    setGone(row, false);
    renumber(tableOf(row));
    changed(row);
    inputs(row)[0]?.focus();
  };
  const giftsOf = (row) => $$(`tr[data-gift-of="${keyOf(row)}"]`, tableOf(row));

  // ── moving ──
  const focus = (row, column) => {
    const target = row && (row.cells[column]?.querySelector(INPUT.replaceAll('td > ', '')) || inputs(row)[0]);
    target?.focus();
    target?.select?.();
    return Boolean(target);
  };
  const step = (input, by, column = input.closest('td').cellIndex) => {
    const row = input.closest('tr');
    const list = rows(tableOf(input));
    const next = list[list.indexOf(row) + by] || (by > 0 && !isBlank(row) ? add(tableOf(input))[0] : null);
    if (next) focus(next, column);
  };
  // where a run of Tab began: Enter goes back to that column, one row on, as in a spreadsheet
  let run = null; // { row, column }
  let isTab = false; // the focus moves by Tab: any other way ends the run
  const beginRun = (input) => { isTab = true; if (run?.row !== input.closest('tr')) run = { row: input.closest('tr'), column: input.closest('td').cellIndex }; };
  const stepFromRun = (input, by) => {
    const column = run?.row === input.closest('tr') ? run.column : undefined;
    run = null;
    step(input, by, column);
  };

  const copyAbove = (input) => {
    const row = input.closest('tr');
    const list = rows(tableOf(input));
    const above = list[list.indexOf(row) - 1];
    const source = above?.cells[input.closest('td').cellIndex]?.querySelector('input:not([type=hidden]),select');
    if (!source) return;
    input.value = source.value;
    for (const event of ['input', 'change']) input.dispatchEvent(new Event(event, { bubbles: true }));
  };

  const atEdge = (input, by) => input.tagName === 'INPUT' && (by < 0 ? input.selectionEnd === 0 : input.selectionStart === input.value.length);

  on('keydown', 'table[data-grid] :is(input,select)', (e, input) => {
    if (e.isComposing || e.keyCode === 229 || e.defaultPrevented) return;
    const isControl = e.ctrlKey || e.metaKey;
    const { key } = e;
    if (key === 'Tab') beginRun(input);
    if (key === 'Enter' && !isControl) { e.preventDefault(); stepFromRun(input, e.shiftKey ? -1 : 1); }
    else if (isControl && key.toLowerCase() === 'd') { e.preventDefault(); copyAbove(input); }
    else if (isControl && (key === 'Delete' || key === 'Backspace')) { e.preventDefault(); remove(input.closest('tr')); }
    else if (isControl || e.altKey || input.tagName === 'SELECT') return;
    else if (key === 'ArrowDown') { e.preventDefault(); step(input, 1); }
    else if (key === 'ArrowUp') { e.preventDefault(); step(input, -1); }
    else if (key === 'Tab' && !e.shiftKey) {
      const list = rows(tableOf(input));
      const row = input.closest('tr');
      if (row === list.at(-1) && input === inputs(row).at(-1) && !isBlank(row)) { e.preventDefault(); focus(add(tableOf(input))[0], 1); }
    } else if ((key === 'ArrowLeft' || key === 'ArrowRight') && !e.shiftKey && atEdge(input, key === 'ArrowLeft' ? -1 : 1)) {
      const list = inputs(input.closest('tr'));
      const next = list[list.indexOf(input) + (key === 'ArrowLeft' ? -1 : 1)];
      if (next) { e.preventDefault(); next.focus(); next.select?.(); }
    }
  });
  on('focusin', 'table[data-grid] td > input', (_, input) => {
    if (!isTab) run = null;
    isTab = false;
    input.select?.();
  });
  on('click', '[data-grid-add]', (_, button) => {
    const table = button.closest('form')?.querySelector('table[data-grid]') || $('table[data-grid]');
    focus(rows(table).find(isBlank) || add(table)[0], 1);
  });
  on('click', '[data-grid-delete]', (_, button) => remove(button.closest('tr')));

  // ── what changed goes on to grid-data.js ──
  const changed = (row, isThere = true) => {
    const form = row.closest('form');
    form?.dispatchEvent(new Event('input', { bubbles: true }));
    so.grid.changed(row, isThere);
  };
  on('input', 'table[data-grid] [data-row] :is(input,select)', (_, input) => so.grid.calculate(input.closest('tr')));
  on('change', 'table[data-grid] [data-row] :is(input,select)', (_, input) => {
    const row = input.closest('tr');
    tidy(input);
    so.grid.calculate(row);
    so.grid.changed(row, true);
  });
  // as common/typed.py reads numbers: separators only where they stand right, so that 1,5 is never 15
  const GROUPED = /^[+-]?\d{1,3}((,\d{3})+|( \d{3})+)(\.\d+)?$/;
  const plainNumber = (text) => {
    const plain = text.normalize('NFKC').trim().replace('−', '-');
    return GROUPED.test(plain) ? plain.replace(/[, ]/g, '') : plain;
  };
  const tidy = (input) => {
    if (input.inputMode === 'decimal') input.value = plainNumber(input.value);
    if (input.hasAttribute('data-date')) input.value = (input.value.trim() && so.readDay(input.value)) || input.value;
    mark(input.closest('td'), input.inputMode === 'decimal' && input.value !== '' && !/^[+-]?\d*\.?\d+$/.test(input.value) ? so.text('invalid_number') : '', 'err');
  };

  // a mark says its reason: in the title, and to screen readers
  const mark = (place, words, tone) => {
    if (!place) return;
    place.classList.toggle('err', Boolean(words) && tone === 'err');
    place.classList.toggle('miss', Boolean(words) && tone !== 'err');
    place.title = words || '';
    const input = place.querySelector('input,select');
    if (!input) return;
    if (words) { input.setAttribute('aria-invalid', String(tone === 'err')); input.setAttribute('aria-description', words); }
    else { input.removeAttribute('aria-invalid'); input.removeAttribute('aria-description'); }
  };

  so.grid = { add, remove, setGone, renumber, rows, inputs, cell, inputOf, keyOf, hidden, isBlank, isGone, tidy, mark, focus, tableOf };
})();

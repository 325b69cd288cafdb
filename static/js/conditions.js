// conditions.js: the condition builder beyond what the server does (templates/segments/condition): live check, undo,
// brackets and moves by key, rows dragged. Every press sends the form [data-builder] and gets it back anew.
// Alt + adds a row, Alt ↑ ↓ move it, Backspace on a bracket takes one away, Alt Z undoes, Ctrl Enter applies.
(() => {
  const { $, $$, on } = window.so;
  const WAIT_MS = 300;
  const past = []; // forms as they were, the newest last
  let seen = null; // the form as it is
  let focus = ''; // what held the focus before the form came anew
  let wanted = ''; // what is to hold it then, where a key said so

  const builder = () => $('form[data-builder]');
  const rowOf = (element) => element?.closest?.('[data-builder] [data-row]');
  const place = (row) => $$('[data-row]', builder()).indexOf(row);
  const state = (form) => {
    const entries = [...new FormData(form)].filter(([name]) => name !== 'csrfmiddlewaretoken' && !name.endsWith('-pick'));
    return new URLSearchParams(entries).toString();
  };
  const press = (value, where = '') => {
    const form = builder();
    const button = so.el('button');
    Object.assign(button, { name: 'do', value, type: 'submit', hidden: true });
    wanted = where;
    form.append(button);
    button.click(); // pressed, not requestSubmit: what sends the form asks which button was
    button.remove();
  };

  // ── opened over a list: with what its address says by now ──
  on('click', '[data-pop-url]', (_, trigger) => {
    const layer = document.getElementById(trigger.dataset.pop);
    if (!layer || layer.hidden) return;
    past.length = 0;
    seen = null;
    htmx.ajax('GET', trigger.dataset.popUrl, { target: layer, swap: 'innerHTML' });
  });

  // ── what it would find, once typing rests ──
  const check = so.later(WAIT_MS, (form) => { const found = form.isConnected && $('#found', form); if (found) found.dispatchEvent(new CustomEvent('so:check')); });
  on('input', '[data-builder]', (e, form) => { if (!e.isComposing && !e.target.picks) check(form); });
  on('change', '[data-builder]', (e, form) => {
    remember(form);
    if (e.target.matches('[data-again]')) press('refresh', e.target.matches('[name$="-field"]') ? e.target.name.replace('-field', '-op') : e.target.id);
    else check(form);
  });
  const markRows = (form) => {
    const told = new Map($$('[data-row-fault]', form).map((item) => [Number(item.dataset.rowFault), $('span', item).textContent]));
    $$('[data-row]', form).forEach((row, at) => {
      const place = $('[data-fault]', row);
      const isTyping = row.contains(document.activeElement);
      place.textContent = told.get(at) || '';
      place.hidden = !told.has(at) || isTyping;
      row.classList.toggle('wrong', told.has(at) && !isTyping);
    });
  };

  // ── undo ──
  const remember = (form) => {
    const now = state(form);
    if (seen !== null && now !== seen) past.push(seen);
    seen = now;
    const button = $('[data-undo]', form);
    if (button) button.hidden = past.length === 0;
  };
  on('click', '[data-builder] [data-undo]', () => {
    const before = past.pop();
    if (before === undefined) return;
    const form = builder();
    const values = new FormData();
    for (const [name, value] of new URLSearchParams(`${before}&do=refresh`)) values.append(name, value);
    seen = null;
    wanted = 'add';
    so.announce(form.dataset.saidUndone);
    htmx.ajax('POST', form.getAttribute('action'), { target: '#build', swap: 'outerHTML', values });
  });

  // ── what is typed while the form is on its way stands in the new one too, in its row wherever that went ──
  let sent = null; // what was pressed, and the values that went with it
  let late = []; // what was typed since
  const values = (form) => {
    const found = new Map();
    for (const control of $$('input[name],textarea[name],select[name]', form)) {
      const [, row = '', what = ''] = /^c(\d+)-(join|v|list)$/.exec(control.name) || [];
      if (!row && control.name !== 'text') continue;
      const name = what === 'list' ? 'v' : what;
      let nth = 0;
      while (found.has(`${row}/${name}/${nth}`)) nth += 1;
      const value = control.multiple ? [...control.selectedOptions].map((one) => one.value) : [control.value];
      found.set(`${row}/${name}/${nth}`, { control, value, row: Number(row), rest: `${name}/${nth}` });
    }
    return found;
  };
  const rowAfter = (pressed, row, count) => {
    const [, what, at] = /^(remove|up|down)-(\d+)$/.exec(pressed) || [];
    if (!what) return row;
    const place = Number(at);
    if (what === 'remove') return row === place ? -1 : row - (row > place ? 1 : 0);
    const other = place + (what === 'up' ? -1 : 1);
    if (other < 0 || other >= count) return row;
    return row === place ? other : row === other ? place : row;
  };
  const typedSince = (form) => [...values(form)]
    .filter(([key, { value }]) => sent.values.has(key) && sent.values.get(key).value.join('\n') !== value.join('\n'))
    .map(([key, one]) => ({ ...one, key: key[0] === '/' ? key : `${rowAfter(sent.pressed, one.row, $$('[data-row]', form).length)}/${one.rest}` }));
  const putBack = (form) => {
    const there = values(form);
    for (const { key, value, control, isHeld, caret } of late) {
      const now = there.get(key)?.control;
      if (!now || (now.tagName === 'SELECT') !== (control.tagName === 'SELECT')) continue;
      if (now.tagName === 'SELECT') for (const one of now.options) one.selected = value.includes(one.value);
      else [now.value] = value;
      if (!isHeld) continue;
      wanted = now.id;
      addEventListener('htmx:afterSettle', () => now.setSelectionRange?.(caret, caret), { once: true });
    }
    if (late.length) check(form);
    late = [];
  };

  // ── the form anew: focus where it was, or where the server says ──
  document.addEventListener('htmx:beforeSwap', (e) => {
    if (e.detail.target?.id !== 'build') return;
    focus = document.activeElement?.id || '';
    late = sent && builder() ? typedSince(builder()) : [];
    for (const one of late) Object.assign(one, { isHeld: one.control === document.activeElement, caret: one.control.selectionStart });
    sent = null;
  });
  document.addEventListener('htmx:afterSwap', () => { if (late.length && builder()) putBack(builder()); });
  document.addEventListener('htmx:afterSettle', () => {
    const form = builder();
    if (!form) { past.length = 0; seen = null; return; }
    if (form.dataset.begun) { markRows(form); return; }
    form.dataset.begun = 'yes';
    const next = wanted || form.dataset.focus || focus;
    wanted = focus = '';
    const isPhone = matchMedia('(max-width:767.98px)').matches; // no keyboard jumps up there unasked
    const element = next && form.querySelector(`#${CSS.escape(next)}`);
    if (element && !(isPhone && past.length === 0)) element.focus();
    else if (next && !isPhone) $('#add', form)?.focus();
    remember(form);
    markRows(form);
    const mark = $('.so-marked', form);
    if (mark) $('#text', form)?.setSelectionRange(Number(mark.dataset.position), Number(mark.dataset.position) + Number(mark.dataset.length));
  });

  // ── keys ──
  addEventListener('keydown', (e) => {
    const form = e.target.closest?.('[data-builder]');
    if (!form || e.isComposing) return;
    const row = rowOf(e.target);
    if (e.altKey && (e.key === '=' || e.key === '+')) press('add');
    else if (row && e.altKey && (e.key === 'ArrowUp' || e.key === 'ArrowDown')) move(row, e.key === 'ArrowUp' ? -1 : 1, e.target);
    else if (row && e.altKey && e.key === 'Delete') press(`remove-${place(row)}`);
    else if (e.target.matches('[data-less]') && (e.key === 'Backspace' || e.key === 'Delete' || e.key === '-')) press(e.target.dataset.less, e.target.id);
    else return;
    e.preventDefault();
    e.stopPropagation();
  }, true);
  on('click', '[data-builder] [data-less]', (e, button) => {
    if (!e.shiftKey) return;
    e.preventDefault();
    press(button.dataset.less, button.id);
  });
  on('click', '[data-builder] .rm', () => so.announce(builder().dataset.saidRemoved));
  const move = (row, step, element) => {
    const to = place(row) + step;
    if (to < 0 || to >= $$('[data-row]', builder()).length) return;
    so.announce(builder().dataset.saidMoved);
    press(`${step < 0 ? 'up' : 'down'}-${place(row)}`, element.id.replace(/^c\d+/, `c${to}`));
  };

  // ── dragging by the grip ──
  let dragged = null;
  on('pointerdown', '[data-builder] [data-grip]', (_, grip) => { rowOf(grip).draggable = true; });
  on('dragstart', '[data-builder] [data-row]', (e, row) => { dragged = row; row.classList.add('dragged'); e.dataTransfer.effectAllowed = 'move'; });
  on('dragover', '[data-builder] [data-row]', (e, row) => {
    if (!dragged || row === dragged) return;
    e.preventDefault();
    const box = row.getBoundingClientRect();
    if (e.clientY < box.top + box.height / 2) row.before(dragged); else row.after(dragged);
  });
  on('dragend', '[data-builder] [data-row]', (_, row) => {
    row.draggable = false;
    row.classList.remove('dragged');
    dragged = null;
    so.announce(builder().dataset.saidMoved);
    press('refresh');
  });

  document.addEventListener('htmx:beforeRequest', (e) => { // applied or kept: what the list had before is no longer undone
    if (e.target !== builder()) return;
    const pressed = e.detail.requestConfig.triggeringEvent?.submitter?.value || '';
    if (/apply|save/.test(pressed)) past.length = 0;
    else sent = { pressed, values: values(builder()) };
  });
  const first = builder();
  if (first) { first.dataset.begun = 'yes'; remember(first); }
})();

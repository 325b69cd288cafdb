// forms.js: forms that lose nothing. <form data-form>: own messages instead of the browser's, a warning before unsaved
// entries are left (not with data-dirty="off"), one sending at a time, focus on what is wrong.
// <button data-download>: the answer is a file, so the page stays and its form stays free.
// <form data-autosubmit>: filters that apply 250 ms after typing. <input data-date>: 1205, +7, t become a day; a calendar.
// <input data-only="kind=RANGE PREFIX">: its field stands there only while another says so, or where it is wrong.
(() => {
  const { $, $$, on } = window.so;
  const dirty = new Set();

  // ── unsaved entries ──
  const tracks = (form) => form && form.matches('[data-form]') && form.dataset.dirty !== 'off';
  on('input', 'form', (e, form) => { if (tracks(form)) dirty.add(form); });
  document.addEventListener('input', (e) => { const form = e.target.form; if (tracks(form)) dirty.add(form); });
  addEventListener('beforeunload', (e) => {
    if ([...dirty].some((form) => form.isConnected)) { e.preventDefault(); e.returnValue = so.text('leave'); }
  });
  so.isDirty = (form) => dirty.has(form);
  so.clean = (form) => dirty.delete(form);

  // ── one sending at a time ──
  const busy = (form, button) => {
    form.dataset.busy = 'yes';
    button?.setAttribute('aria-busy', 'true');
  };
  const free = (form) => {
    delete form.dataset.busy;
    $$('[aria-busy=true]', form).forEach((button) => button.removeAttribute('aria-busy'));
    if (form.id) $$(`[form="${CSS.escape(form.id)}"][aria-busy=true]`).forEach((button) => button.removeAttribute('aria-busy'));
  };
  document.addEventListener('submit', (e) => {
    const form = e.target;
    if (form.dataset.busy || e.submitter?.getAttribute('aria-disabled') === 'true') { e.preventDefault(); e.stopImmediatePropagation(); }
  }, true);
  document.addEventListener('submit', (e) => {
    const form = e.target;
    const usesHtmx = form.hasAttribute('hx-post') || form.hasAttribute('hx-get') || e.submitter?.hasAttribute('hx-post');
    if (form.method === 'get' || (e.defaultPrevented && !usesHtmx) || e.submitter?.hasAttribute('data-download')) return;
    busy(form, e.submitter);
    if (!usesHtmx) dirty.delete(form);
  });
  document.addEventListener('htmx:afterRequest', (e) => {
    const form = e.detail.elt.closest('form') || e.detail.elt.form;
    if (!form) return;
    free(form);
    if (e.detail.successful) dirty.delete(form);
  });
  addEventListener('pageshow', () => $$('form[data-busy]').forEach(free));

  // a refused action stays visible with its reason, but does nothing
  document.addEventListener('click', (e) => {
    if (e.target.closest?.('[aria-disabled=true]')) { e.preventDefault(); e.stopImmediatePropagation(); }
  }, true);

  // ── what is wrong gets the focus; links of the summary lead into the field ──
  const showErrors = (root) => {
    $$('form[data-form]', root).forEach((form) => { form.noValidate = true; });
    if (root.matches?.('form[data-form]')) root.noValidate = true;
    $$('[data-error-summary]', root).find((summary) => so.isShown(summary) && !summary.closest('[data-quiet]'))?.focus();
  };
  on('click', '.so-errs a[href^="#"],.so-gate a[href^="#"]', (e, link) => {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    e.preventDefault();
    field.scrollIntoView({ block: 'center' });
    (field.matches('input,select,textarea,a,button') ? field : $('input,select,textarea', field))?.focus();
  });
  document.addEventListener('htmx:load', (e) => { if (e.target !== document.body) { showErrors(e.target); days(e.target); } });

  // ── filters apply by themselves ──
  const send = so.later(250, (form) => form.isConnected && form.requestSubmit());
  on('input', 'form[data-autosubmit] input:not([type=checkbox]):not([type=radio])', (e, input) => { if (!e.isComposing) send(input.form); });
  on('compositionend', 'form[data-autosubmit] input', (_, input) => send(input.form));
  on('change', 'form[data-autosubmit] :is(select,[type=checkbox],[type=radio],[data-date])', (_, input) => send(input.form));

  // ── days: short ways to write them, and the browser's own calendar ──
  const iso = (date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
  const real = (year, month, day) => {
    const date = new Date(year, month - 1, day);
    return date.getMonth() === month - 1 ? date : null;
  };
  so.readDay = (text, today = new Date()) => {
    const value = text.normalize('NFKC').trim().toLowerCase();
    if (/^(t|today|今天)$/.test(value)) return iso(today);
    const shift = value.match(/^\+(\d{1,3})$/);
    if (shift) return iso(new Date(today.getFullYear(), today.getMonth(), today.getDate() + Number(shift[1])));
    const full = value.match(/^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/);
    if (full) { const date = real(+full[1], +full[2], +full[3]); return date && iso(date); }
    const short = value.match(/^(\d{1,2})[-/.月](\d{1,2})日?$/) || value.match(/^(\d{2})(\d{2})$/);
    if (!short) return null;
    const date = real(today.getFullYear(), +short[1], +short[2]);
    const isLongAgo = date && today - date > 183 * 86400000;
    return date && iso(isLongAgo ? real(today.getFullYear() + 1, +short[1], +short[2]) || date : date);
  };
  const writeDay = (input) => {
    const day = input.value.trim() ? so.readDay(input.value) : '';
    if (day && day !== input.value) { input.value = day; input.dispatchEvent(new Event('change', { bubbles: true })); }
  };
  on('focusout', '[data-date]', (_, input) => writeDay(input));
  document.addEventListener('submit', () => { // sent with a key, the focus is still in the field
    if (document.activeElement?.matches('[data-date]')) writeDay(document.activeElement);
  }, true);
  const days = (root) => $$('.so-field input[data-date]:not([readonly])', root).forEach((input) => {
    if (input.parentElement.classList.contains('so-dayin')) return;
    const wrap = so.el('span', 'so-dayin');
    const native = so.el('input');
    native.type = 'date';
    native.tabIndex = -1;
    native.setAttribute('aria-hidden', 'true');
    const button = so.el('button', 'so-icb sm');
    button.type = 'button';
    button.tabIndex = -1;
    button.setAttribute('aria-label', so.text('pick_day'));
    button.append(so.icon('calendar3'));
    button.addEventListener('click', () => { native.value = so.readDay(input.value) || ''; native.showPicker?.(); });
    native.addEventListener('change', () => {
      input.value = native.value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.dispatchEvent(new Event('change', { bubbles: true }));
      input.focus();
    });
    input.replaceWith(wrap);
    wrap.append(input, native, button);
  });

  // ── fields that matter only while another says so ──
  const fit = (form) => $$('[data-only]', form).forEach((control) => {
    const [name, values] = control.dataset.only.split('=');
    const field = control.closest('.so-field') || control;
    field.hidden = !values.split(' ').includes(form.elements[name]?.value) && !$('.so-fe', field);
  });
  const fitAll = (root) => new Set($$('[data-only]', root).map((control) => control.closest('form'))).forEach((form) => form && fit(form));
  on('change', 'form', (_, form) => fit(form));
  document.addEventListener('htmx:load', (e) => fitAll(e.target));

  fitAll(document.body);
  showErrors(document.body);
  days(document.body);
})();

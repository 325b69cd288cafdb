// orders-entry.js: what order entry adds to the grid. Choosing a customer fills the head; the server's checks come with
// its figures; a refused saving marks the cells; missing fields get the focus; line details close with Esc.
(() => {
  const { $, $$, on } = window.so;
  const form = () => document.getElementById('entry');
  const table = () => $('#entry table[data-grid]');

  // ── the customer brings his terms, address, contact and credit ──
  on('so:pick', '#entry [data-ac-target="#id_customer"]', async (e) => {
    const url = `${form().dataset.customerUrl}?customer=${encodeURIComponent(e.detail.value)}`;
    const response = await fetch(url, { credentials: 'same-origin', headers: { 'HX-Request': 'true' } });
    if (!response.ok) { so.toast(so.text('server_error'), 'err'); return; }
    const data = await response.json();
    for (const [name, value] of Object.entries(data.values)) {
      const field = form().elements[name];
      if (field) field.value = value;
    }
    $('#entry-credit').innerHTML = data.credit;
    form().dispatchEvent(new CustomEvent('so:head-filled', { bubbles: true }));
    grow();
  });
  document.addEventListener('so:head-restored', () => grow());

  // currency, tax mode, freight and reduction change the figures of every line
  on('change', '#entry :is([name=currency],[name=tax_mode],[name=freight],[name=reduction])', () => grow());
  const grow = () => {
    const grid = table();
    if (grid) so.grid.rows(grid).filter((row) => !so.grid.isBlank(row)).forEach((row) => so.grid.changed(row, true));
  };

  // ── answers ──
  on('so:answered', '#entry table[data-grid]', (e) => {
    const place = $('#entry-checks');
    if (place && e.detail.checks !== undefined) { place.innerHTML = e.detail.checks; nameLines(place); }
    if (e.detail.credit !== undefined) $('#entry-credit').innerHTML = e.detail.credit;
  });
  const nameLines = (root) => $$('[data-line-of]', root).forEach((place) => {
    const row = document.getElementById(`id_lines-${place.dataset.lineOf}-product`)?.closest('tr');
    place.textContent = row ? $('[data-no]', row).textContent : '';
  });
  on('click', '[data-cell]', (e, link) => {
    const field = document.getElementById(link.hash.slice(1));
    if (field) { e.preventDefault(); field.scrollIntoView({ block: 'center' }); field.focus(); }
  });

  // ── refused: cells and fields say why ──
  document.addEventListener('so:faults', (e) => {
    const { cells = {}, fields = {} } = e.detail;
    for (const [key, faults] of Object.entries(cells)) {
      const row = document.getElementById(`id_lines-${key}-product`)?.closest('tr');
      for (const [name, words] of Object.entries(faults)) if (row) so.grid.mark(so.grid.cell(row, name) || so.grid.cell(row, 'product'), words, 'err');
    }
    for (const [name, words] of Object.entries(fields)) {
      const field = form().elements[name === 'customer' ? 'customer_name' : name];
      if (!field) continue;
      field.classList.add('is-invalid');
      field.setAttribute('aria-invalid', 'true');
      field.title = words;
      field.closest('details')?.setAttribute('open', '');
    }
  });
  on('input', '#entry .is-invalid', (_, field) => { field.classList.remove('is-invalid'); field.removeAttribute('aria-invalid'); field.title = ''; });
  document.addEventListener('htmx:afterRequest', (e) => {
    if (e.detail.elt !== form() || !e.detail.successful) return;
    const errors = $('#entry-errors');
    if (errors && !e.detail.xhr.responseText.includes('data-error-summary')) errors.replaceChildren();
  });

  // ── a link to a field that a telephone has folded away unfolds it first ──
  document.addEventListener('click', (e) => {
    const link = e.target.closest?.('a[href^="#"]');
    const field = link && document.getElementById(link.hash.slice(1))?.closest('.seldom');
    if (field && !field.checkVisibility()) $('.so-morefields')?.setAttribute('open', '');
  }, true);

  // ── the first thing missing gets the focus ──
  const focusGap = () => {
    const place = $('#entry-gaps[data-focus-first]');
    const link = place && $('a[href^="#"]', place);
    link?.click();
  };

  // ── details of a line: one open at a time, Esc closes ──
  document.addEventListener('toggle', (e) => {
    if (!e.target.matches?.('.so-linemore')) return;
    e.target.closest('tr').classList.toggle('open', e.target.open);
    if (!e.target.open || isExpanded()) return;
    $$('.so-linemore[open]').forEach((other) => { if (other !== e.target) other.open = false; });
    $('input', e.target)?.focus();
  }, true);
  on('keydown', '.so-linemore', (e, details) => {
    if (e.key === 'Escape' && details.open && !isExpanded()) { e.stopPropagation(); details.open = false; $('summary', details).focus(); }
  });
  document.addEventListener('pointerdown', (e) => {
    if (!isExpanded() && !e.target.closest?.('.so-linemore')) $$('.so-linemore[open]').forEach((details) => { details.open = false; });
  });

  // ── the expanded view: every field of head and lines, in sections; remembered in this browser ──
  const VIEW = 'so-entry-view';
  const isExpanded = () => Boolean(form()?.classList.contains('so-expanded'));
  const expand = (isOn) => {
    const button = $('[data-expand]');
    if (!button) return;
    form().classList.toggle('so-expanded', isOn);
    button.setAttribute('aria-pressed', String(isOn));
    const more = $('.so-morefields');
    if (more) more.open = isOn;
    $$('.so-linemore', form()).forEach((details) => { details.open = isOn; });
  };
  on('click', '[data-expand]', () => {
    expand(!isExpanded());
    try { localStorage.setItem(VIEW, isExpanded() ? 'all' : ''); } catch { /* it is not remembered then */ }
  });
  on('so:rows', 'table[data-grid]', () => { if (isExpanded()) $$('.so-linemore:not([open])', form()).forEach((details) => { details.open = true; }); });

  // ── on a phone a cell stands under its head's words, not below its head ──
  const nameCells = (grid) => {
    const heads = grid.tHead.rows[0].cells;
    const cells = [...(grid.tBodies[0].rows[0]?.cells || [])];
    const style = new CSSStyleSheet();
    for (const [place, cell] of cells.entries()) {
      if (cell.dataset.col) style.insertRule(`.so-grid td[data-col="${cell.dataset.col}"]{--h:${JSON.stringify(heads[place].textContent.trim())}}`);
    }
    document.adoptedStyleSheets.push(style);
  };

  const grid = table();
  if (grid) {
    nameCells(grid);
    let view = '';
    try { view = localStorage.getItem(VIEW); } catch { /* none is remembered */ }
    if (view === 'all') expand(true);
    so.grid.rows(grid).forEach((row, index) => { const place = $('[data-no]', row); if (place) place.textContent = index + 1; });
    nameLines(document);
    if (so.grid.rows(grid).some((row) => !so.grid.isBlank(row))) grow();
    focusGap();
  }
})();

// orders-related.js: products that may be missing stand beside the entry table. They are asked for after the figures
// have come, so that nobody waits for them; ignored they cost nothing. Alt A or a press adds the first, or the one
// pressed, as a line with its usual quantity; the focus stays where the person is typing.
//
//   <div id="entry-related" data-url="…">  its content is the server's (orders/order/_related.html); without a script
//   its buttons save the form and add the line.
(() => {
  const { $, $$, on } = window.so;
  const grid = window.so.grid;
  const place = $('#entry-related');
  const form = $('#entry');
  const table = form && $('table[data-grid]', form);
  if (!place || !table) return;
  const ASK_MS = 200;

  // ── asked for when customer or products became others ──
  const codes = () => {
    const typed = grid.rows(table).map((row) => grid.inputOf(row, 'product')?.value.trim());
    const given = $$('tr[data-gift-of] td[data-col=product]', table).map((cell) => cell.textContent.trim());
    return [...new Set([...typed, ...given])].filter(Boolean).sort();
  };
  const wish = () => JSON.stringify({ customer: form.elements.customer?.value || '', products: codes() });
  let asked = wish();
  const ask = async () => {
    const body = wish();
    if (body === asked || $('[data-off]', place)) return;
    asked = body;
    try {
      const response = await so.post(place.dataset.url, body, { headers: { 'Content-Type': 'application/json' } });
      if (!response.ok) throw new Error(String(response.status));
      const { html } = await response.json();
      if (body === asked) draw(html);
    } catch {
      if (body === asked) { asked = ''; draw(''); } // what is old would suggest what stands there by now
    }
  };
  const draw = (html) => {
    const held = place.contains(document.activeElement) && document.activeElement.dataset.related;
    place.innerHTML = html;
    htmx.process(place);
    if (held) ($(`[data-related="${CSS.escape(held)}"]`, place) || $('[data-related]', place) || grid.inputs(grid.rows(table)[0])[0]).focus();
  };
  const askSoon = so.later(ASK_MS, ask);
  for (const event of ['so:answered', 'so:rows', 'so:head-filled', 'so:head-restored']) on(event, '#entry', () => askSoon());
  place.addEventListener('htmx:afterSwap', () => { asked = ''; askSoon(); }); // switched on again

  // ── added as a line ──
  const put = (row, name, value) => {
    const input = grid.inputOf(row, name);
    input.value = value;
    grid.tidy(input);
  };
  on('click', '[data-related]', (e, button) => {
    e.preventDefault();
    const row = grid.rows(table).find(grid.isBlank) || grid.add(table)[0];
    if (!row) return;
    const isAway = !table.contains(document.activeElement) || row.contains(document.activeElement);
    const { related, quantity, done } = button.dataset;
    put(row, 'product', related);
    put(row, 'quantity', quantity);
    row.classList.add('so-new');
    grid.calculate(row);
    grid.changed(row, true);
    form.dispatchEvent(new Event('input', { bubbles: true }));
    if (isAway) grid.focus(row, grid.cell(row, 'quantity').cellIndex);
    button.closest('li').remove();
    so.announce(done);
  });
})();

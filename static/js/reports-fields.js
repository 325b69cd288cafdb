// reports-fields.js: find a field of the builder by a part of its name. <input data-find-in="#fields" hidden> is shown where
// scripts run; the <li> of #fields that do not fit are hidden, and a group opens while something is typed.
(() => {
  const { $$, on } = window.so;
  const fold = (text) => text.normalize('NFKC').toLowerCase().trim();

  const show = () => $$('[data-find-in][hidden]').forEach((input) => { input.hidden = false; });
  const find = (input) => {
    const part = fold(input.value);
    for (const group of $$(`${input.dataset.findIn} details`)) {
      group.dataset.open ??= group.open ? '1' : '';
      const fits = $$('li', group).filter((one) => {
        one.hidden = !fold(one.querySelector('.grow')?.textContent ?? '').includes(part);
        return !one.hidden;
      });
      group.hidden = !fits.length;
      group.open = part ? true : group.dataset.open === '1';
    }
  };

  on('input', '[data-find-in]', (e, input) => { if (!e.isComposing) find(input); });
  on('compositionend', '[data-find-in]', (_, input) => find(input));
  on('keydown', '[data-find-in]', (e, input) => {
    if (e.key !== 'Escape' || !input.value) return;
    e.stopPropagation();
    input.value = '';
    find(input);
  });
  document.addEventListener('htmx:afterSettle', show);
  show();
})();

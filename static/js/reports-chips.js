// reports-chips.js: what stands in a well of the builder in another order. arrange.js moves the chips of
// <div data-arrange="across" data-param="rows" data-here="address">; the order that it leaves is asked for, and whoever
// moved one by its buttons stays at it. Without a script the buttons are links to the same addresses.
(() => {
  const { $, $$ } = window.so;
  let moved = null; // the chip at which the reader is, and the way in which he went

  document.addEventListener('so:arranged', (e) => {
    const well = e.target.closest('[data-param]');
    if (!well) return;
    const address = new URL(well.dataset.here, location.href);
    address.searchParams.set(well.dataset.param, $$('[data-line]', well).map((one) => one.dataset.code).join(','));
    moved = { id: e.target.id, step: e.detail.step };
    window.htmx.ajax('GET', `${address.pathname}${address.search}`, { target: '#builder', source: well });
  });
  document.addEventListener('htmx:afterSettle', () => {
    const chip = moved && document.getElementById(moved.id);
    const step = moved?.step;
    moved = null;
    if (chip && step) ($(`[data-step="${step}"]`, chip) ?? $('[data-step]', chip))?.focus();
  });
})();

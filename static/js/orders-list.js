// orders-list.js: the conditions of the order list. Its address holds only what was filled in; applied, the popover shuts.
(() => {
  const isFilter = (element) => Boolean(element?.closest?.('form[data-conditions],form.so-quick'));
  document.addEventListener('htmx:configRequest', (e) => {
    if (!isFilter(e.target)) return;
    const { parameters } = e.detail;
    for (const [name, value] of [...parameters.entries()]) if (value === '' || name.endsWith('_name')) parameters.delete(name);
  });
  document.addEventListener('htmx:beforeRequest', (e) => { if (e.target.matches?.('form[data-conditions]')) so.closePopovers(); });
})();

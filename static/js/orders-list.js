// orders-list.js: the quick search of a list of orders. Its address holds only what was filled in.
(() => {
  document.addEventListener('htmx:configRequest', (e) => {
    if (!e.target.closest?.('form.so-quick')) return;
    const { parameters } = e.detail;
    for (const [name, value] of [...parameters.entries()]) if (value === '') parameters.delete(name);
  });
})();

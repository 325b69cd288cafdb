// console.js: names for the controls that Django's admin leaves without one.
addEventListener('load', () => {
  for (const box of document.querySelectorAll('.select2-container')) {
    const select = box.previousElementSibling;
    const name = select?.labels?.[0]?.textContent.trim() || select?.getAttribute('aria-label');
    if (name) box.querySelector('[role=combobox]')?.setAttribute('aria-label', name);
  }
  for (const head of document.querySelectorAll('.inline-group th:empty')) head.replaceWith(document.createElement('td'));
  for (const row of document.querySelectorAll('.inline-group tbody tr')) {
    const heads = row.closest('table').querySelectorAll('thead th, thead td');
    for (const [place, cell] of [...row.cells].entries()) {
      const name = heads[place]?.textContent.trim();
      for (const control of cell.querySelectorAll('input:not([type=hidden]), select, textarea')) {
        if (name && !control.labels?.length) control.setAttribute('aria-label', name);
      }
    }
  }
});

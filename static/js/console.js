// console.js: names for the controls that Django's admin leaves without one.
function nameLookups() {
  for (const box of document.querySelectorAll('.select2-container')) {
    const select = box.previousElementSibling;
    const name = select?.labels?.[0]?.textContent.trim() || select?.getAttribute('aria-label');
    if (!name) continue;
    for (const part of box.querySelectorAll('[role=combobox], [role=textbox]')) {
      part.removeAttribute('aria-labelledby');
      part.setAttribute('aria-label', name);
    }
  }
}

function nameRows() {
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
}

addEventListener('DOMContentLoaded', () => {
  nameRows();
  nameLookups();
  new MutationObserver(nameLookups).observe(document.body, { childList: true, subtree: true }); // they come later
});

// tabs.js: tabs of a record by arrow keys; where saved views or tabs do not fit, those out of sight stand in a menu behind
// a button at the end, and the one that is open is in sight. Without script they are scrolled.
(() => {
  const { $, $$, on } = window.so;

  on('click', '[role=tab]', (_, tab) => {
    $$('[role=tab]', tab.closest('[role=tablist]')).forEach((other) => {
      other.setAttribute('aria-selected', String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    });
  });
  on('keydown', '[role=tab]', (e, tab) => {
    const tabs = $$('[role=tab]', tab.closest('[role=tablist]'));
    const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    const to = step ? tabs.at((tabs.indexOf(tab) + step) % tabs.length) : { Home: tabs[0], End: tabs.at(-1) }[e.key];
    if (to) { e.preventDefault(); to.focus(); to.click(); }
  });

  // ── more than there is room for ──
  const fits = (row) => row.scrollWidth <= row.clientWidth + 1;
  const isOut = (row, tab) => {
    const [outer, inner] = [row.getBoundingClientRect(), tab.getBoundingClientRect()];
    return inner.left < outer.left - 1 || inner.right > outer.right + 1;
  };
  const show = (row, tab) => {
    if (tab && isOut(row, tab)) row.scrollLeft += tab.getBoundingClientRect().left - row.getBoundingClientRect().left - 48;
  };
  const arrange = () => $$('.so-tabsbox').forEach((box) => {
    const [row, more] = [$('.so-tabs', box), $('[data-tabmore]', box)];
    more.hidden = true;
    more.hidden = fits(row);
    show(row, $('[aria-current],[aria-selected=true]', row));
  });

  const menu = () => {
    let found = document.getElementById('tabmenu');
    if (!found) {
      found = so.el('div', 'so-pop so-menu');
      found.id = 'tabmenu';
      found.hidden = true;
      found.setAttribute('role', 'menu');
      document.body.append(found);
    }
    return found;
  };
  // filled before layers.js opens it
  document.addEventListener('click', (e) => {
    const more = e.target instanceof Element && e.target.closest('[data-tabmore]');
    if (!more) return;
    const row = $('.so-tabs', more.parentElement);
    const layer = menu();
    layer.setAttribute('aria-label', more.getAttribute('aria-label'));
    layer.replaceChildren(...$$(':scope > *', row).filter((tab) => isOut(row, tab)).map((tab) => {
      const item = so.el('a');
      item.href = tab.href;
      item.setAttribute('role', 'menuitem');
      item.append(...[...tab.childNodes].map((node) => node.cloneNode(true)));
      item.addEventListener('click', (press) => {
        if (press.ctrlKey || press.metaKey || press.shiftKey) return;
        press.preventDefault();
        so.closePopovers();
        show(row, tab);
        tab.focus({ preventScroll: true });
        tab.click();
      });
      return item;
    }));
  }, true);

  addEventListener('resize', arrange);
  document.addEventListener('htmx:afterSettle', arrange);
  document.fonts?.ready.then(arrange);
  arrange();
})();

// palette.js: search over everything (Ctrl K). The field asks the server (hx-get), the list is moved through by keys.
(() => {
  const { $, $$, on } = window.so;
  const box = () => document.getElementById('palette');
  const field = () => document.getElementById('palette-input');
  const options = () => $$('[role=option]:not([aria-disabled])', box());
  const chosen = () => $('[role=option][aria-selected=true]', box());

  const choose = (option) => {
    options().forEach((other) => other.setAttribute('aria-selected', String(other === option)));
    field().setAttribute('aria-activedescendant', option?.id || '');
    option?.scrollIntoView({ block: 'nearest' });
  };

  document.addEventListener('so:open', (e) => {
    if (e.target.id !== 'palette') return;
    field().select();
    field().dispatchEvent(new CustomEvent('so:fill'));
  }, true);

  document.addEventListener('htmx:afterSwap', (e) => {
    if (e.detail.target.id !== 'palette-results' || !box()) return;
    choose(options()[0]);
    so.announce(so.text('results', { count: options().length }));
  });

  on('keydown', '#palette-input', (e) => {
    if (e.isComposing || e.keyCode === 229) return;
    const list = options();
    const at = list.indexOf(chosen());
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step && list.length) { e.preventDefault(); choose(list.at((at + step) % list.length)); }
    if (e.key === 'Enter') { e.preventDefault(); go(chosen(), e.ctrlKey || e.metaKey); }
  });
  on('submit', '.so-palform', (e) => e.preventDefault());

  const go = (option, inNewTab) => {
    if (!option) return;
    if (inNewTab) open(option.href, '_blank', 'noopener');
    else location.assign(option.href);
    box().close();
  };
})();

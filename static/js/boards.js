// boards.js: the tiles of the dashboard. Each asks for itself (net.js polls [data-poll] while the page is seen); one that
// fails keeps what it showed and says so quietly; one that somebody reads in waits until he is done.
(() => {
  const { on } = window.so;
  const tileOf = (element) => element?.closest?.('.so-tile');
  const isInUse = (tile) => tile.contains(document.activeElement) || Boolean(tile.querySelector('details[open], .so-tip:not([hidden])'));

  document.addEventListener('htmx:configRequest', (e) => {
    const tile = tileOf(e.detail.elt);
    if (tile === e.detail.elt && e.detail.triggeringEvent?.type === 'so:poll' && isInUse(tile)) e.preventDefault();
  });

  const say = (tile) => {
    if (!tile || tile.querySelector('.so-tilefail')) return;
    const words = document.getElementById('tile-failed');
    if (words) tile.append(words.content.cloneNode(true));
    tile.classList.add('failed');
  };
  for (const name of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout'])
    document.addEventListener(name, (e) => { const tile = tileOf(e.detail.elt); if (tile === e.detail.elt) say(tile); });
  document.addEventListener('htmx:beforeSwap', (e) => {
    const tile = tileOf(e.detail.elt);
    if (tile !== e.detail.elt || !tile) return;
    if (e.detail.xhr.status < 400) tile.classList.remove('failed');
    else { e.detail.shouldSwap = false; say(tile); } // a refusal belongs into a page, not into a tile
  });
  on('click', '[data-again]', (_, button) => tileOf(button)?.dispatchEvent(new CustomEvent('so:again')));
})();

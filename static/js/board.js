// board.js: cards of a board [data-board]. J K walk a column, ← → the columns; Enter opens the task; T gives the card in
// hand to somebody; a card is dragged, or pushed with Shift ← →, to a column that its data-to-<column> names: the address
// there is opened in the dialog, or sent where nothing has to be asked (a task that can begin).
(() => {
  const { $, $$, on } = window.so;
  const QUIET = 'running'; // of what can begin: nothing is asked
  const board = () => $('[data-board]');
  const columns = () => $$('[data-column]', board() || document.createElement('div'));
  const cards = (column) => $$('[data-task]', column);
  const inHand = () => document.activeElement?.closest?.('[data-task]');

  const take = (card) => { card?.focus(); card?.scrollIntoView({ block: 'nearest', inline: 'nearest' }); };
  const walk = (step) => {
    const card = inHand();
    const column = card?.closest('[data-column]') || columns().find((one) => cards(one).length);
    if (!column) return;
    const list = cards(column);
    take(card ? list[Math.max(0, Math.min(list.length - 1, list.indexOf(card) + step))] : list[0]);
  };
  const cross = (step) => {
    const card = inHand();
    const every = columns().filter((one) => cards(one).length);
    const at = every.indexOf(card?.closest('[data-column]'));
    const to = every[at + step];
    if (to) take(cards(to)[Math.min(cards(to).length - 1, cards(every[at]).indexOf(card))]);
  };

  const addressOf = (card, column) => card.getAttribute(`data-to-${column}`);
  const send = (card, column, from) => {
    const url = addressOf(card, column);
    if (!url) return false;
    const next = location.pathname + location.search;
    if (column === QUIET && ['unpicked', 'open'].includes(from) && 'ready' in card.dataset) {
      window.htmx.ajax('POST', url, { target: '#dialog', swap: 'innerHTML', values: { version: card.dataset.version, next } });
    } else {
      window.htmx.ajax('GET', `${url}${url.includes('?') ? '&' : '?'}next=${encodeURIComponent(next)}`, { target: '#dialog', swap: 'innerHTML' });
    }
    return true;
  };
  const push = (step) => {
    const card = inHand();
    const every = columns();
    const from = card?.closest('[data-column]');
    for (let at = every.indexOf(from) + step; every[at]; at += step) if (send(card, every[at].dataset.column, from.dataset.column)) return;
    if (card) so.announce(board().dataset.noWay);
  };

  document.addEventListener('keydown', (e) => {
    if (e.defaultPrevented || e.isComposing || e.ctrlKey || e.metaKey || e.altKey || !board()) return;
    if (so.isTyping(e.target) || so.topLayer() || document.documentElement.dataset.singleKeys === 'off') return;
    const key = e.key;
    if (key === 'j' || key === 'k') walk(key === 'j' ? 1 : -1);
    else if (inHand() && (key === 'ArrowRight' || key === 'ArrowLeft')) (e.shiftKey ? push : cross)(key === 'ArrowRight' ? 1 : -1);
    else if (inHand() && (key === 'ArrowDown' || key === 'ArrowUp')) walk(key === 'ArrowDown' ? 1 : -1);
    else if (key === 'Enter' && e.target.matches('[data-task]')) $('a', e.target)?.click();
    else if (key === 't' && inHand() && $('[data-give]', inHand())) $('[data-give]', inHand()).click();
    else return;
    e.preventDefault();
  });

  // ── dragging (Sortable): the card stays where it was until the server has moved it ──
  const watch = () => {
    if (!window.Sortable || !board() || board().dataset.boardCan) return;
    board().dataset.boardCan = 'yes';
    columns().forEach((column) => {
      window.Sortable.create($('.cards', column), {
        group: { name: 'board', put: (to, from, card) => Boolean(addressOf(card, to.el.closest('[data-column]').dataset.column)) },
        sort: false, draggable: '[data-task]', filter: 'a,button', preventOnFilter: false, animation: 0, delay: 150, delayOnTouchOnly: true,
        onStart: ({ item }) => {
          board().classList.add('moving');
          columns().forEach((one) => one.classList.toggle('ok', Boolean(addressOf(item, one.dataset.column))));
        },
        onEnd: ({ item, from, to, oldDraggableIndex }) => {
          board().classList.remove('moving');
          if (from === to) return;
          from.insertBefore(item, $$('[data-task]', from)[oldDraggableIndex] || null);
          send(item, to.closest('[data-column]').dataset.column, from.closest('[data-column]').dataset.column);
        },
      });
    });
  };
  document.addEventListener('DOMContentLoaded', watch);
  document.addEventListener('htmx:afterSettle', watch);
  if (document.readyState !== 'loading') watch();
})();

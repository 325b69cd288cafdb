// gantt.js: moves bars of a chart by whole days. <section id="gantt" data-unit="40"> holds <g data-drag="address" data-start data-end>;
// letting go opens that address in the dialog with the days asked for: nothing moves before the person agrees there.
// M on a row of the list (J K walk them) opens the same dialog. The chart opens where today is, or where what is to be done next begins (data-opens).
(() => {
  const { $, $$, on } = window.so;
  const NEAR = 3; // px that are no move
  let drag = null;

  const plus = (day, days) => {
    const date = new Date(`${day}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + days);
    return date.toISOString().slice(0, 10);
  };

  const open = (url, days) => {
    const asked = new URL(url, location.href);
    Object.entries(days).forEach(([name, value]) => asked.searchParams.set(name, value));
    window.htmx.ajax('GET', asked.pathname + asked.search, { target: '#dialog', swap: 'innerHTML' });
  };

  const show = (days) => {
    const { bar, isEnd, unit, rects } = drag;
    const by = days * unit;
    if (isEnd) rects.forEach(([rect, width]) => { if (rect.classList.contains('br')) rect.setAttribute('width', Math.max(unit, width + by)); });
    else bar.setAttribute('transform', `translate(${by},0)`);
  };

  const reset = () => {
    if (!drag) return;
    drag.bar.removeAttribute('transform');
    drag.bar.classList.remove('moving');
    drag.rects.forEach(([rect, width]) => rect.setAttribute('width', width));
    drag = null;
  };

  on('pointerdown', '[data-drag]', (e, bar) => {
    if (e.button !== 0 || drag) return;
    const chart = bar.closest('[data-unit]');
    drag = {
      bar, isEnd: e.target.classList.contains('hn'), unit: Number(chart.dataset.unit), from: e.clientX, scrolled: chart.scrollLeft, chart, days: 0,
      rects: $$('rect', bar).map((rect) => [rect, Number(rect.getAttribute('width'))]),
    };
    bar.setPointerCapture(e.pointerId);
    e.preventDefault();
  });
  document.addEventListener('pointermove', (e) => {
    if (!drag) return;
    const by = e.clientX - drag.from + drag.chart.scrollLeft - drag.scrolled;
    if (!drag.days && Math.abs(by) < NEAR) return;
    drag.bar.classList.add('moving');
    const shortest = Math.round((new Date(drag.bar.dataset.start) - new Date(drag.bar.dataset.end)) / 864e5);
    drag.days = drag.isEnd ? Math.max(shortest, Math.round(by / drag.unit)) : Math.round(by / drag.unit);
    show(drag.days);
  });
  document.addEventListener('pointerup', () => {
    if (!drag) return;
    const { bar, isEnd, days } = drag;
    const { drag: url, start, end } = bar.dataset;
    reset();
    if (days) open(url, isEnd ? { start, end: plus(end, days) } : { start: plus(start, days) });
  });
  document.addEventListener('pointercancel', reset);
  document.addEventListener('keydown', (e) => { if (drag && e.key === 'Escape') { e.preventDefault(); reset(); } }, true);

  // ── the list: M moves the days of the row in hand ──
  const rowInHand = () => document.activeElement?.closest?.('[data-row]');
  document.addEventListener('keydown', (e) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || so.isTyping(e.target) || so.topLayer()) return;
    if (document.documentElement.dataset.singleKeys === 'off' || e.key.toLowerCase() !== 'm') return;
    const link = rowInHand() && $('[data-move]', rowInHand());
    if (link) { e.preventDefault(); link.click(); }
  });

  const openAt = () => {
    const chart = document.getElementById('gantt');
    if (!chart) return;
    const opens = Number(chart.dataset.opens);
    const room = chart.clientWidth - ($('.so-gl', chart)?.offsetWidth || 0);
    if (opens > room / 2) chart.scrollLeft = opens - 4 * Number(chart.dataset.unit);
  };
  document.addEventListener('DOMContentLoaded', openAt);
  on('click', '[data-print]', () => window.print());
})();

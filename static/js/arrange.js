// arrange.js: lines in the order in which they stand (templates/reports/boards/arrange.html, builder/_builder.html).
// <form data-arrange data-place="words"> with lists of <li data-line>: buttons [data-step] and Alt ↑ / Alt ↓ move a line,
// its grip drags it. data-arrange="across": beside each other, Alt ← / Alt →. A line that was moved says so:arranged.
// Without a script the same buttons send the form, or are links, and the server draws it anew.
(() => {
  const { $, $$, on } = window.so;
  const isAcross = (line) => line.closest('[data-arrange]').dataset.arrange === 'across';
  const words = (form, values) => form.dataset.place.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? '');

  const settle = (list) => {
    const lines = $$('[data-line]', list);
    for (const [place, line] of lines.entries())
      for (const button of $$('[data-step]', line)) button.disabled = place === (button.dataset.step === '1' ? lines.length - 1 : 0);
    return lines;
  };
  const say = (line, step = 0) => {
    const lines = settle(line.parentElement);
    line.dispatchEvent(new Event('input', { bubbles: true })); // entries were changed
    window.so.announce(words(line.closest('[data-arrange]'), { name: $('[data-name]', line).textContent, place: lines.indexOf(line) + 1, count: lines.length }));
    line.dispatchEvent(new CustomEvent('so:arranged', { bubbles: true, detail: { step } }));
  };
  const move = (line, step) => {
    const other = step < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (!other?.matches('[data-line]')) return;
    const focused = document.activeElement;
    if (step < 0) other.before(line); else other.after(line);
    say(line, step);
    const ways = $$('[data-step]', line).filter((one) => !one.disabled);
    (line.contains(focused) && !focused.disabled ? focused : ways.find((one) => Number(one.dataset.step) === step) ?? ways[0])?.focus();
    line.scrollIntoView({ block: 'nearest' });
  };

  on('click', '[data-arrange] [data-step]', (e, button) => { e.preventDefault(); move(button.closest('[data-line]'), Number(button.dataset.step)); });
  on('keydown', '[data-arrange] [data-line]', (e, line) => {
    const keys = isAcross(line) ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (!e.altKey || e.ctrlKey || e.metaKey || !keys.includes(e.key)) return;
    e.preventDefault();
    move(line, e.key === keys[0] ? -1 : 1);
  });

  let dragged = null;
  on('dragstart', '[data-arrange] .so-grip', (e, grip) => {
    dragged = grip.closest('[data-line]');
    e.dataTransfer.effectAllowed = 'move';
    e.dataTransfer.setDragImage(dragged, 16, 16);
    dragged.classList.add('dragged');
  });
  on('dragover', '[data-arrange] [data-line]', (e, line) => {
    if (!dragged || line.parentElement !== dragged.parentElement) return;
    e.preventDefault();
    if (line === dragged) return;
    const box = line.getBoundingClientRect();
    if (isAcross(line) ? e.clientX < box.left + box.width / 2 : e.clientY < box.top + box.height / 2) line.before(dragged); else line.after(dragged);
  });
  document.addEventListener('dragend', () => {
    if (!dragged) return;
    dragged.classList.remove('dragged');
    say(dragged);
    dragged = null;
  });

  const show = () => $$('[data-arrange] .so-grip[hidden]').forEach((grip) => { grip.hidden = false; });
  document.addEventListener('htmx:afterSettle', show);
  show();
})();

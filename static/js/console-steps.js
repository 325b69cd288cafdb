// console-steps.js: cards of steps in a form of the console (templates/admin/orders/matrixrow/steps.html).
// A card shows what its kind asks for and says in its head what is chosen; it is moved up and down, removed and added.
// The places are numbered anew when the form is sent, so the server sees the order that stands on the screen.
(() => {
  const { $, $$ } = window.so;
  const form = $('[data-steps]');
  if (!form) return;
  const { steps: prefix, most } = form.dataset;
  const list = $('[data-step-list]', form);
  const blank = $('[data-step-blank]', form);
  const add = $('[data-step-add]', form);
  const total = $(`[name="${prefix}-TOTAL_FORMS"]`, form);

  const control = (card, name) => $(`[name^="${prefix}-"][name$="-${name}"]`, card);
  const cards = () => $$('[data-step]', list).filter((card) => !card.hidden);
  const chosen = (select) => [...select.selectedOptions].filter((one) => one.value).map((one) => one.text);

  const show = (card) => {
    const kind = control(card, 'kind').value;
    const late = control(card, 'escalation').value;
    const isFor = (one) => one.dataset.for.split(' ').includes(kind) && (!one.dataset.forEscalation || one.dataset.forEscalation === late);
    for (const one of $$('[data-for]', card)) one.hidden = !isFor(one);
    const named = ['role', 'departments', 'people'].map((name) => control(card, name)).filter((one) => !one.closest('[data-for]').hidden);
    $('[data-step-words]', card).textContent = [...(kind ? chosen(control(card, 'kind')) : []), ...named.flatMap(chosen)].join(' · ');
  };

  const number = () => {
    const shown = cards();
    for (const [place, card] of shown.entries()) {
      const title = $('[data-step-title]', card);
      title.textContent = title.dataset.words.replace('#', place + 1);
      $('[data-step-up]', card).disabled = place === 0;
      $('[data-step-down]', card).disabled = place === shown.length - 1;
    }
    add.hidden = !blank || shown.length >= Number(most);
  };

  const begin = (card) => {
    $('[data-step-acts]', card).hidden = false;
    for (const one of $$('[data-plain]', card)) one.hidden = true;
    show(card);
  };

  const move = (card, isUp) => {
    const shown = cards();
    const other = shown[shown.indexOf(card) + (isUp ? -1 : 1)];
    if (!other) return;
    if (isUp) other.before(card); else other.after(card);
    number();
    const pressed = $(isUp ? '[data-step-up]' : '[data-step-down]', card);
    (pressed.disabled ? $(isUp ? '[data-step-down]' : '[data-step-up]', card) : pressed).focus();
  };

  const remove = (card) => {
    const mark = control(card, 'DELETE');
    if (mark) mark.checked = true;
    card.hidden = true;
    number();
    add.focus();
  };

  const another = () => {
    let card = $('[data-step][data-unused][hidden]', list);
    if (card) {
      card.hidden = false;
      list.append(card);
    } else {
      list.insertAdjacentHTML('beforeend', blank.innerHTML.replaceAll('__prefix__', total.value));
      total.value = Number(total.value) + 1;
      card = list.lastElementChild;
      begin(card);
      card.dispatchEvent(new CustomEvent('htmx:load', { bubbles: true })); // what else a new part of a page gets
    }
    card.removeAttribute('data-unused');
    number();
    control(card, 'kind').focus();
  };

  form.addEventListener('change', (e) => { const card = e.target.closest('[data-step]'); if (card) show(card); });
  form.addEventListener('click', (e) => {
    const button = e.target.closest('button');
    const card = e.target.closest('[data-step]');
    if (!button) return;
    if (button === add) another();
    else if (button.matches('[data-step-up]')) move(card, true);
    else if (button.matches('[data-step-down]')) move(card, false);
    else if (button.matches('[data-step-remove]')) remove(card);
  });
  total.form.addEventListener('submit', () => {
    for (const [place, card] of cards().entries()) control(card, 'place').value = place + 1;
  });

  const all = $$('[data-step]', list);
  for (const card of all) {
    begin(card);
    if (card.matches('[data-unused]') && all.length > 1) card.hidden = true;
    else card.removeAttribute('data-unused');
  }
  number();
  $('.is-invalid', form)?.focus();
})();

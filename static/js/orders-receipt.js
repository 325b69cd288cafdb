// orders-receipt.js: recording a receipt. The chosen customer's open rows come with him; typing into one means "by hand";
// what is typed there is never more than the row holds.
(() => {
  const { $, on } = window.so;
  const place = () => document.getElementById('shares');
  on('so:pick', '[data-receipt] [data-ac-target="#id_customer"]', (e, input) => {
    const box = place();
    if (box) htmx.ajax('GET', `${box.dataset.url}?customer=${encodeURIComponent(e.detail.value)}`, { target: box, swap: 'innerHTML' });
    const payer = input.form.elements.payer;
    if (payer && !payer.value) payer.value = input.value.replace(/^\S+\s+/, '');
  });
  const method = $('[data-receipt] [name=method]');
  const draft = $('[data-receipt] [data-draft]');
  const follow = () => { if (draft) draft.hidden = method.value !== 'ACCEPTANCE'; };
  if (method) follow();
  on('change', '[data-receipt] [name=method]', follow);
  on('input', '[data-receipt] [data-share]', (_, input) => {
    const byHand = $('input[name=allocate][value=hand]', input.form);
    if (byHand && input.value) byHand.checked = true;
  });
})();

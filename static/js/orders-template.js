// orders-template.js: whom an order from a template for any customer is for: the one that was looked up above the list.
// Without one the cursor goes there instead of the form to the server.
so.on('so:pick', '#template-customer', (e) => so.$$('[data-template-customer]').forEach((field) => { field.value = e.detail.value; }));
so.on('submit', '[data-for-any]', (e, form) => {
  if (so.$('[data-template-customer]', form).value) return;
  e.preventDefault();
  const field = so.$('#template-customer');
  so.toast(field.getAttribute('aria-label'), 'wrn');
  field.focus();
});

// orders-template.js: whom an order from a template for any customer is for: the one that was looked up above the list.
so.on('so:pick', '#template-customer', (e) => so.$$('[data-template-customer]').forEach((field) => { field.value = e.detail.value; }));

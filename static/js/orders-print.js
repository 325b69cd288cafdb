// orders-print.js: the print button of a document on paper.
document.addEventListener('click', (e) => { if (e.target.closest('[data-print]')) print(); });

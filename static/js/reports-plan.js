// reports-plan.js: sums of a plan of targets while somebody types; the server works out the same when it saves.
//
//   <table class="so-plan adds" data-grid>  rows in the order of the tree: <tr data-level="1"> (−1: the whole)
//     <td data-col="m0"> the year, m1 … m12 the months: an input, or text where it may not be changed
//     <span data-months>, <small data-off>  what the months of a row add up to, and by how much they miss its year
//   <tfoot> <span data-sum="0">, <small data-gap="0"> … sums of the parts, and the difference to the whole
// A month without a target of its own gets its part of what the year leaves, as targets/spreading.py says.
(() => {
  const { $, $$, on } = window.so;
  const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

  const number = (text) => {
    const plain = (text ?? '').normalize('NFKC').replace(/[,\s]/g, '').replace('−', '-');
    return /^[+-]?\d*\.?\d+$/.test(plain) ? Number(plain) : null;
  };
  const show = (value) => (value === null ? '' : Math.round(value).toLocaleString('en-US').replace('-', '−'));
  const gap = (value) => (value > 0 ? `+${show(value)}` : show(value));

  const own = (row, month) => {
    const place = row.querySelector(`td[data-col="m${month}"]`);
    const input = $('input', place);
    if (input) return number(input.value);
    const text = $('span', place);
    return text?.classList.contains('t3') ? null : number(text?.textContent);
  };
  const read = (row) => {
    const year = own(row, 0);
    const months = MONTHS.map((month) => own(row, month));
    const set = months.filter((value) => value !== null);
    const total = set.reduce((sum, value) => sum + value, 0);
    const rest = year === null ? null : Math.max(0, year - total) / (12 - set.length || 1) || null;
    return { year, months, total: set.length ? total : null, count: set.length, rest };
  };

  const draw = (table) => {
    const rows = [...table.tBodies[0].rows].map((row) => ({ row, level: Number(row.dataset.level), ...read(row) }));
    for (const one of rows) {
      const isOff = one.year !== null && one.total !== null && (one.total - one.year > 0.004 || (one.count === 12 && Math.abs(one.total - one.year) > 0.004));
      $('[data-months]', one.row).textContent = show(one.total);
      $('[data-off]', one.row).textContent = isOff ? gap(one.total - one.year) : '';
      MONTHS.forEach((month) => {
        const input = one.row.querySelector(`td[data-col="m${month}"]>input`);
        if (input) input.placeholder = show(one.rest);
      });
    }
    for (const column of [0, ...MONTHS]) {
      const value = (one) => (column ? one.months[column - 1] ?? one.rest : one.year ?? one.total);
      let below = Infinity; // inside a row that counts already
      let sum = null;
      for (const one of rows.slice(1)) {
        if (one.level > below) continue;
        below = Infinity;
        if (value(one) !== null) { sum = (sum ?? 0) + value(one); below = one.level; }
      }
      const whole = value(rows[0]);
      $(`[data-sum="${column}"]`, table).textContent = show(sum);
      $(`[data-gap="${column}"]`, table).textContent = sum === null || whole === null || Math.abs(sum - whole) < 0.5 ? '' : gap(sum - whole);
    }
  };

  on('input', 'table.so-plan.adds input', (_, input) => draw(input.closest('table')));
  on('so:row', 'table.so-plan.adds [data-row]', (_, row) => draw(row.closest('table')));
})();

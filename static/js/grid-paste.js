// grid-paste.js: rows from a spreadsheet into the entry table. Contract: head of grid.js.
(() => {
  const { on } = window.so;
  const grid = window.so.grid;

  const parse = (text) => {
    const out = [[]];
    const pattern = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*)/g;
    let at = 0;
    while (at <= text.length) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      out.at(-1).push((match[1] !== undefined ? match[1].replaceAll('""', '"') : match[2]).trim());
      at = pattern.lastIndex;
      if (text[at] === '\t') at += 1;
      else if (at < text.length) { at += text.startsWith('\r\n', at) ? 2 : 1; out.push([]); }
      else break;
    }
    return out.filter((row) => row.some(Boolean));
  };

  // "Product code", "产品代码" and "Qty (pcs)" are heads: letters alone count, what stands in brackets does not
  const fold = (text) => (text ?? '').normalize('NFKC').toLowerCase().replace(/\(.*?\)|（.*?）/g, '').replace(/[\s:_*#.\-]/g, '');
  const headsOf = (table) => {
    const found = new Map();
    const cells = table.querySelector('[data-row]')?.cells || template(table)?.content.querySelector('tr').cells || [];
    [...table.tHead.rows[0].cells].forEach((th, place) => {
      const column = cells[place]?.dataset.col;
      if (column) for (const words of [th.textContent, ...(th.dataset.heads || '').split('|')]) if (fold(words)) found.set(fold(words), column);
    });
    // fields that have no column of their own; "": columns to leave out, known so that their row is a head
    for (const [field, heads] of Object.entries(JSON.parse(table.dataset.moreHeads || '{}'))) {
      for (const words of heads.split('|')) if (!found.has(fold(words))) found.set(fold(words), field);
    }
    return found;
  };
  const template = (table) => document.querySelector(`template[data-grid-blank="${table.dataset.prefix}"]`);

  const isNumber = (text) => /^[+-]?[\d,]*\.?\d+$/.test(text ?? '');
  const columnsFor = (table, input, lines) => {
    const first = lines[0];
    const heads = headsOf(table);
    const known = first.map((text) => heads.get(fold(text)));
    if (known.some((column) => column !== undefined) && !first.some(isNumber)) return [unique(known), true];
    const names = grid.inputs(input.closest('tr')).map((field) => field.closest('td').dataset.col);
    const start = names.indexOf(input.closest('td').dataset.col);
    // a code and a number beside it are product and quantity, whatever columns lie between
    const isPair = first.length === 2 && names[start] === 'product' && names.includes('quantity') && lines.every((line) => !line[1] || isNumber(line[1]));
    if (isPair) return [['product', 'quantity'], false];
    return [first.map((_, index) => names[start + index] ?? null), false];
  };
  // of two heads for one column the first is meant: code before name
  const unique = (columns) => {
    const found = columns.map((column, index) => (column && columns.indexOf(column) === index ? column : null));
    // without a code the name is what there is to look the product up by
    return found.includes('product') ? found : found.map((column) => (column === 'name' ? 'product' : column));
  };
  const inputFor = (row, name) => grid.inputOf(row, name) || row.querySelector(`td.more [name$="-${name}"]`);

  on('paste', 'table[data-grid] input', (e, input) => {
    const text = e.clipboardData?.getData('text/plain') || '';
    if (!/[\t\n]/.test(text.trim())) return;
    e.preventDefault();
    const table = grid.tableOf(input);
    const lines = parse(text.normalize('NFKC'));
    const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
    lines[0] = Array.from({ length: width }, (_, place) => lines[0][place] ?? '');
    const [columns, hasHead] = columnsFor(table, input, lines);
    if (hasHead) lines.shift();
    fillFrom(table, input.closest('tr'), columns, lines);
  });

  const fillFrom = (table, first, columns, lines) => {
    const list = grid.rows(table);
    const at = list.indexOf(first);
    const missing = lines.length - (list.length - at);
    const target = list.slice(at).concat(missing > 0 ? grid.add(table, missing) : []);
    const filled = lines.slice(0, target.length);
    filled.forEach((line, index) => {
      const row = target[index];
      line.forEach((value, column) => {
        const input = columns[column] && inputFor(row, columns[column]);
        if (!input || input.readOnly || value === undefined) return;
        input.value = value;
        grid.tidy(input);
      });
      row.classList.add('so-new');
      grid.calculate(row);
      grid.changed(row, true);
    });
    table.closest('form')?.dispatchEvent(new Event('input', { bubbles: true }));
    so.announce(so.text('rows_pasted', { count: filled.length }));
    so.toast(so.text('rows_pasted', { count: filled.length }));
  };
})();

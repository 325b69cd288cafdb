// keys.js: shortcuts. A control says its own: data-key="n", "ctrl+s", "ctrl+enter", "[", "g o" (one after the other);
// pressing it clicks the control, or puts the focus into it where it is a field. data-key-label lists it in the sheet.
// Single letters do nothing while typing, and where the person switched them off.
(() => {
  const { $, $$ } = window.so;
  const SEQUENCE_MS = 1200;
  let begun = '';
  let begunAt = 0;

  const nameOf = (e) => {
    const key = e.key === ' ' ? 'space' : e.key.toLowerCase();
    const parts = [];
    if (e.ctrlKey || e.metaKey) parts.push('ctrl');
    if (e.altKey) parts.push('alt');
    if (e.shiftKey && key.length > 1) parts.push('shift');
    return [...parts, key].join('+');
  };

  const isUsable = (element) => !element.disabled && element.getAttribute('aria-disabled') !== 'true' && (so.isShown(element) || element.closest('.so-side'));

  const find = (key) => {
    const layer = so.topLayer();
    const inLayer = layer && $$(`[data-key="${CSS.escape(key)}"]`, layer).find(isUsable);
    return inLayer || (layer ? null : $$(`[data-key="${CSS.escape(key)}"]`).find((element) => isUsable(element) && !element.closest('dialog,.so-pop')));
  };

  const press = (element) => {
    if (so.isTyping(element)) { element.focus(); element.select?.(); } else element.click();
  };

  const builtIn = (key) => {
    if (key === '/') { const field = $$('.so-q input').find(so.isShown); field?.focus(); field?.select(); return Boolean(field); }
    if (/^[1-9]$/.test(key)) { const link = $(`[data-views] > a:nth-child(${key})`); link?.click(); return Boolean(link); }
    return false;
  };

  document.addEventListener('keydown', (e) => {
    if (e.defaultPrevented || e.isComposing || e.keyCode === 229) return;
    const key = nameOf(e);
    const isPlain = !/^(ctrl|alt)\+/.test(key);
    if (isPlain && (so.isTyping(e.target) || document.documentElement.dataset.singleKeys === 'off')) return;
    const isIdle = [document.body, $('#main')].includes(document.activeElement);
    if (isPlain && key.length > 1 && !(key === 'arrowleft' && isIdle)) return; // Enter, arrows, … belong to the control in focus
    const sequence = begun && Date.now() - begunAt < SEQUENCE_MS ? `${begun} ${key}` : '';
    begun = '';
    const target = (sequence && find(sequence)) || find(key);
    if (target) { e.preventDefault(); press(target); return; }
    if (!isPlain || so.topLayer()) return;
    if (builtIn(key)) { e.preventDefault(); return; }
    if ($(`[data-key^="${CSS.escape(key)} "]`)) { begun = key; begunAt = Date.now(); }
  });

  // ── the sheet lists what this page offers ──
  const caps = (key) => key.split(' ').map((one) => one.split(/\+(?=.)/).map((part) => part === 'arrowleft' ? '←' : part.charAt(0).toUpperCase() + part.slice(1)).join(' '));
  document.addEventListener('so:open', (e) => {
    if (e.target.id !== 'shortcuts') return;
    const list = $('#shortcut-list');
    const written = new Set($$('kbd', e.target).filter((one) => !list.contains(one)).map((one) => one.textContent));
    const seen = new Map();
    $$('[data-key][data-key-label]').forEach((element) => { if (!seen.has(element.dataset.key) && !written.has(element.dataset.key)) seen.set(element.dataset.key, element.dataset.keyLabel); });
    list.replaceChildren(...[...seen].flatMap(([key, label]) => {
      const term = so.el('dt');
      caps(key).forEach((cap, index) => { if (index) term.append(' '); term.append(so.el('kbd', '', cap)); });
      return [term, so.el('dd', '', label)];
    }));
  }, true);
})();

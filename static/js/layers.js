// layers.js: what opens above the page. Popovers and menus [data-pop=id], dialogs [data-open=id], the host #dialog;
// theme, density and other preferences at once.
(() => {
  const { $, $$, on } = window.so;
  const FOCUSABLE = 'a[href],button:not([disabled]),input:not([disabled]):not([type=hidden]),select:not([disabled]),textarea:not([disabled]),[tabindex="0"]';
  const open = []; // popovers from bottom to top: { layer, trigger }

  // ── placing: under the trigger, turned up or aside where there is no room ──
  const place = (layer, trigger) => {
    if (!trigger || matchMedia('(max-width:767.98px)').matches) return;
    const box = trigger.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, innerWidth - layer.offsetWidth - 8));
    const below = box.bottom + 4;
    const isRoom = below + layer.offsetHeight <= innerHeight - 8;
    layer.style.left = `${left}px`;
    layer.style.top = `${isRoom ? below : Math.max(8, box.top - layer.offsetHeight - 4)}px`;
  };

  const focusables = (layer) => $$(FOCUSABLE, layer).filter((element) => so.isShown(element) && element.tabIndex >= 0);
  const isMenu = (layer) => layer.getAttribute('role') === 'menu';
  const items = (layer) => $$('[role=menuitem],a,button', layer).filter(so.isShown);

  const openLayer = (layer, trigger) => {
    closeAbove(-1, trigger);
    layer.hidden = false;
    trigger?.setAttribute('aria-expanded', 'true');
    open.push({ layer, trigger });
    place(layer, trigger);
    layer.dispatchEvent(new CustomEvent('so:open'));
    const first = isMenu(layer) ? items(layer)[0] : $('[autofocus]', layer) || layer;
    (first || layer).focus({ preventScroll: true });
  };

  const closeTop = (giveBack = true) => {
    const { layer, trigger } = open.pop();
    const hadFocus = layer.contains(document.activeElement);
    layer.hidden = true;
    trigger?.setAttribute('aria-expanded', 'false');
    if (giveBack && hadFocus) (trigger?.isConnected ? trigger : $('#main'))?.focus({ preventScroll: true });
  };

  // close all layers that do not contain the element (a popover may open another from inside)
  const closeAbove = (_, element) => {
    while (open.length && !(element && open.at(-1).layer.contains(element))) closeTop(false);
  };

  so.closePopovers = () => { while (open.length) closeTop(); };
  so.topLayer = () => open.at(-1)?.layer || $$('dialog[open]').at(-1) || null;

  on('click', '[data-pop]', (e, trigger) => {
    e.preventDefault();
    const layer = document.getElementById(trigger.dataset.pop);
    if (!layer) return;
    if (open.some((entry) => entry.layer === layer)) { while (open.some((entry) => entry.layer === layer)) closeTop(); }
    else openLayer(layer, trigger);
  });
  on('click', '[data-close]', () => { if (open.length) closeTop(); });
  document.addEventListener('pointerdown', (e) => {
    const onTrigger = open.some((entry) => entry.trigger?.contains(e.target));
    if (open.length && !onTrigger && !(e.target.closest && e.target.closest('.so-ac,dialog'))) closeAbove(-1, e.target);
  });
  addEventListener('resize', () => open.forEach(({ layer, trigger }) => place(layer, trigger)));
  document.addEventListener('htmx:afterSettle', () => {
    open.forEach(({ layer, trigger }) => place(layer, trigger));
    // what was pressed inside went away with the swap: who uses the keyboard stays in the layer
    if (open.length && document.activeElement === document.body) open.at(-1).layer.focus({ preventScroll: true });
  });

  document.addEventListener('keydown', (e) => {
    const top = open.at(-1)?.layer;
    if (!top || e.isComposing) return;
    if (e.key === 'Escape') { e.preventDefault(); e.stopImmediatePropagation(); closeTop(); return; }
    if (isMenu(top)) { moveInMenu(e, top); return; }
    if (e.key === 'Tab') keepInside(e, top);
  }, true);

  const moveInMenu = (e, menu) => {
    const list = items(menu);
    const at = list.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[e.key];
    if (e.key === 'Tab') closeTop();
    else if (to !== undefined) { e.preventDefault(); list.at(to % list.length)?.focus(); }
  };

  const keepInside = (e, layer) => {
    const list = focusables(layer);
    if (!list.length) { e.preventDefault(); return; }
    const [first, last] = [list[0], list.at(-1)];
    const active = document.activeElement;
    if (e.shiftKey && (active === first || active === layer)) { e.preventDefault(); last.focus(); }
    else if (!e.shiftKey && active === last) { e.preventDefault(); first.focus(); }
  };

  // ── dialogs are native: focus is held and given back by the browser ──
  on('click', '[data-open]', (e, trigger) => {
    const dialog = document.getElementById(trigger.dataset.open);
    if (!dialog?.showModal || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    so.closePopovers();
    if (!dialog.open) dialog.showModal();
    dialog.dispatchEvent(new CustomEvent('so:open'));
  });
  on('click', '[data-dialog-close]', (e, button) => {
    const dialog = button.closest('dialog');
    if (dialog) { e.preventDefault(); dialog.close(); }
  });
  document.addEventListener('click', (e) => { if (e.target.matches?.('dialog.so-palette,dialog.so-sheetkeys')) e.target.close(); });

  const host = () => document.getElementById('dialog');
  document.addEventListener('htmx:afterSwap', (e) => {
    const dialog = host();
    if (e.detail.target !== dialog || !dialog) return;
    so.closePopovers();
    if (dialog.innerHTML.trim() === '') { if (dialog.open) dialog.close(); return; }
    if (!dialog.open) dialog.showModal();
    ($('[data-error-summary]', dialog) || $('[autofocus],select,textarea,input:not([type=hidden]):not([readonly])', dialog))?.focus();
  });
  document.addEventListener('so:close', () => host()?.open && host().close());
  document.addEventListener('close', (e) => { if (e.target === host()) e.target.replaceChildren(); }, true);
  document.addEventListener('htmx:beforeSwap', (e) => { if (e.detail.target === document.body) open.length = 0; });

  // ── preferences: seen at once, kept by the server; signed out by a cookie ──
  const html = document.documentElement;
  const keep = (name, value, url) => {
    document.cookie = `so_${name}=${value};path=/;max-age=31536000;samesite=lax`;
    if (url) so.post(url, new URLSearchParams({ [name]: value })).catch(() => {});
  };
  const apply = {
    theme: (value) => {
      html.dataset.theme = value;
      html.dataset.bsTheme = value === 'system' ? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light') : value;
      dispatchEvent(new Event('so:theme'));
    },
    density: (value) => { html.dataset.density = value; },
    single_keys: (value) => { html.dataset.singleKeys = value; },
  };
  const press = (name, value) => $$(`[data-preferences] button[name=${name}]`).forEach((button) => button.setAttribute('aria-pressed', String(button.value === value)));

  on('click', '[data-toggle-theme]', (_, button) => {
    const value = html.dataset.bsTheme === 'dark' ? 'light' : 'dark';
    apply.theme(value);
    press('theme', value);
    keep('theme', value, button.dataset.url);
  });
  on('submit', '[data-preferences]', (e, form) => {
    const { name, value } = e.submitter || {};
    if (!apply[name]) return; // the language needs the page anew
    e.preventDefault();
    apply[name](value);
    press(name, value);
    keep(name, value, form.action);
  });
})();

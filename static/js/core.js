// core.js: the few things every script uses, under one name: `so`.
// Scripts listen on the document, so parts that htmx brings in work without further ado.
(() => {
  const so = (window.so = {});

  so.$ = (selector, root = document) => root.querySelector(selector);
  so.$$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  // words in the person's language, from the JSON script of base.html; %(name)s is filled in
  let words;
  so.text = (key, values = {}) => {
    words ??= JSON.parse(document.getElementById('messages')?.textContent || '{}');
    return (words[key] || key).replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? '');
  };

  so.icon = (name, className = '') => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
    svg.setAttribute('class', `bi ${className}`);
    svg.setAttribute('aria-hidden', 'true');
    use.setAttribute('href', `${document.body.dataset.icons}#${name}`);
    svg.append(use);
    return svg;
  };

  so.el = (tag, className = '', text = '') => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  // one listener for all elements that match, now and later
  so.on = (event, selector, handler) =>
    document.addEventListener(event, (e) => {
      const match = e.target instanceof Element ? e.target.closest(selector) : null;
      if (match) handler(e, match);
    });

  so.isTyping = (element) =>
    element?.isContentEditable || (element?.matches?.('input,textarea,select') && !element.matches('[type=checkbox],[type=radio],[type=button],[type=submit],[type=file]'));

  so.isShown = (element) => element.getClientRects().length > 0;

  so.later = (wait, action) => {
    let timer;
    return (...values) => {
      clearTimeout(timer);
      timer = setTimeout(() => action(...values), wait);
    };
  };

  so.announce = (text) => {
    const place = document.getElementById('announcer');
    if (place) place.textContent = text;
  };

  // ── CSRF token: on <body> as a header for htmx, in each form as a field ──
  so.token = () => JSON.parse(document.body.getAttribute('hx-headers') || '{}')['X-CSRFToken'] || '';
  so.setToken = (token) => {
    document.body.setAttribute('hx-headers', JSON.stringify({ 'X-CSRFToken': token }));
    so.$$('input[name=csrfmiddlewaretoken]').forEach((input) => { input.value = token; });
  };

  so.post = (url, body, options = {}) =>
    fetch(url, { method: 'POST', credentials: 'same-origin', ...options, body, headers: { 'X-CSRFToken': so.token(), 'HX-Request': 'true', ...options.headers } });

  // ── toasts: six seconds; errors stay until dismissed ──
  const LOOK = { ok: ['', 'check-circle-fill', 'ok'], err: ['err', 'x-octagon-fill', 'bad'], prog: ['prog', 'hourglass-split', 'run'], wrn: ['wrn', 'exclamation-triangle-fill', 'warn'] };
  const SHOWN_MS = 6000;

  so.toast = (text, level = 'ok', action = null) => {
    const [tone, icon, color] = LOOK[level] || LOOK.ok;
    const toast = so.el('div', `so-toast ${tone}`);
    toast.dataset.toast = '';
    if (level === 'err') toast.setAttribute('role', 'alert');
    const body = so.el('div', 'grow', text);
    if (action) {
      const button = so.el('button', 'btn btn-sm btn-quiet', action.label);
      button.type = 'button';
      button.addEventListener('click', () => { action.run(); toast.remove(); });
      body.append(document.createElement('br'), button);
    }
    const close = so.el('button', 'so-icb sm');
    close.type = 'button';
    close.dataset.dismiss = '';
    close.setAttribute('aria-label', so.text('dismiss'));
    close.append(so.icon('x'));
    toast.append(so.icon(icon, color), body, close);
    document.getElementById('toasts')?.append(toast);
    return toast;
  };

  so.on('click', '[data-dismiss]', (_, button) => button.closest('[data-toast]')?.remove());

  const expire = (toast) => {
    if (toast.classList.contains('err') || toast.dataset.timed) return;
    toast.dataset.timed = 'yes';
    const go = () => { if (toast.matches(':hover,:focus-within')) setTimeout(go, 1000); else toast.remove(); };
    setTimeout(go, SHOWN_MS);
  };
  const watchToasts = () => {
    const place = document.getElementById('toasts');
    if (!place) return;
    so.$$('[data-toast]', place).forEach(expire);
    new MutationObserver(() => so.$$('[data-toast]', place).forEach(expire)).observe(place, { childList: true });
  };
  watchToasts();
  // a long menu opens where one stands
  so.$('.so-side [aria-current]')?.scrollIntoView({ block: 'nearest' });
  document.addEventListener('htmx:historyRestore', watchToasts);
  document.addEventListener('htmx:afterSwap', (e) => { if (e.target === document.body) watchToasts(); });
})();

// net.js: what htmx does not say by itself: errors in words, an ended session, a lost network, polling.
// 403, 409 and 422 are swapped (htmx-config); the server sends other refusals as an so:toast event.
(() => {
  const { $, $$, on } = window.so;

  document.addEventListener('so:toast', (e) => so.toast(e.detail.text, e.detail.level));

  // ── 401: sign in here, then the same request once more ──
  let waiting = null; // what to do again: a function
  so.askToSignIn = (again) => {
    waiting = again;
    const url = document.body.dataset.signIn;
    if (url) htmx.ajax('GET', url, '#dialog');
    else location.reload();
  };
  document.addEventListener('so:signed-in', (e) => {
    so.setToken(e.detail.token);
    document.getElementById('dialog')?.close();
    waiting?.();
    waiting = null;
  });

  document.addEventListener('htmx:responseError', (e) => {
    const { xhr, requestConfig } = e.detail;
    const said = /so:toast/.test(xhr.getResponseHeader('HX-Trigger') || '');
    if (said || isPoll(requestConfig)) return; // a poll that fails is asked again in a minute
    if (xhr.status === 401) so.askToSignIn(() => repeat(requestConfig));
    else if (xhr.status === 429) so.toast(so.text('throttled'), 'wrn');
    else so.toast(so.text('server_error'), 'err');
  });
  const repeat = ({ verb, path, elt, target, formData }) => htmx.ajax(verb.toUpperCase(), path, { source: elt, target, values: formData });
  const isPoll = (config) => Boolean(config?.elt?.closest?.('[data-poll]'));
  for (const name of ['htmx:sendError', 'htmx:timeout'])
    document.addEventListener(name, (e) => { if (!isPoll(e.detail.requestConfig)) so.toast(so.text(navigator.onLine ? 'server_error' : 'offline'), 'err'); });

  // ── network ──
  let note = null;
  addEventListener('offline', () => {
    if (note) return;
    note = so.el('div', 'so-note bad so-offline');
    note.setAttribute('role', 'status');
    note.append(so.icon('wifi-off'), so.el('span', '', so.text('offline')));
    document.body.append(note);
  });
  addEventListener('online', () => {
    if (!note) return;
    note.remove();
    note = null;
    so.toast(so.text('online'));
  });

  // ── live numbers: [data-poll=seconds] with hx-trigger="so:poll", only while the page is seen ──
  const last = new WeakMap();
  const poll = () => {
    if (document.hidden || !navigator.onLine) return;
    const now = Date.now();
    $$('[data-poll]').forEach((element) => {
      if (!last.has(element)) { last.set(element, now); return; }
      if (now - last.get(element) < Number(element.dataset.poll) * 1000) return;
      last.set(element, now);
      element.dispatchEvent(new CustomEvent('so:poll'));
    });
  };
  // what no person did must not keep a session alive (accounts.middleware)
  document.addEventListener('htmx:configRequest', (e) => {
    if (e.detail.triggeringEvent?.type === 'so:poll') e.detail.headers['X-Poll'] = '1';
  });
  setInterval(poll, 1000);
  document.addEventListener('visibilitychange', poll);
  poll();

  // ── small doors ──
  on('click', '[data-reload]', () => location.reload());
  on('click', '[data-back]', () => { if (history.length > 1) history.back(); else location.assign('/'); });
  on('click', '[data-copy]', async (_, button) => {
    await navigator.clipboard?.writeText(button.dataset.copy);
    so.toast(so.text('copied'));
  });
  document.addEventListener('htmx:pushedIntoHistory', () => {
    const main = $('#main');
    if (main && document.activeElement === document.body) main.focus({ preventScroll: true });
  });
})();

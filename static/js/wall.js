// wall.js: the wall screen. Turns over its pictures, each fetched anew; without a network it goes on with what it has and
// says how old that is; comes back by itself after a restart and starts afresh every night. What it fetches is somebody's
// wish to look, so it keeps the session awake as far as a session may last (accounts.middleware); then it goes blank.
(() => {
  const { $ } = window.so;
  const root = document.body;
  const slides = JSON.parse(document.getElementById('slides').textContent);
  const every = Number(root.dataset.every) * 1000;
  const PATIENCE = 15000, OLD = Math.max(120000, every * 3), LONG = 60000, NIGHT = 4;
  const kept = new Map(); // address → { html, at }
  const born = Date.now();
  let place = -1, isHeld = false, isOver = false, failedSince = 0, shownAt = 0, turn = 0, timer;

  // ── size: drawn for 1280 × 720, made as large as the screen; narrow windows take it as it is (boards.css) ──
  const fit = () => $('#wall').style.setProperty('--so-scale', Math.min(innerWidth / 1280, innerHeight / 720));
  addEventListener('resize', fit);
  fit();

  // ── clock and age ──
  const zone = root.dataset.zone || undefined;
  const words = new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: zone, weekday: 'long', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const hour = new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const tick = () => {
    const now = new Date();
    $('#wall-clock').textContent = words.format(now);
    $('#wall-asof').textContent = shownAt ? so.text('as_of', { time: hour.format(shownAt) }) : '';
    const old = shownAt && now - shownAt > OLD ? Math.round((now - shownAt) / 60000) : 0;
    $('#wall-old').textContent = old ? so.text('old', { minutes: old }) : '';
    // once a night, and only if somebody is there to answer
    if (now.getHours() === NIGHT && now - born > 2 * 3600000 && !failedSince) revive();
  };
  const revive = async () => {
    try {
      const answer = await fetch(root.dataset.health, { cache: 'no-store' });
      if (answer.ok) location.reload();
    } catch { /* still away */ }
  };

  // ── pictures ──
  const end = () => {
    isOver = true;
    clearTimeout(timer);
    kept.clear();
    $('#slide').replaceChildren($('#wall-ended').content.cloneNode(true));
    $('#wall-title').textContent = $('#wall-days').textContent = '';
    shownAt = 0;
  };
  const load = async (query) => {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(`${root.dataset.slide}?${query}`, { credentials: 'same-origin', redirect: 'manual', signal: stop.signal, headers: { 'HX-Request': 'true', 'HX-Target': 'slide' } });
      if (answer.status === 401 || answer.type === 'opaqueredirect') { end(); return; }
      if (!answer.ok) throw new Error(answer.status);
      kept.set(query, { html: await answer.text(), at: new Date() });
      if (failedSince && Date.now() - failedSince > LONG) { location.reload(); return; } // it was away: perhaps it is another version
      failedSince = 0;
    } catch { failedSince ||= Date.now(); } finally { clearTimeout(late); }
  };
  const show = (number) => {
    const found = kept.get(slides[number]);
    if (!found) return false;
    const slide = $('#slide');
    slide.innerHTML = found.html; // our own server's part
    const inside = $('.so-slidein', slide);
    $('#wall-title').textContent = inside?.dataset.title || '';
    $('#wall-days').textContent = inside?.dataset.days || '';
    shownAt = found.at;
    document.dispatchEvent(new Event('htmx:afterSettle')); // charts.js draws
    [...$('#wall-dots').children].forEach((dot, at) => dot.classList.toggle('on', at === number));
    tick();
    return true;
  };
  const next = async () => {
    const mine = ++turn;
    clearTimeout(timer);
    const number = (place + 1) % slides.length;
    await load(slides[number]);
    if (isOver || mine !== turn) return;
    // without it: the next one that was read before
    const order = slides.map((_, at) => (number + at) % slides.length);
    const found = order.find((at) => kept.has(slides[at]));
    if (found !== undefined) { place = found; show(found); }
    if (!isHeld) timer = setTimeout(next, every);
    else timer = setTimeout(again, every);
  };
  const again = async () => { place -= 1; await next(); }; // held: the same one, fresh

  // ── its bar comes when somebody is there ──
  let rest;
  const wake = () => {
    root.classList.add('awake');
    clearTimeout(rest);
    rest = setTimeout(() => { if (!$('#wall-bar').contains(document.activeElement)) root.classList.remove('awake'); }, 4000);
  };
  for (const name of ['mousemove', 'pointerdown', 'keydown']) addEventListener(name, wake, { passive: true });
  $('#wall-next').addEventListener('click', () => { if (slides.length && !isOver) next(); });
  $('#wall-pause').addEventListener('click', (e) => { isHeld = !isHeld; e.currentTarget.setAttribute('aria-pressed', isHeld); if (!isHeld) next(); });
  $('#wall-full').addEventListener('click', () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()));
  addEventListener('keydown', (e) => {
    if (so.isTyping(e.target) || e.target.closest?.('button,a')) return;
    if (e.key === 'ArrowRight') next();
    if (e.key === ' ') { e.preventDefault(); $('#wall-pause').click(); }
  });

  // the screen does not go to sleep while it is looked at
  const stay = async () => { try { if (!document.hidden) await navigator.wakeLock?.request('screen'); } catch { /* not allowed: the computer's own setting counts */ } };
  document.addEventListener('visibilitychange', stay);
  stay();
  setInterval(tick, 1000);
  tick();
  if (!slides.length) return; // nothing may be shown like this: the page says so
  addEventListener('online', next);
  next();
})();

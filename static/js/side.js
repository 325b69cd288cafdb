// side.js: groups of the sidebar fold. What somebody folded and opened is a cookie, so that the server draws the next page
// like that at once (common.context); the group of the page that is shown is always drawn open. A folded group shows the
// sum of its numbers. Without script nothing can be folded, and all is open (shell.css).
(() => {
  const { $, $$, on } = window.so;
  const NAME = 'so_folds', YEAR = 31536000;

  const chosen = () => {
    const text = document.cookie.split('; ').find((one) => one.startsWith(`${NAME}=`))?.slice(NAME.length + 1) || '';
    return new Map(text.split('.').filter(Boolean).map((one) => [one.replace(/^-/, ''), !one.startsWith('-')]));
  };
  const remember = (code, isOpen) => {
    const text = [...chosen().set(code, isOpen)].map(([key, open]) => (open ? key : `-${key}`)).join('.');
    document.cookie = `${NAME}=${text}; Path=/; Max-Age=${YEAR}; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`;
  };

  const add = (group) => {
    const sum = $('.sum', group);
    if (!sum) return;
    const numbers = $$('.so-navl .c', group).filter((one) => one.textContent.trim());
    const whole = numbers.reduce((so_far, one) => so_far + Number(one.textContent.replace(/\D/g, '')), 0);
    const text = group.classList.contains('folded') && whole ? String(whole) + (numbers.some((one) => one.textContent.includes('+')) ? '+' : '') : '';
    if (sum.textContent !== text) sum.textContent = text;
    sum.classList.toggle('hot', Boolean(text) && numbers.some((one) => one.classList.contains('hot')));
  };
  const addAll = () => $$('.so-navg').forEach(add);

  on('click', '[data-fold]', (_, button) => {
    const group = button.closest('.so-navg');
    const isOpen = group.classList.toggle('folded') === false;
    button.setAttribute('aria-expanded', String(isOpen));
    remember(group.dataset.group, isOpen);
    add(group);
  });
  document.addEventListener('htmx:oobAfterSwap', addAll); // the numbers came
  addAll();
})();

// Before the first paint: "as the computer" becomes light or dark. The server wrote the person's choice on <html>,
// or, where the page is not ours (admin console), into <meta name="theme">.
(() => {
  const html = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const wanted = html.dataset.theme || document.querySelector('meta[name=theme]')?.content || 'system';
    html.dataset.bsTheme = wanted === 'system' ? (dark.matches ? 'dark' : 'light') : wanted;
  };
  apply();
  dark.addEventListener('change', () => {
    apply();
    dispatchEvent(new Event('so:theme'));
  });
})();

/** Runs in the browser before anything is shown, as a script of its own: it must not use anything from outside of it. */
export function boot(): void {
  const root = document.documentElement;
  root.dataset.js = '';
  try {
    const theme = localStorage.getItem('otron.theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {
    // a browser that keeps nothing follows its own setting
  }
}

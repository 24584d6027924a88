import { readPreference, writePreference } from '../storage/preferences.js';
import { Icon } from './icon.jsx';

/** Goes from the system's colors to the other ones, and back. */
export function ThemeButton() {
  const change = () => {
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    const theme = readPreference('theme') ? undefined : dark ? 'light' : 'dark';
    writePreference('theme', theme);
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  return (
    <button type="button" class="quiet needs-js" aria-label="Dark or light" title="Dark or light" onClick={change}>
      <Icon name="theme" />
    </button>
  );
}

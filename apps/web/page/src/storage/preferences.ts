import type { ChatSettings } from '../../../src/shared/chat-settings.js';

/** What the page remembers beside conversations. */
interface Preferences {
  model: string;
  settings: ChatSettings;
  theme: 'light' | 'dark';
}

const PREFIX = 'otron.';

export function readPreference<Name extends keyof Preferences>(name: Name): Preferences[Name] | undefined {
  try {
    const text = localStorage.getItem(PREFIX + name);
    if (text === null) return undefined;
    return name === 'settings' ? JSON.parse(text) : (text as Preferences[Name]);
  } catch {
    return undefined;
  }
}

/** Undefined forgets it. */
export function writePreference<Name extends keyof Preferences>(
  name: Name,
  value: Preferences[Name] | undefined,
): void {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, typeof value === 'string' ? value : JSON.stringify(value));
  } catch {
    // a browser that keeps nothing asks again next time
  }
}

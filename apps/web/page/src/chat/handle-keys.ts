import { onCleanup, onMount } from 'solid-js';
import type { Chat } from './create-chat.js';

/** The keys of the whole page: Ctrl+K finds, Esc stops, Ctrl+Shift+O begins a new conversation. */
export function handleKeys(page: { chat: Chat; setEditing(id: string | undefined): void; openPalette(): void }): void {
  const onKey = (event: KeyboardEvent) => {
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (control && !event.shiftKey && key === 'k') {
      event.preventDefault();
      page.openPalette();
    } else if (control && event.shiftKey && key === 'o') {
      event.preventDefault();
      page.chat.library.startNew();
      focusComposer();
    } else if (key === 'escape' && !event.defaultPrevented && !somethingIsOpen() && page.chat.writing()) {
      page.chat.stop();
    }
  };
  onMount(() => {
    window.addEventListener('keydown', onKey);
    onCleanup(() => window.removeEventListener('keydown', onKey));
  });
}

/** Esc closes it first. */
function somethingIsOpen(): boolean {
  return document.querySelector('dialog[open], :popover-open') !== null;
}

export function focusComposer(): void {
  document.querySelector<HTMLTextAreaElement>('#composer textarea')?.focus();
}

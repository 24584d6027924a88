import { createEffect, createMemo, createSignal, For, on } from 'solid-js';
import type { Chat } from './create-chat.js';
import { type Finding, findAnything } from './find-anything.js';
import { focusComposer } from './handle-keys.js';

/** Finds conversations by any word in them, and everything that the page can do. Ctrl+K opens it. */
export function Palette(props: { chat: Chat; open: boolean; close(): void }) {
  let dialog!: HTMLDialogElement;
  let field!: HTMLInputElement;
  const [words, setWords] = createSignal('');
  const [findings, setFindings] = createSignal<Finding[]>([]);
  const [marked, setMarked] = createSignal(0);
  const place = createMemo(() => Math.min(marked(), findings().length - 1));
  createEffect(
    on([words, () => props.open], async ([text, open]) => {
      if (!open) return;
      const found = await findAnything(props.chat, text);
      if (text === words()) setFindings(found);
      setMarked(0);
    }),
  );
  createEffect(() => {
    if (!props.open || dialog.open) return;
    field.value = '';
    setWords('');
    dialog.showModal();
  });
  const take = (finding: Finding | undefined) => {
    if (!finding) return;
    dialog.close();
    finding.run();
    focusComposer();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setMarked((place() + step + findings().length) % Math.max(1, findings().length));
    if (event.key === 'Enter') take(findings()[place()]);
    if (step !== 0 || event.key === 'Enter') event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it as well
    <dialog
      class="palette"
      ref={dialog}
      aria-label="Find anything"
      onClose={() => props.close()}
      onClick={(event) => event.target === dialog && dialog.close()}
    >
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label="Find conversations and actions"
        aria-expanded="true"
        aria-controls="findings"
        aria-activedescendant={findings().length > 0 ? `finding-${place()}` : undefined}
        placeholder="Find conversations and actions"
        autocomplete="off"
        onInput={() => setWords(field.value)}
        onKeyDown={onKeyDown}
      />
      <div id="findings" role="listbox" aria-label="Found">
        <For each={findings()} fallback={<p class="note">Nothing has these words.</p>}>
          {(finding, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
            <div
              id={`finding-${index()}`}
              role="option"
              tabIndex={-1}
              aria-selected={index() === place()}
              onClick={() => take(finding)}
              onPointerMove={() => setMarked(index())}
            >
              <span>{finding.title}</span>
              <small>{finding.about}</small>
            </div>
          )}
        </For>
      </div>
    </dialog>
  );
}

import { Show } from 'solid-js';
import type { Chat } from '../chat/create-chat.js';
import type { ToastContent } from '../chat/toast.jsx';
import { Icon } from '../components/icon.jsx';
import { exportAll, exportAsMarkdown, importFile } from './files.js';

/** Takes conversations out of the browser and brings them back. */
export function FileMenu(props: { chat: Chat; tell(toast: ToastContent): void }) {
  let input!: HTMLInputElement;
  const bring = async (file: File | undefined) => {
    input.value = '';
    if (!file) return;
    try {
      const count = await importFile(props.chat, file);
      props.tell({ text: count === 1 ? 'One conversation was imported.' : `${count} conversations were imported.` });
    } catch (error) {
      props.tell({ text: `${file.name} cannot be imported. ${(error as Error).message}` });
    }
  };
  const any = () => props.chat.library.library.conversations.length > 0;
  return (
    <>
      <button type="button" class="quiet labeled needs-js files" popovertarget="files">
        <Icon name="file" />
        Export and import
      </button>
      <div id="files" popover class="panel menu-list">
        <Show when={props.chat.library.path().length > 0}>
          <button type="button" onClick={() => exportAsMarkdown(props.chat)}>
            This conversation as Markdown
          </button>
          <button type="button" onClick={() => void exportAll(props.chat, [props.chat.library.library.current.id])}>
            This conversation as JSON
          </button>
        </Show>
        <Show when={any()}>
          <button type="button" onClick={() => void exportAll(props.chat)}>
            All conversations as JSON
          </button>
        </Show>
        <label class="button">
          Import a JSON or Markdown file
          <input
            ref={input}
            type="file"
            class="unseen"
            accept=".json,.md,application/json,text/markdown"
            onChange={() => void bring(input.files?.[0])}
          />
        </label>
      </div>
    </>
  );
}

import { createSignal } from 'solid-js';
import { copyText } from './copy-text.js';
import { Icon } from './icon.jsx';

const SHOWN_MS = 1600;

/** Copies a text and says that it did. */
export function CopyButton(props: { text: () => string; label: string }) {
  const [copied, setCopied] = createSignal(false);
  const copy = async () => {
    await copyText(props.text());
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <button
      type="button"
      class="quiet needs-js"
      aria-label={copied() ? 'Copied' : props.label}
      title={props.label}
      onClick={copy}
    >
      <Icon name={copied() ? 'check' : 'copy'} />
    </button>
  );
}

import { createEffect, createSignal, Show } from 'solid-js';
import { CopyButton } from '../components/copy-button.jsx';

/** A block of code with its language and a button that copies it; its colors come once it is whole. */
export function CodeBlock(props: { code: string; language: string; finished: boolean }) {
  const language = () => /^[\w+#.-]+/.exec(props.language)?.[0].toLowerCase() ?? '';
  const [highlighted, setHighlighted] = createSignal<string>();
  createEffect(() => {
    const { code, finished } = props;
    if (!finished || language() === '') return setHighlighted(undefined);
    // loaded when the first code comes
    import('./highlight.js').then(({ highlight }) => setHighlighted(highlight(code, language())));
  });
  return (
    <figure class="code">
      <figcaption>
        <span>{language() || 'text'}</span>
        <CopyButton text={() => props.code} label="Copy code" />
      </figcaption>
      <pre tabindex="0">
        <Show when={highlighted()} fallback={<code>{props.code}</code>}>
          {/* the highlighter escapes what it is given */}
          {(html) => <code innerHTML={html()} />}
        </Show>
      </pre>
    </figure>
  );
}

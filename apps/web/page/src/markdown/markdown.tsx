import { marked, type Token } from 'marked';
import { createMemo, Index } from 'solid-js';
import { Block } from './block.jsx';

/**
 * An answer in Markdown. Every piece of it becomes an element with text in it: HTML that a model writes is never parsed.
 * While it grows, only its last block is made anew.
 */
export function Markdown(props: { text: string; writing?: boolean }) {
  const blocks = createMemo(() =>
    marked.lexer(props.text, { gfm: true, breaks: true }).filter(({ type }) => type !== 'space' && type !== 'def'),
  );
  return (
    <div class="markdown">
      <Index each={blocks()}>
        {(block, index) => <SteadyBlock token={block()} finished={!props.writing || index < blocks().length - 1} />}
      </Index>
    </div>
  );
}

function SteadyBlock(props: { token: Token; finished: boolean }) {
  const token = createMemo(() => props.token, undefined, {
    equals: (a, b) => a.type === b.type && a.raw === b.raw,
  });
  return <>{Block({ token: token, finished: () => props.finished })}</>;
}

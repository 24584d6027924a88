import type { Token, Tokens } from 'marked';
import { For, type JSX, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { CodeBlock } from './code-block.jsx';
import { Inline } from './inline.jsx';
import { Table } from './table.jsx';

interface BlockProps {
  token: () => Token;
  /** No more of it will come. */
  finished: () => boolean;
}

/** One block of Markdown. */
export function Block({ token, finished }: BlockProps): JSX.Element {
  const view = (): JSX.Element => {
    const block = token();
    switch (block.type) {
      case 'code':
        return <CodeBlock code={block.text} language={block.lang ?? ''} finished={finished()} />;
      case 'heading':
        // an answer stands below the page's own headings
        return (
          <Dynamic component={`h${Math.min(block.depth + 2, 6)}`}>
            <Inline tokens={block.tokens ?? []} />
          </Dynamic>
        );
      case 'hr':
        return <hr />;
      case 'blockquote':
        return (
          <blockquote>
            <Blocks tokens={block.tokens ?? []} finished={finished} />
          </blockquote>
        );
      case 'list':
        return <List list={block as Tokens.List} finished={finished} />;
      case 'table':
        return <Table table={block as Tokens.Table} />;
      case 'paragraph':
        return (
          <p>
            <Inline tokens={block.tokens ?? []} />
          </p>
        );
      case 'text':
        return <Inline tokens={(block as Tokens.Text).tokens ?? [block]} />;
      default:
        // HTML too: it stays text
        return <p>{block.raw.trim()}</p>;
    }
  };
  return <>{view()}</>;
}

function Blocks(props: { tokens: Token[]; finished: () => boolean }) {
  const shown = () => props.tokens.filter(({ type }) => type !== 'space' && type !== 'def');
  return <For each={shown()}>{(token) => Block({ token: () => token, finished: props.finished })}</For>;
}

function List(props: { list: Tokens.List; finished: () => boolean }) {
  const start = () => (props.list.ordered && props.list.start !== 1 ? Number(props.list.start) : undefined);
  return (
    <Dynamic component={props.list.ordered ? 'ol' : 'ul'} start={start()}>
      <For each={props.list.items}>
        {(item) => (
          <li classList={{ task: item.task }}>
            <Show when={item.task}>
              <input
                type="checkbox"
                checked={item.checked ?? false}
                disabled
                aria-label={item.checked ? 'done' : 'to do'}
              />
            </Show>
            <Blocks tokens={item.tokens} finished={props.finished} />
          </li>
        )}
      </For>
    </Dynamic>
  );
}

import { Show } from 'solid-js';
import { NO_KEY } from '../../../src/shared/passing-errors.js';
import { CopyButton } from '../components/copy-button.jsx';
import { ErrorNote } from '../components/error-note.jsx';
import { Icon } from '../components/icon.jsx';
import type { Message } from '../conversation/message.js';
import { Markdown } from '../markdown/markdown.jsx';
import { AnswerFacts } from './answer-facts.jsx';
import { BranchSwitch } from './branch-switch.jsx';
import type { Chat } from './create-chat.js';
import { Waiting } from './waiting.jsx';

/** What a model has written, or is writing. */
export function Answer(props: { chat: Chat; message: Message; last: boolean }) {
  const writing = () => props.message.state === 'writing';
  const again = () => props.chat.regenerate(props.message);
  return (
    <li class="answer" aria-busy={writing()} data-state={props.message.state}>
      <h2>{props.message.model}</h2>
      <Show when={props.message.reasoning}>
        {(thoughts) => (
          <details class="thoughts">
            <summary>{writing() && props.message.text === '' ? 'Thinking…' : 'Thoughts'}</summary>
            <Markdown text={thoughts()} writing={writing()} />
          </details>
        )}
      </Show>
      <div classList={{ stale: writing() && props.message.waiting !== undefined }}>
        <Markdown text={props.message.text} writing={writing()} />
      </div>
      <Show when={writing() && (props.message.text === '' || props.message.waiting)}>
        <Waiting for={props.message.waiting} progress={props.message.progress} />
      </Show>
      <Show when={props.message.warning}>{(warning) => <p class="note">{warning()}</p>}</Show>
      <Show when={props.message.error}>
        {(error) => <ErrorNote message={error()} retry={again} login={props.message.errorCode === NO_KEY} />}
      </Show>
      <Show when={!writing()}>
        <div class="actions">
          <BranchSwitch chat={props.chat} message={props.message} />
          <CopyButton text={() => props.message.text} label="Copy answer" />
          <button type="button" class="quiet" aria-label="Regenerate" title="Another answer" onClick={again}>
            <Icon name="retry" />
          </button>
          <Show when={props.message.state === 'stopped'}>
            <span class="note">Stopped</span>
          </Show>
          <Show when={props.message.stats}>{(stats) => <AnswerFacts stats={stats()} />}</Show>
        </div>
      </Show>
    </li>
  );
}

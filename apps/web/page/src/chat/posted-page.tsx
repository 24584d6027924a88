import { For } from 'solid-js';
import { ANSWER_MARK } from '../../../src/shared/page-renderer.js';
import type { PageState } from '../../../src/shared/page-state.js';
import type { PostedChat } from '../../../src/shared/posted-chat.js';
import { Icon } from '../components/icon.jsx';
import { PageLinks } from '../components/page-links.jsx';
import { titleFrom } from '../conversation/conversation.js';
import { Markdown } from '../markdown/markdown.jsx';
import { AnswerFacts } from './answer-facts.jsx';
import { ModelPicker } from './model-picker.jsx';
import { SettingsPanel } from './settings-panel.jsx';

const nothing = () => {};

/** A conversation without a script. The answer is streamed to where the mark is; the form behind it knows the whole. */
export function PostedPage(props: { state: PageState; posted: PostedChat }) {
  const { turns, stats, error } = props.posted;
  const answered = turns.at(-1)?.role === 'assistant';
  const before = answered ? turns.slice(0, -1) : turns;
  const model = props.state.models.find(({ id }) => id === props.posted.model);
  return (
    <div class="frame">
      <nav id="sidebar" class="sidebar" popover aria-label="Pages">
        <div class="brand">
          <img src="assets/icon.svg" alt="" width="26" height="26" />
          <span>predict-otron</span>
        </div>
        <a class="new" href="./">
          <Icon name="plus" />
          New chat
        </a>
        <PageLinks current="chat" loggedIn={props.state.loggedIn} />
      </nav>
      <main class="chat">
        <header class="bar">
          <button type="button" class="quiet menu" popovertarget="sidebar" aria-label="Pages">
            <Icon name="menu" />
          </button>
          <ModelPicker models={props.state.models} chosen={props.posted.model} choose={nothing} />
          <SettingsPanel settings={props.posted.settings} defaults={model?.defaults ?? {}} change={nothing} />
        </header>
        <h1 class="unseen">{titleFrom(turns[0]?.text ?? '')}</h1>
        <section class="scroll" aria-label="Conversation">
          <ol class="messages">
            <For each={before}>
              {({ role, text, model }) =>
                role === 'user' ? (
                  <li class="question">
                    <h2 class="unseen">You</h2>
                    <div class="bubble">{text}</div>
                  </li>
                ) : (
                  <li class="answer">
                    <h2>{model}</h2>
                    <Markdown text={text} />
                  </li>
                )
              }
            </For>
            <li class="answer">
              <h2>{props.posted.model}</h2>
              <div class="streamed" innerHTML={ANSWER_MARK} />
              {stats && <AnswerFacts stats={stats} />}
            </li>
          </ol>
        </section>
        <form id="composer" class="composer" method="post" action="./">
          <input type="hidden" name="turns" value={JSON.stringify(turns)} />
          <div class="box">
            <textarea name="message" rows="1" required aria-label="Message" placeholder="Write a message">
              {error ? before.at(-1)?.text : ''}
            </textarea>
            <button type="submit" class="send" aria-label="Send">
              <Icon name="send" />
            </button>
          </div>
        </form>
      </main>
    </div>
  );
}

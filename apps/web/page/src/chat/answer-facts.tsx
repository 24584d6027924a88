import { Show } from 'solid-js';
import type { AnswerStats } from '../../../src/shared/answer-stats.js';

const RADIUS = 6.5;
const AROUND = 2 * Math.PI * RADIUS;

/** How fast an answer came, and how much of the context the conversation fills. */
export function AnswerFacts(props: { stats: AnswerStats }) {
  const used = () => props.stats.promptTokens + props.stats.completionTokens;
  const share = () => Math.min(1, used() / (props.stats.contextTokens ?? Number.POSITIVE_INFINITY));
  return (
    <ul class="facts">
      <Show when={props.stats.tokensPerSecond}>
        {(speed) => <li title="Generated tokens a second">{rounded(speed())} tokens/s</li>}
      </Show>
      <Show when={props.stats.firstTokenMs > 0}>
        <li title="Time to the first token">first after {seconds(props.stats.firstTokenMs)}</li>
      </Show>
      <li
        title={`${props.stats.promptTokens} tokens of prompt (${props.stats.cachedTokens} reused), ${props.stats.completionTokens} of answer`}
      >
        <Show when={props.stats.contextTokens}>
          <svg class="gauge" viewBox="0 0 16 16" aria-hidden="true" data-full={share() > 0.8 ? '' : undefined}>
            <circle cx="8" cy="8" r={RADIUS} />
            <circle
              cx="8"
              cy="8"
              r={RADIUS}
              stroke-dasharray={`${share() * AROUND} ${AROUND}`}
              transform="rotate(-90 8 8)"
            />
          </svg>
        </Show>
        {used().toLocaleString('en')}
        <Show when={props.stats.contextTokens}>{(context) => ` of ${context().toLocaleString('en')}`}</Show> tokens
      </li>
      <Show when={props.stats.finishReason === 'length'}>
        <li>cut at the limit</li>
      </Show>
    </ul>
  );
}

const rounded = (value: number) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));
const seconds = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

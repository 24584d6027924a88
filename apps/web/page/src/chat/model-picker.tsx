import { For, Show } from 'solid-js';
import type { ModelSummary } from '../../../src/shared/model-summary.js';
import { formatBytes } from '../components/format-bytes.js';
import { Icon } from '../components/icon.jsx';

const STATES = { loaded: 'in memory', loading: 'loading', unloaded: 'on disk', failed: 'failed' };

/** The models with their states. Fields of the form, in a panel that opens without a script. */
export function ModelPicker(props: { models: ModelSummary[]; chosen: string; choose(id: string): void }) {
  const chosen = () => props.models.find(({ id }) => id === props.chosen);
  return (
    <>
      <button type="button" class="picker" popovertarget="models">
        <span class="unseen">Model: </span>
        <Show when={chosen()} fallback="No model">
          {(model) => (
            <>
              <i class="state" data-state={model().state} aria-hidden="true" />
              <span class="name">{model().id}</span>
            </>
          )}
        </Show>
        <Icon name="down" />
      </button>
      <fieldset id="models" popover class="panel models">
        <legend>Model</legend>
        <For each={props.models}>
          {(model) => (
            <label class="model">
              <input
                type="radio"
                name="model"
                form="composer"
                value={model.id}
                checked={model.id === props.chosen}
                onChange={() => props.choose(model.id)}
              />
              <span class="name">{model.id}</span>
              <span class="about">
                <i class="state" data-state={model.state} aria-hidden="true" />
                {STATES[model.state]}
                <Show when={model.sizeBytes}>{(size) => <> · {formatBytes(size())}</>}</Show> ·{' '}
                {model.contextTokens.toLocaleString('en')} tokens of context
                <Show when={model.isDefault}> · default</Show>
              </span>
              <Show when={model.state === 'loading'}>
                <progress max="1" value={model.progress} aria-label={`Load of ${model.id}`} />
              </Show>
              <Show when={model.reason}>
                <span class="reason">{model.reason}</span>
              </Show>
            </label>
          )}
        </For>
        <p class="note">A model that is on disk is loaded by the first message to it.</p>
      </fieldset>
    </>
  );
}

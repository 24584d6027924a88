import { For, Show } from 'solid-js';
import { type ChatSettings, SETTING_RANGES, type SettingRange } from '../../../src/shared/chat-settings.js';
import { Icon } from '../components/icon.jsx';

interface SettingsProps {
  settings: ChatSettings;
  /** The model's own, by name. */
  defaults: Record<string, number>;
  change(settings: ChatSettings): void;
}

/** System prompt and sampling of the conversation. What is left empty is the model's own. */
export function SettingsPanel(props: SettingsProps) {
  const count = () => Object.values(props.settings).filter((value) => value !== undefined).length;
  return (
    <>
      <button type="button" class="quiet labeled" popovertarget="settings">
        <Icon name="sliders" />
        <span class="word">Settings</span>
        <span class="count" hidden={count() === 0}>
          <span class="unseen">changed: </span>
          {count()}
        </span>
      </button>
      <fieldset id="settings" popover class="panel settings">
        <legend>Settings of this conversation</legend>
        <label class="setting wide">
          <span>System prompt</span>
          <textarea
            name="system"
            form="composer"
            rows="3"
            placeholder="For example: Answer in one word."
            value={props.settings.system ?? ''}
            onChange={(event) => props.change({ system: event.currentTarget.value.trim() || undefined })}
          >
            {/* the value of a text area is not in the page that the server sends */}
            {props.settings.system ?? ''}
          </textarea>
        </label>
        <For each={SETTING_RANGES}>{(range) => <Setting {...props} range={range} />}</For>
        <button
          type="button"
          class="needs-js"
          onClick={() => {
            const names = ['system', ...SETTING_RANGES.map(({ name }) => name)];
            props.change(Object.fromEntries(names.map((name) => [name, undefined])));
          }}
        >
          Back to the model's own
        </button>
      </fieldset>
    </>
  );
}

function Setting(props: SettingsProps & { range: SettingRange }) {
  const value = () => props.settings[props.range.name];
  const own = () => props.defaults[props.range.name] ?? props.range.neutral;
  const change = (text: string) => {
    const { name, min, max } = props.range;
    const number = text.trim() === '' ? undefined : Math.min(max, Math.max(min, Number(text)));
    props.change({ [name]: Number.isNaN(number) ? undefined : number });
  };
  const id = () => `setting-${props.range.name}`;
  return (
    <div class="setting">
      <label for={id()}>{props.range.label}</label>
      <input
        id={id()}
        type="number"
        name={props.range.name}
        form="composer"
        min={props.range.min}
        max={props.range.max}
        step={props.range.step === 1 ? 1 : 'any'}
        placeholder={own() === undefined ? '' : String(own())}
        value={value() ?? ''}
        aria-describedby={`${id()}-hint`}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <Show when={own() !== undefined}>
        <input
          type="range"
          class="needs-js"
          min={props.range.min}
          max={props.range.max}
          step={props.range.step}
          value={value() ?? own() ?? 0}
          aria-label={props.range.label}
          onInput={(event) => change(event.currentTarget.value)}
        />
      </Show>
      <small id={`${id()}-hint`}>{props.range.hint}</small>
    </div>
  );
}

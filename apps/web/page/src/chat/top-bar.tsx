import { Icon } from '../components/icon.jsx';
import type { Chat } from './create-chat.js';
import { ModelPicker } from './model-picker.jsx';
import { SettingsPanel } from './settings-panel.jsx';

/** Which model answers, and how. */
export function TopBar(props: { chat: Chat }) {
  const current = () => props.chat.library.library.current;
  return (
    <header class="bar">
      <button type="button" class="quiet menu" popovertarget="sidebar" aria-label="Conversations">
        <Icon name="menu" />
      </button>
      <ModelPicker
        models={props.chat.models.models()}
        chosen={props.chat.models.find(current().model)?.id ?? ''}
        choose={(model) => props.chat.library.change({ model })}
      />
      <SettingsPanel
        settings={current().settings}
        defaults={props.chat.models.find(current().model)?.defaults ?? {}}
        change={(settings) => props.chat.library.change({ settings: { ...current().settings, ...settings } })}
      />
    </header>
  );
}

/** What people can set about the answers of a conversation; what is not set is the model's own default. */
export interface ChatSettings {
  system?: string;
  temperature?: number;
  top_p?: number;
  top_k?: number;
  min_p?: number;
  repeat_penalty?: number;
  max_tokens?: number;
  seed?: number;
}

/** A number that can be set, with the range that makes sense; the server itself takes more. */
export interface SettingRange {
  name: Exclude<keyof ChatSettings, 'system'>;
  label: string;
  hint: string;
  min: number;
  max: number;
  step: number;
  /** What its slider stands at where neither the person nor the model says anything. */
  neutral?: number;
}

export const SETTING_RANGES: SettingRange[] = [
  {
    name: 'temperature',
    label: 'Temperature',
    hint: '0 always takes the likeliest token; higher is more random.',
    min: 0,
    max: 2,
    step: 0.05,
    neutral: 0.8,
  },
  {
    name: 'top_p',
    label: 'Top P',
    hint: 'Choose among the likeliest tokens that sum to this share.',
    min: 0.05,
    max: 1,
    step: 0.05,
    neutral: 1,
  },
  {
    name: 'top_k',
    label: 'Top K',
    hint: 'Choose among so many of the likeliest tokens; 0 turns it off.',
    min: 0,
    max: 200,
    step: 1,
    neutral: 40,
  },
  {
    name: 'min_p',
    label: 'Min P',
    hint: 'Leave out tokens less likely than this share of the likeliest one.',
    min: 0,
    max: 1,
    step: 0.01,
    neutral: 0,
  },
  {
    name: 'repeat_penalty',
    label: 'Repeat penalty',
    hint: 'Above 1 makes recent tokens less likely.',
    min: 0.8,
    max: 2,
    step: 0.05,
    neutral: 1,
  },
  {
    name: 'max_tokens',
    label: 'Longest answer',
    hint: 'In tokens; empty: the rest of the context.',
    min: 1,
    max: 131072,
    step: 1,
  },
  { name: 'seed', label: 'Seed', hint: 'The same seed gives the same answer again.', min: 0, max: 2147483647, step: 1 },
];

/** Reads settings from the fields of a form; empty and senseless ones are left out. */
export function settingsFromForm(form: { get(name: string): unknown }): ChatSettings {
  const settings: ChatSettings = {};
  const system = form.get('system');
  if (typeof system === 'string' && system.trim() !== '') settings.system = system;
  for (const { name, min, max } of SETTING_RANGES) {
    const text = form.get(name);
    const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN;
    if (value >= min && value <= max) settings[name] = value;
  }
  return settings;
}

import { concatMap } from 'rxjs';

const PATTERNS = ['sk-[\\w-]{16,}', 'gh[pousr]_\\w{20,}', 'AKIA[0-9A-Z]{16}', '[\\w.+-]+@[\\w-]+\\.[\\w.]+'];
const list = { type: 'array', items: { type: 'string', format: 'regex' }, default: PATTERNS };
/** No secret is longer: a text without a space is held back up to this length. */
const LONGEST = 512;

/** @type {import('@predict-otron/plugin-sdk').Plugin} */
export default {
  apiVersion: 1,
  name: 'redact-stage',
  configSchema: { type: 'object', properties: { patterns: list, mark: { type: 'string', default: '[redacted]' } } },
  setup: ({ config }) => {
    const secrets = new RegExp(config.patterns.join('|'), 'g');
    const permissions = { models: ['*'], readPrompts: false, buffers: true };
    const events = () => concatMap(redactor(secrets, config.mark));
    return { stages: [{ name: 'redact', order: 90, permissions, events }] };
  },
};

/** For one stream: holds back what follows the last space, for the rest of a secret may come with the next event. */
function redactor(secrets, mark) {
  /** What is held back of each answer, of its thoughts and of each tool call. */
  const held = new Map();
  const clean = (delta) => {
    const text = textOf(delta).replaceAll(secrets, mark);
    // log probabilities would spell the secret out
    return text === textOf(delta) ? delta : withText({ ...delta, logprobs: undefined }, text);
  };
  const flush = (index) => {
    const left = [...held].filter(([, delta]) => delta.index === index);
    for (const [key] of left) held.delete(key);
    return left.map(([, delta]) => clean(delta));
  };
  return (event) => {
    if (event.type === 'end') return [...flush(event.index), event];
    if (event.type !== 'delta') return [event];
    const key = `${event.index} ${event.kind} ${event.call}`;
    const whole = joined(held.get(key), event);
    const [text, cut] = [textOf(whole), textOf(whole).search(/\S*$/)];
    const done = text.length > LONGEST || cut === text.length;
    if (done) held.delete(key);
    // the tokens of what is told now count with what is told last
    else held.set(key, withText(whole, text.slice(cut)));
    if (done) return [clean(whole)];
    return cut > 0 ? [clean(withText({ ...event, tokens: 0, logprobs: undefined }, text.slice(0, cut)))] : [];
  };
}

const textOf = (delta) => delta.text ?? delta.argumentsDelta;
const withText = (delta, text) => ({ ...delta, [delta.text === undefined ? 'argumentsDelta' : 'text']: text });

function joined(before, { logprobs, ...delta }) {
  if (!before) return { ...delta, logprobs };
  const all = { tokens: before.tokens + delta.tokens, logprobs: logprobs && [...(before.logprobs ?? []), ...logprobs] };
  return { ...withText({ ...before, ...delta }, textOf(before) + textOf(delta)), ...all };
}

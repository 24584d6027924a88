import type { GenerationEvent, Plugin } from '@predict-otron/plugin-sdk';
import { map } from 'rxjs';

/** Replaces words in answers. */
const plugin: Plugin = {
  apiVersion: 1,
  name: 'my-plugin',
  configSchema: {
    type: 'object',
    properties: { from: { type: 'string', default: 'colour' }, to: { type: 'string', default: 'color' } },
    additionalProperties: false,
  },
  setup: ({ config }) => ({
    stages: [
      {
        name: 'my-plugin',
        order: 50,
        permissions: { models: ['*'], readPrompts: false, buffers: false },
        events: () => map((event) => replaced(event, String(config.from), String(config.to))),
      },
    ],
  }),
};

export default plugin;

/** Words that are cut across two events stay as they are: see the tutorial on redaction for how to hold text back. */
function replaced(event: GenerationEvent, from: string, to: string): GenerationEvent {
  if (event.type !== 'delta' || event.kind !== 'text') return event;
  return { ...event, text: event.text.replaceAll(from, to) };
}

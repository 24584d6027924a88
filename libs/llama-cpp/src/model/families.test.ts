// Small models with each family's template and control tokens: what they must do they do in their family's own way.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GenerationEvent, GenerationRequest, LoadedModel, Tool } from '@predict-otron/plugin-sdk';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { lastValueFrom, toArray } from 'rxjs';
import { FAMILIES } from '../format/families.fixture.js';
import { writeVariant } from '../gguf/gguf-variant.fixture.js';
import { answerOf } from './answer-of.fixture.js';
import { anyFamily } from './any-family.fixture.js';
import { createRunner } from './runner.js';

/** The vocabulary's last tokens are the rarest; they become the family's control tokens. */
const FIRST_SPARE = 2030;
const SOURCE = new URL('../../../../models/otron-tiny-llama-q8_0.gguf', import.meta.url).pathname;
const parameters = {
  type: 'object',
  properties: { days: { type: 'integer', minimum: 1, maximum: 99 }, unit: { enum: ['C', 'F'] } },
  required: ['days', 'unit'],
  additionalProperties: false,
};
const tools: Tool[] = [
  { name: 'weather', parameters, strict: true },
  { name: 'climate', parameters },
];
const ajv = new Ajv2020();

describe.each(Object.entries(FAMILIES))('%s', (_name, { template, control, thinks }) => {
  const folder = mkdtempSync(join(tmpdir(), 'otron-family-'));
  const idOf = (text: string) => FIRST_SPARE + control.indexOf(text);
  let model: LoadedModel;

  beforeAll(async () => {
    const path = join(folder, 'model.gguf');
    writeVariant(SOURCE, path, { template, tokens: new Map(control.map((text) => [idOf(text), text])) });
    const runner = createRunner(anyFamily(0.8));
    const placement = [{ deviceId: 'cpu', layers: 'all' as const }];
    const last = await lastValueFrom(
      runner.load({ id: 'family', path }, { placement, contextTokens: 1024, parallel: 4, threads: 1 }),
    );
    if (last.type !== 'loaded') throw new Error('nothing was loaded');
    model = last.model;
  });
  afterAll(async () => {
    await model.dispose();
    rmSync(folder, { recursive: true });
  });

  const ask = (more: Partial<GenerationRequest>): Promise<GenerationEvent[]> =>
    lastValueFrom(
      model
        .generate({
          prompt: {
            messages: [{ role: 'user', content: [{ type: 'text', text: 'What is the weather?' }] }],
            ...(!more.constraint && { tools }),
          },
          sampling: { seed: 11 },
          stop: [],
          n: 1,
          contextOverflow: 'refuse',
          maxTokens: 300,
          ...(thinks && !control.includes('<|end|>') && { reasoning: { budget: 8 } }),
          ...more,
        })
        .pipe(toArray()),
    );
  /** gpt-oss has no budget for thoughts, so it is led out of them. */
  const led = control.includes('<|end|>') ? { logitBias: [[idOf('<|end|>'), 12]] as [number, number][] } : {};

  it.each(['required', { name: 'climate' }] as const)('calls when it must: %j', async (toolChoice) => {
    const { text, calls, end } = answerOf(
      await ask({ toolChoice, parallelToolCalls: false, sampling: { seed: 11, ...led } }),
    );
    expect({ text, end, count: calls.length }).toEqual({ text: '', end: 'tool-calls', count: 1 });
    expect(calls[0]?.name).toMatch(toolChoice === 'required' ? /^(weather|climate)$/ : /^climate$/);
    expect(ajv.validate(parameters, JSON.parse(calls[0]?.arguments ?? ''))).toBe(true);
  });

  // others begin a call with several tokens, which a bias cannot lead to
  const openings = ['<|python_tag|>', '<tool_call>', '[TOOL_CALLS]', '<start_function_call>', '<|tool_call>'];
  const opening = openings.find((text) => control.includes(text));
  if (opening !== undefined) {
    it('is held once it begins a call by itself', async () => {
      const sampling: GenerationRequest['sampling'] = { seed: 3, logitBias: [[idOf(opening), 60]] };
      const { calls, end } = answerOf(await ask({ parallelToolCalls: false, sampling }));
      expect(end).toBe('tool-calls');
      expect(['weather', 'climate']).toContain(calls[0]?.name);
      expect(ajv.validate(parameters, JSON.parse(calls[0]?.arguments ?? ''))).toBe(true);
    });
  }

  it('puts thoughts and a form each in its own field', async () => {
    const events = await ask({
      constraint: { jsonSchema: parameters },
      sampling: { seed: 5, ...led },
    });
    const { text, end, reasoning } = answerOf(events);
    expect(end).toBe('stop');
    expect(ajv.validate(parameters, JSON.parse(text))).toBe(true);
    if (!thinks) expect(reasoning).toBe('');
  });
});

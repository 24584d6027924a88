import assert from 'node:assert/strict';
import type { Capabilities, Constraint, GenerationRequest, LoadedModel, Message } from '@predict-otron/plugin-sdk';
import { lastValueFrom } from 'rxjs';
import type { LanguageSubject } from '../subject/subject.js';
import type { Check } from './check.js';
import { rejectsWith } from './rejects-with.js';
import { fillSlots, longRequest, textRequest } from './requests.js';

const CONSTRAINTS: Record<Capabilities['constraints'][number], Constraint> = {
  jsonSchema: { jsonSchema: { type: 'object' } },
  gbnf: { gbnf: 'root ::= "yes"' },
  regex: { regex: '[0-9]+' },
  choice: { choice: ['yes', 'no'] },
};

const QUESTION: Message = { role: 'user', content: [{ type: 'text', text: 'What is this?' }] };
const MEDIA = {
  image: { type: 'image', mediaType: 'image/png', data: new Uint8Array(8) },
  audio: { type: 'audio', mediaType: 'audio/wav', data: new Uint8Array(8) },
} as const;

/** What a language model must refuse, and how. */
export const REFUSAL_CHECKS: Check<LanguageSubject>[] = [
  {
    name: 'refuses a prompt over its context as CONTEXT_OVERFLOW with both numbers',
    run: async (subject) => {
      const model = await subject.model();
      const [token = 0] = (await model.tokenize('again')).slice(-1);
      const tokens = new Array<number>(model.contextTokens + 8).fill(token);
      const request = textRequest(subject, { prompt: { tokens } });
      const { details } = await refuses(model, 'CONTEXT_OVERFLOW', 'a prompt over the context', request);
      assert.equal(details.contextTokens, model.contextTokens);
      assert.ok(Number(details.promptTokens) >= tokens.length, 'details.promptTokens must be those of the prompt');
    },
  },
  {
    name: 'refuses token ids that are none as INPUT_INVALID, and goes on',
    run: async (subject) => {
      const model = await subject.model();
      for (const token of [-1, model.info.vocabularyTokens, 1.5, Number.NaN]) {
        const request = textRequest(subject, { prompt: { tokens: [token] } });
        await refuses(model, 'INPUT_INVALID', `the token id ${token}`, request);
      }
      await fillSlots(model, textRequest(subject));
    },
  },
  {
    name: 'refuses by name what its capabilities do not say',
    run: async (subject) => {
      const model = await subject.model();
      for (const [what, given] of unsupported(model.info.capabilities)) {
        const { details } = await refuses(model, 'UNSUPPORTED', what, textRequest(subject, given));
        assert.ok(typeof details.param === 'string', `the refusal of ${what} must name it in details.param`);
      }
    },
  },
  {
    name: 'fails what runs and refuses what comes after dispose as DISPOSED',
    run: async (subject) => {
      const model = await subject.load();
      const request = { ...(await longRequest(subject)), maxTokens: undefined, deterministic: false };
      const running = refuses(model, 'DISPOSED', 'a generation that runs at dispose', request);
      await model.dispose();
      await running;
      await refuses(model, 'DISPOSED', 'a generation after dispose', request);
      await rejectsWith('DISPOSED', 'tokenize after dispose', model.tokenize('again'));
    },
  },
];

async function refuses(
  model: LoadedModel,
  code: Parameters<typeof rejectsWith>[0],
  what: string,
  request: GenerationRequest,
) {
  return rejectsWith(code, what, lastValueFrom(model.generate(request)));
}

/** Requests for each thing that the model says it cannot do. */
function* unsupported(capabilities: Capabilities): Generator<[what: string, Partial<GenerationRequest>]> {
  const { chat, tools, constraints, reasoning, logprobs, infill, contextOverflow, modalities } = capabilities;
  for (const [kind, constraint] of Object.entries(CONSTRAINTS))
    if (!constraints.includes(kind as keyof typeof CONSTRAINTS)) yield [`the constraint ${kind}`, { constraint }];
  if (!logprobs.generated) yield ['log probabilities', { logprobs: { top: 1, prompt: false } }];
  if (!logprobs.prompt) yield ['log probabilities of the prompt', { logprobs: { top: 1, prompt: true } }];
  if (!infill) yield ['filling in the middle', { prompt: { prefix: 'a', suffix: 'b' } }];
  if (!reasoning) yield ['a budget for reasoning', { reasoning: { budget: 16 } }];
  for (const way of ['refuse', 'trim', 'shift'] as const)
    if (!contextOverflow.includes(way)) yield [`contextOverflow ${way}`, { contextOverflow: way }];
  if (!chat) yield ['messages without a chat template', { prompt: { messages: [QUESTION] } }];
  if (!chat) return;
  if (!tools) yield ['tools', { prompt: { messages: [QUESTION], tools: [{ name: 'look' }] } }];
  for (const kind of ['image', 'audio'] as const) {
    const content = [...QUESTION.content, MEDIA[kind]];
    if (!modalities.includes(kind)) yield [kind, { prompt: { messages: [{ ...QUESTION, content } as Message] } }];
  }
}

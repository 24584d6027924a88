import assert from 'node:assert/strict';
import type { LogProbability, Message } from '@predict-otron/plugin-sdk';
import type { LanguageSubject } from '../subject/subject.js';
import type { Check } from './check.js';
import { generate } from './generation-run.js';
import { rejectsWith } from './rejects-with.js';
import { textRequest } from './requests.js';

const MESSAGES: Message[] = [{ role: 'user', content: [{ type: 'text', text: 'Hello there' }] }];

/** The largest logprob that rounding may make of a certain token. */
const CERTAIN = 1e-4;

/** What a language model must do if its capabilities say so. */
export const CAPABILITY_CHECKS: Check<LanguageSubject>[] = [
  {
    name: 'is of the family that the test names',
    run: async (subject) => {
      const { info } = await subject.backend();
      if (subject.options.family) assert.equal(info.family, subject.options.family);
    },
  },
  {
    name: 'renders a conversation and reads just that, if it has a chat template',
    run: async (subject) => {
      const model = await subject.model();
      if (!model.info.capabilities.chat) {
        await rejectsWith('UNSUPPORTED', 'render without a chat template', model.render(MESSAGES));
        return;
      }
      const { text, tokens } = await model.render(MESSAGES);
      assert.ok(text.includes('Hello there'), `what was said must be in the rendered text: ${text}`);
      const { prompt } = await generate(model, textRequest(subject, { prompt: { messages: MESSAGES } }));
      assert.equal(prompt.tokens, tokens.length, 'generate must read what render shows');
    },
  },
  {
    name: 'tells log probabilities of each token, if it can',
    run: async (subject) => {
      const model = await subject.model();
      if (!model.info.capabilities.logprobs.generated) return;
      const request = textRequest(subject, { sampling: { temperature: 0 }, logprobs: { top: 3, prompt: false } });
      const { events } = await generate(model, request);
      for (const event of events) {
        if (event.type !== 'delta') continue;
        assert.equal(
          event.logprobs?.length,
          event.tokens,
          'a delta must have one log probability for each of its tokens',
        );
        for (const logprob of event.logprobs ?? []) assertLogProbability(logprob);
      }
    },
  },
];

/** Of a greedy choice: the likeliest token comes first, and it is the one that was taken. */
function assertLogProbability({ token, logprob, top }: LogProbability): void {
  assert.ok(Number.isFinite(logprob) && logprob <= CERTAIN, `a log probability is at most 0: ${logprob}`);
  assert.equal(top.length, 3, 'as many alternatives as were asked for');
  const sorted = top.every((each, i) => i === 0 || each.logprob <= (top[i - 1]?.logprob ?? 0));
  assert.ok(sorted, 'the likeliest alternative comes first');
  assert.equal(top[0]?.token, token, 'temperature 0 must take the likeliest token');
}

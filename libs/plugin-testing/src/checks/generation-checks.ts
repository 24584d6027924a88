import assert from 'node:assert/strict';
import { lastValueFrom, toArray } from 'rxjs';
import type { LanguageSubject } from '../subject/subject.js';
import type { Check } from './check.js';
import { assertEventOrder, generate, generateText } from './generation-run.js';
import { LONG_ANSWER, longRequest, textRequest } from './requests.js';
import { amount, assertPlain } from './shape.js';

/** What one generation must be. */
export const GENERATION_CHECKS: Check<LanguageSubject>[] = [
  {
    name: 'emits prompt, deltas and one end for each answer, as plain data',
    run: async (subject) => {
      const model = await subject.model();
      const { events } = await generate(model, textRequest(subject, { n: Math.min(2, model.parallel) }));
      for (const event of events) assertPlain(`the event ${event.type}`, event);
    },
  },
  {
    name: 'counts its tokens',
    run: async (subject) => {
      const model = await subject.model();
      const { prompt, answers } = await generate(model, textRequest(subject, { n: Math.min(2, model.parallel) }));
      assert.ok(prompt.tokens > 0 && prompt.cachedTokens <= prompt.tokens, 'the prompt event must count its tokens');
      assert.equal(prompt.droppedTokens, 0, 'nothing is dropped of a prompt that fits');
      for (const { tokens, end } of answers) {
        const { promptTokens, cachedTokens, completionTokens, reasoningTokens } = end.usage;
        assert.equal(promptTokens, prompt.tokens, 'usage.promptTokens must be those of the prompt event');
        assert.ok(cachedTokens <= promptTokens, 'usage.cachedTokens are some of the promptTokens');
        assert.equal(completionTokens, tokens, 'usage.completionTokens must be the sum of the deltas');
        assert.ok(reasoningTokens <= completionTokens, 'usage.reasoningTokens are some of the completionTokens');
        assert.ok(Object.values(end.timings).every(amount), `timings must be measured: ${JSON.stringify(end.timings)}`);
      }
    },
  },
  {
    name: 'is cold: starts when it is subscribed, and again for each subscriber',
    run: async (subject) => {
      const model = await subject.model();
      let asked = 0;
      const reader = {
        ready: async () => {
          asked++;
        },
      };
      const stream = model.generate(await longRequest(subject), reader);
      for (let i = 0; i < model.parallel; i++) model.generate(textRequest(subject), reader);
      await generate(model, textRequest(subject));
      assert.equal(asked, 0, 'a generation must not start before it is subscribed');
      for (let i = 0; i < 2; i++) assertEventOrder(await lastValueFrom(stream.pipe(toArray())), 1);
    },
  },
  {
    name: 'gives the same text for the same seed, and others for others',
    run: async (subject) => {
      const model = await subject.model();
      const texts = [];
      for (const seed of [7, 7, 8, 9, 10, 11, 12])
        texts.push(
          await generateText(
            model,
            textRequest(subject, {
              sampling: { temperature: 1, topK: 0, topP: 1, minP: 0, seed },
              deterministic: true,
            }),
          ),
        );
      assert.equal(texts[1], texts[0], 'the same seed must give the same text');
      assert.ok(new Set(texts).size > 1, 'different seeds must not all give the same text');
    },
  },
  {
    name: 'stops before a stop string and says so',
    run: async (subject) => {
      const model = await subject.model();
      const request = await longRequest(subject);
      const text = await generateText(model, request);
      const characters = [...text];
      const middle = characters.length >> 1;
      const stop = characters.slice(middle, middle + 4).join('');
      const { answers } = await generate(model, { ...request, stop: ['\u0000never', stop] });
      assert.equal(
        answers[0]?.text,
        text.slice(0, text.indexOf(stop)),
        `the text must end before ${JSON.stringify(stop)}`,
      );
      assert.equal(answers[0]?.end.finishReason, 'stop');
      assert.equal(answers[0]?.end.stopString, stop);
    },
  },
  {
    name: 'ends at maxTokens as length',
    run: async (subject) => {
      const model = await subject.model();
      const request = await longRequest(subject);
      for (const maxTokens of [1, 5, LONG_ANSWER]) {
        const { answers } = await generate(model, { ...request, maxTokens });
        assert.equal(answers[0]?.end.finishReason, 'length', `maxTokens ${maxTokens} must end as length`);
        assert.equal(answers[0]?.end.usage.completionTokens, maxTokens);
      }
    },
  },
  {
    name: 'ends at the end of the context as length, where no maxTokens is given',
    run: async (subject) => {
      const model = await subject.model();
      const [token = 0] = (await model.tokenize(textOf(subject))).slice(-1);
      const tokens = new Array<number>(model.contextTokens - 4).fill(token);
      const { answers } = await generate(model, textRequest(subject, { prompt: { tokens }, maxTokens: undefined }));
      const { finishReason, usage } = answers[0]?.end ?? assert.fail('no answer');
      assert.ok(
        usage.promptTokens + usage.completionTokens <= model.contextTokens,
        'a request must stay in its context',
      );
      assert.ok(finishReason === 'length' || finishReason === 'stop');
    },
  },
  {
    name: 'turns text to tokens and back',
    run: async (subject) => {
      const model = await subject.model();
      const text = textOf(subject);
      const tokens = await model.tokenize(text);
      const known = (token: number) => Number.isInteger(token) && token >= 0 && token < model.info.vocabularyTokens;
      assert.ok(tokens.length > 0 && tokens.every(known), `token ids must be in the vocabulary: ${tokens.join(', ')}`);
      assert.equal((await model.detokenize(tokens)).trim(), text.trim());
    },
  },
];

function textOf(subject: LanguageSubject): string {
  const { prompt } = textRequest(subject);
  return 'text' in prompt ? prompt.text : '';
}

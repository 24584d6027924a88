import assert from 'node:assert/strict';
import type {
  EndEvent,
  GenerationEvent,
  GenerationReader,
  GenerationRequest,
  LoadedModel,
  PromptEvent,
} from '@predict-otron/plugin-sdk';
import { lastValueFrom, toArray } from 'rxjs';

/** One finished answer. */
export interface Answer {
  text: string;
  /** Tokens that its deltas stand for. */
  tokens: number;
  end: EndEvent;
}

/** One finished generation. */
export interface GenerationRun {
  events: GenerationEvent[];
  prompt: PromptEvent;
  answers: Answer[];
}

/** Runs a request to its end and asserts the order of its events. */
export async function generate(
  model: LoadedModel,
  request: GenerationRequest,
  reader?: GenerationReader,
): Promise<GenerationRun> {
  const events = await lastValueFrom(model.generate(request, reader).pipe(toArray()));
  return assertEventOrder(events, request.n);
}

/** The text of the only answer. */
export async function generateText(model: LoadedModel, request: GenerationRequest): Promise<string> {
  return (await generate(model, request)).answers[0]?.text ?? '';
}

/** Asserts: the prompt once, then deltas, then one end as the last event of each of `n` answers; warnings anywhere. */
export function assertEventOrder(events: GenerationEvent[], n: number): GenerationRun {
  const order = events.map((event) => ('index' in event ? `${event.type} ${event.index}` : event.type)).join(', ');
  const answers = Array.from({ length: n }, () => ({ text: '', tokens: 0, end: undefined as EndEvent | undefined }));
  let prompt: PromptEvent | undefined;
  for (const event of events) {
    if (event.type === 'warning') continue;
    if (event.type === 'prompt') {
      assert.ok(!prompt, `the prompt event must come once: ${order}`);
      prompt = event;
      continue;
    }
    assert.ok(event.type === 'delta' || event.type === 'end', `a model must not emit ${event.type}; the kernel does`);
    assert.ok(prompt, `the prompt event must come before deltas and ends: ${order}`);
    const answer = answers[event.index];
    assert.ok(answer, `index must be below n = ${n}: ${order}`);
    assert.ok(!answer.end, `nothing may follow the end of an answer: ${order}`);
    if (event.type === 'end') answer.end = event;
    else {
      answer.tokens += event.tokens;
      if (event.kind === 'text') answer.text += event.text;
    }
  }
  assert.ok(prompt, `the prompt event is missing: ${order}`);
  assert.ok(
    answers.every((answer): answer is Answer => answer.end !== undefined),
    `each of the ${n} answers must end: ${order}`,
  );
  return { events, prompt, answers };
}

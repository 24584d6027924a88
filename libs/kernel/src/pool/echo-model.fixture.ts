import type {
  GenerationEvent,
  GenerationRequest,
  LoadedModel,
  LoadOptions,
  ModelInfo,
  Prompt,
} from '@predict-otron/plugin-sdk';
import { concat, from, type Observable, of } from 'rxjs';
import { unknownInfo } from './unknown-info.js';

/** A small language model without weights: a token is a character, and the answer is the prompt, word by word. */
export function echoModel({ parallel = 1, contextTokens = 100 }: Partial<LoadOptions> = {}): LoadedModel {
  return {
    info: unknownInfo('language', 'echo') as ModelInfo,
    contextTokens,
    parallel,
    memory: async () => [],
    tokenize: async (text) => [...text].map((character) => character.codePointAt(0) as number),
    detokenize: async (tokens) => String.fromCodePoint(...tokens),
    render: async (messages) => ({ text: textOf({ messages }), tokens: [] }),
    generate: echo,
    dispose: async () => {},
  };
}

function textOf(prompt: Prompt): string {
  if ('text' in prompt) return prompt.text;
  if (!('messages' in prompt)) return '';
  const parts = prompt.messages.flatMap(({ content }) => content);
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join(' ');
}

function echo(request: GenerationRequest): Observable<GenerationEvent> {
  const text = textOf(request.prompt);
  const words = text.split(' ').filter(Boolean);
  const deltas = words.map(
    (word): GenerationEvent => ({ type: 'delta', index: 0, kind: 'text', text: word, tokens: 1 }),
  );
  const usage = { promptTokens: text.length, cachedTokens: 0, completionTokens: words.length, reasoningTokens: 0 };
  const timings = { queueMs: 0, promptMs: 1, generationMs: 1 };
  return concat(
    of<GenerationEvent>({ type: 'prompt', tokens: text.length, cachedTokens: 0, droppedTokens: 0 }),
    from(deltas),
    of<GenerationEvent>({ type: 'end', index: 0, finishReason: 'stop', usage, timings }),
  );
}

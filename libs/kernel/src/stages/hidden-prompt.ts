import type { GenerationEvent, GenerationRequest, LogProbability, Prompt } from '@predict-otron/plugin-sdk';
import { from, map, type OperatorFunction } from 'rxjs';

/** The request with an empty prompt of the same form. */
export function withoutPrompt(request: GenerationRequest): GenerationRequest {
  return { ...request, prompt: emptied(request.prompt) };
}

function emptied(prompt: Prompt): Prompt {
  if ('messages' in prompt) return { messages: [] };
  if ('text' in prompt) return { text: '' };
  if ('tokens' in prompt) return { tokens: [] };
  return { prefix: '', suffix: '' };
}

/** The operator, but it does not see the probabilities of the prompt's tokens, which tell the prompt. */
export function withoutPromptLogprobs(
  operator: OperatorFunction<GenerationEvent, GenerationEvent>,
): OperatorFunction<GenerationEvent, GenerationEvent> {
  return (events) => {
    let hidden: LogProbability[] | undefined;
    const shown = events.pipe(
      map((event): GenerationEvent => {
        if (event.type !== 'prompt' || !event.logprobs) return event;
        hidden = event.logprobs;
        return { ...event, logprobs: undefined };
      }),
    );
    const restore = (event: GenerationEvent): GenerationEvent =>
      event.type === 'prompt' && hidden ? { ...event, logprobs: hidden } : event;
    return from(operator(shown)).pipe(map(restore));
  };
}

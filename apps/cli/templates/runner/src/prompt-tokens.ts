import { PluginError, type Prompt } from '@predict-otron/plugin-sdk';

/** The prompt's tokens. Throws `UNSUPPORTED`, `INPUT_INVALID` or `CONTEXT_OVERFLOW`. */
export function promptTokens(prompt: Prompt, contextTokens: number): number[] {
  const tokens = tokensOf(prompt);
  if (tokens.length < contextTokens) return tokens;
  const details = { promptTokens: tokens.length, contextTokens };
  const message = `The prompt has ${tokens.length} tokens; the context has ${contextTokens}.`;
  throw new PluginError('CONTEXT_OVERFLOW', message, details);
}

function tokensOf(prompt: Prompt): number[] {
  if ('text' in prompt) return [...Buffer.from(prompt.text)];
  if (!('tokens' in prompt))
    throw new PluginError('UNSUPPORTED', 'This model goes on with text, and does nothing else.', {
      param: 'messages' in prompt ? 'messages' : 'suffix',
    });
  const wrong = prompt.tokens.find((token) => !(Number.isInteger(token) && token >= 0 && token < 256));
  if (wrong !== undefined) throw new PluginError('INPUT_INVALID', `${wrong} is no token.`, { param: 'prompt' });
  return prompt.tokens;
}

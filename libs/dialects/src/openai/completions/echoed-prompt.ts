import type { Prompt } from '@predict-otron/plugin-sdk';

/** A prompt as it stands in front of its answers. */
export interface EchoedPrompt {
  text: string;
  /** The text of its first token, where the prompt was sent as token ids. */
  firstToken?: string;
}

/** The prompt's text; that of token ids is the model's to tell. */
export async function echoedPrompt(
  prompt: Prompt,
  detokenize: (tokens: number[]) => Promise<string>,
): Promise<EchoedPrompt> {
  if ('text' in prompt) return { text: prompt.text };
  if (!('tokens' in prompt)) throw new TypeError('Only a text or token ids can be echoed');
  const text = await detokenize(prompt.tokens);
  return { text, firstToken: await detokenize(prompt.tokens.slice(0, 1)) };
}

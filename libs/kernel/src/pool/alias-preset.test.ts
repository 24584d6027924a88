import type { GenerationRequest, Message } from '@predict-otron/plugin-sdk';
import { applyPreset } from './alias-preset.js';

const user: Message = { role: 'user', content: [{ type: 'text', text: 'Hi' }] };
const system = (text: string): Message => ({ role: 'system', content: [{ type: 'text', text }] });

const request = (changes: Partial<GenerationRequest> = {}): GenerationRequest => ({
  prompt: { messages: [user] },
  sampling: {},
  stop: [],
  n: 1,
  contextOverflow: 'refuse',
  ...changes,
});

describe('applyPreset', () => {
  const preset = { temperature: 1.1, topK: 5, maxTokens: 9, stop: ['x'], system: 'Be brief.' };

  it('fills in what the request leaves out', () => {
    expect(applyPreset(request({ sampling: { temperature: undefined } }), preset)).toMatchObject({
      prompt: { messages: [system('Be brief.'), user] },
      sampling: { temperature: 1.1, topK: 5 },
      maxTokens: 9,
      stop: ['x'],
    });
  });

  it('changes nothing that the request says', () => {
    const messages = [system('Be long.'), user];
    const asked = request({ sampling: { temperature: 0 }, maxTokens: 1, stop: ['y'], prompt: { messages } });
    expect(applyPreset(asked, preset)).toEqual({ ...asked, sampling: { temperature: 0, topK: 5 } });
  });

  it('has no instructions for a text', () => {
    expect(applyPreset(request({ prompt: { text: 'a' } }), preset).prompt).toEqual({ text: 'a' });
    expect(applyPreset(request(), {})).toEqual(request());
  });
});

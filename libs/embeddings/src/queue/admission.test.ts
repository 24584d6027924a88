import { PluginError } from '@predict-otron/plugin-sdk';
import { Admission } from './admission.js';

function refusal(admission: Admission, model = 'a'): PluginError | undefined {
  try {
    admission.enter(model, 1).leave(false);
    return undefined;
  } catch (error) {
    if (PluginError.is(error) && error.code === 'OVERLOADED') return error;
    throw error;
  }
}

describe('Admission', () => {
  it('refuses when as many texts are in the house as allowed, and for that model alone', () => {
    const admission = new Admission({ queueTexts: 3, queueTokens: 100 });
    const first = admission.enter('a', 2);
    expect(refusal(admission)).toBeUndefined();
    admission.enter('a', 1);
    expect(refusal(admission)?.message).toContain('a has 3 texts');
    expect(refusal(admission, 'b')).toBeUndefined();
    first.leave(true);
    expect(refusal(admission)).toBeUndefined();
  });

  it('refuses when as many tokens are in the house as allowed', () => {
    const admission = new Admission({ queueTexts: 100, queueTokens: 50 });
    const permit = admission.enter('a', 1);
    permit.countTokens(50);
    expect(refusal(admission)?.message).toContain('(50 tokens)');
    permit.leave(true);
    expect(refusal(admission)).toBeUndefined();
  });

  it('lets one large request in alone', () => {
    const admission = new Admission({ queueTexts: 2, queueTokens: 2 });
    expect(() => admission.enter('a', 2048)).not.toThrow();
    expect(refusal(admission)).toBeDefined();
  });

  it('tells when to come back from the speed since the house was last empty', () => {
    let now = 0;
    const admission = new Admission({ queueTexts: 10, queueTokens: 1000 }, () => now);
    const done = admission.enter('a', 5);
    const gone = admission.enter('a', 1);
    admission.enter('a', 10);
    expect(refusal(admission)?.details.retryAfterSeconds).toBe(1);
    now = 2000;
    done.leave(true);
    gone.leave(false);
    expect(refusal(admission)?.details.retryAfterSeconds).toBe(4);
    now = 2_000_000;
    expect(refusal(admission)?.details.retryAfterSeconds).toBe(60);
  });
});

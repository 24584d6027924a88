import { answerHead, systemFingerprint } from './answer-head.js';

describe('answerHead', () => {
  it('has a new id each time and the time in seconds', () => {
    const [one, other] = [answerHead('chatcmpl', 'tiny', {}), answerHead('cmpl', 'tiny', {})];
    expect(one.id).toMatch(/^chatcmpl-[\da-f]{32}$/);
    expect(other.id).toMatch(/^cmpl-[\da-f]{32}$/);
    expect(one.id.slice(-32)).not.toBe(other.id.slice(-32));
    expect(Math.abs(one.created - Date.now() / 1000)).toBeLessThan(60);
  });

  it('has a fingerprint that changes with the configuration and with nothing else', () => {
    expect(systemFingerprint({ a: 1 })).toMatch(/^fp_[\da-f]{10}$/);
    expect(systemFingerprint({ a: 1 })).toBe(systemFingerprint({ a: 1 }));
    expect(systemFingerprint({ a: 1 })).not.toBe(systemFingerprint({ a: 2 }));
  });
});

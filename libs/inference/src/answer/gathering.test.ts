import { jest } from '@jest/globals';
import { FrameClock } from './frame-clock.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('FrameClock', () => {
  it('calls all who wait at once, with one timer, and each once', () => {
    const clock = new FrameClock(16);
    const called: string[] = [];
    clock.atEnd(() => called.push('a'));
    jest.advanceTimersByTime(10);
    clock.atEnd(() => called.push('b'));
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(6);
    expect(called).toEqual(['a', 'b']);
    jest.advanceTimersByTime(100);
    expect(called).toEqual(['a', 'b']);
  });

  it('leaves out those who took it back, and takes new ones after the end', () => {
    const clock = new FrameClock(16);
    const called: string[] = [];
    const takeBack = clock.atEnd(() => called.push('a'));
    clock.atEnd(() => clock.atEnd(() => called.push('again')));
    takeBack();
    jest.advanceTimersByTime(16);
    expect(called).toEqual([]);
    jest.advanceTimersByTime(16);
    expect(called).toEqual(['again']);
  });
});

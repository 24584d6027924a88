import { jest } from '@jest/globals';
import { Gathering } from './gathering.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('Gathering', () => {
  const ofFrames = () => new Gathering((end) => setTimeout(end, 16));

  it('calls all who wait at once, with one timer, and each once', () => {
    const frames = ofFrames();
    const called: string[] = [];
    frames.wait(() => called.push('a'));
    jest.advanceTimersByTime(10);
    frames.wait(() => called.push('b'));
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(6);
    expect(called).toEqual(['a', 'b']);
    jest.advanceTimersByTime(100);
    expect(called).toEqual(['a', 'b']);
  });

  it('leaves out those who took it back, and takes new ones after the end', () => {
    const frames = ofFrames();
    const called: string[] = [];
    const takeBack = frames.wait(() => called.push('a'));
    frames.wait(() => frames.wait(() => called.push('again')));
    takeBack();
    jest.advanceTimersByTime(16);
    expect(called).toEqual([]);
    jest.advanceTimersByTime(16);
    expect(called).toEqual(['again']);
  });
});

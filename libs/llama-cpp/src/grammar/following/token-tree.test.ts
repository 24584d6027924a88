import { TokenTree } from './token-tree.js';

const TEXTS = ['a', 'ab', 'abc', '', 'ab', 'é', '\u{1f600}', 'b'];

describe('TokenTree', () => {
  it('holds each text once, with all of its tokens, and none for an empty one', async () => {
    const tree = await TokenTree.of(TEXTS.length, (token) => new TextEncoder().encode(TEXTS[token]));
    const found = new Map<string, number[]>();
    const read = (node: number, bytes: number[]): void =>
      tree.children(node, (child, byte) => {
        const text = [...bytes, byte];
        const tokens = tree.tokens(child);
        if (tokens.length > 0) found.set(Buffer.from(text).toString(), tokens.sort());
        read(child, text);
      });
    read(0, []);
    expect(Object.fromEntries(found)).toEqual({ a: [0], ab: [1, 4], abc: [2], é: [5], '\u{1f600}': [6], b: [7] });
  });

  it('holds more than it began with, and lets others have their turn meanwhile', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const tree = await TokenTree.of(50_000, (token) => Buffer.from(`${token}`));
    clearInterval(timer);
    let node = 0;
    for (const digit of '49999') {
      const parent = node;
      tree.children(parent, (child, byte) => {
        if (byte === digit.charCodeAt(0)) node = child;
      });
    }
    expect(tree.tokens(node)).toEqual([49_999]);
    expect(turns).toBeGreaterThan(0);
  });
});

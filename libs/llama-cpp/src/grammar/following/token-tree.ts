import { setImmediate as turn } from 'node:timers/promises';

/** Tokens that are put into a tree before others get their turn: some milliseconds. */
const AT_ONCE = 2048;
/** Stands for "no node" and "no token"; the root is no other node's child. */
const NONE = 0;

/**
 * The texts of a vocabulary as a tree: each node is a byte, its way from the root is a text, or the beginning of one.
 * Numbers in flat arrays, since a vocabulary can have a million nodes.
 */
export class TokenTree {
  private bytes = new Uint8Array(1024);
  private firstChild = new Int32Array(1024);
  private sibling = new Int32Array(1024);
  /** One more than the first token that ends there. */
  private ending = new Int32Array(1024);
  /** One more than the next token of the same text. */
  private readonly same: Int32Array;
  private count = 1;

  private constructor(size: number) {
    this.same = new Int32Array(size);
  }

  /**
   * Takes some microseconds for each token; others get their turn meanwhile.
   *
   * @param size of the vocabulary
   * @param textOf the bytes of a token; tokens without any are left out
   */
  static async of(size: number, textOf: (token: number) => Uint8Array): Promise<TokenTree> {
    const tree = new TokenTree(size);
    for (let token = 0; token < size; token++) {
      if (token % AT_ONCE === AT_ONCE - 1) await turn();
      tree.add(token, textOf(token));
    }
    return tree;
  }

  /** Calls `visit` with each child of a node, 0 being the root, and its byte. */
  children(node: number, visit: (child: number, byte: number) => void): void {
    for (let child = this.firstChild[node] as number; child !== NONE; child = this.sibling[child] as number) {
      visit(child, this.bytes[child] as number);
    }
  }

  /** The tokens whose text ends at a node. */
  tokens(node: number): number[] {
    const tokens: number[] = [];
    for (let next = this.ending[node] as number; next !== NONE; next = this.same[next - 1] as number) {
      tokens.push(next - 1);
    }
    return tokens;
  }

  private add(token: number, text: Uint8Array): void {
    if (text.length === 0) return;
    let node = 0;
    for (const byte of text) node = this.child(node, byte);
    this.same[token] = this.ending[node] as number;
    this.ending[node] = token + 1;
  }

  private child(node: number, byte: number): number {
    for (let child = this.firstChild[node] as number; child !== NONE; child = this.sibling[child] as number) {
      if (this.bytes[child] === byte) return child;
    }
    if (this.count === this.bytes.length) this.grow();
    const child = this.count++;
    this.bytes[child] = byte;
    this.sibling[child] = this.firstChild[node] as number;
    this.firstChild[node] = child;
    return child;
  }

  private grow(): void {
    const size = this.count * 2;
    const bytes = new Uint8Array(size);
    bytes.set(this.bytes);
    this.bytes = bytes;
    this.firstChild = longer(this.firstChild, size);
    this.sibling = longer(this.sibling, size);
    this.ending = longer(this.ending, size);
  }
}

function longer(numbers: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const result = new Int32Array(size);
  result.set(numbers);
  return result;
}

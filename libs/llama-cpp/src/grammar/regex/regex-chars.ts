import type { AST } from '@eslint-community/regexpp';
import { ANY_CHAR, type CharSet, charSet, complement, subtract, union } from '../language/char-set.js';
import { unsupported } from '../refusal.js';

const LINE_ENDS = charSet('\n', '\r', 0x2028, 0x2029);
const SETS: Record<AST.EscapeCharacterSet['kind'], CharSet> = {
  digit: charSet([0x30, 0x39]),
  word: charSet([0x30, 0x39], [0x41, 0x5a], '_', [0x61, 0x7a]),
  space: charSet([9, 0xd], ' ', 0xa0, 0x1680, [0x2000, 0x200a], 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff),
};

/** The characters that one place of a regular expression stands for, as ECMAScript says with the `u` flag. */
export function regexChars(
  node: AST.Character | AST.CharacterSet | AST.CharacterClass | AST.CharacterClassElement,
): CharSet {
  switch (node.type) {
    case 'Character':
      return charSet(node.value);
    case 'CharacterClassRange':
      return charSet([node.min.value, node.max.value]);
    case 'CharacterClass': {
      const set = union(...node.elements.map(regexChars));
      return node.negate ? complement(set) : set;
    }
    case 'CharacterSet':
      if (node.kind === 'any') return subtract(ANY_CHAR, LINE_ENDS);
      if (node.kind === 'property') break;
      return node.negate ? complement(SETS[node.kind]) : SETS[node.kind];
  }
  throw unsupported(`${node.raw} is not supported in a regular expression. List the characters in brackets instead.`);
}

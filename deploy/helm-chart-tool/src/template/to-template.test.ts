import { block, expression, quoted, when } from './expression.js';
import { toTemplate } from './to-template.js';

describe('toTemplate', () => {
  it.each([
    ['words and numbers', { a: 'b', m: 1, t: true, l: ['x', 2] }, 'a: b\nm: 1\nt: true\nl:\n  - x\n  - 2\n'],
    [
      'what YAML could take for something else',
      { a: 'yes', b: '1', c: '', d: 'a: b' },
      'a: "yes"\nb: "1"\nc: ""\nd: "a: b"\n',
    ],
    ['nothing', { a: {}, b: [], c: undefined }, 'a: {}\nb: []\n'],
    ['objects in lists', { l: [{ a: 1, b: { c: 2 } }] }, 'l:\n  - a: 1\n    b:\n      c: 2\n'],
    [
      'an expression',
      { a: expression('.Values.a'), b: quoted('.Values.b') },
      'a: {{ .Values.a }}\nb: {{ .Values.b | quote }}\n',
    ],
    [
      'a block',
      { a: { b: block('.Values.b') } },
      'a:\n{{- with .Values.b }}\n  b:\n    {{- toYaml . | nindent 4 }}\n{{- end }}\n',
    ],
    ['a condition', { a: when('.Values.on', { b: 1 }) }, '{{- if .Values.on }}\na:\n  b: 1\n{{- end }}\n'],
    ['an item under a condition', { l: [when('.Values.on', 'x')] }, 'l:\n{{- if .Values.on }}\n  - x\n{{- end }}\n'],
    [
      'items of a block',
      { l: ['a', block('.Values.l')] },
      'l:\n  - a\n{{- with .Values.l }}\n  {{- toYaml . | nindent 2 }}\n{{- end }}\n',
    ],
  ])('writes %s', (_, manifest, text) => {
    expect(toTemplate(manifest)).toBe(text);
  });
});

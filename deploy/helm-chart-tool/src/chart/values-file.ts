import { toTemplate } from '../template/to-template.js';
import { Value, type Values } from './value.js';

/** `values.yaml`: every value with its default and a comment above it. */
export function valuesFile(values: Values): string {
  return lines(values, 0).join('\n');
}

function lines(values: Values, depth: number): string[] {
  const pad = ' '.repeat(depth);
  const indented = (text: string) => text.trimEnd().replaceAll(/^/gm, pad);
  return Object.entries(values).flatMap(([name, value]) => {
    if (!(value instanceof Value)) return [`${pad}${name}:`, ...lines(value, depth + 2), ...(depth === 0 ? [''] : [])];
    const comment = value.comment.split('\n').map((line) => `${pad}# ${line}`);
    return [...comment, indented(toTemplate({ [name]: value.initial })), ...(depth === 0 ? [''] : [])];
  });
}

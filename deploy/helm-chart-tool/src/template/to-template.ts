import { Block, Expression, When } from './expression.js';

/** Writes a manifest as a Helm template: YAML, with what Helm fills in. */
export function toTemplate(manifest: object): string {
  return `${lines(manifest, 0).join('\n')}\n`;
}

const pad = (depth: number) => ' '.repeat(depth);

function lines(value: unknown, depth: number): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => itemLines(item, depth));
  return Object.entries(value as object).flatMap(([key, field]) => fieldLines(key, field, depth));
}

function fieldLines(key: string, field: unknown, depth: number): string[] {
  if (field === undefined) return [];
  const name = `${pad(depth)}${plain(key)}:`;
  if (field instanceof When) return guarded(`if ${field.condition}`, fieldLines(key, field.value, depth));
  if (field instanceof Block)
    return guarded(`with ${field.text}`, [name, `${pad(depth + 2)}{{- toYaml . | nindent ${depth + 2} }}`]);
  if (isEmpty(field)) return [`${name} ${Array.isArray(field) ? '[]' : '{}'}`];
  if (isNested(field)) return [name, ...lines(field, depth + 2)];
  return [`${name} ${scalar(field)}`];
}

function itemLines(item: unknown, depth: number): string[] {
  if (item instanceof When) return guarded(`if ${item.condition}`, itemLines(item.value, depth));
  if (item instanceof Block) return guarded(`with ${item.text}`, [`${pad(depth)}{{- toYaml . | nindent ${depth} }}`]);
  if (!isNested(item)) return [`${pad(depth)}- ${scalar(item)}`];
  const [first = '', ...rest] = lines(item, depth + 2);
  return [`${pad(depth)}- ${first.trimStart()}`, ...rest];
}

/** Lines of a condition take the line break before them away, so that none is left when they are gone. */
function guarded(start: string, inner: string[]): string[] {
  return [`{{- ${start} }}`, ...inner, '{{- end }}'];
}

const isNested = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Expression);
const isEmpty = (value: unknown) => isNested(value) && Object.keys(value).length === 0;

function scalar(value: unknown): string {
  if (value instanceof Expression) return `{{ ${value.text} }}`;
  return typeof value === 'string' ? plain(value) : JSON.stringify(value);
}

/** Words stay as they are; what YAML could take for something else is quoted, which JSON's quotes do. */
function plain(text: string): string {
  return /^[A-Za-z_/][\w./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

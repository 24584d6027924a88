import { type Contributions, PluginError } from '@predict-otron/plugin-sdk';

/** The kinds of parts, and for each what names a part and which functions it must have. */
const KINDS = {
  hardware: { key: 'id', functions: ['detect', 'free'] },
  runners: { key: 'id', functions: ['describe', 'estimate', 'load'] },
  embedders: { key: 'id', functions: ['describe', 'estimate', 'load'] },
  rerankers: { key: 'id', functions: ['describe', 'estimate', 'load'] },
  stages: { key: 'name', functions: [] },
} as const;

const KNOWN = [...Object.keys(KINDS), 'health', 'dispose'];

/** What `setup` returned, as Contributions. Throws `INPUT_INVALID` that names the part that is wrong, and how. */
export function checkContributions(returned: unknown): Contributions {
  if (!isRecord(returned)) throw refuse('setup must return an object of contributions');
  for (const field of Object.keys(returned))
    if (!KNOWN.includes(field))
      throw refuse(`setup returned the unknown field "${field}"; known are ${KNOWN.join(', ')}`);
  for (const field of ['health', 'dispose'])
    if (returned[field] !== undefined && typeof returned[field] !== 'function')
      throw refuse(`"${field}" must be a function`);
  for (const [kind, rules] of Object.entries(KINDS)) checkParts(kind, returned[kind], rules);
  for (const [place, stage] of (returned.stages as unknown[] | undefined)?.entries() ?? []) checkStage(place, stage);
  return returned;
}

function checkParts(kind: string, parts: unknown, rules: { key: string; functions: readonly string[] }): void {
  if (parts === undefined) return;
  if (!Array.isArray(parts)) throw refuse(`"${kind}" must be an array`);
  const names = new Set<string>();
  for (const [place, part] of parts.entries()) {
    const path = `${kind}[${place}]`;
    if (!isRecord(part)) throw refuse(`${path} must be an object`);
    const name = part[rules.key];
    if (typeof name !== 'string' || name === '') throw refuse(`${path} must have the string "${rules.key}"`);
    if (names.has(name)) throw refuse(`${path} has the ${rules.key} "${name}", which an earlier one has already`);
    names.add(name);
    for (const method of rules.functions)
      if (typeof part[method] !== 'function') throw refuse(`${path} ("${name}") must have the function "${method}"`);
  }
}

function checkStage(place: number, stage: unknown): void {
  const { name, order, permissions, request, events } = stage as Record<string, unknown>;
  const path = `stages[${place}] ("${name}")`;
  if (typeof order !== 'number' || Number.isNaN(order)) throw refuse(`${path} must have an "order", a number`);
  for (const [field, value] of Object.entries({ request, events }))
    if (value !== undefined && typeof value !== 'function') throw refuse(`"${field}" of ${path} must be a function`);
  if (!isRecord(permissions)) throw refuse(`${path} must have "permissions"`);
  const { models, readPrompts, buffers } = permissions;
  if (!Array.isArray(models) || !models.every((model) => typeof model === 'string'))
    throw refuse(`"permissions.models" of ${path} must be an array of model ids, or ["*"]`);
  for (const [field, value] of Object.entries({ readPrompts, buffers }))
    if (typeof value !== 'boolean') throw refuse(`"permissions.${field}" of ${path} must be true or false`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(message: string): PluginError {
  return new PluginError('INPUT_INVALID', `${message}.`);
}

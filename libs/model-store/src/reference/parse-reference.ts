import { isAbsolute } from 'node:path';
import { PluginError } from '@predict-otron/plugin-sdk';
import { KNOWN_MODELS } from './known-models.js';
import type { HubReference, ModelReference } from './model-reference.js';

const FORMS =
  'hf:owner/name, hf:owner/name:Q4_K_M, owner/name/file.gguf, https://host/file.gguf, a path, or a known name';
const HUB_PREFIX = /^(hf:(\/\/)?|(https?:\/\/)?(hf\.co|huggingface\.co)\/)/i;
const PART = '[A-Za-z0-9][A-Za-z0-9._-]*';
const HUB = new RegExp(`^(${PART}/${PART})(?:/(.+)|:([A-Za-z0-9._-]+))?$`);

/**
 * Reads a reference. Throws `INPUT_INVALID` with the forms that are understood.
 * @param endpoint address of the Hub or its mirror: what lies there is the Hub's too
 */
export function parseReference(text: string, endpoint = 'https://huggingface.co'): ModelReference {
  const given = text.trim();
  const known = KNOWN_MODELS[given.toLowerCase()];
  if (known) return { kind: 'hub', ...known };
  if (isPath(given)) return { kind: 'path', path: given.replace(/^file:\/\//, '') };
  const inHub = given.startsWith(`${endpoint}/`) ? given.slice(endpoint.length + 1) : given.replace(HUB_PREFIX, '');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(inHub)) return urlReference(inHub);
  return hubReference(inHub) ?? notUnderstood(text);
}

/** The text under which a reference is also an alias of the model that it brought: without prefix and spelled as the Hub does. */
export function referenceName(text: string, endpoint?: string): string {
  try {
    return nameOf(parseReference(text, endpoint)) ?? text;
  } catch {
    return text;
  }
}

function nameOf(reference: ModelReference): string | undefined {
  if (reference.kind === 'path') return undefined;
  if (reference.kind === 'url') return reference.url;
  const { repo, file, quantization } = reference;
  if (file !== undefined) return `${repo}/${file}`;
  return quantization === undefined ? repo : `${repo}:${quantization}`;
}

function isPath(text: string): boolean {
  const looksLikePath = /^(\.{1,2}([\\/]|$)|~|file:\/\/)/.test(text) || isAbsolute(text);
  // of three parts and more, the first two are a repository
  return looksLikePath || (/\.gguf$/i.test(text) && !text.includes(':') && text.split('/').length < 3);
}

function urlReference(text: string): ModelReference {
  const url = URL.canParse(text) ? new URL(text) : notUnderstood(text);
  if (!/\.gguf$/i.test(decodeURIComponent(url.pathname)))
    throw new PluginError('INPUT_INVALID', 'An address must end in .gguf.', { param: 'model' });
  url.hash = '';
  return { kind: 'url', url: url.href };
}

function hubReference(text: string): HubReference | undefined {
  const [, repo, path, quantization] = HUB.exec(text.replace(/[?#].*$/, '')) ?? [];
  if (repo === undefined || repo.includes('..') || repo.includes('--')) return undefined;
  if (quantization !== undefined) return { kind: 'hub', repo, quantization: quantization.toUpperCase() };
  if (path === undefined) return { kind: 'hub', repo };
  const file = path.replace(/^(resolve|blob)\/main\//, '');
  const isSafe = file.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  return isSafe && /\.(gguf|onnx)$/i.test(file) ? { kind: 'hub', repo, file } : undefined;
}

function notUnderstood(text: string): never {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  throw new PluginError('INPUT_INVALID', `"${shown}" is no model that can be fetched. Write ${FORMS}.`, {
    param: 'model',
  });
}

import { isAbsolute } from 'node:path';
import { PluginError } from '@predict-otron/plugin-sdk';
import { KNOWN_MODELS } from './known-models.js';
import type { HubReference, ModelReference } from './model-reference.js';

const FORMS =
  'hf:owner/name, hf:owner/name:Q4_K_M, hf:owner/name@revision, owner/name/file.gguf, https://host/file.gguf, a path, or a known name';
const HUB_PREFIX = /^(hf:(\/\/)?|(https?:\/\/)?(hf\.co|huggingface\.co)\/)/i;
const PART = '[A-Za-z0-9][A-Za-z0-9._-]*';
/** A branch, a tag or a commit, and the places where the Hub keeps pull requests and converted files. */
const REVISION = 'refs(?:/|%2F)(?:pr|convert)(?:/|%2F)[A-Za-z0-9]+|[A-Za-z0-9][A-Za-z0-9._-]*';
const HUB = new RegExp(`^(${PART}/${PART})(?:@(${REVISION}))?(?:/(.+)|:([A-Za-z0-9._-]+))?$`);
/** How the Hub's pages and addresses write a revision and a file of it. */
const AT_REVISION = new RegExp(`^(?:resolve|blob|tree)/(${REVISION})(?:/(.+))?$`);

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
  const { revision, file, quantization } = reference;
  const repo = revision === undefined ? reference.repo : `${reference.repo}@${revision}`;
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
  const [, repo, written, path, quantization] = HUB.exec(text.replace(/[?#].*$/, '')) ?? [];
  if (repo === undefined || repo.includes('..') || repo.includes('--')) return undefined;
  const [isAtRevision, ofPath, fileOfIt] = AT_REVISION.exec(path ?? '') ?? [];
  const revision = (written ?? ofPath)?.replaceAll('%2F', '/');
  if (revision?.includes('..')) return undefined;
  const of: HubReference = { kind: 'hub', repo, ...(revision !== undefined && revision !== 'main' && { revision }) };
  if (quantization !== undefined) return { ...of, quantization: quantization.toUpperCase() };
  const file = isAtRevision === undefined ? path : fileOfIt;
  if (file === undefined) return of;
  const isSafe = file.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  return isSafe && /\.(gguf|onnx)$/i.test(file) ? { ...of, file } : undefined;
}

function notUnderstood(text: string): never {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  throw new PluginError('INPUT_INVALID', `"${shown}" is no model that can be fetched. Write ${FORMS}.`, {
    param: 'model',
  });
}

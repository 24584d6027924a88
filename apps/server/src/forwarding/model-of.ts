import type { OutgoingRequest } from './attempt.js';

/** The model that a request names, in its body or its path; `undefined` where it names none or cannot be read. */
export function modelOf({ path, body }: Pick<OutgoingRequest, 'path' | 'body'>): string | undefined {
  const inPath = /^\/(?:v1\/|v2\/)?models\/([^?]+?)(?:\/(?:load|unload|fit|infer|ready))?(?:\?|$)/.exec(path)?.[1];
  try {
    if (inPath !== undefined) return decodeURIComponent(inPath);
    const { model } = JSON.parse(body?.toString() ?? '') as { model?: unknown };
    return typeof model === 'string' ? model : undefined;
  } catch {
    return undefined;
  }
}

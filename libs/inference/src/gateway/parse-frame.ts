import { invalidField } from '@predict-otron/dialects';
import secureJson from 'secure-json-parse';
import { CLIENT_FRAMES } from './protocol/client-frames.js';

/** A frame of which the type is known to be one of the protocol's. */
export interface Frame {
  type: string;
  id?: unknown;
}

/** Throws `INPUT_INVALID` for what is no JSON object with a known type. */
export function parseFrame(text: string): Frame {
  const frame = parseJson(text);
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) {
    throw invalidField('', 'must be a JSON object');
  }
  const { type } = frame as Partial<Frame>;
  if (typeof type !== 'string' || !Object.hasOwn(CLIENT_FRAMES, type)) {
    throw invalidField('type', `must be one of ${Object.keys(CLIENT_FRAMES).join(', ')}`);
  }
  return frame as Frame;
}

function parseJson(text: string): unknown {
  try {
    return secureJson.parse(text, undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch (error) {
    throw invalidField('', `is not valid JSON: ${(error as Error).message}`);
  }
}

/** The frame's id where an answer may carry it. */
export function usableId(frame: { id?: unknown } | undefined): { id?: string } {
  const id = frame?.id;
  return typeof id === 'string' && id.length > 0 && id.length <= 128 ? { id } : {};
}

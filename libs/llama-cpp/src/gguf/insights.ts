import type { GgufInsights } from 'node-llama-cpp';
import { engine } from '../engine.js';
import type { GgufHeader } from './header.js';

/** What llama.cpp makes of a header: the memory that weights and contexts will take, as it simulates it. */
export async function insightsOf(header: GgufHeader): Promise<GgufInsights> {
  const { GgufInsights } = await import('node-llama-cpp');
  return GgufInsights.from(header.info, await engine());
}

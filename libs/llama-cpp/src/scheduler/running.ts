import { type Probability, type Row, tokensOf } from '../step/step-context.js';
import type { Lane } from './lane.js';
import { sharePieces } from './pieces.js';
import type { SequenceState } from './sequences.js';

/** A lane that has a sequence. */
export interface Running {
  lane: Lane;
  state: SequenceState;
  kept: number;
  /** The tokens to read next, which are not in the cache yet; undefined while the prompt is being read. */
  next?: readonly number[];
  scores: Probability[];
}

/** What a step does for one lane. */
export interface PlannedRow extends Row {
  running: Running;
}

/** True while the prompt is not in the cache to its last token. */
export function isReading({ next }: Running): boolean {
  return next === undefined;
}

/** The next step: the next token of each lane that decodes, and pieces of the prompts that are being read. */
export function planRows(
  all: readonly Running[],
  batchTokens: number,
  pieceTokens: (room: number) => number,
): PlannedRow[] {
  const decoding = all.filter((running) => !isReading(running) && running.lane.ready);
  const reading = all.filter(isReading);
  const rows: PlannedRow[] = decoding.map((running) => ({
    running,
    sequence: running.state.id,
    position: running.state.tokens.length,
    tokens: [...(running.next as readonly number[])],
    sample: sampleOf(running.lane),
    repeatable: running.lane.alone,
  }));
  const free = batchTokens - tokensOf(rows);
  const room = rows.length > 0 ? pieceTokens(free) : free;
  const rests = reading.map(({ lane, state }) => lane.prompt.length - state.tokens.length);
  const pieces = sharePieces(rests, Math.min(room, free));
  for (const [i, running] of reading.entries()) {
    if ((pieces[i] as number) > 0) rows.push(promptRow(running, pieces[i] as number));
  }
  // llama.cpp computes sequences at once where their numbers rise by one from row to row
  return rows.sort((a, b) => a.sequence - b.sequence);
}

function promptRow(running: Running, length: number): PlannedRow {
  const { lane, state } = running;
  const position = state.tokens.length;
  const end = position + length;
  return {
    running,
    sequence: state.id,
    position,
    tokens: lane.prompt.slice(position, end),
    repeatable: lane.alone,
    ...(end === lane.prompt.length && { sample: sampleOf(lane) }),
    ...(lane.scores && { score: { targets: lane.prompt.slice(position + 1, end + 1), top: lane.scores.top } }),
  };
}

function sampleOf({ sampler, probabilities }: Lane): Row['sample'] {
  return { sampler, ...(probabilities && { probabilities }) };
}

/** Returns false if there was none. */
export function dropDraft(row: PlannedRow): boolean {
  if (!row.draft) return false;
  row.tokens.length -= row.draft;
  row.draft = 0;
  return true;
}

/**
 * What a file `test/performance/NAME.bench.mjs` exports, one by one.
 *
 * @typedef {object} BenchCase
 * @property {string} name what `npm run bench -- NAME` picks
 * @property {string} title one sentence: what is measured, against what
 * @property {number} rounds how often each peer is measured
 * @property {string[]} [parts] of a round: all peers measure one before the next, so that what is compared is not a minute apart
 * @property {Record<string, Metric>} metrics by name
 * @property {Target[]} targets what has to be reached
 * @property {() => Promise<Setup>} setup opens what the peers need; not measured
 *
 * @typedef {{ unit: string, better: 'higher' | 'lower' }} Metric
 *
 * @typedef {object} Setup
 * @property {Record<string, (part?: string) => Promise<Sample>>} peers by name; each call measures one round of one peer, or a
 *   part of it
 * @property {() => Promise<void>} dispose
 *
 * @typedef {object} Sample
 * @property {Record<string, number>} values by metric
 * @property {Record<string, Series>} [series] curves for the report
 * @typedef {{ x: string, y: string, points: [number, number][] }} Series with the names of its axes
 *
 * A target compares in each round, so that a machine that slows down slows both sides; the median of the rounds counts.
 * @typedef {object} Target
 * @property {string} metric
 * @property {string} peer
 * @property {string} [against] another peer; without one the value itself is compared
 * @property {'ratio' | 'difference' | 'value'} by
 * @property {number} [atLeast]
 * @property {number} [atMost]
 *
 * @typedef {Record<string, Sample[]>} Rounds by peer
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { summarize } from './statistics.mjs';

/** llama-server's threads poll for some 0.3 s after its last step, on a core that the next peer needs. */
const QUIET_MS = 1000;

/**
 * Measures the peers in turns, the order turned around in every second round.
 * @param {BenchCase} bench @param {(line: string) => void} log @param {number} [quietMs] before each measurement
 * @returns {Promise<Rounds>}
 */
export async function runCase(bench, log, quietMs = QUIET_MS) {
  const { peers, dispose } = await bench.setup();
  const names = Object.keys(peers);
  const rounds = Object.fromEntries(names.map((name) => [name, []]));
  try {
    for (let round = 0; round < bench.rounds; round += 1) {
      for (const name of names) rounds[name].push({ values: {} });
      for (const part of bench.parts ?? [undefined]) {
        for (const name of round % 2 === 0 ? names : names.toReversed()) {
          await sleep(quietMs);
          const { values, series } = await peers[name](part);
          const sample = rounds[name][round];
          Object.assign(sample.values, values);
          if (series) sample.series = { ...sample.series, ...series };
          log(`${bench.name}: round ${round + 1} of ${bench.rounds}, ${part ? `${part}, ` : ''}${name}`);
        }
      }
    }
  } finally {
    await dispose();
  }
  return rounds;
}

/** @param {Rounds} rounds @returns {number[]} one number a round */
export function valuesOf(rounds, peer, metric) {
  return rounds[peer].map(({ values }) => values[metric]).filter((value) => value !== undefined);
}

/** @param {Target} target @param {Rounds} rounds */
export function checkTarget(target, rounds) {
  const own = valuesOf(rounds, target.peer, target.metric);
  const other = target.against ? valuesOf(rounds, target.against, target.metric) : [];
  const compare = { ratio: (a, b) => a / b, difference: (a, b) => a - b, value: (a) => a }[target.by];
  const reached = summarize(own.map((value, round) => compare(value, other[round])));
  const met = reached.median >= (target.atLeast ?? -Infinity) && reached.median <= (target.atMost ?? Infinity);
  return { ...target, reached, met };
}

// One HTML page with everything in it: what was measured on what, the plots, the targets.
import { valuesOf } from './bench-case.mjs';
import { escapeText, formatLoad, formatTarget } from './format.mjs';
import { dotPlot, linePlot } from './plot.mjs';

/** @typedef {import('./bench-case.mjs').BenchCase} BenchCase */

function metricSection(name, { unit, better }, rounds) {
  const peers = Object.fromEntries(
    Object.keys(rounds)
      .map((peer) => [peer, valuesOf(rounds, peer, name)])
      .filter(([, values]) => values.length > 0),
  );
  return `<h3>${escapeText(name)} <small>${escapeText(unit)}, ${better} is better</small></h3>${dotPlot(peers, unit)}`;
}

function seriesSections(rounds) {
  return Object.entries(rounds).flatMap(([peer, samples]) => {
    const names = new Set(samples.flatMap(({ series }) => Object.keys(series ?? {})));
    return [...names].map((name) => {
      const curves = samples.map(({ series }) => series?.[name]).filter((curve) => curve !== undefined);
      return `<h3>${escapeText(`${name}, ${peer}`)}</h3>${linePlot(curves)}`;
    });
  });
}

function caseSection({ bench, rounds, targets, load }) {
  return [
    `<h2>${escapeText(bench.name)}</h2><p>${escapeText(bench.title)}</p>`,
    `<p>${bench.rounds} rounds. Load: ${formatLoad(load)}.</p>`,
    `<ul>${targets.map((target) => `<li class="${target.met ? 'met' : 'missed'}">${escapeText(formatTarget(target))}</li>`).join('')}</ul>`,
    ...Object.entries(bench.metrics).map(([name, metric]) => metricSection(name, metric, rounds)),
    ...seriesSections(rounds),
  ].join('\n');
}

/** @returns {string} the page */
export function renderReport({ machine, taken, cases }) {
  const about = Object.entries(machine).map(([name, value]) => `${name}: ${value}`);
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>predict-otron bench</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#222}
small{font-weight:normal;color:#666}svg{max-width:100%}li.missed{color:#b00020}</style>
<h1>predict-otron bench</h1><p>${escapeText(taken)}. ${escapeText(about.join(', '))}</p>
${cases.map(caseSection).join('\n')}
</html>
`;
}

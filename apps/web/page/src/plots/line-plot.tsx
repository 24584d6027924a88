import { For } from 'solid-js';
import { niceTop } from './nice-top.js';

const WIDTH = 300;
const HEIGHT = 84;

/** One line of a plot; its newest value stands at the right. */
export interface Line {
  name: string;
  values: number[];
}

/** Lines over time, with their newest values in words. `length` is the number of values that fit. */
export function LinePlot(props: { title: string; lines: Line[]; length: number; format(value: number): string }) {
  const top = () => niceTop(Math.max(1, ...props.lines.flatMap(({ values }) => values)));
  const points = (values: number[]) =>
    values
      .map((value, index) => {
        const x = WIDTH - ((values.length - 1 - index) / (props.length - 1)) * WIDTH;
        return `${x.toFixed(1)},${(HEIGHT - (value / top()) * (HEIGHT - 6) - 1).toFixed(1)}`;
      })
      .join(' ');
  return (
    <figure class="plot">
      <figcaption>
        <h2>{props.title}</h2>
        <ul>
          <For each={props.lines}>
            {(line, index) => (
              <li data-line={index()}>
                {line.name} <b>{props.format(line.values.at(-1) ?? 0)}</b>
              </li>
            )}
          </For>
        </ul>
      </figcaption>
      <div class="area">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
          <line x1="0" x2={WIDTH} y1="5" y2="5" class="top" />
          <For each={props.lines}>{(line, index) => <polyline data-line={index()} points={points(line.values)} />}</For>
        </svg>
        <span class="scale" aria-hidden="true">
          {props.format(top())}
        </span>
      </div>
    </figure>
  );
}

import { For } from 'solid-js';
import { neighbors } from './cosine.js';

interface NeighborsProps {
  lines: string[];
  matrix: number[][];
  chosen: number;
  choose(line: number): void;
}

/** The lines that are nearest to the chosen one. */
export function Neighbors(props: NeighborsProps) {
  return (
    <section class="plot near" aria-live="polite">
      <h2>
        Nearest to <q>{props.lines[props.chosen]}</q>
      </h2>
      <ol>
        <For each={neighbors(props.matrix, props.chosen).slice(0, 8)}>
          {({ index, similarity }) => (
            <li>
              <button type="button" onClick={() => props.choose(index)}>
                <span>{props.lines[index]}</span>
                <b>{similarity.toFixed(3)}</b>
              </button>
            </li>
          )}
        </For>
      </ol>
    </section>
  );
}

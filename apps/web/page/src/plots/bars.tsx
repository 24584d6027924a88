import { For, Show } from 'solid-js';

/** A bar with its name and value. */
export interface Bar {
  name: string;
  value: number;
  text: string;
}

/** Bars below each other; `most` is the value of a full one. */
export function Bars(props: { title: string; bars: Bar[]; most?: number; empty: string; class?: string }) {
  const most = () => props.most ?? Math.max(1, ...props.bars.map(({ value }) => value));
  return (
    <section class={`plot ${props.class ?? ''}`}>
      <h2>{props.title}</h2>
      <Show when={props.bars.length > 0} fallback={<p class="note">{props.empty}</p>}>
        <dl class="bars">
          <For each={props.bars}>
            {(bar) => (
              <div>
                <dt title={bar.name}>{bar.name}</dt>
                <dd>
                  <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                    <rect width="100" height="8" rx="1" />
                    <rect class="value" width={Math.min(100, (bar.value / most()) * 100)} height="8" rx="1" />
                  </svg>
                  <span>{bar.text}</span>
                </dd>
              </div>
            )}
          </For>
        </dl>
      </Show>
    </section>
  );
}

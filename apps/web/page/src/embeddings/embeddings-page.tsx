import { createSignal, For, onMount, Show } from 'solid-js';
import type { PageState } from '../../../src/shared/page-state.js';
import { createModels } from '../chat/create-models.js';
import { ErrorNote } from '../components/error-note.jsx';
import { PageShell } from '../components/page-shell.jsx';
import { similarities } from './cosine.js';
import { embedLines } from './embed-lines.js';
import { HeatMap } from './heat-map.jsx';
import { Neighbors } from './neighbors.jsx';
import { PlaneMap } from './plane-map.jsx';
import { planeOf } from './principal-components.js';

/** Most lines that are compared: each is compared with each. */
const MOST = 48;

const EXAMPLE = `The cat sleeps on the sofa.
A kitten takes a nap.
The dog runs in the garden.
The bank raised its interest rates.
Stock markets fell today.
She deposited money in her account.
It is raining heavily.
The storm brought wind and rain.`;

interface Result {
  lines: string[];
  matrix: number[][];
  plane: [number, number][];
}

/** Lines of text, and how near they are to each other for a model. */
export function EmbeddingsPage(props: { state: PageState }) {
  const models = createModels(props.state, 'embeddings');
  const [text, setText] = createSignal(EXAMPLE);
  const [model, setModel] = createSignal(models.find('')?.id ?? 'default');
  const [result, setResult] = createSignal<Result>();
  const [problem, setProblem] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  const [chosen, setChosen] = createSignal(0);
  let asking: AbortController | undefined;

  const lines = () =>
    text()
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const tooMany = () => lines().length > MOST;

  const compare = async () => {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    setBusy(true);
    setProblem(undefined);
    try {
      const asked = lines();
      const vectors = await embedLines(model(), asked, signal);
      setChosen(0);
      setResult({ lines: asked, matrix: similarities(vectors), plane: planeOf(vectors) });
    } catch (error) {
      if (!signal.aborted) setProblem((error as Error).message);
    }
    if (!signal.aborted) setBusy(false);
  };
  onMount(() => {
    if (props.state.models.length > 0) void compare();
  });

  return (
    <PageShell
      current="embeddings"
      title="Embeddings"
      lead="How near lines of text are to each other, as a model sees them."
      loggedIn={props.state.loggedIn}
    >
      <form
        class="lines"
        onSubmit={(event) => {
          event.preventDefault();
          void compare();
        }}
      >
        <label>
          Lines
          {/* as its content: the value of a text area is not in the page that the server sends */}
          <textarea rows="8" onInput={(event) => setText(event.currentTarget.value)}>
            {EXAMPLE}
          </textarea>
        </label>
        <div class="row">
          <span class="note">
            {tooMany() ? `${lines().length} lines; the most is ${MOST}` : `${lines().length} lines`}
          </span>
          <label>
            <span class="unseen">Model</span>
            <select onChange={(event) => setModel(event.currentTarget.value)}>
              <For each={models.models()}>
                {({ id, state }) => (
                  <option value={id} selected={id === model()}>
                    {id}
                    {state === 'loaded' ? '' : ' (not in memory)'}
                  </option>
                )}
              </For>
            </select>
          </label>
          <button type="submit" class="primary" disabled={lines().length < 2 || tooMany() || busy()}>
            {busy() ? 'Comparing…' : 'Compare'}
          </button>
        </div>
      </form>
      <noscript>
        <p class="note">The maps are drawn by a script.</p>
      </noscript>
      <Show when={problem() ?? models.problem()}>
        {(message) => <ErrorNote message={message()} retry={() => void compare()} login={models.needsKey()} />}
      </Show>
      <Show when={result()}>
        {(found) => (
          <div class="maps" aria-busy={busy()}>
            <HeatMap lines={found().lines} matrix={found().matrix} chosen={chosen()} choose={setChosen} />
            <PlaneMap lines={found().lines} plane={found().plane} chosen={chosen()} choose={setChosen} />
            <Neighbors lines={found().lines} matrix={found().matrix} chosen={chosen()} choose={setChosen} />
          </div>
        )}
      </Show>
    </PageShell>
  );
}

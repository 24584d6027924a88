import { Show } from 'solid-js';
import type { PageState } from '../../../src/shared/page-state.js';
import { ErrorNote } from '../components/error-note.jsx';
import { formatBytes } from '../components/format-bytes.js';
import { PageShell } from '../components/page-shell.jsx';
import { Bars } from '../plots/bars.jsx';
import { LinePlot } from '../plots/line-plot.jsx';
import { createStatus } from './create-status.js';
import { PluginTable } from './plugin-table.jsx';
import { rangeNames, rates } from './status-sample.js';

/** Seconds that the plots show. */
const SECONDS = 120;

/** How the server is doing, live. */
export function StatusPage(props: { state: PageState }) {
  const { samples, latest, plugins, problem } = createStatus();
  const rate = (counter: Parameters<typeof rates>[1]) => rates(samples(), counter);
  const histogram = () => latest()?.first_token ?? { bounds_ms: [], counts: [] };
  return (
    <PageShell
      current="status"
      title="Status"
      lead="The last two minutes, while this page is open."
      loggedIn={props.state.loggedIn}
    >
      <Show when={problem()}>{(text) => <ErrorNote message={text()} />}</Show>
      <noscript>
        <p class="note">The plots are drawn by a script.</p>
      </noscript>
      <dl class="numbers">
        <Fact name="Requests" value={latest()?.requests.toLocaleString('en')} />
        <Fact name="Failed" value={latest()?.failed.toLocaleString('en')} />
        <Fact name="Generated tokens" value={latest()?.generated_tokens.toLocaleString('en')} />
        <Fact name="Up for" value={latest() && duration(latest()?.uptime_seconds ?? 0)} />
      </dl>
      <div class="plots">
        <LinePlot
          title="Answers"
          length={SECONDS}
          lines={[
            { name: 'running', values: samples().map(({ running }) => running) },
            { name: 'waiting', values: samples().map(({ queued }) => queued) },
          ]}
          format={(value) => value.toLocaleString('en')}
        />
        <LinePlot
          title="Tokens a second"
          length={SECONDS}
          lines={[
            { name: 'generated', values: rate('generated_tokens') },
            { name: 'read', values: rate('prompt_tokens') },
          ]}
          format={(value) => Math.round(value).toLocaleString('en')}
        />
        <LinePlot
          title="Requests a second"
          length={SECONDS}
          lines={[{ name: 'begun', values: rate('requests') }]}
          format={(value) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'))}
        />
        <LinePlot
          title="Memory of the process"
          length={SECONDS}
          lines={[{ name: 'resident', values: samples().map(({ rss_bytes }) => rss_bytes) }]}
          format={formatBytes}
        />
        <Bars
          title="Memory by model"
          bars={(latest()?.models ?? []).map(({ id, bytes }) => ({
            name: id,
            value: bytes,
            text: bytes > 0 ? formatBytes(bytes) : 'not measured',
          }))}
          empty="No model is in memory."
        />
        <Bars
          class="tall"
          title="Time to the first token"
          bars={rangeNames(histogram().bounds_ms)
            .map((name, index) => ({ name, value: histogram().counts[index] ?? 0 }))
            .map(({ name, value }) => ({ name, value, text: value.toLocaleString('en') }))}
          empty="Nothing has been asked yet."
        />
        <Bars
          class="broad"
          title="Devices"
          most={1}
          bars={(latest()?.devices ?? []).map((device) => {
            const free = device.free_bytes ?? device.total_bytes;
            return {
              name: device.name,
              value: 1 - free / device.total_bytes,
              text: `${formatBytes(free)} of ${formatBytes(device.total_bytes)} free`,
            };
          })}
          empty="No device has been found."
        />
      </div>
      <PluginTable plugins={plugins()} />
    </PageShell>
  );
}

function Fact(props: { name: string; value?: string }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.value ?? '–'}</dd>
    </div>
  );
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes < 1 ? `${seconds} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

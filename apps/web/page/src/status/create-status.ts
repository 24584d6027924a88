import { createSignal, onCleanup, onMount } from 'solid-js';
import type { StatusSample } from './status-sample.js';

/** Samples that the plots show: two minutes. */
const KEPT = 120;
const RETRY_MS = 2000;

/** A plugin as `GET /admin/plugins` lists it. */
export interface Plugin {
  name: string;
  version: string;
  state: string;
  reason?: string;
  contributions: Record<string, string[]>;
  health: { status: string; detail?: string };
}

/** The samples that come while the page is open, and the plugins. Goes on by itself after the server was away. */
export function createStatus() {
  const [samples, setSamples] = createSignal<StatusSample[]>([]);
  const [plugins, setPlugins] = createSignal<Plugin[]>([]);
  const [problem, setProblem] = createSignal<string>();
  onMount(() => {
    let events: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      clearTimeout(retry);
      loadPlugins().then(setPlugins, () => {});
      events = new EventSource('admin/status');
      events.onmessage = ({ data }) => {
        setProblem(undefined);
        setSamples((before) => [...before, JSON.parse(data)].slice(-KEPT));
      };
      events.onerror = async () => {
        events?.close();
        setProblem(await whyNot());
        retry = setTimeout(open, RETRY_MS);
      };
    };
    open();
    onCleanup(() => {
      events?.close();
      clearTimeout(retry);
    });
  });
  return { samples, plugins, problem, latest: () => samples().at(-1) };
}

async function loadPlugins(): Promise<Plugin[]> {
  const response = await fetch('admin/plugins');
  return response.ok ? (await response.json()).plugins : [];
}

/** An event source does not tell. */
async function whyNot(): Promise<string> {
  const response = await fetch('admin/slots').catch(() => undefined);
  if (!response) return 'The server does not answer. This page tries again by itself.';
  const body = await response.json().catch(() => undefined);
  return body?.error?.message ?? 'The connection was lost. This page tries again by itself.';
}

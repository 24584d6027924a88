import { CliError } from '../cli-error.js';
import type { ServerClient } from '../http/server-client.js';
import { bytes } from '../terminal/quantities.js';
import type { Finding } from './finding.js';

/** A server that says nothing for so long, in milliseconds, is stuck. */
const PATIENCE = 10_000;

interface Hardware {
  devices: { id: string; name: string; totalBytes: number; freeBytes?: number; failure?: string }[];
  absent: { provider: string; reason: string }[];
  chosen: { device: string; reason: string };
}
interface Plugins {
  plugins: {
    name: string;
    version: string;
    state: string;
    reason?: string;
    health: { status: string; detail?: string };
  }[];
}

/** What the server says of itself. The first finding is whether it answers; if not, it is the only one. */
export async function serverFindings(client: ServerClient): Promise<Finding[]> {
  const ask = <T>(path: string) => client.json<T>('GET', path, undefined, AbortSignal.timeout(PATIENCE));
  let version: string;
  try {
    ({ version } = await ask<{ version: string }>('/health'));
  } catch (error) {
    return [failure('server', error)];
  }
  const parts = await Promise.all([
    part(
      'ready',
      () => ask<unknown>('/ready'),
      () => [{ subject: 'ready', state: 'good', text: 'it serves' }],
    ),
    part('hardware', () => ask<Hardware>('/admin/hardware'), hardwareFindings),
    part('plugins', () => ask<Plugins>('/admin/plugins'), pluginFindings),
  ]);
  return [{ subject: 'server', state: 'good', text: `${client.baseUrl}, version ${version}` }, ...parts.flat()];
}

async function part<T>(subject: string, ask: () => Promise<T>, look: (answer: T) => Finding[]): Promise<Finding[]> {
  try {
    return look(await ask());
  } catch (error) {
    return [failure(subject, error)];
  }
}

function failure(subject: string, error: unknown): Finding {
  const { name, message } = error as Error;
  const text = name === 'TimeoutError' ? `no answer within ${PATIENCE / 1000} s` : message;
  const fix = error instanceof CliError ? error.advice : undefined;
  return { subject, state: 'bad', text, ...(fix && { fix }) };
}

export function hardwareFindings({ devices, absent, chosen }: Hardware): Finding[] {
  const found = devices.map(({ id, name, totalBytes, freeBytes, failure: fault }): Finding => {
    const memory = freeBytes === undefined ? bytes(totalBytes) : `${bytes(freeBytes)} of ${bytes(totalBytes)} free`;
    if (!fault) return { subject: 'device', state: 'good', text: `${id}: ${name}, ${memory}` };
    const fix = 'Correct that and restart the server, or choose another device with --device.';
    return { subject: 'device', state: 'warning', text: `${id}: ${name}: ${fault}`, fix };
  });
  const others = absent.map(
    ({ provider, reason }): Finding => ({ subject: 'device', state: 'good', text: `no ${provider}: ${reason}` }),
  );
  return [
    ...found,
    ...others,
    { subject: 'device', state: 'good', text: `models go to ${chosen.device}: ${chosen.reason}` },
  ];
}

export function pluginFindings({ plugins }: Plugins): Finding[] {
  return plugins.map(({ name, version, state, reason, health }): Finding => {
    const text = `${name} ${version}: ${state}`;
    if (state === 'failed')
      return {
        subject: 'plugin',
        state: 'bad',
        text: `${text}: ${reason ?? 'no reason given'}`,
        fix: 'Correct that or remove the plugin, then restart the server.',
      };
    if (health.status === 'up') return { subject: 'plugin', state: 'good', text };
    const bad = health.status === 'down';
    return {
      subject: 'plugin',
      state: bad ? 'bad' : 'warning',
      text: `${text}, ${health.status}: ${health.detail ?? ''}`,
    };
  });
}

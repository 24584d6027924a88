import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { readApplications } from '../read-applications.js';
import { helm, helmPath } from '../testing/helm.js';
import type { RenderedManifest } from '../testing/manifest-faults.js';
import { writeChart } from '../write-chart.js';
import { chart } from './chart.js';

// Compose is what is run in tests, the chart is not: so they have to say the same.

interface ComposeService {
  image: string;
  profiles: string[];
  build?: { target: string };
  environment: Record<string, string | null>;
  volumes?: string[];
  ports?: string[];
  read_only: boolean;
  cap_drop: string[];
  stop_grace_period: string;
}

interface Container {
  image: string;
  ports: [{ containerPort: number }];
  env: { name: string; value?: string }[];
  volumeMounts: { mountPath: string }[];
  livenessProbe: { httpGet: { path: string } };
  readinessProbe: { httpGet: { path: string } };
  securityContext: { readOnlyRootFilesystem: boolean; capabilities: { drop: string[] } };
  lifecycle: { preStop: { exec: { command: [string, string] } } };
}

interface PodSpec {
  containers: [Container];
  securityContext: { runAsUser: number };
  terminationGracePeriodSeconds: number;
}

const applications = readApplications(resolve('apps'));
const { services } = parse(readFileSync('deploy/compose.yaml', 'utf8'), { merge: true }) as {
  services: Record<string, ComposeService>;
};
const dockerfile = readFileSync('deploy/docker/Dockerfile', 'utf8');

/** The service of the profile `ha` that runs an application's image. */
function serviceOf(image: string): ComposeService {
  const found = Object.values(services).filter(
    (service) => service.profiles.includes('ha') && service.image.startsWith(`${image}:`),
  );
  expect(found).toHaveLength(1);
  return found[0] as ComposeService;
}

/** A stage of the Dockerfile after those that it is built on. */
function stage(name: string): string {
  const [, base, text] =
    new RegExp(`^FROM (\\S+) AS ${name}\\n((?:(?!FROM ).*\\n)*)`, 'm').exec(`${dockerfile}\n`) ?? [];
  if (text === undefined) return '';
  return `${stage((base ?? '').replace(/\$\{ACCELERATOR\}/, 'cpu'))}${text}`;
}

/** What `ENV` of a stage says. */
function environmentOf(image: string): Record<string, string> {
  const lines = stage(image).replaceAll('\\\n', ' ').split('\n');
  const pairs = lines.filter((line) => line.startsWith('ENV ')).flatMap((line) => line.slice(4).trim().split(/\s+/));
  return Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]));
}

describe.each(applications.map((application) => [application.component, application] as const))(
  '%s',
  (_, application) => {
    const target = application.image.replace('predict-otron-', '');

    it('has an image and a place in compose', () => {
      expect(stage(target)).not.toBe('');
      expect(serviceOf(application.image).build?.target).toBe(target);
    });

    it('gets from its image what the chart says', () => {
      const image = environmentOf(target);
      const { env = {}, port, probes } = application;
      for (const [name, value] of Object.entries(env)) {
        // the port is the program's own where the image says nothing
        if (name !== 'SERVER_PORT' || image[name] !== undefined) expect([name, image[name]]).toEqual([name, value]);
      }
      expect(stage(target)).toContain(`EXPOSE ${port}\n`);
      expect(/HEALTHCHECK[\s\S]*?fetch\(`[^`]*(\/\w+)`/.exec(stage(target))?.[1]).toBe(probes.live);
    });
  },
);

(helmPath ? describe : describe.skip)('the chart and compose', () => {
  let folder: string;
  let pods: Record<string, PodSpec>;
  let configuration: Record<string, string>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'compose-'));
    const common = { name: 'c', version: '1.0.0', appVersion: '1.0.0', host: 'c.local', registry: '', tag: '' };
    writeChart(chart({ ...common, applications }), folder);
    const manifests = parseAllDocuments(helm('template', 'r1', folder).output).map(
      (document) => document.toJS() as RenderedManifest,
    );
    const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
    pods = Object.fromEntries(
      deployments.map(({ metadata, spec }) => [
        metadata.labels['app.kubernetes.io/component'],
        (spec as { template: { spec: PodSpec } }).template.spec,
      ]),
    );
    configuration = manifests.find(({ kind }) => kind === 'ConfigMap')?.data as Record<string, string>;
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('start the same applications', () => {
    const images = Object.values(services).filter(({ build, profiles }) => build && profiles.includes('ha'));
    expect(Object.keys(pods)).toHaveLength(images.length);
  });

  it.each(applications.map(({ component, image }) => [component, image]))('run %s alike', (component, image) => {
    const pod = pods[component] as PodSpec;
    const [container] = pod.containers;
    const service = serviceOf(image);
    const env = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
    expect(service.environment.SHUTDOWN_TIMEOUT).toBe(env.SHUTDOWN_TIMEOUT);
    expect(service.volumes?.map((volume) => volume.split(':')[1]).sort() ?? []).toEqual(
      // the server in front of engines keeps no models in compose; its claims in the chart serve the other mode
      component === 'server'
        ? []
        : container.volumeMounts.flatMap((it) => (it.mountPath === '/tmp' ? [] : it.mountPath)).sort(),
    );
    expect(service.read_only).toBe(container.securityContext.readOnlyRootFilesystem);
    expect(service.cap_drop).toEqual(container.securityContext.capabilities.drop);
    expect(stage(image.replace('predict-otron-', ''))).toContain(`USER ${pod.securityContext.runAsUser}:`);
  });

  it.each(applications.map(({ component }) => component))('give %s the time that it needs to end', (component) => {
    const pod = pods[component] as PodSpec;
    const [{ env, lifecycle }] = pod.containers;
    const drain = Number(env.find(({ name }) => name === 'SHUTDOWN_TIMEOUT')?.value);
    const preStop = Number(lifecycle.preStop.exec.command[1]);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(preStop + drain);
  });

  it('mean the same by SERVER_CONFIG', () => {
    const { serverMode, services: urls } = JSON.parse(configuration.SERVER_CONFIG ?? '');
    expect(JSON.parse(services.server?.environment.SERVER_CONFIG ?? '')).toEqual({ serverMode });
    // the names of the chart are those that are the default, and those of compose
    expect(Object.values(urls as Record<string, string>).map((url) => new URL(url).hostname)).toEqual(
      expect.arrayContaining(['inference-service', 'embeddings-service']),
    );
    for (const name of ['inference-service', 'embeddings-service', 'web'])
      expect(Object.keys(services)).toContain(name);
  });
});

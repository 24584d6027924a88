import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { readApplications } from '../read-applications.js';
import { helm, helmPath } from '../testing/helm.js';
import { manifestFaults, type RenderedManifest } from '../testing/manifest-faults.js';
import { writeChart } from '../write-chart.js';
import { type ChartOptions, chart } from './chart.js';

const OPTIONS: ChartOptions = {
  name: 'predict-otron-9000',
  version: '1.0.0',
  appVersion: '1.0.0',
  host: 'predict-otron-9000.local',
  registry: '',
  tag: '',
  applications: readApplications(resolve('apps')),
};

/** Of an Ingress. */
interface Path {
  path: string;
  backend: { service: { name: string } };
}

const GOLDEN = resolve('deploy/helm-chart-tool/golden');
const PROFILES = ['monolith', 'microservices', 'everything'];

describe('chart', () => {
  it('is the same for the same input', () => {
    const again = chart({ ...OPTIONS, applications: readApplications(resolve('apps')) });
    expect([...again]).toEqual([...chart(OPTIONS)]);
  });

  it('has a template for each object of each application', () => {
    const files = [...chart(OPTIONS).keys()];
    for (const { component } of OPTIONS.applications)
      for (const kind of ['deployment', 'service', 'autoscaler', 'disruption-budget', 'network-policy'])
        expect(files).toContain(`templates/${component}/${kind}.yaml`);
  });

  it('gives every value a comment', () => {
    const lines = chart(OPTIONS).get('values.yaml')?.split('\n') ?? [];
    const bare = lines.filter((line, at) => /^ *[\w-]+: ?\S/.test(line) && /^ *[\w-]+: ?\S/.test(lines[at - 1] ?? ''));
    // lines of an object's own fields follow each other
    expect(bare.every((line) => /^ {4}/.test(line))).toBe(true);
  });
});

const describeWithHelm = helmPath ? describe : describe.skip;
describeWithHelm('the chart, by helm', () => {
  let folder: string;
  let path: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chart-'));
    path = join(folder, OPTIONS.name);
    writeChart(chart(OPTIONS), path);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function render(values: string, chartPath = path): RenderedManifest[] {
    const { code, output, error } = helm('template', 'r1', chartPath, '--values', values, '--kube-version', '1.33.0');
    if (code !== 0) throw new Error(error);
    return parseAllDocuments(output).map((document) => document.toJS());
  }

  const profile = (name: string) => join(GOLDEN, `${name}.values.yaml`);

  it.each([undefined, ...PROFILES])('passes the strict linter with the values %p', (name) => {
    const values = name === undefined ? [] : ['--values', profile(name)];
    const { code, output, error } = helm('lint', '--strict', path, ...values);
    expect(`${output}${error}`).not.toMatch(/ERROR|WARNING/);
    expect(code).toBe(0);
  });

  it.each([
    ['microservices', 'web'],
    ['everything', 'web'],
    ['monolith', 'predict-otron'],
  ])('sends the page of %s to %s, and the API to the server', (name, page) => {
    const values = join(folder, 'ingress.yaml');
    writeFileSync(values, 'ingress: { enabled: true }');
    const args = ['template', 'r1', path, '--values', profile(name), '--values', values];
    const manifests = parseAllDocuments(helm(...args).output).map((document) => document.toJS() as RenderedManifest);
    const { spec } = manifests.find(({ kind }) => kind === 'Ingress') as RenderedManifest;
    const { rules } = spec as {
      rules: [{ http: { paths: Path[] } }];
    };
    const { paths } = rules[0].http;
    expect(paths.filter(({ path }) => path === '/').map(({ backend }) => backend.service.name)).toEqual([page]);
    expect(paths.find(({ path }) => path === '/v1')?.backend.service.name).toBe('predict-otron');
  });

  // scripts/render-golden.mjs writes them again
  it.each(PROFILES)('renders %s as it did before', (name) => {
    const { output } = helm('template', 'r1', path, '--values', profile(name), '--kube-version', '1.33.0');
    const file = join(GOLDEN, `${name}.yaml`);
    expect(output).toBe(readFileSync(file, 'utf8'));
  });

  it.each(PROFILES)('renders %s as Kubernetes knows it', async (name) => {
    for (const manifest of render(profile(name)))
      expect([manifest.kind, manifest.metadata.name, await manifestFaults(manifest)]).toEqual([
        manifest.kind,
        manifest.metadata.name,
        [],
      ]);
  });

  it('notices what Kubernetes does not know', async () => {
    const [manifest] = render(profile('microservices')).filter(({ kind }) => kind === 'Deployment');
    const spec = manifest?.spec as { replicas: unknown; template: { spec: Record<string, unknown> } };
    spec.template.spec.serviceAccountNome = 'a';
    expect(await manifestFaults(manifest as RenderedManifest)).toEqual([
      '/spec/template/spec/serviceAccountNome is not known',
    ]);
    spec.replicas = 'many';
    expect((await manifestFaults(manifest as RenderedManifest))[0]).toMatch(/replicas must be integer/);
  });

  it('keeps what is immutable when a release is upgraded', () => {
    const newer = join(folder, 'newer', OPTIONS.name);
    writeChart(chart({ ...OPTIONS, version: '2.0.0', appVersion: '2.0.0' }), newer);
    const immutable = (manifests: RenderedManifest[]) =>
      manifests.flatMap(({ kind, metadata, spec }) => {
        if (kind === 'PersistentVolumeClaim') return [[kind, metadata.name, spec]];
        if (kind !== 'Deployment') return [];
        return [[kind, metadata.name, (spec as { selector: object }).selector]];
      });
    const before = immutable(render(profile('everything')));
    expect(before.length).toBeGreaterThan(5);
    expect(immutable(render(profile('everything'), newer))).toEqual(before);
  });

  it.each([
    ['serverMode=Cluster', /serverMode/],
    ['server.replicas=many', /replicas/],
    ['server.replica=2', /replica/],
    ['inferencePool.enabled=true,secret.apiKeys=k', /serviceToken/],
  ])('refuses %s', (setting, message) => {
    const { code, error } = helm('template', 'r1', path, '--set', setting);
    expect(code).toBe(1);
    expect(error).toMatch(message);
  });

  it('asks of each Service only what its Deployment has', () => {
    const manifests = render(profile('everything'));
    for (const service of manifests.filter(({ kind }) => kind === 'Service')) {
      const { selector } = service.spec as { selector: Record<string, string> };
      const chosen = manifests.filter(({ kind, spec }) => {
        const { labels } = (spec as { template?: RenderedManifest } | undefined)?.template?.metadata ?? {
          labels: {} as Record<string, string>,
        };
        return kind === 'Deployment' && Object.entries(selector).every(([key, value]) => labels[key] === value);
      });
      expect(chosen).toHaveLength(1);
    }
  });
});

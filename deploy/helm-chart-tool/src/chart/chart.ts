import { autoscaler } from '../objects/autoscaler.js';
import { deployment } from '../objects/deployment.js';
import { disruptionBudget } from '../objects/disruption-budget.js';
import { inferencePool } from '../objects/inference-pool.js';
import { ingress } from '../objects/ingress.js';
import type { Manifest } from '../objects/manifest.js';
import type { ChartContext } from '../objects/names.js';
import { networkPolicy } from '../objects/network-policy.js';
import { readinessTest } from '../objects/readiness-test.js';
import { service } from '../objects/service.js';
import { serviceMonitor } from '../objects/service-monitor.js';
import { sharedObjects } from '../objects/shared-objects.js';
import { volumeClaims } from '../objects/volume-claims.js';
import type { Application } from '../read-applications.js';
import { toTemplate } from '../template/to-template.js';
import { chartValues, type ValueDefaults } from './chart-values.js';
import { nameTemplates } from './name-templates.js';
import { notes } from './notes.js';
import { valuesFile } from './values-file.js';
import { valuesSchema } from './values-schema.js';

/** What a chart is made from. */
export interface ChartOptions extends ValueDefaults {
  /** Name of the chart: a DNS label. */
  name: string;
  /** Version of the chart, and of the applications: semantic versions. */
  version: string;
  appVersion: string;
  applications: Application[];
}

/** The files of a chart by their paths, in the order of these. The same input gives the same files. */
export function chart(options: ChartOptions): Map<string, string> {
  const { name, applications } = options;
  const values = chartValues(applications, options);
  const files = {
    'Chart.yaml': chartFile(options),
    'values.yaml': valuesFile(values),
    'values.schema.json': valuesSchema(values),
    'README.md': readme(options),
    '.helmignore': '*.tgz\n.git/\n',
    'templates/NOTES.txt': notes(applications),
    'templates/_names.tpl': nameTemplates(name, applications),
    ...Object.fromEntries(manifests({ name, applications }).map((it) => [`templates/${it.file}`, template(it)])),
  };
  return new Map(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function manifests(context: ChartContext): Manifest[] {
  const { applications } = context;
  return [
    ...sharedObjects(context),
    ingress(context),
    ...applications.flatMap((application) => [
      deployment(application, context),
      service(application, context),
      ...volumeClaims(application, context),
      autoscaler(application, context),
      disruptionBudget(application, context),
      networkPolicy(application, context),
      ...(application.metrics ? [serviceMonitor(application, context)] : []),
      ...(application.inferencePool ? inferencePool(application, context) : []),
      readinessTest(application, context),
    ]),
  ];
}

function template({ condition, object }: Manifest): string {
  const text = toTemplate(object);
  return condition ? `{{- if ${condition} }}\n${text}{{- end }}\n` : text;
}

function chartFile({ name, version, appVersion }: ChartOptions): string {
  return toTemplate({
    apiVersion: 'v2',
    name,
    description: 'A server for local language models, by itself or in front of engines that scale',
    type: 'application',
    version,
    appVersion,
    kubeVersion: '>=1.29.0-0',
    keywords: ['llm', 'inference', 'openai', 'embeddings'],
  });
}

function readme({ name }: ChartOptions): string {
  return [
    `# ${name}`,
    '',
    'Made by `npm run build:chart` from the `kube` field of each application; changes belong there.',
    'Every value has a comment in `values.yaml` and a type in `values.schema.json`.',
    '',
  ].join('\n');
}

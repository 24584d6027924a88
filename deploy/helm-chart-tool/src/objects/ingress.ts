import type { IHTTPIngressPath } from 'kubernetes-models/networking.k8s.io/v1/HTTPIngressPath';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { Application } from '../read-applications.js';
import { block, quoted, when } from '../template/expression.js';
import type { Manifest } from './manifest.js';
import { applicationOf, type ChartContext, labels, releaseName, runs } from './names.js';

/** The way from outside of the cluster to every application that names paths. */
export function ingress(chart: ChartContext): Manifest {
  const paths = chart.applications.flatMap((application) =>
    (application.ingress ?? []).map((entry) => {
      const path = typeof entry === 'string' ? entry : entry.path;
      const backend = { service: { name: application.service, port: { name: 'http' } } };
      return when<IHTTPIngressPath>(conditionOf(application, entry, chart), { path, pathType: 'Prefix', backend });
    }),
  );
  const object: IIngress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: releaseName(),
      labels: labels(chart, 'ingress'),
      annotations: block('.Values.ingress.annotations'),
    },
    spec: {
      ingressClassName: when('.Values.ingress.className', quoted('.Values.ingress.className')),
      tls: block('.Values.ingress.tls'),
      rules: [{ host: quoted('.Values.ingress.host'), http: { paths } }],
    },
  };
  return { file: 'ingress.yaml', condition: '.Values.ingress.enabled', object };
}

type Entry = NonNullable<Application['ingress']>[number];

function conditionOf(application: Application, entry: Entry, chart: ChartContext): string {
  if (typeof entry === 'string') return runs(application);
  return `and (${runs(application)}) (not (${runs(applicationOf(chart, entry.unless))}))`;
}

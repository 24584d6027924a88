import type { IHTTPIngressPath } from 'kubernetes-models/networking.k8s.io/v1/HTTPIngressPath';
import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import type { Application } from '../read-applications.js';
import { block, quoted, when } from '../template/expression.js';
import type { Manifest } from './manifest.js';
import { type ChartContext, labels, releaseName, runs } from './names.js';

/** The way from outside of the cluster to every application that names paths. */
export function ingress(applications: Application[], chart: ChartContext): Manifest {
  const paths = applications.flatMap((application) =>
    (application.ingress ?? []).map((path) => {
      const backend = { service: { name: application.service, port: { name: 'http' } } };
      return when<IHTTPIngressPath>(runs(application), { path, pathType: 'Prefix', backend });
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

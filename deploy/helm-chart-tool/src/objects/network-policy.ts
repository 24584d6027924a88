import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { INetworkPolicyPeer } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicyPeer';
import type { Application } from '../read-applications.js';
import { block, quoted } from '../template/expression.js';
import type { Manifest } from './manifest.js';
import { type ChartContext, labels, releaseName, runs, selectorLabels } from './names.js';

/** Who may call an application: anybody, where the Ingress leads to it; otherwise pods of this release, scrapers, a gateway. */
export function networkPolicy(application: Application, chart: ChartContext): Manifest {
  const { component, port, ingress = [] } = application;
  const release: INetworkPolicyPeer = {
    podSelector: {
      matchLabels: {
        'app.kubernetes.io/name': chart.name,
        'app.kubernetes.io/instance': quoted('.Release.Name'),
      },
    },
  };
  const more = ['metricsFrom', ...(application.inferencePool ? ['gatewayFrom'] : [])];
  const peers = [release, ...more.map((list) => block<INetworkPolicyPeer>(`.Values.networkPolicy.${list}`))];
  const object: INetworkPolicy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: releaseName(component), labels: labels(chart, component) },
    spec: {
      podSelector: { matchLabels: selectorLabels(chart, component) },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ port, protocol: 'TCP' }], ...(ingress.length === 0 && { from: peers }) }],
    },
  };
  const condition = `and (${runs(application)}) .Values.networkPolicy.enabled`;
  return { file: `${component}/network-policy.yaml`, condition, object };
}

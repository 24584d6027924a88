import type { Application } from '../read-applications.js';
import { quoted } from '../template/expression.js';
import type { Manifest } from './manifest.js';
import { type ChartContext, labels, releaseName, runs, selectorLabels } from './names.js';

/** A ServiceMonitor of the Prometheus operator (monitoring.coreos.com/v1), as far as it is used here. */
interface ServiceMonitor {
  apiVersion: 'monitoring.coreos.com/v1';
  kind: 'ServiceMonitor';
  metadata: { name: string; labels: Record<string, string> };
  spec: {
    selector: { matchLabels: Record<string, string> };
    endpoints: { port: string; path: string; interval: string }[];
  };
}

/** Tells Prometheus where to scrape. */
export function serviceMonitor(application: Application, chart: ChartContext): Manifest {
  const { component } = application;
  const object: ServiceMonitor = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: releaseName(component), labels: labels(chart, component) },
    spec: {
      selector: { matchLabels: selectorLabels(chart, component) },
      endpoints: [{ port: 'http', path: '/metrics', interval: quoted('.Values.serviceMonitor.interval') }],
    },
  };
  const condition = `and (${runs(application)}) .Values.serviceMonitor.enabled`;
  return { file: `${component}/service-monitor.yaml`, condition, object };
}

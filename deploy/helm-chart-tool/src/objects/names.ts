import type { Application } from '../read-applications.js';
import { quoted } from '../template/expression.js';

/** What the manifests of one chart have in common. */
export interface ChartContext {
  /** Name of the chart. */
  name: string;
  /** All that have manifests. */
  applications: Application[];
}

/** `{{ .Release.Name }}-suffix`, the name of an object that belongs to a release. */
export function releaseName(suffix?: string): string {
  return quoted(suffix ? `printf "%s-${suffix}" .Release.Name` : '.Release.Name');
}

/** Labels by which pods are chosen. They never change, as they are immutable in a Deployment. */
export function selectorLabels({ name }: ChartContext, component: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': quoted('.Release.Name'),
    'app.kubernetes.io/component': component,
  };
}

/** Labels of every object. */
export function labels(chart: ChartContext, component: string): Record<string, string> {
  return {
    ...selectorLabels(chart, component),
    'app.kubernetes.io/version': quoted('.Chart.AppVersion'),
    'app.kubernetes.io/managed-by': quoted('.Release.Service'),
    'helm.sh/chart': quoted('printf "%s-%s" .Chart.Name .Chart.Version'),
  };
}

/** `.Values.component.rest` */
export function valuePath({ component }: Application, path: string): string {
  return `.Values.${component}.${path}`;
}

/** A volume's part of the values; its name may have a dash. */
export function volumeValue({ component }: Application, volume: string, path: string): string {
  return `(index .Values.${component}.volumes "${volume}").${path}`;
}

/** The application with this component. Throws where there is none. */
export function applicationOf({ applications }: ChartContext, component: string): Application {
  const found = applications.find((application) => application.component === component);
  if (!found) throw new Error(`No application has the kube.component "${component}".`);
  return found;
}

/** The template condition under which an application runs. */
export function runs({ component, modes }: Application): string {
  const enabled = `.Values.${component}.enabled`;
  return modes.length === 2 ? enabled : `and ${enabled} (eq .Values.serverMode "${modes[0]}")`;
}

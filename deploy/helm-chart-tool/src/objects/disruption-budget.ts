import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { Application } from '../read-applications.js';
import { expression } from '../template/expression.js';
import type { Manifest } from './manifest.js';
import { type ChartContext, labels, releaseName, runs, selectorLabels, valuePath } from './names.js';

/** Keeps some pods of an application while nodes are drained. */
export function disruptionBudget(application: Application, chart: ChartContext): Manifest {
  const { component } = application;
  const object: IPodDisruptionBudget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: releaseName(component), labels: labels(chart, component) },
    spec: {
      minAvailable: expression(valuePath(application, 'disruptionBudget.minAvailable')),
      selector: { matchLabels: selectorLabels(chart, component) },
    },
  };
  const condition = `and (${runs(application)}) ${valuePath(application, 'disruptionBudget.enabled')}`;
  return { file: `${component}/disruption-budget.yaml`, condition, object };
}

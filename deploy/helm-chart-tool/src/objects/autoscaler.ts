import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { IMetricSpec } from 'kubernetes-models/autoscaling/v2/MetricSpec';
import type { Application } from '../read-applications.js';
import { expression, quoted, when } from '../template/expression.js';
import type { Manifest } from './manifest.js';
import { type ChartContext, labels, releaseName, runs, valuePath } from './names.js';

/** Chooses the number of an application's pods by their queues, or by what they compute. */
export function autoscaler(application: Application, chart: ChartContext): Manifest {
  const { component } = application;
  const value = (path: string) => valuePath(application, `autoscaling.${path}`);
  const byQueue: IMetricSpec = {
    type: 'Pods',
    pods: {
      metric: { name: quoted(value('queueMetric')) },
      target: { type: 'AverageValue', averageValue: quoted(value('target')) },
    },
  };
  const byCpu: IMetricSpec = {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: expression(value('target')) } },
  };
  const object: IHorizontalPodAutoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: releaseName(component), labels: labels(chart, component) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: releaseName(component) },
      minReplicas: expression(value('minReplicas')),
      maxReplicas: expression(value('maxReplicas')),
      metrics: [when(`eq ${value('metric')} "queue"`, byQueue), when(`eq ${value('metric')} "cpu"`, byCpu)],
      // a model takes long to load: do not send away what will be needed again in a minute
      behavior: { scaleDown: { stabilizationWindowSeconds: 600 } },
    },
  };
  return { file: `${component}/autoscaler.yaml`, condition: `and (${runs(application)}) ${value('enabled')}`, object };
}

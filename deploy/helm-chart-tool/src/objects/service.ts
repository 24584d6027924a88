import type { IService } from 'kubernetes-models/v1/Service';
import type { Application } from '../read-applications.js';
import { expression } from '../template/expression.js';
import type { Manifest } from './manifest.js';
import { type ChartContext, labels, runs, selectorLabels, valuePath } from './names.js';

/** The address of an application in its namespace. */
export function service(application: Application, chart: ChartContext): Manifest {
  const { component } = application;
  const object: IService = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: application.service, labels: labels(chart, component) },
    spec: {
      type: 'ClusterIP',
      selector: selectorLabels(chart, component),
      sessionAffinity: expression(valuePath(application, 'sessionAffinity')),
      ports: [
        {
          name: 'http',
          port: expression<number>(valuePath(application, 'servicePort')),
          targetPort: 'http',
          protocol: 'TCP',
        },
      ],
    },
  };
  return { file: `${component}/service.yaml`, condition: runs(application), object };
}

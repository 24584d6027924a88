import type { IPod } from 'kubernetes-models/v1/Pod';
import type { Application } from '../read-applications.js';
import { expression } from '../template/expression.js';
import type { Manifest } from './manifest.js';
import { type ChartContext, labels, releaseName, runs, valuePath } from './names.js';

/** `helm test`: a pod asks the application through its Service whether it is ready. */
export function readinessTest(application: Application, chart: ChartContext): Manifest {
  const { component, service, probes } = application;
  const program = [
    `const answer = await fetch('http://${service}:' + process.argv[1] + '${probes.ready}');`,
    'console.log(answer.status, await answer.text());',
    'process.exit(answer.ok ? 0 : 1);',
  ].join(' ');
  const port = expression<string>(`${valuePath(application, 'servicePort')} | quote`);
  const object: IPod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: releaseName(`${component}-test`),
      labels: labels(chart, 'test'),
      annotations: { 'helm.sh/hook': 'test', 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' },
    },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'test',
          image: expression(`include "${chart.name}.image" (dict "root" . "app" .Values.${component}) | quote`),
          command: ['node', '--input-type=module', '--eval', program, port],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  };
  return { file: `tests/${component}.yaml`, condition: runs(application), object };
}

import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IVolume } from 'kubernetes-models/v1/Volume';
import type { Application } from '../read-applications.js';
import { block, expression, quoted, when } from '../template/expression.js';
import { environment } from './environment.js';
import type { Manifest } from './manifest.js';
import { type ChartContext, labels, releaseName, runs, selectorLabels, valuePath, volumeValue } from './names.js';

/** Seconds that a pod may take beside its drain until it is killed. */
const GRACE_SECONDS = 15;

/** The pods of an application. */
export function deployment(application: Application, chart: ChartContext): Manifest {
  const { component } = application;
  const value = (path: string) => valuePath(application, path);
  const selector = selectorLabels(chart, component);
  const object: IDeployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: releaseName(component), labels: labels(chart, component) },
    spec: {
      replicas: when(`not ${value('autoscaling.enabled')}`, expression<number>(value('replicas'))),
      selector: { matchLabels: selector },
      strategy: {
        type: expression(value('updateStrategy')),
        rollingUpdate: when(`eq ${value('updateStrategy')} "RollingUpdate"`, { maxUnavailable: 0, maxSurge: 1 }),
      },
      template: {
        metadata: {
          labels: { ...selector, ...(application.inferencePool && { 'llm-d.ai/engine-type': 'vllm' }) },
          annotations: block(annotations(application, chart)),
        },
        spec: {
          serviceAccountName: expression(`include "${chart.name}.serviceAccount" .`),
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          imagePullSecrets: block('.Values.image.pullSecrets'),
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            runAsGroup: 1000,
            fsGroup: 1000,
            fsGroupChangePolicy: 'OnRootMismatch',
            seccompProfile: { type: 'RuntimeDefault' },
          },
          terminationGracePeriodSeconds: expression(
            `add ${value('drain.preStopSeconds')} ${value('drain.timeoutSeconds')} ${GRACE_SECONDS}`,
          ),
          containers: [container(application, chart)],
          volumes: [{ name: 'tmp', emptyDir: {} }, ...volumes(application)],
          nodeSelector: block(nodeSelector(application)),
          tolerations: block(value('tolerations')),
          affinity: block(value('affinity')),
        },
      },
    },
  };
  return { file: `${component}/deployment.yaml`, condition: runs(application), object };
}

function container(application: Application, chart: ChartContext): IContainer {
  const { component, probes, volumes: folders = [] } = application;
  const value = (path: string) => valuePath(application, path);
  const get = (path: string) => ({ httpGet: { path, port: 'http' } });
  return {
    name: component.toLowerCase(),
    image: expression(`include "${chart.name}.image" (dict "root" . "app" .Values.${component}) | quote`),
    imagePullPolicy: expression('.Values.image.pullPolicy'),
    ports: [{ name: 'http', containerPort: application.port, protocol: 'TCP' }],
    env: environment(application, chart),
    startupProbe: {
      ...get(probes.live),
      periodSeconds: 2,
      failureThreshold: expression(`div (add ${value('startupSeconds')} 1) 2`),
    },
    readinessProbe: { ...get(probes.ready), periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 1 },
    livenessProbe: { ...get(probes.live), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
    lifecycle: { preStop: { exec: { command: ['sleep', quoted(value('drain.preStopSeconds'))] } } },
    resources: block(resources(application)),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...folders.map(({ name, mountPath }) => ({ name, mountPath }))],
  };
}

function volumes(application: Application): IVolume[] {
  return (application.volumes ?? []).map(({ name }) => {
    const value = (path: string) => volumeValue(application, name, path);
    const own = `printf "%s-${application.component}-${name}" .Release.Name`;
    return {
      name,
      persistentVolumeClaim: when(value('enabled'), {
        claimName: expression<string>(`${value('existingClaim')} | default (${own})`),
      }),
      emptyDir: when(`not ${value('enabled')}`, {}),
    };
  });
}

/** A change of the configuration or of the Secret makes new pods. */
function annotations(application: Application, chart: ChartContext): string {
  const configuration = `(include "${chart.name}.configuration" . | sha256sum)`;
  const secret = '(toJson .Values.secret | sha256sum)';
  const sums = `dict "checksum/configuration" ${configuration} "checksum/secret" ${secret}`;
  return `merge (${sums}) (deepCopy ${valuePath(application, 'podAnnotations')})`;
}

/** What the values say, and a GPU on top where one is asked for. */
function resources(application: Application): string {
  const own = valuePath(application, 'resources');
  if (!application.gpu) return own;
  const gpu = valuePath(application, 'gpu');
  const limits = `dict "limits" (dict ${gpu}.resource (int ${gpu}.count))`;
  return `merge (ternary (${limits}) (dict) ${gpu}.enabled) (deepCopy ${own})`;
}

function nodeSelector(application: Application): string {
  const own = valuePath(application, 'nodeSelector');
  if (!application.gpu) return own;
  const gpu = valuePath(application, 'gpu');
  return `merge (ternary (deepCopy ${gpu}.nodeSelector) (dict) ${gpu}.enabled) (deepCopy ${own})`;
}

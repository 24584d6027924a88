import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import type { Application } from '../read-applications.js';
import { block, expression, quoted, when } from '../template/expression.js';
import { applicationOf, type ChartContext, releaseName, valuePath } from './names.js';

/** The environment of an application's container. */
export function environment(application: Application, chart: ChartContext): IEnvVar[] {
  const { env = {}, serverConfig, secrets = {}, allowedHosts, upstream } = application;
  return [
    ...Object.entries(env).map(([name, value]) => ({ name, value })),
    { name: 'SHUTDOWN_TIMEOUT', value: quoted(valuePath(application, 'drain.timeoutSeconds')) },
    ...(serverConfig
      ? [
          {
            name: 'SERVER_CONFIG',
            valueFrom: { configMapKeyRef: { name: releaseName('configuration'), key: 'SERVER_CONFIG' } },
          },
        ]
      : []),
    ...(upstream ? [{ name: upstream.env, value: addressOf(applicationOf(chart, upstream.component)) }] : []),
    ...(allowedHosts ? [{ name: allowedHosts, value: quoted(hostNames(application)) }] : []),
    ...Object.entries(secrets).map(([key, name]) => fromSecret(application, chart, name, key)),
    block<IEnvVar>(valuePath(application, 'extraEnv')),
  ];
}

/** Of its Service, within the namespace. */
function addressOf(application: Application): string {
  return quoted(`printf "http://${application.service}:%v" ${valuePath(application, 'servicePort')}`);
}

/** The names of its Service, within its namespace and from others, of the Ingress, and those that the values add. */
function hostNames({ service }: Application): string {
  const below = ['', '.svc', '.svc.cluster.local'].map((end) => `(printf "${service}.%s${end}" .Release.Namespace)`);
  return `join "," (concat (list "${service}" ${below.join(' ')} .Values.ingress.host) .Values.allowedHosts)`;
}

/** Left out where neither the values nor a Secret of the user's have one; and keys where only the server is called. */
function fromSecret({ inferencePool }: Application, chart: ChartContext, name: string, key: string): IEnvVar {
  const secretName = expression<string>(`include "${chart.name}.secret" .`);
  const variable: IEnvVar = { name, valueFrom: { secretKeyRef: { name: secretName, key, optional: true } } };
  const isThere = `or .Values.secret.existing .Values.secret.${key}`;
  const isCalledByClients = key === 'apiKeys' && inferencePool;
  return when(isCalledByClients ? `and .Values.inferencePool.enabled (${isThere})` : isThere, variable);
}

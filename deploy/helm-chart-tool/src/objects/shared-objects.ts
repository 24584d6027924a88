import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { expression, quoted, when } from '../template/expression.js';
import type { Manifest } from './manifest.js';
import { type ChartContext, labels, releaseName } from './names.js';

/** What all applications of a release share: its account, its configuration, its secrets. */
export function sharedObjects(chart: ChartContext): Manifest[] {
  const account: IServiceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: expression(`include "${chart.name}.serviceAccount" .`), labels: labels(chart, 'account') },
    automountServiceAccountToken: false,
  };
  const configuration: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: releaseName('configuration'), labels: labels(chart, 'configuration') },
    data: { SERVER_CONFIG: quoted(`include "${chart.name}.configuration" .`) },
  };
  const secretValue = (key: string) => when(`.Values.secret.${key}`, quoted(`.Values.secret.${key}`));
  const secret: ISecret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: releaseName('secret'), labels: labels(chart, 'secret') },
    type: 'Opaque',
    stringData: {
      hubToken: secretValue('hubToken'),
      apiKeys: secretValue('apiKeys'),
      serviceToken: secretValue('serviceToken'),
      redisUrl: secretValue('redisUrl'),
    },
  };
  return [
    { file: 'service-account.yaml', condition: '.Values.serviceAccount.create', object: account },
    { file: 'configuration.yaml', object: configuration },
    {
      file: 'secret.yaml',
      condition:
        'and (not .Values.secret.existing) (or .Values.secret.hubToken .Values.secret.apiKeys .Values.secret.serviceToken .Values.secret.redisUrl)',
      object: secret,
    },
  ];
}

import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import type { Application } from '../read-applications.js';
import { expression, quoted, when } from '../template/expression.js';
import type { Manifest } from './manifest.js';
import { type ChartContext, labels, releaseName, runs, volumeValue } from './names.js';

/** What an application keeps. A claim outlives the release, since what is in it took long to fetch. */
export function volumeClaims(application: Application, chart: ChartContext): Manifest[] {
  const { component, volumes = [] } = application;
  return volumes.map(({ name }) => {
    const value = (path: string) => volumeValue(application, name, path);
    const object: IPersistentVolumeClaim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: releaseName(`${component}-${name}`),
        labels: labels(chart, component),
        annotations: { 'helm.sh/resource-policy': 'keep' },
      },
      spec: {
        accessModes: [expression(value('accessMode'))],
        storageClassName: when(value('storageClass'), quoted(value('storageClass'))),
        resources: { requests: { storage: quoted(value('size')) } },
      },
    };
    const condition = `and (${runs(application)}) ${value('enabled')} (not ${value('existingClaim')})`;
    return { file: `${component}/${name}-claim.yaml`, condition, object };
  });
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KubeMetadata, kubeMetadata } from './kube-metadata.js';

/** An application that gets manifests. */
export interface Application extends KubeMetadata {
  version: string;
}

/** Every package below a folder whose package.json has the field `kube`, in the order of their components. */
export function readApplications(folder: string): Application[] {
  const applications = readdirSync(folder).flatMap((name) => {
    const file = join(folder, name, 'package.json');
    if (!existsSync(file)) return [];
    const { kube, version } = JSON.parse(readFileSync(file, 'utf8'));
    return kube === undefined ? [] : [{ ...kubeMetadata(kube, file), version: String(version) }];
  });
  refuseTwice(applications, 'component');
  refuseTwice(applications, 'service');
  return applications.sort((a, b) => (a.component < b.component ? -1 : 1));
}

function refuseTwice(applications: Application[], field: 'component' | 'service'): void {
  const names = applications.map((application) => application[field]);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice) throw new Error(`Two applications have the kube.${field} "${twice}"; give each its own.`);
}

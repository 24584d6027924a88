import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { chart } from './chart/chart.js';
import { readApplications } from './read-applications.js';
import { writeChart } from './write-chart.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { version: rootVersion } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function dnsLabel(value: string): string {
  if (/^[a-z]([-a-z0-9]{0,51}[a-z0-9])?$/.test(value)) return value;
  throw new InvalidArgumentError('Lower-case letters, digits and dashes, at most 53, beginning with a letter.');
}

function semanticVersion(value: string): string {
  if (/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(value)) return value;
  throw new InvalidArgumentError('A semantic version, such as 1.2.3.');
}

const program = new Command('helm-chart-tool')
  .description("Writes a Helm chart from the field `kube` of each application's package.json.")
  .option('--out <folder>', 'where the chart goes, in a folder of its name', 'charts')
  .option('--name <name>', 'name of the chart', dnsLabel, 'predict-otron-9000')
  .option('--apps <folder>', 'folder of the applications', join(root, 'apps'))
  .option('--chart-version <version>', 'version of the chart', semanticVersion, rootVersion)
  .option(
    '--app-version <version>',
    'version of the applications, the default tag of their images',
    semanticVersion,
    rootVersion,
  )
  .option('--host <name>', 'host name of the Ingress (default: NAME.local)')
  .option('--registry <registry>', 'registry and path of the images', '')
  .option('--tag <tag>', 'tag of the images', '')
  .addOption(new Option('--check', 'write nothing; exit with 1 if the chart in --out differs'))
  .parse();

const options = program.opts();
const applications = readApplications(resolve(options.apps));
if (applications.length === 0)
  program.error(`No package below ${options.apps} has a field "kube" in its package.json.`);
const files = chart({
  name: options.name,
  version: options.chartVersion,
  appVersion: options.appVersion,
  host: options.host ?? `${options.name}.local`,
  registry: options.registry,
  tag: options.tag,
  applications,
});
const folder = resolve(options.out, options.name);
if (options.check) {
  const changed = [...files].filter(([file, text]) => contentOf(join(folder, file)) !== text).map(([file]) => file);
  if (changed.length > 0) program.error(`The chart in ${folder} is out of date: ${changed.join(', ')}`);
} else {
  writeChart(files, folder);
}
console.log(`${folder}: ${applications.map(({ component }) => component).join(', ')}`);

function contentOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

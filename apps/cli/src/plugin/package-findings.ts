import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import {
  completeConfig,
  importPlugin,
  type PluginPackage,
  pluginEntry,
  pluginField,
} from '@predict-otron/plugin-host/package';
import type { JsonObject } from '@predict-otron/plugin-sdk';
import type { Finding } from '../doctor/finding.js';
import { importedPackages } from './imported-packages.js';

/** What the server shares with every plugin. */
const SHARED = ['@predict-otron/plugin-sdk', 'rxjs'];

/** Whether a server would take the package: its manifest, what it imports, its shape, its configuration. */
export async function packageFindings(found: PluginPackage, config: JsonObject): Promise<Finding[]> {
  const findings = [...manifestFindings(found)];
  let subject = 'entry';
  try {
    const entry = pluginEntry(found);
    if (!existsSync(entry)) return [...findings, missing(relative(found.folder, entry))];
    findings.push({ subject: 'entry', state: 'good', text: relative(found.folder, entry) });
    findings.push(...importFindings(found, importedPackages(entry)));
    subject = 'plugin';
    const plugin = await importPlugin(found);
    findings.push({ subject: 'plugin', state: 'good', text: `${plugin.name}, apiVersion ${plugin.apiVersion}` });
    subject = 'config';
    completeConfig(plugin.configSchema, config);
    const text = plugin.configSchema ? 'the schema compiles, and the configuration fits' : 'takes none';
    findings.push({ subject: 'config', state: 'good', text });
  } catch (error) {
    findings.push({ subject, state: 'bad', text: (error as Error).message });
  }
  return findings;
}

function manifestFindings({ name, version, manifest }: PluginPackage): Finding[] {
  const unnamed = ['name', 'version'].filter((field) => typeof manifest[field] !== 'string');
  const findings: Finding[] =
    unnamed.length > 0
      ? [{ subject: 'manifest', state: 'bad', text: `package.json has no ${unnamed.join(' and no ')}.` }]
      : [{ subject: 'manifest', state: 'good', text: `${name} ${version}` }];
  if (pluginField(manifest) === undefined)
    findings.push({
      subject: 'manifest',
      state: 'warning',
      text: 'package.json has no field "otron.plugin".',
      fix: 'Add "otron": { "plugin": true }, so that servers find it when it is installed with npm.',
    });
  return findings;
}

function importFindings({ manifest }: PluginPackage, imported: string[]): Finding[] {
  const declared = ['dependencies', 'peerDependencies', 'optionalDependencies'].flatMap((field) =>
    Object.keys((manifest[field] ?? {}) as object),
  );
  const undeclared = imported.filter(
    (name) => !SHARED.includes(name) && !declared.includes(name) && name !== manifest.name,
  );
  const ours = imported.filter((name) => name.startsWith('@predict-otron/') && !SHARED.includes(name));
  return [
    undeclared.length > 0
      ? {
          subject: 'imports',
          state: 'bad',
          text: `It imports ${undeclared.join(', ')}, which package.json does not ask for.`,
          fix: 'Add what it imports to "dependencies".',
        }
      : { subject: 'imports', state: 'good', text: imported.join(', ') || 'nothing' },
    ...ours.map(
      (name): Finding => ({
        subject: 'imports',
        state: 'warning',
        text: `${name} is no part of the contract: it may change with any release.`,
        fix: 'Import @predict-otron/plugin-sdk alone.',
      }),
    ),
  ];
}

function missing(entry: string): Finding {
  return { subject: 'entry', state: 'bad', text: `${entry} is not there.`, fix: 'Build the package: npm run build' };
}

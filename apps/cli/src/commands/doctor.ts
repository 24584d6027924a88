import { availableParallelism, freemem, totalmem } from 'node:os';
import type { Command } from 'commander';
import { EXIT } from '../cli-error.js';
import { cacheFindings } from '../doctor/cache-findings.js';
import type { Finding } from '../doctor/finding.js';
import { findingLine } from '../doctor/finding-line.js';
import { portFinding } from '../doctor/port-finding.js';
import { serverFindings } from '../doctor/server-findings.js';
import { whileWaiting } from '../terminal/progress.js';
import { bytes } from '../terminal/quantities.js';
import { type ClientOptions, clientCommand, clientOf } from './client-command.js';

/** `otron doctor`: fails where something is bad. */
export function doctorCommand(): Command {
  return clientCommand('doctor', 'Look at this machine and at the server, and say what to fix').action(
    async (options: ClientOptions) => {
      const client = clientOf(options);
      const server = await whileWaiting('asking the server', serverFindings(client));
      const findings = [...machineFindings(), ...cacheFindings(), await portFinding(client.baseUrl, server), ...server];
      process.stdout.write(
        options.json ? `${JSON.stringify(findings, null, 2)}\n` : findings.map(findingLine).join(''),
      );
      const serverIsAway = server.some(({ subject, state }) => subject === 'server' && state === 'bad');
      if (findings.some(({ state }) => state === 'bad'))
        process.exitCode = serverIsAway ? EXIT.unreachable : EXIT.failed;
    },
  );
}

function machineFindings(): Finding[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const supported = major > 20 || (major === 20 && minor >= 19);
  return [
    {
      subject: 'node',
      state: supported ? 'good' : 'bad',
      text: `Node.js ${process.versions.node} on ${process.platform} ${process.arch}`,
      ...(!supported && { fix: 'Install Node.js 20.19 or later.' }),
    },
    {
      subject: 'machine',
      state: 'good',
      text: `${availableParallelism()} cores, ${bytes(freemem())} of ${bytes(totalmem())} free`,
    },
  ];
}

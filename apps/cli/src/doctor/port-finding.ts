import { connect } from 'node:net';
import type { Finding } from './finding.js';

/** Whether the port is the server's, somebody else's, or free. */
export async function portFinding(baseUrl: string, server: Finding[]): Promise<Finding> {
  const { hostname, port, protocol } = new URL(baseUrl);
  const number = Number(port) || (protocol === 'https:' ? 443 : 80);
  const answers = server.some(({ subject, state }) => subject === 'server' && state === 'good');
  if (answers) return { subject: 'port', state: 'good', text: `${number} is the server's` };
  if (!(await isTaken(hostname.replace(/^\[|\]$/g, ''), number)))
    return { subject: 'port', state: 'good', text: `${number} is free` };
  const fix = 'Stop that program, or start the server with --port and name it with --base-url.';
  return { subject: 'port', state: 'bad', text: `${number} is taken by something that is no model server`, fix };
}

/** Whether something accepts connections there. */
function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
    socket.on('timeout', () => end(false));
  });
}

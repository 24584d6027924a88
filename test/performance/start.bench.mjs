import { ServerProcess } from './server-process.mjs';

export const name = 'start';
export const title = 'From the start of the process until the server is ready, its default models loaded';
export const rounds = 7;
export const metrics = { 'time to ready': { unit: 'ms', better: 'lower' } };
export const targets = [{ metric: 'time to ready', peer: 'server', by: 'value', atMost: 3000 }];

export async function setup() {
  return {
    peers: {
      async server() {
        const running = await ServerProcess.start();
        await running.stop();
        return { values: { 'time to ready': running.readyMs } };
      },
    },
    async dispose() {},
  };
}

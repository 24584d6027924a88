import { type RunningServer, startServer } from './server.js';

/** Both ways to run the same modules: all in one process, or a server in front of engines. */
export const SHAPES = ['standalone', 'high availability'] as const;
export type Shape = (typeof SHAPES)[number];

/** A server with all the processes that it needs, and with one inference engine unless told otherwise. */
export class Fleet {
  constructor(
    readonly server: RunningServer,
    readonly inference: RunningServer[] = [],
    readonly embeddings: RunningServer[] = [],
  ) {}

  /** Ends all of it. */
  async end(): Promise<void> {
    await Promise.all([this.server, ...this.inference, ...this.embeddings].map((program) => program.end()));
  }
}

export const startInferenceEngine = (flags: string[] = []) =>
  startServer(flags, 'apps/inference-engine/bundle/main.js');

/** `SERVER_CONFIG` for a server in front of engines. */
function serverConfig(inference: RunningServer[], embeddings: RunningServer[], limits = {}): string {
  const urls = (engines: RunningServer[]) => engines.map(({ url }) => url);
  const services = { inference_url: urls(inference), embeddings_url: urls(embeddings) };
  return JSON.stringify({ serverMode: 'HighAvailability', services, limits });
}

/** Starts engines and a server in front of them. */
export async function startFleet(engines = 1, engineFlags: string[] = [], limits = {}): Promise<Fleet> {
  const started: RunningServer[] = [];
  const start = async (script: string, flags: string[], environment = {}) => {
    const program = await startServer(flags, `apps/${script}/bundle/main.js`, environment);
    started.push(program);
    return program;
  };
  try {
    const [embeddings, ...inference] = await Promise.all([
      start('embeddings-engine', []),
      ...Array.from({ length: engines }, () => start('inference-engine', engineFlags)),
    ]);
    const config = serverConfig(inference, [embeddings as RunningServer], limits);
    return new Fleet(await start('server', [], { SERVER_CONFIG: config }), inference, [embeddings as RunningServer]);
  } catch (error) {
    await Promise.all(started.map((program) => program.end()));
    throw error;
  }
}

/** The whole of a shape, as a client meets it. */
export async function startShape(shape: Shape): Promise<Fleet> {
  return shape === 'standalone' ? new Fleet(await startServer()) : startFleet();
}

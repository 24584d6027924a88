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

/** How a fleet is started, beside its engines' flags. */
interface FleetSetting {
  /** Of `SERVER_CONFIG`. */
  limits?: object;
  /** Variables of the engines, and of the server. */
  engineEnvironment?: Record<string, string>;
  serverEnvironment?: Record<string, string>;
}

/** Another server in front of the engines of a fleet. */
export function startServerBefore({ inference, embeddings }: Fleet, environment = {}, limits = {}) {
  const SERVER_CONFIG = serverConfig(inference, embeddings, limits);
  return startServer([], undefined, { SERVER_CONFIG, ...environment });
}

/** Starts engines and a server in front of them. */
export async function startFleet(
  engines = 1,
  engineFlags: string[] = [],
  { limits = {}, engineEnvironment = {}, serverEnvironment = {} }: FleetSetting = {},
): Promise<Fleet> {
  const started: RunningServer[] = [];
  const start = async (script: string, flags: string[], environment = {}) => {
    const program = await startServer(flags, `apps/${script}/bundle/main.js`, environment);
    started.push(program);
    return program;
  };
  try {
    const [embeddings, ...inference] = await Promise.all([
      start('embeddings-engine', [], engineEnvironment),
      ...Array.from({ length: engines }, () => start('inference-engine', engineFlags, engineEnvironment)),
    ]);
    const config = serverConfig(inference, [embeddings as RunningServer], limits);
    const server = await start('server', [], { SERVER_CONFIG: config, ...serverEnvironment });
    return new Fleet(server, inference, [embeddings as RunningServer]);
  } catch (error) {
    await Promise.all(started.map((program) => program.end()));
    throw error;
  }
}

/** The whole of a shape, as a client meets it. */
export async function startShape(shape: Shape): Promise<Fleet> {
  return shape === 'standalone' ? new Fleet(await startServer()) : startFleet();
}

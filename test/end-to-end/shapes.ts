import type { NetworkNamespace } from './network-namespace.js';
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

/** What a fleet's servers and engines share, so that engines on other machines can be asked how busy they are. */
const TOKEN = 'the secret of the tests';

/** Starts an inference engine; in a network of its own it is a machine of its own. */
export function startInferenceEngine(
  flags: string[] = [],
  namespace?: NetworkNamespace,
  environment: Record<string, string> = {},
): Promise<RunningServer> {
  const host = namespace ? ['--host', namespace.address] : [];
  const headers = { 'x-otron-service-token': environment.OTRON_SERVICE_TOKEN ?? TOKEN };
  return startServer(
    [...host, ...flags],
    'apps/inference-engine/bundle/main.js',
    { OTRON_SERVICE_TOKEN: TOKEN, ...environment },
    { headers, launcher: namespace?.launcher },
  );
}

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
  /** One for each inference engine; without them all share the network of the tests. */
  namespaces?: NetworkNamespace[];
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
  { limits = {}, namespaces = [], engineEnvironment = {}, serverEnvironment = {} }: FleetSetting = {},
): Promise<Fleet> {
  const started: RunningServer[] = [];
  const start = async (starting: Promise<RunningServer>) => {
    const program = await starting;
    started.push(program);
    return program;
  };
  try {
    const [embeddings, ...inference] = await Promise.all([
      start(
        startServer([], 'apps/embeddings-engine/bundle/main.js', { OTRON_SERVICE_TOKEN: TOKEN, ...engineEnvironment }),
      ),
      ...Array.from({ length: engines }, (_, i) =>
        start(startInferenceEngine(engineFlags, namespaces[i], engineEnvironment)),
      ),
    ]);
    const SERVER_CONFIG = serverConfig(inference, [embeddings as RunningServer], limits);
    const environment = { SERVER_CONFIG, OTRON_SERVICE_TOKEN: TOKEN, ...serverEnvironment };
    const server = await start(startServer([], undefined, environment));
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

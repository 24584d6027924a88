import { DEFAULT_SERVICES, type EngineServices, type ForwardingLimits, type ServerShape } from './server-shape.js';

type Json = Record<string, unknown>;

/** The shape that a `SERVER_CONFIG` asks for, and what is to be told about it. */
export interface ParsedServerConfig {
  shape: ServerShape;
  warnings: string[];
}

const MODES: Record<string, ServerShape['mode']> = {
  Standalone: 'standalone',
  Local: 'standalone',
  HighAvailability: 'high-availability',
};

const SECONDS: Record<string, keyof ForwardingLimits> = {
  connect_seconds: 'connectMs',
  first_byte_seconds: 'firstByteMs',
  idle_seconds: 'idleMs',
  overall_seconds: 'overallMs',
  health_seconds: 'healthMs',
};

/**
 * Reads `SERVER_CONFIG`: JSON text, or the value of the configuration file's `server` section. What cannot be used never
 * stops the server: it is named, and its default is taken.
 */
export function parseServerConfig(config: unknown): ParsedServerConfig {
  const warnings: string[] = [];
  const warn = (text: string) => {
    warnings.push(`SERVER_CONFIG: ${text}`);
  };
  const standalone: ParsedServerConfig = { shape: { mode: 'standalone' }, warnings };
  if (config === undefined) return standalone;
  const value = typeof config === 'string' ? parsed(config, warn) : config;
  if (!isObject(value)) {
    if (value !== undefined) warn('it is no JSON object; the server runs standalone.');
    return standalone;
  }
  const { serverMode = 'Standalone', services = {}, limits = {}, ...unknown } = value;
  nameUnknown(unknown, '', warn);
  const mode = typeof serverMode === 'string' ? MODES[serverMode] : undefined;
  if (mode === undefined) {
    warn(
      `serverMode ${JSON.stringify(serverMode)} is none of ${Object.keys(MODES).join(', ')}; the server runs standalone.`,
    );
  }
  if (mode !== 'high-availability') return standalone;
  return { shape: { mode, ...servicesOf(services, warn), limits: limitsOf(limits, warn) }, warnings };
}

type Warn = (text: string) => void;

function parsed(text: string, warn: Warn): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    warn(`it is not valid JSON (${(error as Error).message}); the server runs standalone.`);
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameUnknown(keys: object, place: string, warn: Warn): void {
  for (const key of Object.keys(keys)) warn(`${place}${key} is not known here and is left out.`);
}

function servicesOf(services: unknown, warn: Warn): Pick<EngineServices, 'inference' | 'embeddings'> {
  if (!isObject(services)) warn('services is no object; the default addresses are used.');
  const { inference_url, embeddings_url, ...unknown } = isObject(services) ? services : {};
  nameUnknown(unknown, 'services.', warn);
  return {
    inference: origins('inference_url', inference_url, warn) ?? DEFAULT_SERVICES.inference,
    embeddings: origins('embeddings_url', embeddings_url, warn) ?? DEFAULT_SERVICES.embeddings,
  };
}

/** One address or a list; those that are none are named and left out. */
function origins(name: string, value: unknown, warn: Warn): string[] | undefined {
  if (value === undefined) return undefined;
  const good = [value].flat().flatMap((url) => {
    const origin = originOf(url);
    if (origin === undefined)
      warn(`services.${name}: ${JSON.stringify(url)} is no http address such as http://host:8080.`);
    return origin ?? [];
  });
  if (good.length > 0) return [...new Set(good)];
  warn(`services.${name} has no address that can be used; the default is used.`);
  return undefined;
}

function originOf(url: unknown): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { protocol, origin, pathname, search } = new URL(url);
  return /^https?:$/.test(protocol) && pathname === '/' && search === '' ? origin : undefined;
}

function limitsOf(limits: unknown, warn: Warn): ForwardingLimits {
  if (!isObject(limits)) warn('limits is no object; the default limits are used.');
  const result = { ...DEFAULT_SERVICES.limits };
  for (const [key, value] of Object.entries(isObject(limits) ? limits : {})) {
    const limit = SECONDS[key];
    if (limit === undefined) nameUnknown({ [key]: value }, 'limits.', warn);
    else if (typeof value === 'number' && value > 0 && value <= 86_400) result[limit] = value * 1000;
    else warn(`limits.${key} must be a number of seconds above 0, at most 86400; ${result[limit] / 1000} is used.`);
  }
  return result;
}

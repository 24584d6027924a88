import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import type { LevelWithSilent } from 'pino';
import type { AccessOptions } from './access/access.js';
import type { CaptureOptions } from './captures/captures.js';
import type { CertificateFiles } from './tls/certificate.js';

/** What a server tells `startService` about itself. */
export interface ServiceOptions extends AccessOptions, CaptureOptions, CertificateFiles {
  /** Shown by the explorer at `/docs`, in `/openapi.json` and in `/health`. */
  about: { title: string; description: string; version: string };
  /** Routes beside those of the controllers; called before the server listens. */
  addRoutes?: (instance: FastifyInstance) => void;
  /** Whether there is an explorer at `/docs` and a document at `/openapi.json`. Default true. */
  documentation?: boolean;
  /** Address to listen on. */
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** Largest request body in bytes; a larger one is answered with 413. Default 16 MiB. */
  bodyLimit?: number;
  /** Names by which browsers may call the server, see `hostCheck`. Default: on the loopback its own names, elsewhere all. */
  allowedHosts?: string[];
  /** Origins of other sites whose pages may use the server, such as `https://example.org`; `*` for all. Default none. */
  allowedOrigins?: string[];
  /** Bytes of memory that the process may hold; from nine tenths on new work is refused. Default: the container's limit. */
  rssLimit?: number;
  /** How long running requests may go on after a stop was asked for, in milliseconds. Default 30,000. */
  shutdownTimeoutMs?: number;
  /** Base URL of the collector that traces are sent to, such as `http://127.0.0.1:4318`; absent: there are none. */
  otlpEndpoint?: string;
  /** Default `info`. */
  logLevel?: LevelWithSilent;
  /** Completes the OpenAPI document with what other processes answer in this one's place. */
  completeDocument?(own: OpenAPIObject): Promise<OpenAPIObject>;
  /** Where log lines go, one call a line; default standard output: JSON, or short lines on a terminal. */
  logTo?: { write(line: string): void };
}

/** The options with every default in its place. */
export type ResolvedServiceOptions = Required<Omit<ServiceOptions, Optional>> & Pick<ServiceOptions, Optional>;

type Optional =
  | 'logTo'
  | 'rssLimit'
  | 'completeDocument'
  | 'otlpEndpoint'
  | keyof AccessOptions
  | keyof CaptureOptions
  | keyof CertificateFiles;

const noRoutes = () => {};

/** Fills in the defaults. */
export function resolveServiceOptions(options: ServiceOptions): ResolvedServiceOptions {
  return {
    ...options,
    addRoutes: options.addRoutes ?? noRoutes,
    documentation: options.documentation ?? true,
    allowedHosts: options.allowedHosts ?? [],
    allowedOrigins: options.allowedOrigins ?? [],
    bodyLimit: options.bodyLimit ?? 16 * 1024 * 1024,
    shutdownTimeoutMs: options.shutdownTimeoutMs ?? 30_000,
    logLevel: options.logLevel ?? 'info',
  };
}

import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsOptional, IsUrl, Max, Min, MinLength } from 'class-validator';
import { Setting } from './setting.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What can be set about every server: flags, environment variables, defaults, checks and help text. */
export class ServiceConfiguration {
  @Setting({ flag: '--host <address>', env: 'SERVER_HOST', about: 'address to listen on; 0.0.0.0 for every interface' })
  @IsNotEmpty()
  host: string = '127.0.0.1';

  @Setting({ flag: '--port <number>', env: 'SERVER_PORT', about: 'port to listen on; 0 takes a free one' })
  @Max(65535)
  @Min(0)
  @IsInt()
  port: number = 8080;

  @Setting({
    flag: '--tls-cert <file>',
    env: 'OTRON_TLS_CERT',
    about: 'certificate in PEM, followed by those between it and its authority; not set: plain HTTP',
  })
  @IsOptional()
  @IsNotEmpty()
  tlsCert?: string;

  @Setting({ flag: '--tls-key <file>', env: 'OTRON_TLS_KEY', about: 'private key of that certificate in PEM' })
  @IsOptional()
  @IsNotEmpty()
  tlsKey?: string;

  @Setting({ flag: '--body-limit <MiB>', env: 'SERVER_BODY_LIMIT', about: 'largest request body in MiB' })
  @Max(1024)
  @Min(1)
  @IsInt()
  bodyLimit: number = 16;

  @Setting({
    flag: '--rss-limit <MiB>',
    env: 'OTRON_RSS_LIMIT',
    about: "memory of the process from nine tenths of which on new work is refused; 0: the container's limit, if any",
  })
  @Max(1_073_741_824)
  @Min(0)
  @IsInt()
  rssLimit: number = 0;

  @Setting({
    flag: '--allowed-hosts <name...>',
    env: 'OTRON_ALLOWED_HOSTS',
    about:
      'names of this server; .example.org for all that end so, * for all; not set: on the loopback its own names, elsewhere all',
  })
  @IsNotEmpty({ each: true })
  allowedHosts: string[] = [];

  @Setting({
    flag: '--allowed-origins <origin...>',
    env: 'OTRON_ALLOWED_ORIGINS',
    about: 'other sites whose pages may use the server, such as https://example.org; * for all',
  })
  @IsNotEmpty({ each: true })
  allowedOrigins: string[] = [];

  @Setting({
    flag: '--shutdown-timeout <seconds>',
    env: 'SHUTDOWN_TIMEOUT',
    about: 'how long running requests may go on after SIGTERM',
  })
  @Max(86_400)
  @Min(0)
  @IsInt()
  shutdownTimeout: number = 30;

  @Setting({
    flag: '--api-keys <key...>',
    env: 'OTRON_API_KEYS',
    about: 'keys, one of which every request has to send; better set as a variable',
    secret: true,
  })
  @MinLength(16, { each: true, message: 'must be keys of at least 16 characters' })
  apiKeys: string[] = [];

  @Setting({ flag: '--keys-file <file>', env: 'OTRON_KEYS_FILE', about: 'file of hashed keys with names and scopes' })
  @IsOptional()
  @IsNotEmpty()
  keysFile?: string;

  @Setting({
    flag: '--key-quota <limit...>',
    env: 'OTRON_KEY_QUOTA',
    about:
      'what each key may use that has no quota of its own: requestsPerMinute=N, requestsPerDay=N, tokensPerMinute=N, tokensPerDay=N, concurrent=N',
  })
  @IsNotEmpty({ each: true })
  keyQuota: string[] = [];

  @Setting({
    flag: '--redis-url <url>',
    env: 'OTRON_REDIS_URL',
    about: 'Redis or Valkey in which several servers count quotas and keep responses together',
    secret: true,
  })
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['redis', 'rediss'] })
  redisUrl?: string;

  @Setting({
    flag: '--service-token <secret>',
    env: 'OTRON_SERVICE_TOKEN',
    about:
      'secret that a server and the engines behind it share, so that it may administrate them from another machine',
    secret: true,
  })
  @IsOptional()
  @IsNotEmpty()
  serviceToken?: string;

  @Setting({
    flag: '--otlp-endpoint <url>',
    env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    about:
      'OpenTelemetry collector that traces of requests are sent to, such as http://127.0.0.1:4318; not set: no traces',
  })
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  otlpEndpoint?: string;

  @Setting({
    flag: '--capture-folder <folder>',
    env: 'OTRON_CAPTURE_FOLDER',
    about: 'folder for facts of failed and slow requests, without content; not set: none are kept',
  })
  @IsOptional()
  @IsNotEmpty()
  captureFolder?: string;

  @Setting({
    flag: '--capture-slow <seconds>',
    env: 'OTRON_CAPTURE_SLOW',
    about: 'time from which on a request counts as slow',
  })
  @Max(86_400)
  @Min(0)
  captureSlow: number = 30;

  @Setting({
    flag: '--capture-limit <MiB>',
    env: 'OTRON_CAPTURE_LIMIT',
    about: 'what captures may take on the disk; the oldest make room',
  })
  @Max(1_000_000)
  @Min(1)
  @IsInt()
  captureLimit: number = 64;

  @Setting({
    flag: '--capture-content',
    env: 'OTRON_CAPTURE_CONTENT',
    about: 'capture what is asked and answered, too',
  })
  @IsBoolean()
  captureContent: boolean = false;

  @Setting({ flag: '--log-level <level>', env: 'LOG_LEVEL', about: LOG_LEVELS.join(', ') })
  @IsIn(LOG_LEVELS)
  logLevel: (typeof LOG_LEVELS)[number] = 'info';
}

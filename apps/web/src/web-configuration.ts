import { ServiceConfiguration, Setting } from '@predict-otron/service/configuration';
import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsOptional, IsUrl, Max, Min } from 'class-validator';

const { host, shutdownTimeout, logLevel } = new ServiceConfiguration();

/** All that can be set about the page as a service of its own: flags, environment variables, defaults, checks and help. */
export class WebConfiguration {
  @Setting({ flag: '--host <address>', env: 'WEB_HOST', about: 'address to listen on; 0.0.0.0 for every interface' })
  @IsNotEmpty()
  host: string = host;

  @Setting({
    flag: '--port <number>',
    env: 'WEB_PORT',
    about: 'port to listen on; 0 takes a free one; not set: 8788, with --dev 3001',
  })
  @IsOptional()
  @Max(65535)
  @Min(0)
  @IsInt()
  port?: number;

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

  @Setting({ flag: '--upstream <url>', env: 'WEB_UPSTREAM', about: 'the server whose models answer' })
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  upstream: string = 'http://127.0.0.1:8080';

  @Setting({
    flag: '--allowed-hosts <name...>',
    env: 'OTRON_ALLOWED_HOSTS',
    about:
      'names of this page; .example.org for all that end so, * for all; not set: on the loopback its own names, elsewhere all',
  })
  @IsNotEmpty({ each: true })
  allowedHosts: string[] = [];

  @Setting({ flag: '--dev', env: 'WEB_DEV', about: 'serve the source files; changes show at once' })
  @IsBoolean()
  dev: boolean = false;

  @Setting({
    flag: '--shutdown-timeout <seconds>',
    env: 'SHUTDOWN_TIMEOUT',
    about: 'how long running requests may go on after SIGTERM',
  })
  @Max(86_400)
  @Min(0)
  @IsInt()
  shutdownTimeout: number = shutdownTimeout;

  @Setting({ flag: '--log-level <level>', env: 'LOG_LEVEL', about: 'fatal, error, warn, info, debug, trace, silent' })
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  logLevel: ServiceConfiguration['logLevel'] = logLevel;
}

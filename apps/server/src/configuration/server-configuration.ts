import { EngineConfiguration } from '@predict-otron/engine/configuration';
import { Setting } from '@predict-otron/service/configuration';
import { IsNotEmpty, IsOptional } from 'class-validator';

/** All that can be set about the main server. */
export class ServerConfiguration extends EngineConfiguration {
  @Setting({
    flag: '--server-config <json>',
    env: 'SERVER_CONFIG',
    about: 'whether engines run in this process or behind it, see docs/configuration.md; not set: in this process',
  })
  @IsOptional()
  @IsNotEmpty()
  serverConfig?: string;
}

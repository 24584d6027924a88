import { readFileSync } from 'node:fs';
import { ApiProperty } from '@nestjs/swagger';

/** Answer of `GET /api/version`. */
export class OllamaVersion {
  @ApiProperty({ description: 'Of this server, not of Ollama.', example: '0.1.0' })
  version!: string;
}

/** All packages of the server have one version. */
export const SERVER_VERSION: string = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).version;

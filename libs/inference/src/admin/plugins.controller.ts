import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Plugins } from '@predict-otron/kernel';
import { ErrorDocuments } from '../documentation/error-documents.js';
import { PluginList } from './plugin-list.js';

/** `GET /admin/plugins`. */
@ApiTags('Administration')
@Controller('admin/plugins')
export class PluginsController {
  constructor(private readonly plugins: Plugins) {}

  @Get()
  @ApiOperation({ summary: 'List the plugins with their parts and their health' })
  @ApiOkResponse({ type: PluginList })
  @ErrorDocuments(401, 403)
  async list(): Promise<PluginList> {
    const health = await this.plugins.health();
    return {
      plugins: this.plugins.list().map(({ name, version, source, state, reason, contributions, stages }) => ({
        name,
        version,
        source,
        state,
        ...(reason === undefined ? {} : { reason }),
        contributions,
        stages,
        // a second plugin of the same name is under where it came from
        health: (state === 'ready' ? undefined : health[source]) ?? health[name] ?? { status: 'down' },
      })),
    };
  }
}

import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type DayOfUse, KeyUsage } from '@predict-otron/service';
import { UsageAnswer, type UsageOfDay } from './usage-answer.js';

/** `GET /admin/usage`. */
@ApiTags('Administration')
@Controller('admin/usage')
export class UsageController {
  constructor(private readonly usage: KeyUsage) {}

  @Get()
  @ApiOperation({ summary: 'Requests and tokens of each API key by day' })
  @ApiOkResponse({ type: UsageAnswer })
  async list(): Promise<UsageAnswer> {
    const { days, shared } = await this.usage.list();
    return { usage: days.map(usageOfDay), shared };
  }
}

function usageOfDay({ promptTokens, generatedTokens, ...rest }: DayOfUse): UsageOfDay {
  return { ...rest, prompt_tokens: promptTokens, generated_tokens: generatedTokens };
}

import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Inference } from '@predict-otron/kernel';

/** Answer of `GET /admin/slots`. */
export class SlotsAnswer {
  @ApiProperty({ type: 'integer', description: 'Answers that are being generated, over all models', example: 0 })
  running!: number;

  @ApiProperty({ type: 'integer', description: 'Requests that wait for a slot', example: 0 })
  queued!: number;
}

@ApiTags('Administration')
@Controller('admin/slots')
export class SlotsController {
  constructor(private readonly inference: Inference) {}

  @Get()
  @ApiOperation({ summary: 'How busy are the models?' })
  @ApiOkResponse({ type: SlotsAnswer })
  slots(): SlotsAnswer {
    return this.inference.activity();
  }
}

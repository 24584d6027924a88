import { Controller, Get, HttpException } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ASYNCAPI_DOCUMENT } from './protocol/asyncapi-document.js';

/** What HTTP knows of the WebSocket protocol. */
@ApiTags('WebSocket')
@Controller()
export class SocketController {
  @Get('asyncapi.json')
  @ApiOperation({ summary: 'The WebSocket protocol of `/v1/ws`, as AsyncAPI 3' })
  @ApiOkResponse({ content: { 'application/json': { schema: { type: 'object' } } } })
  document(): object {
    return ASYNCAPI_DOCUMENT;
  }

  /** A request that does not ask for a WebSocket. */
  @Get('v1/ws')
  @ApiExcludeEndpoint()
  explain(): never {
    throw new HttpException('Connect with a WebSocket client. GET /asyncapi.json describes the protocol.', 426);
  }
}

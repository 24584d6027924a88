import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Models } from '@predict-otron/kernel';
import type { FastifyRequest } from 'fastify';
import { landingPage } from './landing-page.js';

@ApiExcludeController()
@Controller()
export class LandingController {
  constructor(private readonly models: Models) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(@Req() request: FastifyRequest): string {
    return landingPage(`${request.protocol}://${request.host}`, this.models.list());
  }
}

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { ServiceOptions } from '../service-options.js';
import { addExplorer } from './explorer.js';

/**
 * `/openapi.json` and the explorer at `/docs`. The document is built from the controllers when it is first asked for,
 * so that it costs the start nothing.
 */
export function addDocumentation(
  app: NestFastifyApplication,
  about: ServiceOptions['about'],
  complete: NonNullable<ServiceOptions['completeDocument']> = (own) => Promise.resolve(own),
): void {
  let document: OpenAPIObject | undefined;
  const build = () => {
    const { title, description, version } = about;
    const config = new DocumentBuilder().setOpenAPIVersion('3.1.0').setTitle(title).setDescription(description);
    return SwaggerModule.createDocument(app, config.setVersion(version).build());
  };
  const instance = app.getHttpAdapter().getInstance();
  instance.get('/openapi.json', async () => {
    document ??= build();
    return complete(document);
  });
  addExplorer(instance, about.title);
}

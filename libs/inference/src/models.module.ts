import { Module } from '@nestjs/common';
import { HardwareController } from './admin/hardware.controller.js';
import { PluginsController } from './admin/plugins.controller.js';
import { OllamaModelsController } from './ollama/models.controller.js';
import { ModelsController } from './openai/models.controller.js';
import { ParametersController } from './openai/parameters.controller.js';

/** Which models, plugins and devices there are: every process with a kernel tells it, whatever kinds of models it serves. */
@Module({
  controllers: [HardwareController, ModelsController, OllamaModelsController, ParametersController, PluginsController],
})
export class ModelsModule {}

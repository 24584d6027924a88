import { Module } from '@nestjs/common';
import { HardwareController } from './admin/hardware.controller.js';
import { PluginsController } from './admin/plugins.controller.js';
import { OllamaModelsController } from './ollama/models.controller.js';
import { OllamaPullController } from './ollama/pull.controller.js';
import { ModelsController } from './openai/models.controller.js';
import { ParametersController } from './openai/parameters.controller.js';
import { ModelFetch } from './store/model-fetch.js';
import { Pulls } from './store/pulls.js';
import { StoreController } from './store/store.controller.js';
import { StoredModels } from './store/stored-models.js';

/** Which models, plugins and devices there are: every process with a kernel tells it, whatever kinds of models it serves. */
@Module({
  controllers: [
    HardwareController,
    ModelsController,
    OllamaModelsController,
    ParametersController,
    PluginsController,
    OllamaPullController,
    StoreController,
  ],
  providers: [ModelFetch, Pulls, StoredModels],
})
export class ModelsModule {}

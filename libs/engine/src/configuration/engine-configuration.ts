import { ServiceConfiguration, Setting } from '@predict-otron/service/configuration';
import { IsBoolean, IsInt, IsNotEmpty, IsOptional, Matches, Max, Min } from 'class-validator';
import type { ConfigFile } from './config-file.js';
import { DURATION } from './duration.js';
import { defaultCacheFolder, defaultConfigFile, defaultPluginFolder, embeddedModelFolder } from './folders.js';
import { LIMIT } from './memory-limits.js';
import { usableCores } from './usable-cores.js';

/** `auto`, or an id as hardware providers give it. */
const DEVICE = /^[a-z][a-z0-9-]*(:\d+)?$/;

/** What can be set about a process that runs models, beside what every server has. */
export class EngineConfiguration extends ServiceConfiguration {
  @Setting({
    flag: '--models <folder...>',
    env: 'OTRON_MODELS',
    about: 'folders with models, in the variable separated by commas',
  })
  @IsNotEmpty({ each: true })
  models: string[] = [embeddedModelFolder];

  @Setting({
    flag: '--model <id>',
    env: 'OTRON_MODEL',
    about:
      'language model that "default" means, loaded at start, downloaded first where it is not here; not set: otron-tiny-llama, in other folders the only one',
  })
  @IsOptional()
  @IsNotEmpty()
  model?: string;

  @Setting({
    flag: '--embedding-model <id>',
    env: 'OTRON_EMBEDDING_MODEL',
    about:
      'embedding model that "default" means, loaded at start, downloaded first where it is not here; not set: otron-embed-tiny, in other folders the only one',
  })
  @IsOptional()
  @IsNotEmpty()
  embeddingModel?: string;

  @Setting({
    flag: '--config <file>',
    env: 'OTRON_CONFIG',
    about:
      'configuration file (JSON, YAML or TypeScript); not set: otron.config.json, .yaml or .ts of the working folder',
  })
  @IsOptional()
  @IsNotEmpty()
  config?: string = defaultConfigFile();

  /** What the configuration file says. */
  file: ConfigFile = {};

  @Setting({ flag: '--plugins <folder>', env: 'OTRON_PLUGINS', about: 'folder in which every package is a plugin' })
  @IsNotEmpty()
  plugins: string = defaultPluginFolder();

  @Setting({
    flag: '--watch',
    env: 'OTRON_WATCH',
    about: 'take plugins that are added, changed or removed while the server runs',
  })
  @IsBoolean()
  watch: boolean = false;

  @Setting({
    flag: '--stage-timeout <seconds>',
    env: 'OTRON_STAGE_TIMEOUT',
    about: 'how long a stage of a plugin may give nothing for what it took, before its request fails',
  })
  @Max(86_400)
  @Min(1)
  @IsInt()
  stageTimeout: number = 30;

  @Setting({
    flag: '--resume-timeout <seconds>',
    env: 'OTRON_RESUME_TIMEOUT',
    about: 'how long a resumable stream may be without a client',
  })
  @Max(86_400)
  @Min(1)
  @IsInt()
  resumeTimeout: number = 60;

  @Setting({
    flag: '--parallel <number>',
    env: 'OTRON_PARALLEL',
    about: 'answers that one model generates at the same time',
  })
  @Max(256)
  @Min(1)
  @IsInt()
  parallel: number = 16;

  @Setting({
    flag: '--queue-limit <number>',
    env: 'OTRON_QUEUE_LIMIT',
    about: 'requests that wait for a model at most',
  })
  @Max(1_000_000)
  @Min(0)
  @IsInt()
  queueLimit: number = 512;

  @Setting({
    flag: '--queue-timeout <seconds>',
    env: 'OTRON_QUEUE_TIMEOUT',
    about: 'how long a request may wait in line for a model, requests may ask for less; 0: for ever',
  })
  @Max(86_400)
  @Min(0)
  @IsInt()
  queueTimeout: number = 0;

  @Setting({
    flag: '--request-timeout <seconds>',
    env: 'OTRON_REQUEST_TIMEOUT',
    about: 'how long a request may take in all, requests may ask for less; 0: for ever',
  })
  @Max(86_400)
  @Min(0)
  @IsInt()
  requestTimeout: number = 0;

  @Setting({
    flag: '--context <tokens>',
    env: 'OTRON_CONTEXT',
    about: 'context of the default language model; not set: what it was trained for',
  })
  @IsOptional()
  @Max(10_000_000)
  @Min(16)
  @IsInt()
  context?: number;

  @Setting({
    flag: '--memory <limit...>',
    env: 'OTRON_MEMORY',
    about:
      'memory that all models together may take: 8GiB or 80% of each device, or cpu=8GiB,cuda:0=80%; not set: 90% of what is free',
  })
  @IsOptional()
  @Matches(LIMIT, { each: true, message: 'must be amounts such as 8GiB, 80% or cuda:0=20GiB' })
  memory?: string[];

  @Setting({
    flag: '--keep-alive <duration>',
    env: 'OTRON_KEEP_ALIVE',
    about: 'how long a model stays in memory after its last answer, such as 30m; not set: until its memory is needed',
  })
  @IsOptional()
  @Matches(DURATION, { message: 'must be a duration such as 30s, 5m or forever' })
  keepAlive?: string;

  @Setting({
    flag: '--threads <number>',
    env: 'OTRON_THREADS',
    about: 'threads that a model may use; the default is the usable cores',
  })
  @Max(1024)
  @Min(1)
  @IsInt()
  threads: number = usableCores();

  @Setting({
    flag: '--device <id>',
    env: 'OTRON_DEVICE',
    about: 'where models run that name no device of their own: auto, cpu, cuda:0, metal, vulkan:0',
  })
  @Matches(DEVICE, { message: 'must be auto or the id of a device, such as cpu or cuda:0' })
  device: string = 'auto';

  @Setting({ flag: '--cache <folder>', env: 'OTRON_CACHE', about: 'folder for what can be made or fetched again' })
  @IsNotEmpty()
  cache: string = defaultCacheFolder();

  @Setting({
    flag: '--hf-home <folder>',
    env: 'HF_HOME',
    about: 'where downloaded models are kept, in the layout of the Hub’s own tools',
  })
  @IsNotEmpty()
  hfHome: string = '.hf-cache';

  @Setting({
    flag: '--free-space-floor <MiB>',
    env: 'OTRON_FREE_SPACE_FLOOR',
    about: 'what a download leaves free on the disk',
  })
  @Max(100_000_000)
  @Min(0)
  @IsInt()
  freeSpaceFloor: number = 1024;
}

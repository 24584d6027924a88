import type { Observable } from 'rxjs';
import type { DeviceKind } from '../hardware/device.js';
import type { LoadOptions } from '../model/load-options.js';
import type { Loaded, LoadProgress } from '../model/load-progress.js';
import type { MemoryNeed } from '../model/memory-need.js';
import type { ModelFile } from '../model/model-file.js';
import type { ModelInfo } from '../model/model-info.js';
import type { ModelOffer } from '../model/model-offer.js';
import type { LoadedModel } from './loaded-model.js';

/** Runs language models of one or more families. */
export interface ModelRunner {
  /** Unique among runners. */
  id: string;
  /** Kinds of device that it computes on; the CPU alone when absent. */
  deviceKinds?: DeviceKind[];
  /** Models that it can reach although they are not on disk. */
  offers?: ModelOffer[];
  /** Reads the header alone. `undefined`: not a model of mine. Throws `MODEL_INVALID` for a broken file of mine. */
  describe(file: ModelFile): Promise<ModelInfo | undefined>;
  /**
   * True where the file is a LoRA adapter for this model of mine: of its architecture, and every tensor of the right shape.
   * Absent where the runner applies none.
   */
  adapts?(adapter: ModelFile, base: ModelFile): Promise<boolean>;
  /** What a load with these options would take, for each device, from the header alone. */
  estimate(file: ModelFile, options: LoadOptions): Promise<MemoryNeed[]>;
  /** Progress, then the model, then complete. Errors: `MODEL_INVALID`, `OUT_OF_MEMORY`, `DEVICE_UNAVAILABLE`. */
  load(file: ModelFile, options: LoadOptions): Observable<LoadProgress | Loaded<LoadedModel>>;
}

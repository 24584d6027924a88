import type { Observable } from 'rxjs';
import type { DeviceKind } from '../hardware/device.js';
import type { LoadOptions } from '../model/load-options.js';
import type { Loaded, LoadProgress } from '../model/load-progress.js';
import type { MemoryNeed } from '../model/memory-need.js';
import type { ModelFile } from '../model/model-file.js';
import type { ModelOffer } from '../model/model-offer.js';
import type { EmbedderInfo } from './embedder-info.js';
import type { LoadedEmbedder } from './loaded-embedder.js';

/** Runs embedding models of one format. */
export interface EmbeddingBackend {
  /** Unique among embedding backends. */
  id: string;
  /** Kinds of device that it computes on; the CPU alone when absent. */
  deviceKinds?: DeviceKind[];
  /** Models that it can fetch. */
  offers?: ModelOffer[];
  /** From the files' headers alone. `undefined`: not a model of mine. */
  describe(file: ModelFile): Promise<EmbedderInfo | undefined>;
  estimate(file: ModelFile, options: LoadOptions): Promise<MemoryNeed[]>;
  load(file: ModelFile, options: LoadOptions): Observable<LoadProgress | Loaded<LoadedEmbedder>>;
}

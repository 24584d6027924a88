import type { Observable } from 'rxjs';
import type { DeviceKind } from '../hardware/device.js';
import type { LoadOptions } from '../model/load-options.js';
import type { Loaded, LoadProgress } from '../model/load-progress.js';
import type { MemoryNeed } from '../model/memory-need.js';
import type { ModelFile } from '../model/model-file.js';
import type { LoadedReranker } from './loaded-reranker.js';
import type { RerankerInfo } from './reranker-info.js';

/** Runs reranking models of one format. */
export interface RerankBackend {
  /** Unique among rerank backends. */
  id: string;
  /** Kinds of device that it computes on; the CPU alone when absent. */
  deviceKinds?: DeviceKind[];
  describe(file: ModelFile): Promise<RerankerInfo | undefined>;
  estimate(file: ModelFile, options: LoadOptions): Promise<MemoryNeed[]>;
  load(file: ModelFile, options: LoadOptions): Observable<LoadProgress | Loaded<LoadedReranker>>;
}

/** What the pages know of a model; from `GET /v1/models`. */
export interface ModelSummary {
  id: string;
  state: 'unloaded' | 'loading' | 'loaded' | 'failed';
  isDefault: boolean;
  /** Tokens of context for each request. */
  contextTokens: number;
  /** Bytes on disk, where the server knows. */
  sizeBytes?: number;
  /** Share of the load that is done, 0 to 1, while it goes on. */
  progress?: number;
  /** Why it failed. */
  reason?: string;
  /** It can leave out the oldest turns of a conversation that no longer fits. */
  trims: boolean;
  /** The model's own sampling where a request says nothing. */
  defaults?: Record<string, number>;
}

/** A model as the server lists it. */
interface ListedModel {
  id: string;
  kind: string;
  state: ModelSummary['state'];
  is_default: boolean;
  context_tokens: number;
  size_bytes?: number;
  load_progress?: number;
  reason?: string;
  capabilities: { chat: boolean; embeddings: boolean; context_overflow: string[]; defaults?: Record<string, number> };
}

/** The models of a list that can do what a page needs, the default one first, then those in memory. */
export function modelSummaries(list: { data: ListedModel[] }, ability: 'chat' | 'embeddings'): ModelSummary[] {
  const rank = (model: ListedModel) => (model.is_default ? 0 : model.state === 'loaded' ? 1 : 2);
  return list.data
    .filter(({ capabilities }) => capabilities[ability])
    .sort((a, b) => rank(a) - rank(b))
    .map((model) => ({
      id: model.id,
      state: model.state,
      isDefault: model.is_default,
      contextTokens: model.context_tokens,
      trims: model.capabilities.context_overflow.includes('trim_oldest'),
      ...(model.size_bytes !== undefined && { sizeBytes: model.size_bytes }),
      ...(model.load_progress !== undefined && { progress: model.load_progress }),
      ...(model.reason !== undefined && { reason: model.reason }),
      ...(model.capabilities.defaults && { defaults: model.capabilities.defaults }),
    }));
}

/** A model as `GET /models` tells of it. */
export interface ModelStatus {
  id: string;
  kind: string;
  aliases: string[];
  state: 'unloaded' | 'loading' | 'loaded' | 'failed';
  reason?: string;
  on_disk: boolean;
  in_store: boolean;
  path: string;
  size_bytes: number;
  is_default: boolean;
  users: number;
  memory?: { device: string; bytes: number }[];
  last_used_at?: number;
}

export const memoryOf = ({ memory = [] }: ModelStatus) => memory.reduce((sum, { bytes }) => sum + bytes, 0);

/** Where a model is asked for; an id may hold `/` and `:`. */
export const modelPath = (id: string, action = '') => `/models/${encodeURIComponent(id)}${action}`;

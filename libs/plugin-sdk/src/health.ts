/** A plugin's own word on itself. `degraded` still serves; `down` does not. */
export interface Health {
  status: 'up' | 'degraded' | 'down';
  /** One sentence for a person, without secrets. */
  detail?: string;
}

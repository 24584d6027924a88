import { randomUUID } from 'node:crypto';

/** What a message begins with. */
export interface MessageHead {
  /** `msg_…`. */
  id: string;
  /** Id of the model that answers. */
  model: string;
}

/** The head of a new message. */
export function messageHead(model: string): MessageHead {
  return { id: `msg_${randomUUID().replaceAll('-', '')}`, model };
}

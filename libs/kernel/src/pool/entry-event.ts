import type { LoadingEvent, QueuedEvent } from '@predict-otron/plugin-sdk';

/** What one who waits for a model is told: his place in the line for memory, then how far the load has come. */
export type EntryEvent = QueuedEvent | LoadingEvent;

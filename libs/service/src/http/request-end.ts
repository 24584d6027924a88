/** How a request ended: its answer was handed over whole, its client left, or a shutdown cut it off. */
export type RequestEnd = 'answered' | 'left' | 'cut';

/** The memory of a GPU, of its own heaps. */
export interface HeapMemory {
  totalBytes: number;
  freeBytes: number;
  budgeted: boolean;
}

/**
 * Parses the `memoryHeaps` of each GPU in the whole report of `vulkaninfo`, by the GPU's place. Of the heaps that are local
 * to the device the largest counts: a small one beside it is a window into it.
 */
export function parseHeaps(report: string): Map<number, HeapMemory> {
  const memories = new Map<number, HeapMemory>();
  const blocks = report.split(/^GPU(\d{1,3}):\s*$/m).slice(1);
  for (let i = 0; i + 1 < blocks.length; i += 2) {
    const heaps = (blocks[i + 1] as string).split(/^\s*memoryHeaps\[\d+\]:\s*$/m).slice(1);
    const local = heaps.filter((heap) => /MEMORY_HEAP_DEVICE_LOCAL_BIT/.test(ownLines(heap))).flatMap(memoryOf);
    local.sort((a, b) => b.totalBytes - a.totalBytes);
    const [largest] = local;
    if (largest && !memories.has(Number(blocks[i]))) memories.set(Number(blocks[i]), largest);
  }
  return memories;
}

/** What follows the last heap is another part of the report. */
function ownLines(heap: string): string {
  return heap.split(/^\s*memoryTypes:/m)[0] ?? '';
}

function memoryOf(heap: string): HeapMemory[] {
  const bytes = (name: string) => Number(new RegExp(`^\\s*${name}\\s+= (\\d{1,16})\\b`, 'm').exec(ownLines(heap))?.[1]);
  const totalBytes = bytes('size');
  if (!(totalBytes > 0)) return [];
  // the budget is what this process may take in all, of which it uses some
  const free = bytes('budget') - (bytes('usage') || 0);
  if (Number.isNaN(free)) return [{ totalBytes, freeBytes: totalBytes, budgeted: false }];
  return [{ totalBytes, freeBytes: Math.min(totalBytes, Math.max(0, free)), budgeted: true }];
}

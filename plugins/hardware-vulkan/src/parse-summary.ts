/** A device in the list of `vulkaninfo --summary`. */
export interface SummaryGpu {
  /** Place in the loader's order. */
  index: number;
  name: string;
  type: 'discrete' | 'integrated' | 'virtual' | 'cpu' | 'other';
  /** Such as `radv Mesa 24.0.5`. */
  driver?: string;
}

const TYPES: Record<string, SummaryGpu['type']> = {
  PHYSICAL_DEVICE_TYPE_DISCRETE_GPU: 'discrete',
  PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU: 'integrated',
  PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU: 'virtual',
  PHYSICAL_DEVICE_TYPE_CPU: 'cpu',
};

/** Parses the blocks `GPU0:`, `GPU1:`, … of lines such as `deviceName         = AMD Radeon RX 6800`. */
export function parseSummary(text: string): SummaryGpu[] {
  const blocks = text.split(/^GPU(\d{1,3}):\s*$/m).slice(1);
  const gpus: SummaryGpu[] = [];
  for (let i = 0; i + 1 < blocks.length; i += 2) {
    const block = blocks[i + 1] as string;
    const field = (name: string) => new RegExp(`^\\s*${name}\\s+= (.*\\S)\\s*$`, 'm').exec(block)?.[1];
    const name = field('deviceName');
    if (!name) continue;
    const driver = [field('driverName'), field('driverInfo')].filter(Boolean).join(' ');
    const type = TYPES[field('deviceType') ?? ''] ?? 'other';
    gpus.push({ index: Number(blocks[i]), name, type, ...(driver && { driver }) });
  }
  return gpus;
}

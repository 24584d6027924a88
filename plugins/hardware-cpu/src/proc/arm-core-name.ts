/** Names of Arm cores by the numbers of their MIDR register, as in the table of util-linux's `lscpu`. */
const CORES: Record<string, Record<string, string>> = {
  '0x41': {
    '0xd03': 'Arm Cortex-A53',
    '0xd05': 'Arm Cortex-A55',
    '0xd07': 'Arm Cortex-A57',
    '0xd08': 'Arm Cortex-A72',
    '0xd09': 'Arm Cortex-A73',
    '0xd0a': 'Arm Cortex-A75',
    '0xd0b': 'Arm Cortex-A76',
    '0xd0c': 'Arm Neoverse-N1',
    '0xd40': 'Arm Neoverse-V1',
    '0xd41': 'Arm Cortex-A78',
    '0xd44': 'Arm Cortex-X1',
    '0xd49': 'Arm Neoverse-N2',
    '0xd4f': 'Arm Neoverse-V2',
    '0xd84': 'Arm Neoverse-V3',
    '0xd8e': 'Arm Neoverse-N3',
  },
  '0x61': { '0x022': 'Apple M1', '0x023': 'Apple M1', '0x032': 'Apple M2', '0x033': 'Apple M2' },
  '0xc0': { '0xac3': 'Ampere-1', '0xac4': 'Ampere-1a' },
};

/** The name of an Arm core, or its numbers where they are not known; `undefined` without numbers. */
export function armCoreName(implementer?: string, part?: string): string | undefined {
  if (!implementer || !part) return undefined;
  return CORES[implementer]?.[part] ?? `Arm core (implementer ${implementer}, part ${part})`;
}

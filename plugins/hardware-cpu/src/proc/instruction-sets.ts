/** Flags of `/proc/cpuinfo` and the instruction sets they stand for: those that llama.cpp and ONNX have kernels for. */
const NAMES: Record<string, string> = {
  ssse3: 'SSSE3',
  sse4_2: 'SSE4.2',
  avx: 'AVX',
  f16c: 'F16C',
  fma: 'FMA',
  avx2: 'AVX2',
  avx_vnni: 'AVX-VNNI',
  avx512f: 'AVX-512F',
  avx512bw: 'AVX-512BW',
  avx512vl: 'AVX-512VL',
  avx512_vnni: 'AVX-512-VNNI',
  avx512_bf16: 'AVX-512-BF16',
  avx512_fp16: 'AVX-512-FP16',
  amx_tile: 'AMX',
  amx_int8: 'AMX-INT8',
  amx_bf16: 'AMX-BF16',
  asimd: 'NEON',
  asimdhp: 'FP16',
  asimddp: 'DotProd',
  i8mm: 'I8MM',
  bf16: 'BF16',
  sve: 'SVE',
  sve2: 'SVE2',
  sme: 'SME',
};

/** The instruction sets among the flags, in the table's order. */
export function instructionSets(flags: string[]): string[] {
  const seen = new Set(flags);
  return Object.entries(NAMES).flatMap(([flag, name]) => (seen.has(flag) ? [name] : []));
}

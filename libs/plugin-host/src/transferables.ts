/** The buffers of an answer's vectors: moved instead of copied, each once even where the rows share it. */
export function transferables(answer: unknown): ArrayBuffer[] {
  if (!Array.isArray(answer)) return [];
  const buffers = answer.filter((item) => ArrayBuffer.isView(item)).map((view) => view.buffer);
  return [...new Set(buffers)].filter((buffer): buffer is ArrayBuffer => !isShared(buffer));
}

/** Shared memory is never moved. The tag tells it in every realm. */
function isShared(buffer: ArrayBufferLike): boolean {
  return Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
}

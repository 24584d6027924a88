const { TestEnvironment } = require('jest-environment-node');
// onnxruntime-common compares with its realm's typed arrays; the addon makes them in the main realm
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const k of [
      'Float32Array',
      'Float64Array',
      'BigInt64Array',
      'BigUint64Array',
      'Int8Array',
      'Uint8Array',
      'Uint8ClampedArray',
      'Int16Array',
      'Uint16Array',
      'Int32Array',
      'Uint32Array',
      'ArrayBuffer',
      'SharedArrayBuffer',
    ])
      this.global[k] = globalThis[k];
  }
};

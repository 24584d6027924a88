import { type LoadOptions, PluginError } from '@predict-otron/plugin-sdk';

/**
 * Refuses what an ONNX model on the CPU cannot honour: adapters, a draft model, another device. The options of a KV
 * cache say nothing to a model without one. Throws `UNSUPPORTED` and `DEVICE_UNAVAILABLE`.
 */
export function checkLoadOptions(options: LoadOptions): void {
  if (options.adapters?.length) throw unsupported('adapters');
  if (options.draft !== undefined) throw unsupported('draft');
  const other = options.placement.find((placement) => placement.deviceId !== 'cpu');
  if (other) {
    throw new PluginError('DEVICE_UNAVAILABLE', `ONNX models run on the cpu here, not on ${other.deviceId}`, {
      deviceId: other.deviceId,
    });
  }
}

function unsupported(param: string): PluginError {
  return new PluginError('UNSUPPORTED', `an ONNX model cannot be loaded with ${param}`, { param });
}

import assert from 'node:assert/strict';
import type { Device, HardwareProvider, Precision, PrecisionLevers } from '@predict-otron/plugin-sdk';
import type { Check } from './check.js';
import { rejectsWith } from './rejects-with.js';
import {
  amount,
  assertPlain,
  assertShape,
  count,
  flag,
  listOf,
  oneOf,
  optional,
  type Shape,
  shaped,
  text,
} from './shape.js';

const FORMAT = oneOf('F32', 'F16', 'BF16', 'Q8_0');

const LEVERS: Shape<PrecisionLevers> = {
  files: listOf(text),
  onnx: listOf(text),
  kvCacheType: FORMAT,
  flashAttention: optional(flag),
};

const PRECISION: Shape<Precision> = {
  format: FORMAT,
  reason: text,
  families: optional(listOf(text)),
  levers: optional(shaped(LEVERS)),
};

const DEVICE: Shape<Device> = {
  id: text,
  kind: oneOf('cpu', 'cuda', 'metal', 'vulkan', 'other'),
  name: text,
  totalBytes: count,
  precisions: (value) => listOf(shaped(PRECISION))(value) && (value as unknown[]).length > 0,
  notes: listOf(text),
  threads: optional(count),
  autoRank: optional(amount),
  environment: optional((value) => listOf(text)(Object.values(value as object))),
  details: optional((value) => typeof value === 'object'),
};

export const HARDWARE_CHECKS: Check<HardwareProvider>[] = [
  {
    name: 'detects complete devices, or says why there are none',
    run: async (provider) => {
      const detection = await provider.detect();
      assertPlain('a detection', detection);
      if (detection.devices.length === 0)
        assert.ok(text((detection as { reason?: string }).reason), 'a reason is missing');
      for (const device of detection.devices) {
        assertShape('a device', device, DEVICE);
        assert.equal(device.threads !== undefined, device.kind === 'cpu', 'threads are told of a CPU, and of it alone');
      }
      const ids = detection.devices.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, `device ids must be different: ${ids.join(', ')}`);
    },
  },
  {
    name: 'detects the same devices each time, also at the same time',
    run: async (provider) => {
      const detections = await Promise.all([provider.detect(), provider.detect(), provider.detect()]);
      const ids = detections.map(({ devices }) => devices.map(({ id }) => id).join());
      assert.equal(new Set(ids).size, 1, `the ids of devices must be stable: ${ids.join(' / ')}`);
    },
  },
  {
    name: 'never throws in detect, also where no program is found',
    run: async (provider) => {
      const { PATH } = process.env;
      process.env.PATH = '';
      try {
        await provider.detect();
      } finally {
        process.env.PATH = PATH;
      }
    },
  },
  {
    name: 'tells free memory between nothing and the total',
    run: async (provider) => {
      for (const { id, totalBytes } of (await provider.detect()).devices) {
        const free = await provider.free(id);
        assert.ok(Number.isSafeInteger(free) && free >= 0, `free bytes of ${id} must be a whole number: ${free}`);
        assert.ok(free <= totalBytes, `free bytes of ${id} must not be over its total: ${free} of ${totalBytes}`);
      }
    },
  },
  {
    name: 'refuses a device that is not there',
    run: async (provider) => {
      await rejectsWith('DEVICE_UNAVAILABLE', 'free memory of no device', provider.free('no-such-device'));
    },
  },
];

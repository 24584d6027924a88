import type { ProbedMachine, ProgramResult } from '@predict-otron/hardware-probe';

/** A machine as its driver's program answered, in the driver's own form. */
export interface RecordedDriver {
  platform?: string;
  environment?: Record<string, string>;
  files?: Record<string, string>;
  /** By the arguments; what is not there fails as an unknown program does. */
  answers: Record<string, ProgramResult>;
}

export function recorded({ platform = 'linux', environment = {}, files = {}, answers }: RecordedDriver): ProbedMachine {
  return {
    platform,
    arch: 'x64',
    environment,
    totalMemory: () => 0,
    readText: async (path) => files[path],
    run: async (program, ...args) => {
      const missing = { failure: `${program} is not installed.`, missing: true };
      return program === 'nvidia-smi' ? (answers[args.join(' ')] ?? missing) : missing;
    },
  };
}

const FORMAT = '--format=csv,noheader,nounits';
const BASIC = `--query-gpu=index,uuid,name,memory.total,memory.free,driver_version ${FORMAT}`;
const FULL = `--query-gpu=index,uuid,name,memory.total,memory.free,driver_version,compute_cap,mig.mode.current ${FORMAT}`;

const failed = (said: string): ProgramResult => ({ failure: `nvidia-smi failed: ${said}`, missing: false });

/** Two GPUs of different size and generation, as in a workstation. */
export const WORKSTATION: RecordedDriver = {
  answers: {
    [FULL]: {
      text: `0, GPU-2f1b3c6e-9f0d-7a64-a5c2-8d1e4b7a9c30, NVIDIA GeForce GTX 1080 Ti, 11264, 10987, 550.127.05, 6.1, [N/A]
1, GPU-c83e1d52-44aa-b91f-0e77-5a2f6c9d1b48, NVIDIA GeForce RTX 4090, 24564, 23951, 550.127.05, 8.9, [N/A]
`,
    },
  },
};

/** One GPU of a server divided into three parts, and a whole one beside it. */
export const DIVIDED: RecordedDriver = {
  answers: {
    [FULL]: {
      text: `0, GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77, NVIDIA A100-SXM4-40GB, 40960, 40326, 535.183.01, 8.0, Enabled
1, GPU-a4640e2c-4d22-fb50-9e55-0bb0e5d3a1d0, NVIDIA A100-SXM4-40GB, 40960, 40332, 535.183.01, 8.0, Disabled
`,
    },
    '-L': {
      text: `GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77)
  MIG 3g.20gb     Device  0: (UUID: MIG-c7384736-a75d-5afc-978f-d2f1294409fd)
  MIG 2g.10gb     Device  1: (UUID: MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d)
  MIG 1g.5gb      Device  2: (UUID: MIG-GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77/9/0)
GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-a4640e2c-4d22-fb50-9e55-0bb0e5d3a1d0)
`,
    },
    '-q -x': {
      text: `<?xml version="1.0" ?>
<!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">
<nvidia_smi_log>
	<driver_version>535.183.01</driver_version>
	<attached_gpus>2</attached_gpus>
	<gpu id="00000000:07:00.0">
		<product_name>NVIDIA A100-SXM4-40GB</product_name>
		<mig_mode>
			<current_mig>Enabled</current_mig>
			<pending_mig>Enabled</pending_mig>
		</mig_mode>
		<mig_devices>
			<mig_device>
				<index>0</index>
				<gpu_instance_id>2</gpu_instance_id>
				<compute_instance_id>0</compute_instance_id>
				<fb_memory_usage>
					<total>19968 MiB</total>
					<reserved>0 MiB</reserved>
					<used>12 MiB</used>
					<free>19955 MiB</free>
				</fb_memory_usage>
				<bar1_memory_usage>
					<total>32767 MiB</total>
					<used>0 MiB</used>
					<free>32767 MiB</free>
				</bar1_memory_usage>
			</mig_device>
			<mig_device>
				<index>1</index>
				<gpu_instance_id>3</gpu_instance_id>
				<compute_instance_id>0</compute_instance_id>
				<fb_memory_usage>
					<total>9984 MiB</total>
					<reserved>0 MiB</reserved>
					<used>4096 MiB</used>
					<free>5888 MiB</free>
				</fb_memory_usage>
			</mig_device>
			<mig_device>
				<index>2</index>
				<gpu_instance_id>9</gpu_instance_id>
				<compute_instance_id>0</compute_instance_id>
				<fb_memory_usage>
					<total>4864 MiB</total>
					<reserved>0 MiB</reserved>
					<used>3 MiB</used>
					<free>4861 MiB</free>
				</fb_memory_usage>
			</mig_device>
		</mig_devices>
		<uuid>GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77</uuid>
		<fb_memory_usage>
			<total>40960 MiB</total>
			<reserved>624 MiB</reserved>
			<used>10 MiB</used>
			<free>40326 MiB</free>
		</fb_memory_usage>
	</gpu>
	<gpu id="00000000:0F:00.0">
		<product_name>NVIDIA A100-SXM4-40GB</product_name>
		<mig_devices>
			None
		</mig_devices>
		<uuid>GPU-a4640e2c-4d22-fb50-9e55-0bb0e5d3a1d0</uuid>
		<fb_memory_usage>
			<total>40960 MiB</total>
			<free>40332 MiB</free>
		</fb_memory_usage>
	</gpu>
</nvidia_smi_log>
`,
    },
  },
};

/** Switched to MIG, but not divided yet. */
export const DIVIDED_BY_NOTHING: RecordedDriver = {
  answers: {
    [FULL]: {
      text: '0, GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77, NVIDIA H100 PCIe, 81559, 81008, 550.54.15, 9.0, Enabled\n',
    },
    '-L': { text: 'GPU 0: NVIDIA H100 PCIe (UUID: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77)\n' },
    '-q -x': {
      text: '<nvidia_smi_log><gpu id="00000000:07:00.0"><mig_devices>None</mig_devices></gpu></nvidia_smi_log>',
    },
  },
};

/** One memory for the CPU and the GPU (GB10): the driver does not tell it. */
export const UNIFIED: RecordedDriver = {
  files: {
    '/proc/meminfo': 'MemTotal:       125516800 kB\nMemFree:        98213000 kB\nMemAvailable:   119000000 kB\n',
  },
  answers: {
    [FULL]: {
      text: '0, GPU-7d3f0a1c-1e2b-4c5d-8f90-1a2b3c4d5e6f, NVIDIA GB10, [N/A], [N/A], 580.95.05, 12.1, [N/A]\n',
    },
  },
};

/** A driver of 2020, which knows neither field. */
export const OLD_DRIVER: RecordedDriver = {
  answers: {
    [FULL]: failed('Field "compute_cap" is not a valid field to query.'),
    [BASIC]: { text: '0, GPU-0a7c1e9b-6a57-3a8c-9e0a-2d6f9f7c5b11, Tesla K80, 11441, 11438, 450.80.02\n' },
  },
};

/** After an update without a restart. */
export const MISMATCH: RecordedDriver = {
  answers: {
    [FULL]: failed('Failed to initialize NVML: Driver/library version mismatch NVML library version: 550.127'),
  },
};

/** The driver's module is not loaded. */
export const NOT_LOADED: RecordedDriver = {
  answers: {
    [FULL]: failed(
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.",
    ),
  },
};

/** The program is there, the GPU was taken out. */
export const NO_DEVICES: RecordedDriver = { answers: { [FULL]: failed('No devices were found') } };

/** A GPU that has fallen off its bus makes the program wait for it. */
export const HANGING: RecordedDriver = {
  answers: { [FULL]: { failure: 'nvidia-smi gave no answer in time.', missing: false } },
};

export const NO_DRIVER: RecordedDriver = { answers: {} };

/** A container that was given the driver, but not its programs. */
export const NO_PROGRAM: RecordedDriver = {
  answers: {},
  files: {
    '/proc/driver/nvidia/version':
      'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.127.05  Tue Oct  8 03:22:07 UTC 2024\nGCC version:  gcc version 12.2.0 (Debian 12.2.0-14)\n',
  },
};

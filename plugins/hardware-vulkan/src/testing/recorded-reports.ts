/** `vulkaninfo --summary` of a machine with an AMD and an NVIDIA GPU and Mesa's software renderer. */
export const SUMMARY = `==========
VULKANINFO
==========

Vulkan Instance Version: 1.3.275


Instance Extensions: count = 24
-------------------------------
VK_EXT_acquire_drm_display             : extension revision 1
VK_KHR_surface                         : extension revision 25

Instance Layers: count = 2
--------------------------
VK_LAYER_MESA_device_select Linux device selection layer 1.3.211  version 1
VK_LAYER_MESA_overlay       Mesa Overlay layer           1.3.211  version 1

Devices:
========
GPU0:
	apiVersion         = 1.3.274
	driverVersion      = 24.0.5
	vendorID           = 0x1002
	deviceID           = 0x73bf
	deviceType         = PHYSICAL_DEVICE_TYPE_DISCRETE_GPU
	deviceName         = AMD Radeon RX 6800 (RADV NAVI21)
	driverID           = DRIVER_ID_MESA_RADV
	driverName         = radv
	driverInfo         = Mesa 24.0.5-1ubuntu1
	conformanceVersion = 1.3.0.0
	deviceUUID         = 00000000-0300-0000-0000-000000000000
	driverUUID         = 414d442d-4d45-5341-2d44-525600000000
GPU1:
	apiVersion         = 1.3.277
	driverVersion      = 550.127.5.0
	vendorID           = 0x10de
	deviceID           = 0x2684
	deviceType         = PHYSICAL_DEVICE_TYPE_DISCRETE_GPU
	deviceName         = NVIDIA GeForce RTX 4090
	driverID           = DRIVER_ID_NVIDIA_PROPRIETARY
	driverName         = NVIDIA
	driverInfo         = 550.127.05
	conformanceVersion = 1.3.7.2
	deviceUUID         = c83e1d52-44aa-b91f-0e77-5a2f6c9d1b48
	driverUUID         = 0b2e8f1c-3a6b-5e2d-9c41-7f0d8a6b5c32
GPU2:
	apiVersion         = 1.3.274
	driverVersion      = 0.0.1
	vendorID           = 0x10005
	deviceID           = 0x0000
	deviceType         = PHYSICAL_DEVICE_TYPE_CPU
	deviceName         = llvmpipe (LLVM 17.0.6, 256 bits)
	driverID           = DRIVER_ID_MESA_LLVMPIPE
	driverName         = llvmpipe
	driverInfo         = Mesa 24.0.5-1ubuntu1 (LLVM 17.0.6)
	conformanceVersion = 1.3.1.1
`;

/** The parts of the whole report of the same machine that count; the second driver has no budget to tell. */
export const REPORT = `==========
VULKANINFO
==========

Vulkan Instance Version: 1.3.275


Device Properties and Extensions:
=================================
GPU0:
VkPhysicalDeviceProperties:
---------------------------
	apiVersion        = 1.3.274 (4206866)
	deviceType        = PHYSICAL_DEVICE_TYPE_DISCRETE_GPU
	deviceName        = AMD Radeon RX 6800 (RADV NAVI21)

VkPhysicalDeviceMemoryProperties:
=================================
memoryHeaps: count = 3
	memoryHeaps[0]:
		size   = 16839196672 (0x3ebb40000) (15.68 GiB)
		budget = 16836022272 (0x3eb839000) (15.68 GiB)
		usage  = 0 (0x00000000) (0.00 B)
		flags:
			None
	memoryHeaps[1]:
		size   = 17163091968 (0x3ff000000) (15.98 GiB)
		budget = 16021635072 (0x3baf6f000) (14.92 GiB)
		usage  = 1048576 (0x00100000) (1.00 MiB)
		flags: count = 1
			MEMORY_HEAP_DEVICE_LOCAL_BIT
	memoryHeaps[2]:
		size   = 268435456 (0x10000000) (256.00 MiB)
		budget = 260046848 (0x0f800000) (248.00 MiB)
		usage  = 0 (0x00000000) (0.00 B)
		flags: count = 1
			MEMORY_HEAP_DEVICE_LOCAL_BIT
memoryTypes: count = 11
	memoryTypes[0]:
		heapIndex     = 1
		propertyFlags = 0x0001: count = 1
			MEMORY_PROPERTY_DEVICE_LOCAL_BIT

VkPhysicalDeviceFeatures:
=========================
	robustBufferAccess                      = true

GPU1:
VkPhysicalDeviceProperties:
---------------------------
	deviceName        = NVIDIA GeForce RTX 4090

VkPhysicalDeviceMemoryProperties:
=================================
memoryHeaps: count = 2
	memoryHeaps[0]:
		size   = 25757220864 (0x5ff400000) (23.99 GiB)
		flags: count = 1
			MEMORY_HEAP_DEVICE_LOCAL_BIT
	memoryHeaps[1]:
		size   = 50525798400 (0xbc38f5000) (47.06 GiB)
		flags:
			None
memoryTypes: count = 6

GPU2:
VkPhysicalDeviceProperties:
---------------------------
	deviceName        = llvmpipe (LLVM 17.0.6, 256 bits)
`;

/** A laptop whose one GPU is the processor's. */
export const INTEGRATED_SUMMARY = `Devices:
========
GPU0:
	deviceType         = PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU
	deviceName         = Intel(R) Iris(R) Xe Graphics (TGL GT2)
	driverName         = Intel open-source Mesa driver
	driverInfo         = Mesa 23.2.1
`;

export const INTEGRATED_REPORT = `GPU0:
VkPhysicalDeviceMemoryProperties:
=================================
memoryHeaps: count = 1
	memoryHeaps[0]:
		size   = 12462194688 (0x2e6ce8000) (11.61 GiB)
		budget = 8217116672 (0x1e9c6a000) (7.65 GiB)
		usage  = 0 (0x00000000) (0.00 B)
		flags: count = 1
			MEMORY_HEAP_DEVICE_LOCAL_BIT
memoryTypes: count = 3
`;

/** A container without a GPU. */
export const SOFTWARE_SUMMARY = SUMMARY.replace(/GPU0:[\s\S]*GPU2:/, 'GPU0:');

/** No driver is installed. */
export const NO_DRIVER =
  'ERROR: [Loader Message] Code 0 : vkCreateInstance: Found no drivers! Cannot create Vulkan instance.';

/** `system_profiler SPDisplaysDataType -json` in the form of macOS 14, on a MacBook Pro. */
export const M2_MAX = `{
  "SPDisplaysDataType" : [
    {
      "_name" : "Apple M2 Max",
      "spdisplays_mtlgpufamilysupport" : "spdisplays_metal3",
      "spdisplays_ndrvs" : [
        {
          "_name" : "Color LCD",
          "_spdisplays_display-product-id" : "a051",
          "_spdisplays_pixels" : "3456 x 2234",
          "spdisplays_connection_type" : "spdisplays_internal",
          "spdisplays_main" : "spdisplays_yes",
          "spdisplays_online" : "spdisplays_yes"
        }
      ],
      "spdisplays_vendor" : "sppci_vendor_Apple",
      "sppci_bus" : "spdisplays_builtin",
      "sppci_cores" : "38",
      "sppci_device_type" : "spdisplays_gpu",
      "sppci_model" : "Apple M2 Max"
    }
  ]
}
`;

/** The same of a MacBook Pro of 2019, with two GPUs. */
export const INTEL_MAC = `{
  "SPDisplaysDataType" : [
    {
      "_name" : "kHW_IntelUHDGraphics630Item",
      "spdisplays_mtlgpufamilysupport" : "spdisplays_metal3",
      "spdisplays_vendor" : "Intel",
      "spdisplays_vram_shared" : "1536 MB",
      "sppci_bus" : "spdisplays_builtin",
      "sppci_model" : "Intel UHD Graphics 630"
    },
    {
      "_name" : "kHW_AMDRadeonPro5500MItem",
      "spdisplays_mtlgpufamilysupport" : "spdisplays_metal3",
      "spdisplays_vendor" : "sppci_vendor_amd",
      "spdisplays_vram" : "8 GB",
      "sppci_bus" : "spdisplays_pcie_device",
      "sppci_model" : "AMD Radeon Pro 5500M"
    }
  ]
}
`;

export const VM_STAT = `Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                              122310.
Pages active:                           1290411.
Pages inactive:                         1015206.
Pages speculative:                         8341.
Pages throttled:                              0.
Pages wired down:                        411207.
Pages purgeable:                          20111.
"Translation faults":                 811223344.
Pages copy-on-write:                   20112233.
File-backed pages:                       700123.
Anonymous pages:                        1613835.
Pages stored in compressor:             1022111.
Pages occupied by compressor:            400200.
`;

#include "CNVML.h"

/* The layouts are an agreement with a library that is not there when this is compiled: hold them still. */
_Static_assert(sizeof(nvmlPciInfo_t) == 68, "nvmlPciInfo_t is 16 + 5 * 4 + 32 bytes");
_Static_assert(sizeof(nvmlMemory_t) == 24, "nvmlMemory_t is three 64-bit counts");
_Static_assert(sizeof(nvmlGpuFabricInfo_v2_t) == 36, "nvmlGpuFabricInfo_v2_t pads its state to four bytes");

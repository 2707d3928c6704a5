#ifndef BERTH_CNVML_H
#define BERTH_CNVML_H

/*
 * The part of NVIDIA's management library (NVML) that Berth reads, declared here so that building needs no driver or toolkit.
 *
 * Names, layouts and numbers are NVML's binary interface as its documentation gives it; they hold since driver 450 except where a
 * line says otherwise. Nothing is linked: each function is looked up in the opened library, and its type below gives the lookup its
 * signature. Only getters are declared, so that nothing in Berth can change a board through this header.
 */

typedef struct nvmlDevice_st *nvmlDevice_t;

/* An enum in the library's own header; its numbers are what crosses the boundary. */
typedef unsigned int nvmlReturn_t;
enum {
    NVML_SUCCESS = 0,
    NVML_ERROR_UNINITIALIZED = 1,
    NVML_ERROR_INVALID_ARGUMENT = 2,
    NVML_ERROR_NOT_SUPPORTED = 3,
    NVML_ERROR_NO_PERMISSION = 4,
    NVML_ERROR_ALREADY_INITIALIZED = 5,
    NVML_ERROR_NOT_FOUND = 6,
    NVML_ERROR_INSUFFICIENT_SIZE = 7,
    NVML_ERROR_INSUFFICIENT_POWER = 8,
    NVML_ERROR_DRIVER_NOT_LOADED = 9,
    NVML_ERROR_TIMEOUT = 10,
    NVML_ERROR_IRQ_ISSUE = 11,
    NVML_ERROR_LIBRARY_NOT_FOUND = 12,
    NVML_ERROR_FUNCTION_NOT_FOUND = 13,
    NVML_ERROR_CORRUPTED_INFOROM = 14,
    NVML_ERROR_GPU_IS_LOST = 15,
    NVML_ERROR_RESET_REQUIRED = 16,
    NVML_ERROR_OPERATING_SYSTEM = 17,
    NVML_ERROR_LIB_RM_VERSION_MISMATCH = 18,
    NVML_ERROR_IN_USE = 19,
    NVML_ERROR_UNKNOWN = 999
};

/* Buffer sizes that hold any answer: the V2 UUID size covers MIG names too. */
enum { NVML_DEVICE_UUID_V2_BUFFER_SIZE = 96, NVML_DEVICE_NAME_V2_BUFFER_SIZE = 96 };

/* nvmlPciInfo_t of nvmlDeviceGetPciInfo_v3. */
typedef struct {
    char busIdLegacy[16];
    unsigned int domain;
    unsigned int bus;
    unsigned int device;
    unsigned int pciDeviceId; /* device id in the upper, vendor id in the lower 16 bits */
    unsigned int pciSubSystemId;
    char busId[32];
} nvmlPciInfo_t;

/* Bytes. */
typedef struct {
    unsigned long long total;
    unsigned long long free;
    unsigned long long used;
} nvmlMemory_t;

enum { NVML_DEVICE_MIG_DISABLE = 0, NVML_DEVICE_MIG_ENABLE = 1 };

typedef unsigned int nvmlAffinityScope_t;
enum { NVML_AFFINITY_SCOPE_NODE = 0, NVML_AFFINITY_SCOPE_SOCKET = 1 };

typedef unsigned int nvmlEnableState_t;
enum { NVML_FEATURE_DISABLED = 0, NVML_FEATURE_ENABLED = 1 };
enum { NVML_NVLINK_MAX_LINKS = 18 };

typedef unsigned int nvmlGpuP2PCapsIndex_t;
enum { NVML_P2P_CAPS_INDEX_NVLINK = 2 };
typedef unsigned int nvmlGpuP2PStatus_t;
enum { NVML_P2P_STATUS_OK = 0 };

/* nvmlGpuFabricInfo_v2_t, driver 545 and later. The caller writes its version. */
typedef struct {
    unsigned int version;
    unsigned char clusterUuid[16];
    nvmlReturn_t status;
    unsigned int cliqueId;
    unsigned char state;
    unsigned int healthMask;
} nvmlGpuFabricInfo_v2_t;
enum { NVML_GPU_FABRIC_STATE_COMPLETED = 3 };
/* The library's way to tell structures apart: size in the lower 24 bits, version above. */
#define NVML_STRUCT_VERSION(size, version) ((unsigned int)(size) | ((unsigned int)(version) << 24))

/* The signatures, each under its function's name. */
typedef nvmlReturn_t (*nvmlInit_v2_f)(void);
typedef nvmlReturn_t (*nvmlShutdown_f)(void);
typedef nvmlReturn_t (*nvmlDeviceGetCount_v2_f)(unsigned int *count);
typedef nvmlReturn_t (*nvmlDeviceGetHandleByIndex_v2_f)(unsigned int index, nvmlDevice_t *device);
typedef nvmlReturn_t (*nvmlDeviceGetUUID_f)(nvmlDevice_t device, char *uuid, unsigned int length);
typedef nvmlReturn_t (*nvmlDeviceGetName_f)(nvmlDevice_t device, char *name, unsigned int length);
typedef nvmlReturn_t (*nvmlDeviceGetPciInfo_v3_f)(nvmlDevice_t device, nvmlPciInfo_t *pci);
typedef nvmlReturn_t (*nvmlDeviceGetMemoryInfo_f)(nvmlDevice_t device, nvmlMemory_t *memory);
/* Power in milliwatts, energy in millijoules since the driver was loaded. */
typedef nvmlReturn_t (*nvmlDeviceGetPowerUsage_f)(nvmlDevice_t device, unsigned int *power);
typedef nvmlReturn_t (*nvmlDeviceGetPowerManagementLimit_f)(nvmlDevice_t device, unsigned int *limit);
typedef nvmlReturn_t (*nvmlDeviceGetPowerManagementLimitConstraints_f)(nvmlDevice_t device, unsigned int *min, unsigned int *max);
typedef nvmlReturn_t (*nvmlDeviceGetPowerManagementDefaultLimit_f)(nvmlDevice_t device, unsigned int *limit);
typedef nvmlReturn_t (*nvmlDeviceGetEnforcedPowerLimit_f)(nvmlDevice_t device, unsigned int *limit);
typedef nvmlReturn_t (*nvmlDeviceGetTotalEnergyConsumption_f)(nvmlDevice_t device, unsigned long long *energy);
typedef nvmlReturn_t (*nvmlDeviceGetMigMode_f)(nvmlDevice_t device, unsigned int *current, unsigned int *pending);
/* Sets of `size` unsigned longs, bit i for node or CPU i. */
typedef nvmlReturn_t (*nvmlDeviceGetMemoryAffinity_f)(
    nvmlDevice_t device, unsigned int size, unsigned long *nodes, nvmlAffinityScope_t scope);
typedef nvmlReturn_t (*nvmlDeviceGetCpuAffinityWithinScope_f)(
    nvmlDevice_t device, unsigned int size, unsigned long *cpus, nvmlAffinityScope_t scope);
typedef nvmlReturn_t (*nvmlDeviceGetGpuFabricInfoV_f)(nvmlDevice_t device, nvmlGpuFabricInfo_v2_t *info);
typedef nvmlReturn_t (*nvmlDeviceGetNvLinkState_f)(nvmlDevice_t device, unsigned int link, nvmlEnableState_t *active);
typedef nvmlReturn_t (*nvmlDeviceGetP2PStatus_f)(
    nvmlDevice_t device, nvmlDevice_t peer, nvmlGpuP2PCapsIndex_t capability, nvmlGpuP2PStatus_t *status);

#endif

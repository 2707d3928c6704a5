/*
 * A stand-in for libnvidia-ml.so.1 that answers what a script says.
 *
 * The script is the file `script` in the directory that this library was loaded from: a test copies the library into a directory of its
 * own, so that tests run side by side, each with its own instance. A line is `DEVICE KEY VALUE`, with `*` for every device:
 *
 *     * count 8
 *     * nvmlDeviceGetName NVIDIA H100 80GB HBM3
 *     3 nvmlDeviceGetPowerUsage !15
 *
 * The key is the function's name, the value its answer, `!N` the error N instead. Of several lines the last that fits counts. Without a
 * line a function answers NOT_SUPPORTED, as a board does that lacks the feature; init and shutdown succeed.
 */
#define _GNU_SOURCE
#include "CNVML.h"
#include "fake.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A handle is the address of a slot: the offset is the device's index. */
static struct slot { char unused; } slots[64];
static char *script;

static int index_of(nvmlDevice_t device) { return (int)((struct slot *)(void *)device - slots); }

static void load(void) {
    Dl_info info;
    char path[4096];
    free(script);
    script = NULL;
    if (!dladdr((void *)&load, &info) || strlen(info.dli_fname) > sizeof path - 16) return;
    strcpy(path, info.dli_fname);
    char *slash = strrchr(path, '/');
    if (!slash) return;
    strcpy(slash + 1, "script");
    FILE *file = fopen(path, "r");
    if (!file) return;
    script = calloc(1, 1 << 16);
    if (script) script[fread(script, 1, (1 << 16) - 1, file)] = 0;
    fclose(file);
}

/* The value of the last line that fits, in a static buffer; NULL without one. */
static const char *answer(int device, const char *key) {
    static char value[512];
    int found = 0;
    for (const char *line = script; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        char who[16], name[128], rest[512];
        rest[0] = 0;
        if (sscanf(line, "%15s %127s %511[^\n]", who, name, rest) < 2 || strcmp(name, key) != 0) continue;
        if (strcmp(who, "*") != 0 && atoi(who) != device) continue;
        strcpy(value, rest);
        found = 1;
    }
    return found ? value : NULL;
}

/* Success with the value in `text`, or the error that the script asks for. */
static nvmlReturn_t ask(nvmlDevice_t device, const char *key, const char **text) {
    *text = answer(index_of(device), key);
    if (!*text) return NVML_ERROR_NOT_SUPPORTED;
    return **text == '!' ? (nvmlReturn_t)atoi(*text + 1) : NVML_SUCCESS;
}

static nvmlReturn_t ask_number(nvmlDevice_t device, const char *key, unsigned int *number) {
    const char *text;
    nvmlReturn_t code = ask(device, key, &text);
    if (code == NVML_SUCCESS) *number = (unsigned int)strtoul(text, NULL, 0);
    return code;
}

static nvmlReturn_t ask_text(nvmlDevice_t device, const char *key, char *buffer, unsigned int length) {
    const char *text;
    nvmlReturn_t code = ask(device, key, &text);
    if (code != NVML_SUCCESS) return code;
    if (strlen(text) + 1 > length) return NVML_ERROR_INSUFFICIENT_SIZE;
    strcpy(buffer, text);
    return NVML_SUCCESS;
}

/* A set written as hexadecimal words, the lowest first: `ffffffffffff ffffffffffff`. */
static nvmlReturn_t ask_set(nvmlDevice_t device, const char *key, unsigned int size, unsigned long *set) {
    const char *text;
    nvmlReturn_t code = ask(device, key, &text);
    if (code != NVML_SUCCESS) return code;
    memset(set, 0, size * sizeof *set);
    char *next = (char *)text;
    for (unsigned int word = 0; *next; word++) {
        if (word == size) return NVML_ERROR_INSUFFICIENT_SIZE;
        set[word] = strtoul(next, &next, 16);
        while (*next == ' ') next++;
    }
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlInit_v2(void) {
    load();
    const char *text = answer(-1, "nvmlInit_v2");
    return text && *text == '!' ? (nvmlReturn_t)atoi(text + 1) : NVML_SUCCESS;
}

nvmlReturn_t nvmlShutdown(void) { return NVML_SUCCESS; }

nvmlReturn_t nvmlDeviceGetCount_v2(unsigned int *count) {
    const char *text = answer(-1, "count");
    if (text && *text == '!') return (nvmlReturn_t)atoi(text + 1);
    *count = text ? (unsigned int)atoi(text) : 0;
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetHandleByIndex_v2(unsigned int index, nvmlDevice_t *device) {
    if (index >= sizeof slots / sizeof *slots) return NVML_ERROR_INVALID_ARGUMENT;
    *device = (nvmlDevice_t)(void *)&slots[index];
    const char *text = answer((int)index, "nvmlDeviceGetHandleByIndex_v2");
    return text && *text == '!' ? (nvmlReturn_t)atoi(text + 1) : NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetUUID(nvmlDevice_t device, char *uuid, unsigned int length) {
    return ask_text(device, "nvmlDeviceGetUUID", uuid, length);
}

nvmlReturn_t nvmlDeviceGetName(nvmlDevice_t device, char *name, unsigned int length) {
    return ask_text(device, "nvmlDeviceGetName", name, length);
}

/* The value is a PCI address, `0000:53:00.0`. */
nvmlReturn_t nvmlDeviceGetPciInfo_v3(nvmlDevice_t device, nvmlPciInfo_t *pci) {
    const char *text;
    nvmlReturn_t code = ask(device, "nvmlDeviceGetPciInfo_v3", &text);
    if (code != NVML_SUCCESS) return code;
    memset(pci, 0, sizeof *pci);
    if (sscanf(text, "%x:%x:%x", &pci->domain, &pci->bus, &pci->device) != 3) return NVML_ERROR_INVALID_ARGUMENT;
    pci->pciDeviceId = 0x233010de;
    snprintf(pci->busIdLegacy, sizeof pci->busIdLegacy, "%04X:%02X:%02X.0", pci->domain & 0xffff, pci->bus & 0xff, pci->device & 0xff);
    snprintf(pci->busId, sizeof pci->busId, "%08X:%02X:%02X.0", pci->domain, pci->bus & 0xff, pci->device & 0xff);
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetMemoryInfo(nvmlDevice_t device, nvmlMemory_t *memory) {
    const char *text;
    nvmlReturn_t code = ask(device, "nvmlDeviceGetMemoryInfo", &text);
    if (code != NVML_SUCCESS) return code;
    memory->total = strtoull(text, NULL, 0);
    memory->used = memory->total / 8;
    memory->free = memory->total - memory->used;
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetPowerUsage(nvmlDevice_t device, unsigned int *power) {
    return ask_number(device, "nvmlDeviceGetPowerUsage", power);
}

nvmlReturn_t nvmlDeviceGetPowerManagementLimit(nvmlDevice_t device, unsigned int *limit) {
    return ask_number(device, "nvmlDeviceGetPowerManagementLimit", limit);
}

/* The value is `MIN MAX`. */
nvmlReturn_t nvmlDeviceGetPowerManagementLimitConstraints(nvmlDevice_t device, unsigned int *min, unsigned int *max) {
    const char *text;
    nvmlReturn_t code = ask(device, "nvmlDeviceGetPowerManagementLimitConstraints", &text);
    if (code != NVML_SUCCESS) return code;
    return sscanf(text, "%u %u", min, max) == 2 ? NVML_SUCCESS : NVML_ERROR_UNKNOWN;
}

nvmlReturn_t nvmlDeviceGetPowerManagementDefaultLimit(nvmlDevice_t device, unsigned int *limit) {
    return ask_number(device, "nvmlDeviceGetPowerManagementDefaultLimit", limit);
}

nvmlReturn_t nvmlDeviceGetEnforcedPowerLimit(nvmlDevice_t device, unsigned int *limit) {
    return ask_number(device, "nvmlDeviceGetEnforcedPowerLimit", limit);
}

nvmlReturn_t nvmlDeviceGetTotalEnergyConsumption(nvmlDevice_t device, unsigned long long *energy) {
    const char *text;
    nvmlReturn_t code = ask(device, "nvmlDeviceGetTotalEnergyConsumption", &text);
    if (code == NVML_SUCCESS) *energy = strtoull(text, NULL, 0);
    return code;
}

/* The value is `CURRENT PENDING`. */
nvmlReturn_t nvmlDeviceGetMigMode(nvmlDevice_t device, unsigned int *current, unsigned int *pending) {
    const char *text;
    nvmlReturn_t code = ask(device, "nvmlDeviceGetMigMode", &text);
    if (code != NVML_SUCCESS) return code;
    return sscanf(text, "%u %u", current, pending) == 2 ? NVML_SUCCESS : NVML_ERROR_UNKNOWN;
}

nvmlReturn_t nvmlDeviceGetMemoryAffinity(nvmlDevice_t device, unsigned int size, unsigned long *nodes, nvmlAffinityScope_t scope) {
    if (scope != NVML_AFFINITY_SCOPE_NODE) return NVML_ERROR_INVALID_ARGUMENT;
    return ask_set(device, "nvmlDeviceGetMemoryAffinity", size, nodes);
}

nvmlReturn_t nvmlDeviceGetCpuAffinityWithinScope(nvmlDevice_t device, unsigned int size, unsigned long *cpus, nvmlAffinityScope_t scope) {
    if (scope != NVML_AFFINITY_SCOPE_NODE) return NVML_ERROR_INVALID_ARGUMENT;
    return ask_set(device, "nvmlDeviceGetCpuAffinityWithinScope", size, cpus);
}

/* The value is `STATE CLIQUE BYTE`, where every byte of the cluster's UUID is BYTE. */
nvmlReturn_t nvmlDeviceGetGpuFabricInfoV(nvmlDevice_t device, nvmlGpuFabricInfo_v2_t *info) {
    if (info->version != NVML_STRUCT_VERSION(sizeof *info, 2)) return NVML_ERROR_INVALID_ARGUMENT;
    const char *text;
    unsigned int state, clique, byte;
    nvmlReturn_t code = ask(device, "nvmlDeviceGetGpuFabricInfoV", &text);
    if (code != NVML_SUCCESS) return code;
    if (sscanf(text, "%u %u %x", &state, &clique, &byte) != 3) return NVML_ERROR_UNKNOWN;
    memset(info->clusterUuid, (int)byte, sizeof info->clusterUuid);
    info->status = NVML_SUCCESS;
    info->cliqueId = clique;
    info->state = (unsigned char)state;
    info->healthMask = 0;
    return NVML_SUCCESS;
}

/* The value is the number of links that are up; links beyond the fourth of a board with fewer answer INVALID_ARGUMENT. */
nvmlReturn_t nvmlDeviceGetNvLinkState(nvmlDevice_t device, unsigned int link, nvmlEnableState_t *active) {
    unsigned int up = 0;
    nvmlReturn_t code = ask_number(device, "nvmlDeviceGetNvLinkState", &up);
    if (code != NVML_SUCCESS) return code;
    if (link >= (up < 4 ? 4 : up)) return NVML_ERROR_INVALID_ARGUMENT;
    *active = link < up ? NVML_FEATURE_ENABLED : NVML_FEATURE_DISABLED;
    return NVML_SUCCESS;
}

/* The value is `all`, or a list of peers: `1 2 3`. */
nvmlReturn_t nvmlDeviceGetP2PStatus(nvmlDevice_t device, nvmlDevice_t peer, nvmlGpuP2PCapsIndex_t capability, nvmlGpuP2PStatus_t *status) {
    if (capability != NVML_P2P_CAPS_INDEX_NVLINK) return NVML_ERROR_INVALID_ARGUMENT;
    const char *text;
    nvmlReturn_t code = ask(device, "nvmlDeviceGetP2PStatus", &text);
    if (code != NVML_SUCCESS) return code;
    *status = 1;
    if (strcmp(text, "all") == 0) *status = NVML_P2P_STATUS_OK;
    char *next = (char *)text;
    while (*next >= '0' && *next <= '9') {
        if ((int)strtoul(next, &next, 10) == index_of(peer)) *status = NVML_P2P_STATUS_OK;
        while (*next == ' ') next++;
    }
    return NVML_SUCCESS;
}

/* The signatures are those the program casts to. */
#define SAME(function) _Static_assert(__builtin_types_compatible_p(__typeof__(&function), function##_f), #function)
SAME(nvmlInit_v2);
SAME(nvmlShutdown);
SAME(nvmlDeviceGetCount_v2);
SAME(nvmlDeviceGetHandleByIndex_v2);
SAME(nvmlDeviceGetUUID);
SAME(nvmlDeviceGetName);
SAME(nvmlDeviceGetPciInfo_v3);
SAME(nvmlDeviceGetMemoryInfo);
SAME(nvmlDeviceGetPowerUsage);
SAME(nvmlDeviceGetPowerManagementLimit);
SAME(nvmlDeviceGetPowerManagementLimitConstraints);
SAME(nvmlDeviceGetPowerManagementDefaultLimit);
SAME(nvmlDeviceGetEnforcedPowerLimit);
SAME(nvmlDeviceGetTotalEnergyConsumption);
SAME(nvmlDeviceGetMigMode);
SAME(nvmlDeviceGetMemoryAffinity);
SAME(nvmlDeviceGetCpuAffinityWithinScope);
SAME(nvmlDeviceGetGpuFabricInfoV);
SAME(nvmlDeviceGetNvLinkState);
SAME(nvmlDeviceGetP2PStatus);

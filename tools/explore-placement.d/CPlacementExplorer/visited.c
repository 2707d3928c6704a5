#include "CPlacementExplorer.h"

#include <stdlib.h>
#include <string.h>

/// Which of the 64 bits choose the part; the others are kept.
enum { part_bits = 16, tag_bytes = 6, slots_first = 16 };

/// An open table of tags in the order of their values, but for collisions. Parts grow one at a time, so that growing never needs twice
/// the memory.
struct part {
    unsigned char *slots;
    uint32_t count;
    uint32_t size;
};

static struct part parts[1 << part_bits];
static int64_t bytes;

static uint64_t tag_at(const struct part *part, uint32_t slot) {
    uint64_t tag = 0;
    memcpy(&tag, part->slots + (size_t)slot * tag_bytes, tag_bytes);
    return tag;
}

static void put(struct part *part, uint32_t slot, uint64_t tag) { memcpy(part->slots + (size_t)slot * tag_bytes, &tag, tag_bytes); }

static uint32_t home(const struct part *part, uint64_t tag) { return (uint32_t)((tag >> 16) * part->size >> 32); }

/// Where a tag is, or the empty slot where it belongs.
static uint32_t slot_of(const struct part *part, uint64_t tag) {
    uint32_t slot = home(part, tag);
    for (;;) {
        uint64_t found = tag_at(part, slot);
        if (found == 0 || found == tag) return slot;
        if (++slot == part->size) slot = 0;
    }
}

static void grow(struct part *part) {
    struct part old = *part;
    part->size = old.size ? old.size + old.size / 4 : slots_first;
    part->slots = calloc(part->size, tag_bytes);
    if (!part->slots) abort();
    bytes += (int64_t)(part->size - old.size) * tag_bytes;
    for (uint32_t slot = 0; slot < old.size; slot++) {
        uint64_t tag = tag_at(&old, slot);
        if (tag) put(part, slot_of(part, tag), tag);
    }
    free(old.slots);
}

int placement_explorer_visit(uint64_t hash) {
    struct part *part = &parts[hash >> (64 - part_bits)];
    uint64_t tag = hash & (((uint64_t)1 << (8 * tag_bytes)) - 1);
    // An empty slot is 0.
    if (tag == 0) tag = 1;
    if ((uint64_t)part->count * 7 >= (uint64_t)part->size * 6) grow(part);
    uint32_t slot = slot_of(part, tag);
    if (tag_at(part, slot) == tag) return 0;
    put(part, slot, tag);
    part->count++;
    return 1;
}

int64_t placement_explorer_visited_bytes(void) { return bytes; }

void placement_explorer_forget(void) {
    for (int index = 0; index < 1 << part_bits; index++) free(parts[index].slots);
    memset(parts, 0, sizeof parts);
    bytes = 0;
}

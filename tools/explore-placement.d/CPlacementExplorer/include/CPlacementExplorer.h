#ifndef PLACEMENT_EXPLORER_H
#define PLACEMENT_EXPLORER_H

#include <stdint.h>

enum { placement_explorer_ended = 0, placement_explorer_stopped = 1, placement_explorer_trapped = 2 };

/// Where a run stopped.
struct placement_explorer_stop {
    int32_t kind;
    int32_t word;
    uint64_t first;
    uint64_t second;
    /// A hash of all that the run has in its hands: the stack, the registers that outlive a call, and its part of the heap.
    uint64_t digest[2];
};

/// Runs a body on a stack of its own, always at the same address, until it ends (0), or asks for an access after the `count` that are
/// answered (1), or breaks a precondition (2). What it held on its stack is then forgotten without being given back.
///
/// With an arena, what the body allocates lies at the same addresses too, and counts as part of its state; it is gone with the next run.
int placement_explorer_run(
    void (*_Nonnull body)(void *_Nullable), void *_Nullable context, const uint64_t *_Nullable reads, int64_t count, int with_arena,
    struct placement_explorer_stop *_Nonnull stop);

/// An access of the body that runs.
uint64_t placement_explorer_access(int32_t kind, int32_t word, uint64_t first, uint64_t second);

/// Remembers a state by 64 bits of hash, in 7 to 9 bytes. - Returns: 1 where it is new.
int placement_explorer_visit(uint64_t hash);

int64_t placement_explorer_visited_bytes(void);

/// Forgets all states.
void placement_explorer_forget(void);

#endif

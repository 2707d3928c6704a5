#ifndef BERTH_PLACEMENT_H
#define BERTH_PLACEMENT_H

/// Asks for the line of an address that will be written soon, without waiting for it. Swift has no word for it.
static inline void berth_prefetch(const void *_Nonnull address) { __builtin_prefetch(address, 1, 3); }

#endif

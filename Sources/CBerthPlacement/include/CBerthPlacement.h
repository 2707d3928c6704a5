#ifndef BERTH_PLACEMENT_H
#define BERTH_PLACEMENT_H

/// Asks for the line of an address that will be written soon, without waiting for it. Swift has no word for it.
static inline void berth_prefetch(const void *_Nonnull address) { __builtin_prefetch(address, 1, 3); }

/// Copies words that other threads may change meanwhile, each as it was at some instant of the call. In Swift a loop over atomics costs a
/// hundred times as much in builds that are not optimised, and tests copy engines all the time.
static inline void berth_copy_words(void *_Nonnull to, const void *_Nonnull from, long count) {
    const unsigned long long *words = (const unsigned long long *)from;
    unsigned long long *copies = (unsigned long long *)to;
    for (long index = 0; index < count; index++) copies[index] = __atomic_load_n(words + index, __ATOMIC_SEQ_CST);
}

#endif

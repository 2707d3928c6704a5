#ifndef PLACEMENT_EXPLORER_H
#define PLACEMENT_EXPLORER_H

enum { placement_explorer_ended = 0, placement_explorer_stopped = 1, placement_explorer_trapped = 2 };

/// Runs a body until it ends, or comes to placement_explorer_stop (1), or breaks a precondition (2). What it held on its stack is
/// then forgotten without being given back.
int placement_explorer_run(void (*_Nonnull body)(void *_Nullable), void *_Nullable context);

_Noreturn void placement_explorer_stop(void);

#endif

#include "CPlacementExplorer.h"

#include <setjmp.h>
#include <signal.h>

static sigjmp_buf back;
static volatile sig_atomic_t running;

static void trapped(int number) {
    if (running) siglongjmp(back, placement_explorer_trapped);
    signal(number, SIG_DFL);
    raise(number);
}

int placement_explorer_run(void (*body)(void *), void *context) {
    static int prepared;
    if (!prepared) {
        // A broken precondition is an illegal instruction. SA_NODEFER: the jump out of the handler must not leave the signal blocked.
        struct sigaction action = {.sa_handler = trapped, .sa_flags = SA_NODEFER};
        sigaction(SIGILL, &action, 0);
        sigaction(SIGTRAP, &action, 0);
        prepared = 1;
    }
    running = 1;
    int how = sigsetjmp(back, 0);
    if (how == 0) body(context);
    running = 0;
    return how;
}

void placement_explorer_stop(void) { siglongjmp(back, placement_explorer_stopped); }

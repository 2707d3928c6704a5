#define _GNU_SOURCE
#include "CBerthSystem.h"

#include <signal.h>
#include <spawn.h>
#include <unistd.h>

int berth_detach(void) {
    pid_t child = fork();
    if (child > 0) _exit(0);
    return child;
}

static int prepare(posix_spawn_file_actions_t *actions, const char *directory, const int *descriptors) {
    for (int target = 0; target < 3; target++) {
        int error = posix_spawn_file_actions_adddup2(actions, descriptors[target], target);
        if (error != 0) return error;
    }
    int error = posix_spawn_file_actions_addclosefrom_np(actions, 3);
    if (error == 0 && directory != NULL) error = posix_spawn_file_actions_addchdir_np(actions, directory);
    return error;
}

int berth_spawn(
    char *const *arguments, char *const *environment, const char *directory, const int *descriptors, int new_session, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return error;
    posix_spawnattr_t attributes;
    error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        sigset_t none, every;
        sigemptyset(&none);
        sigfillset(&every);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &every);
        posix_spawnattr_setflags(
            &attributes, (short)(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (new_session ? POSIX_SPAWN_SETSID : 0)));
        error = prepare(&actions, directory, descriptors);
        if (error == 0) error = posix_spawnp(pid, arguments[0], &actions, &attributes, arguments, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

/// Linux calls that Swift cannot import (variadic functions, GNU extensions, macros with casts) and the one routine that has to run between
/// fork and exec, where Swift's runtime may not run.
#ifndef C_BERTH_SYSTEM_H
#define C_BERTH_SYSTEM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// `struct ucred` of unix(7) under a name that Swift sees: what SO_PEERCRED fills in.
struct berth_ucred {
    int32_t pid;
    uint32_t uid;
    uint32_t gid;
};

int berth_peer_credentials(int socket, struct berth_ucred *credentials);

/// The C library's constant words for an error number, NULL for an unknown one.
const char *berth_error_text(int number);

/// 0, or -1 with errno; EWOULDBLOCK where somebody else holds a flock(2).
int berth_try_lock(int descriptor);
int berth_unlock(int descriptor);
int berth_pipe(int *ends);
int berth_accept(int socket);
ssize_t berth_random(void *bytes, size_t count);
/// Bytes an unprivileged process may still write, and all bytes, of the file system of a path.
int berth_space(const char *path, uint64_t *free, uint64_t *total);
int berth_set_group(gid_t gid);
int berth_set_user(uid_t uid);

/// posix_spawn(3) of `arguments[0]`, looked for in PATH, with default signals, the three descriptors as 0, 1, 2 and no other
/// one. Returns an error number, 0 for success.
int berth_spawn(
    char *const *arguments, char *const *environment, const char *directory, const int *descriptors, int new_session, pid_t *pid);

/// Goes on in a child and ends this process with 0. 0, or -1 with errno. Only for processes with a single thread.
int berth_detach(void);

/// prctl(2), which is variadic.
int berth_set_child_subreaper(int on);

/// A non-blocking, close-on-exec signalfd for the listed signals.
int berth_signal_descriptor(const int *signals, size_t count);
int berth_block_signals(const int *signals, size_t count);
/// The number of the next signal, 0 when none is pending, -1 with errno.
int berth_next_signal(int descriptor);

/// The pid of a child that has ended, still to be waited for, so that nothing else can get its pid or its group's number; 0
/// where none has ended, -1 with errno.
pid_t berth_ended_child(void);

/// A sealed in-memory file with these bytes, readable by `uid` only.
int berth_sealed_file(const char *name, const void *bytes, size_t count, uid_t uid, gid_t gid);

/// Names the calling thread; at most 15 bytes.
void berth_name_thread(const char *name);

int berth_terminal_width(int descriptor);

/// Seconds that local clocks are ahead of UTC at a moment in seconds since 1970.
int64_t berth_zone_offset(int64_t seconds);

/// Where a launch was when it failed: the order of the steps in the child.
enum berth_step {
    BERTH_STEP_NONE = 0,
    BERTH_STEP_SESSION,
    BERTH_STEP_GROUPS,
    BERTH_STEP_GID,
    BERTH_STEP_UID,
    BERTH_STEP_VERIFY,
    BERTH_STEP_PARENT,
    BERTH_STEP_DIRECTORY,
    BERTH_STEP_INPUT,
    BERTH_STEP_OUTPUT,
    BERTH_STEP_ERROR,
    BERTH_STEP_DESCRIPTORS,
    BERTH_STEP_EXECUTE,
};

struct berth_failure {
    int32_t step;
    int32_t number;
};

struct berth_launch {
    char *const *arguments;
    char *const *environment;
    const char *directory;
    /// Opened for appending, after the child has become the user; NULL: /dev/null.
    const char *output;
    /// NULL: the same as output.
    const char *error;
    uint32_t mask;
    /// 0: stay who we are.
    int change_user;
    uid_t uid;
    gid_t gid;
    const gid_t *groups;
    size_t group_count;
    /// A descriptor the program keeps under its own number, or -1.
    int keep;
};

/// Forks, becomes the user in a new session and executes. The child's pid, or -1 with errno.
///
/// `report` receives the reading end of a close-on-exec pipe: end of file means that exec happened, a `berth_failure` that a
/// step failed. The child dies with the caller (PR_SET_PDEATHSIG). Only for processes with a single thread
/// and with open standard descriptors.
pid_t berth_launch(const struct berth_launch *launch, int *report);

#endif

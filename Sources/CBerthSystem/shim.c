#define _GNU_SOURCE
#include "CBerthSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

_Static_assert(sizeof(struct berth_ucred) == sizeof(struct ucred), "berth_ucred has the layout of ucred");
_Static_assert(offsetof(struct berth_ucred, uid) == offsetof(struct ucred, uid), "berth_ucred has the layout of ucred");
_Static_assert(offsetof(struct berth_ucred, gid) == offsetof(struct ucred, gid), "berth_ucred has the layout of ucred");

int berth_peer_credentials(int socket, struct berth_ucred *credentials) {
    socklen_t length = sizeof *credentials;
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, credentials, &length);
}

const char *berth_error_text(int number) { return strerrordesc_np(number); }

int berth_try_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

int berth_unlock(int descriptor) { return flock(descriptor, LOCK_UN); }

int berth_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }

int berth_accept(int socket) { return accept4(socket, NULL, NULL, SOCK_CLOEXEC); }

ssize_t berth_random(void *bytes, size_t count) { return getrandom(bytes, count, 0); }

int berth_space(const char *path, uint64_t *free, uint64_t *total) {
    struct statvfs space;
    if (statvfs(path, &space) != 0) return -1;
    *free = (uint64_t)space.f_bavail * space.f_frsize;
    *total = (uint64_t)space.f_blocks * space.f_frsize;
    return 0;
}

int berth_set_group(gid_t gid) { return setresgid(gid, gid, gid); }

int berth_set_user(uid_t uid) { return setresuid(uid, uid, uid); }

int berth_set_child_subreaper(int on) { return prctl(PR_SET_CHILD_SUBREAPER, (unsigned long)on, 0, 0, 0); }

static void fill(sigset_t *set, const int *signals, size_t count) {
    sigemptyset(set);
    for (size_t i = 0; i < count; i++) sigaddset(set, signals[i]);
}

int berth_signal_descriptor(const int *signals, size_t count) {
    sigset_t set;
    fill(&set, signals, count);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

int berth_block_signals(const int *signals, size_t count) {
    sigset_t set;
    fill(&set, signals, count);
    int error = pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (error != 0) errno = error;
    return error == 0 ? 0 : -1;
}

int berth_next_signal(int descriptor) {
    struct signalfd_siginfo info;
    ssize_t count = read(descriptor, &info, sizeof info);
    if (count == (ssize_t)sizeof info) return (int)info.ssi_signo;
    return count < 0 && errno == EAGAIN ? 0 : -1;
}

pid_t berth_ended_child(void) {
    siginfo_t info;
    info.si_pid = 0;
    return waitid(P_ALL, 0, &info, WEXITED | WNOWAIT | WNOHANG) == 0 ? info.si_pid : -1;
}

int berth_sealed_file(const char *name, const void *bytes, size_t count, uid_t uid, gid_t gid) {
    int file = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0) return -1;
    const char *next = bytes;
    while (count > 0) {
        ssize_t written = write(file, next, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) goto failed;
        next += written;
        count -= (size_t)written;
    }
    if (fchmod(file, 0500) != 0 || fchown(file, uid, gid) != 0) goto failed;
    if (fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0) goto failed;
    return file;
failed:;
    int number = errno;
    close(file);
    errno = number;
    return -1;
}

void berth_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

int berth_terminal_width(int descriptor) {
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : -1;
}

int64_t berth_zone_offset(int64_t seconds) {
    time_t moment = seconds;
    struct tm local;
    tzset();
    return localtime_r(&moment, &local) != NULL ? local.tm_gmtoff : 0;
}

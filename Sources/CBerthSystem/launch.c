#define _GNU_SOURCE
#include "CBerthSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <linux/close_range.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static _Noreturn void fail(int report, enum berth_step step) {
    struct berth_failure failure = {step, errno};
    ssize_t ignored = write(report, &failure, sizeof failure);
    (void)ignored;
    _exit(127);
}

/// Groups first, then gid, then uid: each needs the privilege that the next one takes away. Then the kernel is asked whether it
/// holds, and whether the way back is closed.
static void become_user(const struct berth_launch *launch, int report) {
    if (setgroups(launch->group_count, launch->groups) != 0) fail(report, BERTH_STEP_GROUPS);
    if (setresgid(launch->gid, launch->gid, launch->gid) != 0) fail(report, BERTH_STEP_GID);
    if (setresuid(launch->uid, launch->uid, launch->uid) != 0) fail(report, BERTH_STEP_UID);

    uid_t real, effective, saved;
    gid_t real_group, effective_group, saved_group;
    errno = EPERM;
    if (getresuid(&real, &effective, &saved) != 0 || real != launch->uid || effective != launch->uid || saved != launch->uid)
        fail(report, BERTH_STEP_VERIFY);
    if (getresgid(&real_group, &effective_group, &saved_group) != 0 || real_group != launch->gid
        || effective_group != launch->gid || saved_group != launch->gid)
        fail(report, BERTH_STEP_VERIFY);
    if (launch->uid != 0 && setuid(0) == 0) { errno = EPERM; fail(report, BERTH_STEP_VERIFY); }
}

/// Opens a file for the program's output as the user it runs as: a link planted at the end of the path is refused. Several
/// members of one job may share a file, so each write goes to its end and nothing is cut off.
static int open_output(const struct berth_launch *launch, const char *path) {
    if (path == NULL) return open("/dev/null", O_WRONLY | O_CLOEXEC);
    int flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC | O_APPEND;
    return open(path, flags, 0666);
}

static _Noreturn void run_child(const struct berth_launch *launch, int report, pid_t parent) {
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);

    if (setsid() < 0) fail(report, BERTH_STEP_SESSION);
    umask(launch->mask);
    if (launch->change_user) become_user(launch, report);

    // After the change of user, which clears it. The parent may have died before: then nobody would ever signal us.
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) fail(report, BERTH_STEP_PARENT);
    if (getppid() != parent) { errno = ESRCH; fail(report, BERTH_STEP_PARENT); }

    if (launch->directory != NULL && chdir(launch->directory) != 0) fail(report, BERTH_STEP_DIRECTORY);
    int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (input < 0 || dup2(input, STDIN_FILENO) < 0) fail(report, BERTH_STEP_INPUT);
    int output = open_output(launch, launch->output);
    if (output < 0 || dup2(output, STDOUT_FILENO) < 0) fail(report, BERTH_STEP_OUTPUT);
    int error = launch->error == NULL ? output : open_output(launch, launch->error);
    if (error < 0 || dup2(error, STDERR_FILENO) < 0) fail(report, BERTH_STEP_ERROR);

    if (close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) != 0) fail(report, BERTH_STEP_DESCRIPTORS);
    if (launch->keep >= 0 && fcntl(launch->keep, F_SETFD, 0) != 0) fail(report, BERTH_STEP_DESCRIPTORS);

    // execvp looks through the PATH of `environ`; the program's own PATH is the one that counts.
    environ = (char **)launch->environment;
    execvp(launch->arguments[0], launch->arguments);
    fail(report, BERTH_STEP_EXECUTE);
}

pid_t berth_launch(const struct berth_launch *launch, int *report) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) run_child(launch, ends[1], parent);
    int number = errno;
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        errno = number;
        return -1;
    }
    *report = ends[0];
    return child;
}

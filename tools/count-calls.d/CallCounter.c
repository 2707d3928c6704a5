// Counts calls between two marks, for each thread: a library to be preloaded by tools/count-calls.
//
// The marks are two calls that no program makes otherwise, take only integers, and do nothing without this library:
//   sched_get_priority_min(0x42455247)   begin: this thread's counts become zero
//   sched_get_priority_max(0x42455247)   end: this thread's counts are printed
// A program in Swift makes them with `import Glibc`, without unsafe code and without a dependency on this library.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MARK 0x42455247

#define COUNTED(X) \
    X(malloc) X(calloc) X(realloc) X(free) X(aligned_alloc) X(posix_memalign) \
    X(pthread_mutex_lock) X(pthread_mutex_trylock) X(pthread_rwlock_rdlock) X(pthread_rwlock_wrlock) X(futex) \
    X(swift_retain) X(swift_release) X(swift_retain_n) X(swift_release_n) X(swift_bridgeObjectRetain) X(swift_bridgeObjectRelease) \
    X(swift_allocObject) X(swift_beginAccess)

enum {
#define X(name) COUNT_##name,
    COUNTED(X)
#undef X
    KINDS
};

static const char *const names[KINDS] = {
#define X(name) [COUNT_##name] = #name,
    COUNTED(X)
#undef X
};

// initial-exec: the dynamic model would allocate on a thread's first access, inside malloc.
static __thread __attribute__((tls_model("initial-exec"))) struct {
    int on;
    uint64_t calls[KINDS];
} counts;

#define COUNT(name) (counts.calls[COUNT_##name] += (uint64_t)counts.on)

// The next definition after ours. Resolved on first use, because the loader runs other libraries' initialisers before
// ours. Two threads that resolve at once write the same value.
#define NEXT(name) \
    static void *next; \
    if (!__atomic_load_n(&next, __ATOMIC_RELAXED)) __atomic_store_n(&next, dlsym(RTLD_NEXT, #name), __ATOMIC_RELAXED)

int sched_get_priority_min(int policy) {
    if (policy != MARK) return (int)syscall(SYS_sched_get_priority_min, policy);
    for (int kind = 0; kind < KINDS; kind++) counts.calls[kind] = 0;
    counts.on = 1;
    return 0;
}

int sched_get_priority_max(int policy) {
    if (policy != MARK) return (int)syscall(SYS_sched_get_priority_max, policy);
    counts.on = 0;
    char line[1024];
    int length = snprintf(line, sizeof line, "count-calls thread=%d", (int)gettid());
    for (int kind = 0; kind < KINDS; kind++)
        length += snprintf(line + length, sizeof line - (size_t)length, " %s=%llu", names[kind], (unsigned long long)counts.calls[kind]);
    line[length++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, (size_t)length);
    (void)written;
    return 0;
}

// The allocator. glibc exports its own entry points under these names, so that no look-up is needed that would itself allocate.
void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t), *__libc_memalign(size_t, size_t);
void __libc_free(void *);

void *malloc(size_t size) { COUNT(malloc); return __libc_malloc(size); }
void *calloc(size_t count, size_t size) { COUNT(calloc); return __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { COUNT(realloc); return __libc_realloc(old, size); }
void free(void *old) { COUNT(free); __libc_free(old); }
void *aligned_alloc(size_t alignment, size_t size) { COUNT(aligned_alloc); return __libc_memalign(alignment, size); }
int posix_memalign(void **result, size_t alignment, size_t size) {
    COUNT(posix_memalign);
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
    void *memory = __libc_memalign(alignment, size);
    if (!memory) return ENOMEM;
    *result = memory;
    return 0;
}

// Locks. An uncontended Synchronization.Mutex takes no call at all; contended it makes the futex call, which is counted.
#define LOCK(name, type) \
    int name(type *lock) { NEXT(name); COUNT(name); return ((int (*)(type *))next)(lock); }
LOCK(pthread_mutex_lock, pthread_mutex_t)
LOCK(pthread_mutex_trylock, pthread_mutex_t)
LOCK(pthread_rwlock_rdlock, pthread_rwlock_t)
LOCK(pthread_rwlock_wrlock, pthread_rwlock_t)

long syscall(long number, ...) {
    NEXT(syscall);
    if (number == SYS_futex) COUNT(futex);
    va_list list;
    va_start(list, number);
    long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long), d = va_arg(list, long), e = va_arg(list, long),
         f = va_arg(list, long);
    va_end(list);
    return ((long (*)(long, ...))next)(number, a, b, c, d, e, f);
}

// The Swift runtime. Compiled code relies on reference counting to keep nearly all registers, so these must keep them as well.
#if defined(__has_attribute) && __has_attribute(preserve_most)
#define KEEPS __attribute__((preserve_most))
#elif defined(__x86_64__)
#define KEEPS __attribute__((no_caller_saved_registers))
#else
#error "this compiler cannot keep the registers that compiled Swift relies on; use clang: CC=clang"
#endif

#define REFERENCE(name) \
    KEEPS void *name(void *object) { NEXT(name); COUNT(name); return ((void *(*)(void *))next)(object); }
#define REFERENCES(name) \
    KEEPS void *name(void *object, uint32_t count) { NEXT(name); COUNT(name); return ((void *(*)(void *, uint32_t))next)(object, count); }
REFERENCE(swift_retain)
REFERENCE(swift_release)
REFERENCES(swift_retain_n)
REFERENCES(swift_release_n)
REFERENCE(swift_bridgeObjectRetain)
REFERENCE(swift_bridgeObjectRelease)

void *swift_allocObject(void *type, size_t size, size_t alignment) {
    NEXT(swift_allocObject);
    COUNT(swift_allocObject);
    return ((void *(*)(void *, size_t, size_t))next)(type, size, alignment);
}
void swift_beginAccess(void *address, void *buffer, uintptr_t flags, void *caller) {
    NEXT(swift_beginAccess);
    COUNT(swift_beginAccess);
    ((void (*)(void *, void *, uintptr_t, void *))next)(address, buffer, flags, caller);
}

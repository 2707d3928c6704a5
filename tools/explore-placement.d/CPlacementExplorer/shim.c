#define _GNU_SOURCE
#include "CPlacementExplorer.h"

#include <dlfcn.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <ucontext.h>

enum { stack_bytes = 1 << 20, cleared_bytes = 1 << 14 };

static _Alignas(64) unsigned char stack[stack_bytes];
static ucontext_t outside, inside;
static sigjmp_buf back;
static volatile sig_atomic_t running;
static const uint64_t *answers;
static int64_t answer_count, answered;
static struct placement_explorer_stop *stopped;
static void (*running_body)(void *);
static void *running_context;

/// rbx, rbp, r12 to r15 and rsp as the caller of placement_explorer_access had them.
uint64_t placement_explorer_registers[7];

// Whatever else a caller still needs it has put on its stack. Below that the stack is cleared: what calls that have returned left there
// would come to lie in the frames of later ones, in places that these never write.
#if defined(__x86_64__)
__asm__(
    ".text\n"
    ".globl placement_explorer_access\n"
    ".type placement_explorer_access, @function\n"
    "placement_explorer_access:\n"
    "    movq placement_explorer_registers@GOTPCREL(%rip), %rax\n"
    "    movq %rbx, (%rax)\n"
    "    movq %rbp, 8(%rax)\n"
    "    movq %r12, 16(%rax)\n"
    "    movq %r13, 24(%rax)\n"
    "    movq %r14, 32(%rax)\n"
    "    movq %r15, 40(%rax)\n"
    "    movq %rsp, 48(%rax)\n"
    "    subq $8, %rsp\n"
    "    call placement_explorer_answer@PLT\n"
    "    addq $8, %rsp\n"
    "    movq %rax, %rdx\n"
    "    leaq -4096(%rsp), %rdi\n"
    "    movl $512, %ecx\n"
    "    xorl %eax, %eax\n"
    "    rep stosq\n"
    "    movq %rdx, %rax\n"
    "    ret\n"
    ".size placement_explorer_access, .-placement_explorer_access\n");
#else
#error "the explorer knows the registers of x86-64 only"
#endif

static uint64_t mixed(uint64_t value, uint64_t next) {
    value = (value ^ next) * 0xBF58476D1CE4E5B9ull;
    value = (value ^ value >> 29) * 0x94D049BB133111EBull;
    return value ^ value >> 32;
}

/// What the body allocates, always at the same addresses too, so that its heap is compared like its stack.
enum { arena_bytes = 1 << 22, block_alignment = 16 };
static _Alignas(64) unsigned char arena[arena_bytes];
static size_t arena_used;
static int uses_arena;

static int is_in_arena(const void *block) {
    const unsigned char *byte = block;
    return byte >= arena && byte < arena + arena_bytes;
}

static size_t *size_of_block(void *block) { return (size_t *)((unsigned char *)block - block_alignment); }

static void *arena_allocate(size_t alignment, size_t bytes) {
    if (alignment < block_alignment) alignment = block_alignment;
    size_t start = (arena_used + block_alignment + alignment - 1) / alignment * alignment;
    size_t end = (start + bytes + block_alignment - 1) / block_alignment * block_alignment;
    if (end > arena_bytes) __builtin_trap();
    arena_used = end;
    *size_of_block(arena + start) = bytes;
    return arena + start;
}

void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *block, size_t bytes);
void *__libc_memalign(size_t alignment, size_t bytes);
void __libc_free(void *block);

void *malloc(size_t bytes) { return running && uses_arena ? arena_allocate(block_alignment, bytes) : __libc_malloc(bytes); }

void *calloc(size_t count, size_t bytes) {
    // The arena is zero where nothing was allocated since its last clearing.
    return running && uses_arena ? arena_allocate(block_alignment, count * bytes) : __libc_calloc(count, bytes);
}

void free(void *block) {
    if (!is_in_arena(block)) {
        __libc_free(block);
        return;
    }
    // What is given back tells no states apart.
    memset(block, 0, *size_of_block(block));
}

void *realloc(void *block, size_t bytes) {
    if (!block) return malloc(bytes);
    if (!is_in_arena(block)) return __libc_realloc(block, bytes);
    void *next = malloc(bytes);
    size_t kept = *size_of_block(block);
    if (next) memcpy(next, block, kept < bytes ? kept : bytes);
    free(block);
    return next;
}

void *memalign(size_t alignment, size_t bytes) {
    return running && uses_arena ? arena_allocate(alignment, bytes) : __libc_memalign(alignment, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) { return memalign(alignment, bytes); }

int posix_memalign(void **block, size_t alignment, size_t bytes) {
    *block = memalign(alignment, bytes);
    return *block ? 0 : 12;
}

size_t malloc_usable_size(void *block) {
    if (!block) return 0;
    if (is_in_arena(block)) return *size_of_block(block);
    static size_t (*next)(void *);
    if (!next) next = (size_t(*)(void *))dlsym(RTLD_NEXT, "malloc_usable_size");
    return next(block);
}

uint64_t placement_explorer_answer(int32_t kind, int32_t word, uint64_t first, uint64_t second) {
    if (answered < answer_count) return answers[answered++];
    uint64_t one = 1, two = 2;
    for (int index = 0; index < 7; index++) {
        one = mixed(one, placement_explorer_registers[index]);
        two = mixed(two, ~placement_explorer_registers[index]);
    }
    const uint64_t *at = (const uint64_t *)placement_explorer_registers[6], *end = (const uint64_t *)(stack + stack_bytes);
    for (; at < end; at++) {
        one = mixed(one, *at);
        two = mixed(two, ~*at);
    }
    for (size_t index = 0; index < arena_used / 8; index++) {
        one = mixed(one, ((const uint64_t *)arena)[index]);
        two = mixed(two, ~((const uint64_t *)arena)[index]);
    }
    *stopped = (struct placement_explorer_stop){kind, word, first, second, {one, two}};
    siglongjmp(back, placement_explorer_stopped);
}

static void trapped(int number) {
    if (running) siglongjmp(back, placement_explorer_trapped);
    signal(number, SIG_DFL);
    raise(number);
}

static void enter(void) { running_body(running_context); }

int placement_explorer_run(
    void (*body)(void *), void *context, const uint64_t *reads, int64_t count, int with_arena,
    struct placement_explorer_stop *stop) {
    static int prepared;
    if (!prepared) {
        // A broken precondition is an illegal instruction. SA_NODEFER: the jump out of the handler must not leave the signal blocked.
        struct sigaction action = {.sa_handler = trapped, .sa_flags = SA_NODEFER};
        sigaction(SIGILL, &action, 0);
        sigaction(SIGTRAP, &action, 0);
        prepared = 1;
    }
    answers = reads;
    answer_count = count;
    answered = 0;
    stopped = stop;
    running_body = body;
    running_context = context;
    // What earlier runs left would tell equal states apart.
    memset(stack + stack_bytes - cleared_bytes, 0, cleared_bytes);
    memset(arena, 0, arena_used);
    arena_used = 0;
    uses_arena = with_arena;
    getcontext(&inside);
    inside.uc_stack.ss_sp = stack;
    inside.uc_stack.ss_size = stack_bytes;
    inside.uc_link = &outside;
    // The body's first frame saves the registers of this one: the count of answers among them.
    static const int saved[] = {REG_RBX, REG_RBP, REG_R12, REG_R13, REG_R14, REG_R15};
    for (int index = 0; index < 6; index++) inside.uc_mcontext.gregs[saved[index]] = 0;
    makecontext(&inside, enter, 0);
    running = 1;
    int how = sigsetjmp(back, 0);
    if (how == 0) swapcontext(&outside, &inside);
    running = 0;
    return how;
}

// The control of tools/count-calls: does a known number of everything that is counted, so that a zero elsewhere means something.
import Glibc

final class Box {
    var value = 0
}

@inline(never)
func change(_ value: inout Int, by amount: (Int) -> Int) {
    value = amount(value)
}

var kept: [Box] = []
kept.reserveCapacity(200)
let blocks = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 100)
let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
pthread_mutex_init(lock, nil)
let box = Unmanaged.passRetained(Box())

_ = sched_get_priority_min(0x4245_5247)
_ = sched_get_priority_max(0x4245_5247)

_ = sched_get_priority_min(0x4245_5247)
for index in 0..<100 {
    blocks[index] = malloc(32)
}
for index in 0..<100 {
    blocks[index] = realloc(blocks[index], 64)
}
for index in 0..<100 {
    free(blocks[index])
}
for _ in 0..<20 {
    blocks[0] = calloc(4, 8)
    blocks[1] = aligned_alloc(64, 64)
}
for _ in 0..<1000 {
    _ = box.retain()
}
for _ in 0..<1000 {
    box.release()
}
for _ in 0..<10 {
    pthread_mutex_lock(lock)
    pthread_mutex_unlock(lock)
}
_ = sched_get_priority_max(0x4245_5247)

_ = sched_get_priority_min(0x4245_5247)
for _ in 0..<50 {
    kept.append(Box())
}
for each in kept {
    change(&each.value) { $0 + 3 }
}
_ = sched_get_priority_max(0x4245_5247)

/* The Channel Access event callback of the engine, and the ring that it writes into.
 *
 * libca calls caflux_ring_on() on its own thread for every event. It copies the event into memory that a file
 * is mapped to, so that what has arrived survives the engine. No EPICS and no Python headers are needed: the
 * few types below are libca's binary interface (cadef.h, db_access.h of EPICS base 3.14 to 7).
 *
 * One context calls its callbacks one at a time, so each ring has one producer; its work thread is the one
 * consumer. layout.py describes the same memory.
 */
#define _POSIX_C_SOURCE 200809L
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

_Static_assert(sizeof(void *) == 8, "usr holds ring and slot in 64 bits");

typedef struct { void *usr; void *chid; long type; long count; const void *dbr; int status; } event_args;

typedef struct {
    uint32_t slot; uint16_t status; uint8_t severity; uint8_t type;
    uint32_t secs; uint32_t nsec; double value; int64_t received;
} record;

typedef struct {
    uint32_t size; uint32_t slot; uint16_t status; uint8_t severity; uint8_t type; uint32_t count;
    uint32_t secs; uint32_t nsec; int64_t received;
} block;

typedef struct {
    uint64_t magic, version, slots, records, bytes;
    uint64_t at_flags, at_seq, at_received, at_dropped, at_too_large, at_cache, at_records, at_bytes, total;
    uint64_t spare[18];
    _Atomic uint64_t head; uint64_t pad0[7];
    _Atomic uint64_t tail; uint64_t pad1[7];
    _Atomic uint64_t byte_head; uint64_t pad2[7];
    _Atomic uint64_t byte_tail; uint64_t pad3[7];
} header;

_Static_assert(sizeof(record) == 32 && sizeof(block) == 32, "layout.py has the same sizes");
_Static_assert(offsetof(header, head) == 256 && offsetof(header, byte_tail) == 448, "and the same offsets");

enum { ECA_NORMAL = 1, TIME_STRING = 14, TIME_SHORT = 15, TIME_FLOAT = 16, TIME_ENUM = 17, TIME_CHAR = 18,
       TIME_LONG = 19, TIME_DOUBLE = 20, MAX_RINGS = 256, FLAG_BLOCK = 1, FLAG_SCAN = 2, FLAG_ARRAY = 4,
       OF_MANY = 0x80, FULL = 0, KEPT = 1, TOO_LARGE = 2 };
#define PAD_SLOT 0xffffffffu

/* Of the memory's layout, as in layout.py. */
uint32_t caflux_ring_version(void) { return 2; }

static header *_Atomic rings[MAX_RINGS];
static atomic_bool muted[MAX_RINGS];

static const struct { uint8_t offset, size; } shape[7] = {
    {12, 40}, {14, 2}, {12, 4}, {14, 2}, {15, 1}, {12, 4}, {16, 8}}; /* string … double */

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void *at(header *h, uint64_t offset) { return (char *)h + offset; }

/* Make a mapped ring known under an index. */
int caflux_ring_open(uint32_t index, void *memory) {
    if (index >= MAX_RINGS) return -1;
    atomic_store(&muted[index], false);
    atomic_store_explicit(&rings[index], memory, memory_order_release);
    return 0;
}

/* Take no more events into a ring; it can still be read. */
void caflux_ring_mute(uint32_t index) { atomic_store(&muted[index], true); }

static double number(const char *value, int type) {
    int16_t s; float f; uint16_t e; int32_t l; double d;
    switch (type) {
    case TIME_SHORT: memcpy(&s, value, 2); return s;
    case TIME_FLOAT: memcpy(&f, value, 4); return f;
    case TIME_ENUM: memcpy(&e, value, 2); return e;
    case TIME_CHAR: return *(const uint8_t *)value;
    case TIME_LONG: memcpy(&l, value, 4); return l;
    default: memcpy(&d, value, 8); return d;
    }
}

static void remember(header *h, const record *r) { /* the central cache: last value of every PV */
    _Atomic uint32_t *seq = (_Atomic uint32_t *)at(h, h->at_seq) + r->slot;
    uint32_t s = atomic_load_explicit(seq, memory_order_relaxed);
    atomic_store_explicit(seq, s + 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    ((record *)at(h, h->at_cache))[r->slot] = *r;
    atomic_store_explicit(seq, s + 2, memory_order_release);
}

static int push_record(header *h, const record *r) {
    uint64_t head = atomic_load_explicit(&h->head, memory_order_relaxed);
    if (head - atomic_load_explicit(&h->tail, memory_order_acquire) >= h->records) return FULL;
    ((record *)at(h, h->at_records))[head & (h->records - 1)] = *r;
    atomic_store_explicit(&h->head, head + 1, memory_order_release);
    return KEPT;
}

static int push_block(header *h, const record *r, const char *value, uint32_t count, size_t length) {
    uint64_t head = atomic_load_explicit(&h->byte_head, memory_order_relaxed);
    uint64_t used = head - atomic_load_explicit(&h->byte_tail, memory_order_acquire);
    size_t size = (sizeof(block) + length + 1 + 31) & ~(size_t)31; /* 1: a NUL ends a string */
    size_t to_end = h->bytes - (head & (h->bytes - 1)), pad = to_end < size ? to_end : 0;
    if (size > h->bytes / 2) return TOO_LARGE; /* anything smaller fits somewhere in an empty ring */
    if (used + pad + size > h->bytes) return FULL;
    char *bytes = at(h, h->at_bytes);
    if (pad) { /* blocks are never split: fill up to the end and begin again */
        block filler = {.size = (uint32_t)pad, .slot = PAD_SLOT};
        memcpy(bytes + (head & (h->bytes - 1)), &filler, sizeof filler);
        head += pad;
    }
    block b = {(uint32_t)size, r->slot, r->status, r->severity, r->type, count, r->secs, r->nsec, r->received};
    char *to = bytes + (head & (h->bytes - 1));
    memcpy(to, &b, sizeof b);
    memcpy(to + sizeof b, value, length);
    to[sizeof b + length] = 0;
    atomic_store_explicit(&h->byte_head, head + size, memory_order_release);
    return KEPT;
}

/* libca's subscription callback; usr is (ring << 32) | slot. */
void caflux_ring_on(event_args a) {
    uint64_t usr = (uint64_t)(uintptr_t)a.usr;
    uint32_t index = (uint32_t)(usr >> 32), slot = (uint32_t)usr;
    header *h = index < MAX_RINGS ? atomic_load_explicit(&rings[index], memory_order_acquire) : NULL;
    if (!h || slot >= h->slots || a.status != ECA_NORMAL || !a.dbr || muted[index]) return;
    if (a.type < TIME_STRING || a.type > TIME_DOUBLE || a.count < 0) return;
    const char *dbr = a.dbr;
    uint8_t flags = ((uint8_t *)at(h, h->at_flags))[slot];
    size_t offset = shape[a.type - TIME_STRING].offset, size = shape[a.type - TIME_STRING].size;
    uint16_t head[2];
    record r = {.slot = slot, .type = (uint8_t)a.type, .received = now()};
    memcpy(head, dbr, 4);
    memcpy(&r.secs, dbr + 4, 4);
    memcpy(&r.nsec, dbr + 8, 4);
    r.status = head[0];
    r.severity = (uint8_t)head[1];
    int kept;
    if (flags & FLAG_BLOCK) {
        size_t length = size * (size_t)a.count;
        if (a.type == TIME_STRING && flags & FLAG_ARRAY) r.type |= OF_MANY; /* also while it has one element */
        else if (a.type == TIME_STRING && a.count == 1) length = strnlen(dbr + offset, size);
        kept = push_block(h, &r, dbr + offset, (uint32_t)a.count, length);
    } else {
        if (a.count < 1 || a.type == TIME_STRING) return;
        r.value = number(dbr + offset, (int)a.type);
        remember(h, &r);
        if (flags & FLAG_SCAN) return; /* sampled from the cache */
        kept = push_record(h, &r);
    }
    ((uint64_t *)at(h, h->at_received))[slot]++;
    if (kept != KEPT) ((uint64_t *)at(h, kept == FULL ? h->at_dropped : h->at_too_large))[slot]++;
}

/* Heads of both rings: everything before them is readable. */
void caflux_ring_heads(uint32_t index, uint64_t out[2]) {
    header *h = atomic_load_explicit(&rings[index], memory_order_acquire);
    out[0] = atomic_load_explicit(&h->head, memory_order_acquire);
    out[1] = atomic_load_explicit(&h->byte_head, memory_order_acquire);
}

/* Give back the room before these positions. */
void caflux_ring_commit(uint32_t index, uint64_t tail, uint64_t byte_tail) {
    header *h = atomic_load_explicit(&rings[index], memory_order_acquire);
    atomic_store_explicit(&h->tail, tail, memory_order_release);
    atomic_store_explicit(&h->byte_tail, byte_tail, memory_order_release);
}

/* Copy the cached records of n slots; a slot that was being written all the time keeps its old copy in out. */
void caflux_ring_cached(uint32_t index, const uint32_t *slots, size_t n, void *out) {
    header *h = atomic_load_explicit(&rings[index], memory_order_acquire);
    const record *cache = at(h, h->at_cache);
    record *to = out;
    for (size_t i = 0; i < n; i++) {
        _Atomic uint32_t *seq = (_Atomic uint32_t *)at(h, h->at_seq) + slots[i];
        for (int tries = 0; tries < 1000; tries++) {
            uint32_t before = atomic_load_explicit(seq, memory_order_acquire);
            record copy = cache[slots[i]];
            atomic_thread_fence(memory_order_acquire);
            if (!(before & 1) && before == atomic_load_explicit(seq, memory_order_relaxed)) {
                to[i] = copy;
                break;
            }
        }
    }
}

#include "KernelPrograms.h"

#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct clinux_ring {
    uint8_t *consumer;
    const uint8_t *producer;
    size_t page;
    uint32_t bytes;
};

struct clinux_ring *clinux_ring_open(const struct clinux_tables *tables, uint32_t ring_bytes) {
    struct clinux_ring *ring = malloc(sizeof *ring);
    if (ring == NULL) {
        return NULL;
    }
    ring->page = (size_t)sysconf(_SC_PAGESIZE);
    ring->bytes = ring_bytes;
    ring->consumer = mmap(NULL, ring->page, PROT_READ | PROT_WRITE, MAP_SHARED, tables->records, 0);
    // The kernel maps the records twice in a row, so none is ever torn at the end.
    void *producer = mmap(
        NULL, ring->page + 2 * (size_t)ring_bytes, PROT_READ, MAP_SHARED, tables->records, (off_t)ring->page);
    ring->producer = producer;
    if (ring->consumer == MAP_FAILED || producer == MAP_FAILED) {
        if (ring->consumer != MAP_FAILED) {
            munmap(ring->consumer, ring->page);
        }
        if (producer != MAP_FAILED) {
            munmap(producer, ring->page + 2 * (size_t)ring_bytes);
        }
        free(ring);
        return NULL;
    }
    return ring;
}

void clinux_ring_close(struct clinux_ring *ring) {
    munmap(ring->consumer, ring->page);
    munmap((void *)ring->producer, ring->page + 2 * (size_t)ring->bytes);
    free(ring);
}

bool clinux_ring_next(struct clinux_ring *ring, struct clinux_record *record) {
    unsigned long *consumed = (unsigned long *)ring->consumer;
    while (true) {
        unsigned long position = __atomic_load_n(consumed, __ATOMIC_ACQUIRE);
        if (position >= __atomic_load_n((const unsigned long *)ring->producer, __ATOMIC_ACQUIRE)) {
            return false;
        }
        const uint8_t *header = ring->producer + ring->page + (position & (ring->bytes - 1));
        uint32_t length = __atomic_load_n((const uint32_t *)header, __ATOMIC_ACQUIRE);
        if (length & BPF_RINGBUF_BUSY_BIT) {
            return false;
        }
        bool discarded = length & BPF_RINGBUF_DISCARD_BIT;
        length &= ~(BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT);
        if (!discarded) {
            memset(record, 0, sizeof *record);
            memcpy(record, header + BPF_RINGBUF_HDR_SZ, length < sizeof *record ? length : sizeof *record);
        }
        unsigned long next = position + ((BPF_RINGBUF_HDR_SZ + (unsigned long)length + 7) & ~7UL);
        __atomic_store_n(consumed, next, __ATOMIC_RELEASE);
        if (!discarded) {
            return true;
        }
    }
}

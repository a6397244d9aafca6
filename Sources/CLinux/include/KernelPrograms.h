#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The programs that tell whose sockets send what, and the calls that put them into the kernel.

/// What a record tells.
enum clinux_record_kind {
    /// A process made a socket, or took one over from another process.
    CLINUX_SOCKET = 1,
    /// The first packet of a flow is about to leave.
    CLINUX_FLOW = 2,
    /// The same, and the packet answers somebody who opened a connection.
    CLINUX_ANSWER = 3,
};

/// The process that a socket belongs to.
struct clinux_owner {
    /// The thread's number, and above it the process's.
    uint64_t thread;
    /// The user's number, and above it the group's.
    uint64_t user;
    /// The number of the control group in the hierarchy of version 2.
    uint64_t group;
    /// When it was noted, in nanoseconds since the machine started.
    uint64_t time;
    /// The kernel's number for the network namespace, which is not the inode.
    uint64_t network;
    /// The thread's short name.
    uint8_t name[16];
};

/// What a packet says of its flow.
struct clinux_flow {
    /// 4 or 16 bytes, as `version` is 4 or 6.
    uint8_t local[16];
    uint8_t remote[16];
    /// Both in network order; 0 for protocols without ports.
    uint16_t local_port;
    uint16_t remote_port;
    uint8_t protocol;
    uint8_t version;
    uint16_t unused;
};

/// What the programs write.
struct clinux_record {
    uint32_t kind;
    uint32_t unused;
    /// The kernel's number for the socket.
    uint64_t cookie;
    /// All zero where the socket is older than the programs.
    struct clinux_owner owner;
    struct clinux_flow flow;
};

/// The programs.
enum clinux_program {
    CLINUX_SOCKET_CREATE,
    CLINUX_CONNECT4,
    CLINUX_CONNECT6,
    CLINUX_SEND4,
    CLINUX_SEND6,
    CLINUX_EGRESS,
    CLINUX_PROGRAM_COUNT,
};

/// The tables that the programs share, as descriptors.
struct clinux_tables {
    /// Socket to owner.
    int32_t sockets;
    /// The flows that were told of, and when.
    int32_t told;
    /// Records on their way to the reader.
    int32_t records;
    /// One number: the records for which there was no room.
    int32_t lost;
};

// Each of these returns a descriptor, or the negated error number.

/// Makes the four tables; `ring_bytes` is a power of two and a multiple of the page. Returns 0 or the negated number.
int32_t clinux_tables_make(struct clinux_tables *_Nonnull tables, uint32_t sockets, uint32_t ring_bytes);
/// Loads a program. What the verifier says against it goes to `log`.
int32_t clinux_program_load(
    uint32_t program, const struct clinux_tables *_Nonnull tables, char *_Nullable log, uint32_t log_bytes);
/// Binds a program to a control group until the descriptor that is returned is closed.
int32_t clinux_program_bind_group(uint32_t program, int32_t loaded, int32_t group);
/// The outermost control group of version 2 that the caller may see, also where it is mounted nowhere: the mount that is
/// made for it has no place in the file system, and ends with the descriptor.
int32_t clinux_control_groups(void);

/// Finds the owner of a socket. Returns 0 or the negated error number.
int32_t clinux_owner_find(
    const struct clinux_tables *_Nonnull tables, uint64_t cookie, struct clinux_owner *_Nonnull owner);
/// How many records were lost.
uint64_t clinux_records_lost(const struct clinux_tables *_Nonnull tables);

/// The reader's side of the records: memory that is shared with the kernel.
struct clinux_ring;
struct clinux_ring *_Nullable clinux_ring_open(const struct clinux_tables *_Nonnull tables, uint32_t ring_bytes);
void clinux_ring_close(struct clinux_ring *_Nonnull ring);
/// Copies the next record, zeros behind a short one. Returns whether there was one.
bool clinux_ring_next(struct clinux_ring *_Nonnull ring, struct clinux_record *_Nonnull record);

#pragma once

#include <stddef.h>
#include <stdint.h>

#include "FileTrees.h"
#include "Files.h"
#include "KernelPrograms.h"

// What the kernel's headers say in C alone, for the one Swift module that asks the kernel's socket tables.

/// The netlink protocol that answers questions about sockets.
extern const int32_t clinux_netlink_sock_diag;
/// The type of a question about one socket, and of its answer.
extern const uint16_t clinux_sock_diag_by_family;
/// The type of an answer that says what went wrong.
extern const uint16_t clinux_nlmsg_error;
/// The type of the message behind the last answer to a question about many sockets.
extern const uint16_t clinux_nlmsg_done;
/// The flag that every question carries.
extern const uint16_t clinux_nlm_f_request;
/// The flags of a question about many sockets.
extern const uint16_t clinux_nlm_f_dump;

/// One address of an interface of this host: 4 or 16 bytes, as `family` is AF_INET or AF_INET6.
struct clinux_address {
    uint16_t family;
    uint8_t bytes[16];
};

/// Writes up to `capacity` addresses of this host's interfaces in the caller's network namespace.
///
/// Returns how many there are, which may be more than were written, or -1 when the kernel did not tell.
ptrdiff_t clinux_local_addresses(struct clinux_address *_Nonnull addresses, size_t capacity);

/// Runs `body` on a thread of its own inside a network namespace, and waits for it.
///
/// What `body` opens there stays in that namespace. Returns 0, or the error number when the thread could not be made or
/// may not enter; `body` has not run then.
int32_t clinux_inside_network(
    int32_t network, void (*_Nonnull body)(void *_Nullable), void *_Nullable argument);

/// The kernel's number for the network namespace of a socket, or 0 when it does not tell.
uint64_t clinux_network_of_socket(int32_t socket);

/// Opens the line on which the kernel tells of processes that begin, become another program and end.
///
/// Returns a descriptor, or the negated error number.
int32_t clinux_process_events_open(void);

/// What the kernel tells of a process.
struct clinux_process_event {
    /// 1 for one that began, 2 for one that became another program, 3 for one that ended; 0 for anything else.
    uint32_t kind;
    int32_t process;
    /// Of one that began: who made it.
    int32_t parent;
    /// In nanoseconds since the machine started, without the time it slept.
    uint64_t time;
};

/// Takes up to `capacity` events from the line without waiting, and returns how many, or the negated error number.
///
/// ENOBUFS means that some were lost.
ptrdiff_t clinux_process_events_take(
    int32_t line, struct clinux_process_event *_Nonnull events, size_t capacity);

#pragma once

#include <stddef.h>
#include <stdint.h>

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

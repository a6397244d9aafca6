#include "CLinux.h"

#include <ifaddrs.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

const int32_t clinux_netlink_sock_diag = NETLINK_SOCK_DIAG;
const uint16_t clinux_sock_diag_by_family = SOCK_DIAG_BY_FAMILY;
const uint16_t clinux_nlmsg_error = NLMSG_ERROR;
const uint16_t clinux_nlmsg_done = NLMSG_DONE;
const uint16_t clinux_nlm_f_request = NLM_F_REQUEST;
const uint16_t clinux_nlm_f_dump = NLM_F_DUMP;

// The Swift side writes and reads these structures byte by byte, so that a short answer is an error and not an
// access outside of it. The offsets it uses are proved here.
_Static_assert(sizeof(struct nlmsghdr) == 16, "header");
_Static_assert(sizeof(struct inet_diag_req_v2) == 56, "question");
_Static_assert(offsetof(struct inet_diag_req_v2, idiag_states) == 4, "question's states");
_Static_assert(offsetof(struct inet_diag_req_v2, id) == 8, "question's identity");
_Static_assert(sizeof(struct inet_diag_sockid) == 48, "identity");
_Static_assert(offsetof(struct inet_diag_sockid, idiag_dport) == 2, "port of the other end");
_Static_assert(offsetof(struct inet_diag_sockid, idiag_src) == 4, "own address");
_Static_assert(offsetof(struct inet_diag_sockid, idiag_dst) == 20, "address of the other end");
_Static_assert(offsetof(struct inet_diag_sockid, idiag_if) == 36, "interface");
_Static_assert(offsetof(struct inet_diag_sockid, idiag_cookie) == 40, "cookie");
_Static_assert(INET_DIAG_NOCOOKIE == ~0U, "no cookie");
_Static_assert(sizeof(struct inet_diag_msg) == 72, "answer");
_Static_assert(offsetof(struct inet_diag_msg, idiag_state) == 1, "state");
_Static_assert(offsetof(struct inet_diag_msg, id) == 4, "answer's identity");
_Static_assert(offsetof(struct inet_diag_msg, idiag_uid) == 64, "user");
_Static_assert(offsetof(struct inet_diag_msg, idiag_inode) == 68, "inode");

ptrdiff_t clinux_local_addresses(struct clinux_address *addresses, size_t capacity) {
    struct ifaddrs *first = NULL;
    if (getifaddrs(&first) != 0) {
        return -1;
    }
    size_t count = 0;
    for (struct ifaddrs *each = first; each != NULL; each = each->ifa_next) {
        if (each->ifa_addr == NULL) {
            continue;
        }
        struct clinux_address found = {.family = each->ifa_addr->sa_family};
        if (found.family == AF_INET) {
            memcpy(found.bytes, &((struct sockaddr_in *)each->ifa_addr)->sin_addr, 4);
        } else if (found.family == AF_INET6) {
            memcpy(found.bytes, &((struct sockaddr_in6 *)each->ifa_addr)->sin6_addr, 16);
        } else {
            continue;
        }
        if (count < capacity) {
            addresses[count] = found;
        }
        count++;
    }
    freeifaddrs(first);
    return (ptrdiff_t)count;
}

#include "CLinux.h"

#include <errno.h>
#include <linux/cn_proc.h>
#include <linux/connector.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int32_t clinux_process_events_open(void) {
    int line = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_CONNECTOR);
    if (line < 0) {
        return -errno;
    }
    struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = CN_IDX_PROC};
    int room = 1 << 20;
    (void)setsockopt(line, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    char question[NLMSG_SPACE(sizeof(struct cn_msg) + sizeof(enum proc_cn_mcast_op))] = {0};
    struct nlmsghdr *header = (struct nlmsghdr *)question;
    struct cn_msg *message = NLMSG_DATA(header);
    enum proc_cn_mcast_op listen = PROC_CN_MCAST_LISTEN;
    header->nlmsg_len = NLMSG_LENGTH(sizeof *message + sizeof listen);
    header->nlmsg_type = NLMSG_DONE;
    message->id = (struct cb_id){.idx = CN_IDX_PROC, .val = CN_VAL_PROC};
    message->len = sizeof listen;
    memcpy(message->data, &listen, sizeof listen);
    if (bind(line, (struct sockaddr *)&address, sizeof address) != 0
        || send(line, question, header->nlmsg_len, 0) != (ssize_t)header->nlmsg_len) {
        int failure = -errno;
        close(line);
        return failure;
    }
    return line;
}

static struct clinux_process_event read_event(const struct proc_event *event) {
    struct clinux_process_event found = {.time = event->timestamp_ns};
    switch ((uint32_t)event->what) {
    case PROC_EVENT_FORK:
        // Threads begin the same way; only processes are told of.
        if (event->event_data.fork.child_pid == event->event_data.fork.child_tgid) {
            found.kind = 1;
            found.process = event->event_data.fork.child_tgid;
            found.parent = event->event_data.fork.parent_tgid;
        }
        break;
    case PROC_EVENT_EXEC:
        found.kind = 2;
        found.process = event->event_data.exec.process_tgid;
        break;
    case PROC_EVENT_EXIT:
        if (event->event_data.exit.process_pid == event->event_data.exit.process_tgid) {
            found.kind = 3;
            found.process = event->event_data.exit.process_tgid;
        }
        break;
    }
    return found;
}

ptrdiff_t clinux_process_events_take(int32_t line, struct clinux_process_event *events, size_t capacity) {
    size_t count = 0;
    while (count < capacity) {
        _Alignas(struct nlmsghdr) char bytes[512];
        struct sockaddr_nl sender = {0};
        socklen_t sender_length = sizeof sender;
        ssize_t length = recvfrom(line, bytes, sizeof bytes, 0, (struct sockaddr *)&sender, &sender_length);
        if (length < 0) {
            if (errno == EINTR) {
                continue;
            }
            return errno == EAGAIN || count > 0 ? (ptrdiff_t)count : -errno;
        }
        const struct nlmsghdr *header = (const struct nlmsghdr *)bytes;
        // Another process may send to the line too; the kernel's own number is 0.
        if (sender.nl_pid != 0 || !NLMSG_OK(header, (size_t)length)) {
            continue;
        }
        const struct cn_msg *message = NLMSG_DATA(header);
        size_t least = NLMSG_LENGTH(sizeof *message) + sizeof(struct proc_event);
        if (header->nlmsg_len < least || message->id.idx != CN_IDX_PROC) {
            continue;
        }
        struct proc_event event;
        memcpy(&event, message->data, sizeof event);
        struct clinux_process_event found = read_event(&event);
        if (found.kind != 0) {
            events[count++] = found;
        }
    }
    return (ptrdiff_t)count;
}

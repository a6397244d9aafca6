// Sends what one scenario is about, and ends: generator NAME TARGET TARGET6 INTERFACE.
//
// The peer answers on fixed ports: TCP 7001 takes everything in, 7002 sends, 7003 sends back; UDP 7004 sends back; UDP
// 53 and 443 take everything in; UDP 7005 answers each datagram with a hundred.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/io_uring.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *target, *target6, *interface;
static char room[65536];

static void check(long result, const char *what) {
    if (result < 0) {
        perror(what);
        exit(1);
    }
}

static int made(int family, int type, int protocol) {
    int made = socket(family, type, protocol);
    check(made, "socket");
    struct timeval patience = {.tv_sec = 1};
    setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return made;
}

static socklen_t address(struct sockaddr_storage *storage, int family, const char *text, int port) {
    memset(storage, 0, sizeof *storage);
    storage->ss_family = (sa_family_t)family;
    if (family == AF_INET) {
        struct sockaddr_in *four = (struct sockaddr_in *)storage;
        four->sin_port = htons((uint16_t)port);
        inet_pton(AF_INET, text, &four->sin_addr);
        return sizeof *four;
    }
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)storage;
    six->sin6_port = htons((uint16_t)port);
    inet_pton(AF_INET6, text, &six->sin6_addr);
    return sizeof *six;
}

static int connected(int family, int type, int port) {
    struct sockaddr_storage end;
    socklen_t length = address(&end, family, family == AF_INET ? target : target6, port);
    int line = made(family, type, 0);
    check(connect(line, (struct sockaddr *)&end, length), "connect");
    return line;
}

static void send_all(int line, size_t bytes) {
    while (bytes > 0) {
        ssize_t sent = send(line, room, bytes < sizeof room ? bytes : sizeof room, MSG_NOSIGNAL);
        check(sent, "send");
        bytes -= (size_t)sent;
    }
}

static void take(int line, size_t bytes) {
    while (bytes > 0) {
        ssize_t taken = recv(line, room, bytes < sizeof room ? bytes : sizeof room, 0);
        if (taken <= 0) {
            return;
        }
        bytes -= (size_t)taken < bytes ? (size_t)taken : bytes;
    }
}

static uint16_t sum(const void *bytes, size_t count) {
    uint32_t total = 0;
    for (size_t each = 0; each + 1 < count; each += 2) {
        total += *(const uint16_t *)((const char *)bytes + each);
    }
    total = (total & 0xffff) + (total >> 16);
    return (uint16_t) ~(total + (total >> 16));
}

static void echo(void) {
    struct sockaddr_storage end;
    socklen_t length = address(&end, AF_INET, target, 0);
    int line = made(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    struct {
        struct icmphdr header;
        char payload[1024];
    } packet = {.header = {.type = ICMP_ECHO, .un.echo = {.id = htons(4711)}}};
    for (int each = 0; each < 20; each++) {
        packet.header.un.echo.sequence = htons((uint16_t)each);
        packet.header.checksum = 0;
        packet.header.checksum = sum(&packet, sizeof packet);
        check(sendto(line, &packet, sizeof packet, 0, (struct sockaddr *)&end, length), "sendto");
        usleep(10000);
    }
}

// An SCTP INIT chunk from user space; what its checksum is does not matter to who sends it.
static void sctp(void) {
    struct sockaddr_storage end;
    socklen_t length = address(&end, AF_INET, target, 0);
    int line = made(AF_INET, SOCK_RAW, IPPROTO_SCTP);
    uint8_t packet[32] = {0x9c, 0x40, 0x1b, 0x58, [12] = 1, [15] = 20, [19] = 7};
    for (int each = 0; each < 20; each++) {
        check(sendto(line, packet, sizeof packet, 0, (struct sockaddr *)&end, length), "sendto");
        usleep(10000);
    }
}

static void raw(void) {
    struct sockaddr_storage end;
    socklen_t length = address(&end, AF_INET, target, 0);
    int line = made(AF_INET, SOCK_RAW, 253);
    for (int each = 0; each < 20; each++) {
        check(sendto(line, room, 512, 0, (struct sockaddr *)&end, length), "sendto");
        usleep(10000);
    }
}

static void inject(void) {
    struct ifreq request = {0};
    strncpy(request.ifr_name, interface, IFNAMSIZ - 1);
    int line = made(AF_PACKET, SOCK_RAW, 0);
    check(ioctl(line, SIOCGIFHWADDR, &request), "hardware address");
    struct {
        struct ethhdr link;
        struct iphdr ip;
        struct udphdr udp;
        char payload[64];
    } __attribute__((packed)) frame = {
        .link.h_proto = htons(ETH_P_IP),
        .ip = {.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP, .tot_len = htons(20 + 8 + 64)},
        .udp = {.source = htons(40001), .dest = htons(443), .len = htons(8 + 64)},
    };
    memset(frame.link.h_dest, 0xff, ETH_ALEN);
    memcpy(frame.link.h_source, request.ifr_hwaddr.sa_data, ETH_ALEN);
    check(ioctl(line, SIOCGIFADDR, &request), "address");
    frame.ip.saddr = ((struct sockaddr_in *)&request.ifr_addr)->sin_addr.s_addr;
    inet_pton(AF_INET, target, &frame.ip.daddr);
    frame.ip.check = sum(&frame.ip, sizeof frame.ip);
    struct sockaddr_ll end = {.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(interface), .sll_halen = 6};
    memset(end.sll_addr, 0xff, 6);
    for (int each = 0; each < 20; each++) {
        check(sendto(line, &frame, sizeof frame, 0, (struct sockaddr *)&end, sizeof end), "sendto");
        usleep(10000);
    }
}

// One ring with one operation at a time, by the bare calls.
static void ring(int line, uint8_t operation, size_t count) {
    struct io_uring_params parameters = {0};
    int queue = (int)syscall(SYS_io_uring_setup, 4, &parameters);
    check(queue, "io_uring_setup");
    size_t bytes = parameters.cq_off.cqes + parameters.cq_entries * sizeof(struct io_uring_cqe);
    size_t least = parameters.sq_off.array + parameters.sq_entries * 4;
    char *memory = mmap(NULL, bytes > least ? bytes : least, PROT_READ | PROT_WRITE, MAP_SHARED, queue, IORING_OFF_SQ_RING);
    struct io_uring_sqe *entries = mmap(
        NULL, parameters.sq_entries * sizeof *entries, PROT_READ | PROT_WRITE, MAP_SHARED, queue, IORING_OFF_SQES);
    for (size_t each = 0; each < count; each++) {
        entries[0] = (struct io_uring_sqe){
            .opcode = operation, .fd = line, .addr = (uint64_t)(uintptr_t)room, .len = 1400};
        uint32_t *tail = (uint32_t *)(memory + parameters.sq_off.tail);
        uint32_t mask = *(uint32_t *)(memory + parameters.sq_off.ring_mask);
        ((uint32_t *)(memory + parameters.sq_off.array))[*tail & mask] = 0;
        __atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
        check(syscall(SYS_io_uring_enter, queue, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0), "io_uring_enter");
        uint32_t *head = (uint32_t *)(memory + parameters.cq_off.head);
        __atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
    }
}

static void many_datagrams(int line, int is_receiving) {
    struct mmsghdr messages[16] = {0};
    struct iovec parts[16];
    static char bytes[16][1400];
    for (int each = 0; each < 16; each++) {
        parts[each] = (struct iovec){bytes[each], is_receiving ? 1400 : 1200};
        messages[each].msg_hdr = (struct msghdr){.msg_iov = &parts[each], .msg_iovlen = 1};
    }
    for (int round = 0; round < 20; round++) {
        if (is_receiving) {
            send_all(line, 8);
            struct timespec patience = {.tv_nsec = 50000000};
            recvmmsg(line, messages, 16, MSG_WAITFORONE, &patience);
        } else {
            check(sendmmsg(line, messages, 16, 0), "sendmmsg");
        }
        usleep(10000);
    }
}

static void file_upload(void) {
    int file = memfd_create("upload", 0);
    check(ftruncate(file, 4 << 20), "file");
    int line = connected(AF_INET, SOCK_STREAM, 7001);
    for (size_t left = 4 << 20; left > 0;) {
        ssize_t sent = sendfile(line, file, NULL, left);
        check(sent, "sendfile");
        left -= (size_t)sent;
    }
}

static void spliced_download(void) {
    int line = connected(AF_INET, SOCK_STREAM, 7002);
    int nowhere = open("/dev/null", O_WRONLY), ends[2];
    check(pipe(ends), "pipe");
    while (1) {
        ssize_t count = splice(line, NULL, ends[1], NULL, 65536, 0);
        if (count <= 0) {
            return;
        }
        splice(ends[0], NULL, nowhere, NULL, (size_t)count, 0);
    }
}

static void short_lived(const char *self) {
    for (int each = 0; each < 20; each++) {
        pid_t child = fork();
        if (child == 0) {
            execl(self, self, "one", target, target6, interface, NULL);
            _exit(1);
        }
        waitpid(child, NULL, 0);
    }
}

static void over_loopback(void) {
    int listener = made(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_storage end;
    socklen_t length = address(&end, AF_INET, "127.0.0.1", 7006);
    int yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    check(bind(listener, (struct sockaddr *)&end, length), "bind");
    check(listen(listener, 8), "listen");
    int line = made(AF_INET, SOCK_STREAM, 0);
    check(connect(line, (struct sockaddr *)&end, length), "connect");
    int other = accept(listener, NULL, NULL);
    for (int each = 0; each < 20; each++) {
        send_all(line, 1000);
        take(other, 1000);
        usleep(10000);
    }
}

static void burst(void) {
    int lines[64];
    for (int each = 0; each < 64; each++) {
        lines[each] = connected(AF_INET, SOCK_STREAM, 7003);
    }
    for (int each = 0; each < 64; each++) {
        send_all(lines[each], 8000);
        take(lines[each], 8000);
    }
}

static void datagrams(int family, int port, int count, size_t bytes, int pause, int answers) {
    struct sockaddr_storage end;
    socklen_t length = address(&end, family, family == AF_INET ? target : target6, port);
    int line = made(family, SOCK_DGRAM, 0);
    for (int each = 0; each < count; each++) {
        check(sendto(line, room, bytes, 0, (struct sockaddr *)&end, length), "sendto");
        if (answers) {
            take(line, bytes);
        }
        if (pause > 0) {
            usleep((useconds_t)pause);
        }
    }
}

// Listens where its arguments say, and answers nobody, as a program that forwards ports does while nothing comes.
static void stand_in(int count, char **words) {
    int port = 0;
    for (int each = 1; each + 1 < count; each++) {
        port = strcmp(words[each], "-host-port") == 0 ? atoi(words[each + 1]) : port;
    }
    struct sockaddr_storage end;
    socklen_t length = address(&end, AF_INET, "0.0.0.0", port);
    int listener = made(AF_INET, SOCK_STREAM, 0);
    check(bind(listener, (struct sockaddr *)&end, length), "bind");
    check(listen(listener, 8), "listen");
    puts("ready");
    fflush(stdout);
    pause();
}

int main(int count, char **words) {
    if (strstr(words[0], "docker-proxy") != NULL) {
        stand_in(count, words);
    }
    if (count < 5) {
        return 2;
    }
    const char *name = words[1];
    target = words[2], target6 = words[3], interface = words[4];
    int line;
#define IS(text) (strcmp(name, text) == 0)
    if (IS("s01")) {
        line = connected(AF_INET, SOCK_STREAM, 7002), take(line, 4 << 20);
    } else if (IS("s02")) {
        line = connected(AF_INET, SOCK_STREAM, 7001), send_all(line, 4 << 20);
    } else if (IS("s03")) {
        line = connected(AF_INET, SOCK_STREAM, 7003);
        for (int each = 0; each < 50; each++) send_all(line, 20000), take(line, 20000);
    } else if (IS("s04")) {
        datagrams(AF_INET, 7004, 30, 1000, 5000, 1);
    } else if (IS("s05")) {
        echo();
    } else if (IS("s06")) {
        datagrams(AF_INET, 443, 1000, 1200, 100, 0);
    } else if (IS("s07")) {
        line = connected(AF_INET6, SOCK_STREAM, 7001), send_all(line, 1 << 20);
    } else if (IS("s08")) {
        sctp();
    } else if (IS("s09")) {
        datagrams(AF_INET, 53, 5000, 32, 0, 0);
    } else if (IS("s10")) {
        raw();
    } else if (IS("s11")) {
        short_lived(words[0]);
    } else if (IS("one")) {
        line = connected(AF_INET, SOCK_STREAM, 7001), send_all(line, 100);
    } else if (IS("s12")) {
        inject();
    } else if (IS("s13")) {
        line = connected(AF_INET, SOCK_STREAM, 7001), ring(line, IORING_OP_SEND, 200);
    } else if (IS("s14")) {
        file_upload();
    } else if (IS("s15")) {
        line = connected(AF_INET, SOCK_DGRAM, 443), many_datagrams(line, 0);
    } else if (IS("s16")) {
        over_loopback();
    } else if (IS("s17")) {
        line = connected(AF_INET, SOCK_STREAM, 7001), send_all(line, 1 << 20);
    } else if (IS("s18")) {
        line = connected(AF_INET, SOCK_STREAM, 7003);
        for (int each = 0; each < 20; each++) send_all(line, 1), take(line, 1), usleep(50000);
    } else if (IS("s19")) {
        for (int each = 0; each < 100; each++) {
            line = connected(AF_INET, SOCK_STREAM, 7003), send_all(line, 100), take(line, 100), close(line);
        }
    } else if (IS("s20")) {
        burst();
    } else if (IS("s21")) {
        line = connected(AF_INET, SOCK_STREAM, 7002), ring(line, IORING_OP_RECV, 200);
    } else if (IS("s22")) {
        spliced_download();
    } else if (IS("s23")) {
        line = connected(AF_INET, SOCK_DGRAM, 7005), many_datagrams(line, 1);
    } else if (IS("s24")) {
        line = connected(AF_INET6, SOCK_DGRAM, 7005);
        for (int each = 0; each < 20; each++) send_all(line, 8), take(line, 20000), usleep(5000);
    } else {
        return 2;
    }
    return 0;
}

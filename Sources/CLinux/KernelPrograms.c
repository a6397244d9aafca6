#include "KernelPrograms.h"

#include <errno.h>
#include <linux/bpf.h>
#include <linux/mount.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// The programs are written in the machine's own instructions, so that neither a compiler for them nor a library that
// loads them is needed. R6 holds the context throughout.

#define INSN(c, d, s, o, i) ((struct bpf_insn){.code = (c), .dst_reg = (d), .src_reg = (s), .off = (o), .imm = (i)})
#define MOV(d, s) INSN(BPF_ALU64 | BPF_MOV | BPF_X, d, s, 0, 0)
#define SET(d, i) INSN(BPF_ALU64 | BPF_MOV | BPF_K, d, 0, 0, i)
#define ADD(d, i) INSN(BPF_ALU64 | BPF_ADD | BPF_K, d, 0, 0, i)
#define AND(d, i) INSN(BPF_ALU64 | BPF_AND | BPF_K, d, 0, 0, i)
#define SHL(d, i) INSN(BPF_ALU64 | BPF_LSH | BPF_K, d, 0, 0, i)
#define SHR(d, i) INSN(BPF_ALU64 | BPF_RSH | BPF_K, d, 0, 0, i)
#define LOAD(size, d, s, o) INSN(BPF_LDX | BPF_MEM | (size), d, s, o, 0)
#define STORE(size, d, s, o) INSN(BPF_STX | BPF_MEM | (size), d, s, o, 0)
#define STOREI(size, d, o, i) INSN(BPF_ST | BPF_MEM | (size), d, 0, o, i)
#define COUNT_UP(d, s, o) INSN(BPF_STX | BPF_ATOMIC | BPF_DW, d, s, o, BPF_ADD)
#define CALL(i) INSN(BPF_JMP | BPF_CALL, 0, 0, 0, i)
#define EXIT INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0)
#define TABLE(d, fd) \
    INSN(BPF_LD | BPF_DW | BPF_IMM, d, BPF_PSEUDO_MAP_FD, 0, fd), INSN(0, 0, 0, 0, 0)

// Jumps name a label; `resolve` puts the distance in its place.
#define LABEL 0xff
#define AT(label) INSN(LABEL, 0, 0, 0, label)
#define GO(label) INSN(BPF_JMP | BPF_JA, 0, 0, label, 0)
#define IF(op, d, i, label) INSN(BPF_JMP | (op) | BPF_K, d, 0, label, i)
#define IFR(op, d, s, label) INSN(BPF_JMP | (op) | BPF_X, d, s, label, 0)

enum { R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10 };
enum { OUT = 1, NOTE, V6, PARSED, PORTS, TELL, UNKNOWN, SEND, ASK, LABELS };

#define MOST 256

// Where things lie on a program's stack, from its top down.
#define RECORD (-(int16_t)sizeof(struct clinux_record))
#define OWNER (RECORD + (int16_t)offsetof(struct clinux_record, owner))
#define FLOW (RECORD + (int16_t)offsetof(struct clinux_record, flow))
#define COOKIE (RECORD + (int16_t)offsetof(struct clinux_record, cookie))
#define KEY_BYTES 48
#define KEY (RECORD - KEY_BYTES)
#define PACKET (KEY - 40)
#define SCRATCH (PACKET - 16)

_Static_assert(sizeof(struct clinux_owner) == 56, "owner");
_Static_assert(offsetof(struct clinux_record, owner) == 16, "owner's place");
_Static_assert(offsetof(struct clinux_record, flow) == 72, "flow's place");
_Static_assert(sizeof(struct clinux_flow) == 40, "flow");
_Static_assert(sizeof(struct clinux_record) == 112, "record");
_Static_assert(-SCRATCH <= 512, "stack");

#define FIELD(name) (OWNER + (int16_t)offsetof(struct clinux_owner, name))
#define FLOW_FIELD(name) (FLOW + (int16_t)offsetof(struct clinux_flow, name))

// Writes whoever runs into the owner of the record.
#define NOTE_OWNER \
    CALL(BPF_FUNC_get_current_pid_tgid), STORE(BPF_DW, R10, R0, FIELD(thread)), \
    CALL(BPF_FUNC_get_current_uid_gid), STORE(BPF_DW, R10, R0, FIELD(user)), \
    CALL(BPF_FUNC_get_current_cgroup_id), STORE(BPF_DW, R10, R0, FIELD(group)), \
    CALL(BPF_FUNC_ktime_get_boot_ns), STORE(BPF_DW, R10, R0, FIELD(time)), \
    MOV(R1, R10), ADD(R1, FIELD(name)), SET(R2, 16), CALL(BPF_FUNC_get_current_comm)

// Hands `bytes` of the record to the reader, or counts that it could not.
#define HAND_OVER(bytes) \
    TABLE(R1, tables->records), MOV(R2, R10), ADD(R2, RECORD), SET(R3, bytes), SET(R4, 0), \
    CALL(BPF_FUNC_ringbuf_output), IF(BPF_JEQ, R0, 0, OUT), \
    STOREI(BPF_W, R10, SCRATCH, 0), TABLE(R1, tables->lost), MOV(R2, R10), ADD(R2, SCRATCH), \
    CALL(BPF_FUNC_map_lookup_elem), IF(BPF_JEQ, R0, 0, OUT), SET(R1, 1), COUNT_UP(R0, R1, 0)

#define ZERO_LONG(at, index) STOREI(BPF_DW, R10, (at) + 8 * (index), 0)
#define ZERO_LONGS(at, count) ZERO_##count(at)
#define ZERO_5(at) ZERO_LONG(at, 0), ZERO_LONG(at, 1), ZERO_LONG(at, 2), ZERO_LONG(at, 3), ZERO_LONG(at, 4)
#define ZERO_7(at) ZERO_5(at), ZERO_LONG(at, 5), ZERO_LONG(at, 6)

#define WRITE(...) \
    const struct bpf_insn lines[] = {__VA_ARGS__}; \
    _Static_assert(sizeof lines / sizeof *lines <= MOST, "length"); \
    memcpy(program, lines, sizeof lines); \
    return sizeof lines / sizeof *lines

// Notes who made a socket or, for the hooks of connect() and sendmsg(), who uses it now.
static size_t write_owner(struct bpf_insn *program, const struct clinux_tables *tables) {
    WRITE(
        MOV(R6, R1), CALL(BPF_FUNC_get_socket_cookie), IF(BPF_JEQ, R0, 0, OUT), STORE(BPF_DW, R10, R0, COOKIE),
        CALL(BPF_FUNC_get_current_pid_tgid), MOV(R7, R0), SHR(R7, 32), IF(BPF_JEQ, R7, 0, OUT),
        TABLE(R1, tables->sockets), MOV(R2, R10), ADD(R2, COOKIE), CALL(BPF_FUNC_map_lookup_elem),
        IF(BPF_JEQ, R0, 0, NOTE),
        LOAD(BPF_DW, R1, R0, offsetof(struct clinux_owner, thread)), SHR(R1, 32), IFR(BPF_JEQ, R1, R7, OUT),
        AT(NOTE), NOTE_OWNER, MOV(R1, R6), CALL(BPF_FUNC_get_netns_cookie), STORE(BPF_DW, R10, R0, FIELD(network)),
        TABLE(R1, tables->sockets), MOV(R2, R10), ADD(R2, COOKIE), MOV(R3, R10), ADD(R3, OWNER), SET(R4, BPF_ANY),
        CALL(BPF_FUNC_map_update_elem),
        STOREI(BPF_W, R10, RECORD, CLINUX_SOCKET), STOREI(BPF_W, R10, RECORD + 4, 0),
        HAND_OVER(offsetof(struct clinux_record, flow)),
        // Whatever happened, the program goes on as if nobody had looked.
        AT(OUT), SET(R0, 1), EXIT);
}

#define TCP_FLAGS 13
#define TCP_SYN 2
#define TCP_ACK 16
#define PACKET_LOAD(from, to, bytes) \
    MOV(R1, R6), from, MOV(R3, R10), ADD(R3, to), SET(R4, bytes), CALL(BPF_FUNC_skb_load_bytes), \
    IF(BPF_JSLT, R0, 0, OUT)
#define COPY_WORDS(to, from, index) \
    LOAD(BPF_W, R1, R10, (from) + 4 * (index)), STORE(BPF_W, R10, R1, (to) + 4 * (index))
#define COPY_ADDRESS(to, from) \
    COPY_WORDS(to, from, 0), COPY_WORDS(to, from, 1), COPY_WORDS(to, from, 2), COPY_WORDS(to, from, 3)
#define COPY_LONG(to, from, index) \
    LOAD(BPF_DW, R1, R10, (from) + 8 * (index)), STORE(BPF_DW, R10, R1, (to) + 8 * (index))

#define COPY_OWNER_LONG(index) \
    LOAD(BPF_DW, R1, R2, 8 * (index)), STORE(BPF_DW, R10, R1, OWNER + 8 * (index))
#define COPY_OWNER \
    COPY_OWNER_LONG(0), COPY_OWNER_LONG(1), COPY_OWNER_LONG(2), COPY_OWNER_LONG(3), COPY_OWNER_LONG(4), \
    COPY_OWNER_LONG(5), COPY_OWNER_LONG(6)

// Tells of the first packet of each flow on its way out, with the owner of the socket it comes from: before it reaches an
// interface, and so before anybody can capture it. Of TCP only the packets that open a connection are looked at.
static size_t write_egress(struct bpf_insn *program, const struct clinux_tables *tables) {
    WRITE(
        MOV(R6, R1),
        ZERO_LONGS(FLOW, 5),
        // The network header. R8 becomes where the transport's begins, R7 the protocol.
        LOAD(BPF_W, R1, R6, offsetof(struct __sk_buff, protocol)), IF(BPF_JEQ, R1, htons(0x86dd), V6),
        IF(BPF_JNE, R1, htons(0x0800), OUT),
        PACKET_LOAD(SET(R2, 0), PACKET, 20),
        LOAD(BPF_B, R8, R10, PACKET), AND(R8, 15), SHL(R8, 2), LOAD(BPF_B, R7, R10, PACKET + 9),
        LOAD(BPF_H, R1, R10, PACKET + 6), AND(R1, htons(0x1fff)), IF(BPF_JNE, R1, 0, OUT),
        COPY_WORDS(FLOW_FIELD(local), PACKET + 12, 0), COPY_WORDS(FLOW_FIELD(remote), PACKET + 16, 0),
        STOREI(BPF_B, R10, FLOW_FIELD(version), 4), GO(PARSED),
        AT(V6), PACKET_LOAD(SET(R2, 0), PACKET, 40), SET(R8, 40), LOAD(BPF_B, R7, R10, PACKET + 6),
        COPY_ADDRESS(FLOW_FIELD(local), PACKET + 8), COPY_ADDRESS(FLOW_FIELD(remote), PACKET + 24),
        STOREI(BPF_B, R10, FLOW_FIELD(version), 6),
        AT(PARSED), STORE(BPF_B, R10, R7, FLOW_FIELD(protocol)), STOREI(BPF_W, R10, RECORD, CLINUX_FLOW),
        STOREI(BPF_W, R10, RECORD + 4, 0),
        IF(BPF_JEQ, R7, IPPROTO_UDP, PORTS), IF(BPF_JEQ, R7, IPPROTO_SCTP, PORTS),
        IF(BPF_JEQ, R7, IPPROTO_UDPLITE, PORTS), IF(BPF_JEQ, R7, IPPROTO_DCCP, PORTS),
        IF(BPF_JNE, R7, IPPROTO_TCP, ASK),
        MOV(R9, R8), ADD(R9, TCP_FLAGS), PACKET_LOAD(MOV(R2, R9), PACKET, 1), LOAD(BPF_B, R1, R10, PACKET),
        MOV(R2, R1), AND(R2, TCP_SYN), IF(BPF_JEQ, R2, 0, OUT), AND(R1, TCP_ACK), IF(BPF_JEQ, R1, 0, PORTS),
        STOREI(BPF_W, R10, RECORD, CLINUX_ANSWER),
        AT(PORTS), PACKET_LOAD(MOV(R2, R8), FLOW_FIELD(local_port), 4),
        // Whether that flow of that socket was told of lately: 2 to the 34 nanoseconds are 17 seconds.
        AT(ASK), MOV(R1, R6), CALL(BPF_FUNC_get_socket_cookie), IF(BPF_JEQ, R0, 0, OUT),
        STORE(BPF_DW, R10, R0, COOKIE), STORE(BPF_DW, R10, R0, KEY),
        COPY_LONG(KEY + 8, FLOW, 0), COPY_LONG(KEY + 8, FLOW, 1), COPY_LONG(KEY + 8, FLOW, 2),
        COPY_LONG(KEY + 8, FLOW, 3), COPY_LONG(KEY + 8, FLOW, 4),
        CALL(BPF_FUNC_ktime_get_boot_ns), STORE(BPF_DW, R10, R0, SCRATCH), MOV(R7, R0),
        TABLE(R1, tables->told), MOV(R2, R10), ADD(R2, KEY), CALL(BPF_FUNC_map_lookup_elem),
        IF(BPF_JEQ, R0, 0, TELL), LOAD(BPF_DW, R1, R0, 0), SHR(R7, 34), SHR(R1, 34), IFR(BPF_JEQ, R7, R1, OUT),
        AT(TELL), TABLE(R1, tables->told), MOV(R2, R10), ADD(R2, KEY), MOV(R3, R10), ADD(R3, SCRATCH),
        SET(R4, BPF_ANY), CALL(BPF_FUNC_map_update_elem),
        // Whose the socket is.
        TABLE(R1, tables->sockets), MOV(R2, R10), ADD(R2, COOKIE), CALL(BPF_FUNC_map_lookup_elem),
        IF(BPF_JEQ, R0, 0, UNKNOWN), MOV(R2, R0), COPY_OWNER, GO(SEND),
        AT(UNKNOWN), ZERO_LONGS(OWNER, 7),
        AT(SEND), HAND_OVER(sizeof(struct clinux_record)),
        AT(OUT), SET(R0, 1), EXIT);
}

// Takes the labels out and puts distances into the jumps.
static size_t resolve(struct bpf_insn *program, size_t count) {
    int16_t places[LABELS] = {0};
    size_t kept = 0;
    for (size_t each = 0; each < count; each++) {
        if (program[each].code == LABEL) {
            places[program[each].imm] = (int16_t)kept;
        } else {
            program[kept++] = program[each];
        }
    }
    for (size_t each = 0; each < kept; each++) {
        uint8_t operation = BPF_OP(program[each].code);
        if (BPF_CLASS(program[each].code) == BPF_JMP && operation != BPF_CALL && operation != BPF_EXIT) {
            program[each].off = places[program[each].off] - (int16_t)each - 1;
        }
    }
    return kept;
}

static int32_t bpf(enum bpf_cmd command, union bpf_attr *attributes) {
    long result = syscall(SYS_bpf, command, attributes, sizeof *attributes);
    return result < 0 ? -errno : (int32_t)result;
}

static int32_t make(enum bpf_map_type type, uint32_t key, uint32_t value, uint32_t entries, const char *name) {
    union bpf_attr attributes = {
        .map_type = type, .key_size = key, .value_size = value, .max_entries = entries};
    strncpy(attributes.map_name, name, sizeof attributes.map_name - 1);
    return bpf(BPF_MAP_CREATE, &attributes);
}

int32_t clinux_tables_make(struct clinux_tables *tables, uint32_t sockets, uint32_t ring_bytes) {
    tables->sockets = make(BPF_MAP_TYPE_LRU_HASH, 8, sizeof(struct clinux_owner), sockets, "earshot_sockets");
    tables->told = make(BPF_MAP_TYPE_LRU_HASH, KEY_BYTES, 8, sockets, "earshot_told");
    tables->records = make(BPF_MAP_TYPE_RINGBUF, 0, 0, ring_bytes, "earshot_records");
    tables->lost = make(BPF_MAP_TYPE_ARRAY, 4, 8, 1, "earshot_lost");
    int32_t made[] = {tables->sockets, tables->told, tables->records, tables->lost};
    int32_t failure = 0;
    for (size_t each = 0; each < 4; each++) {
        failure = failure == 0 && made[each] < 0 ? made[each] : failure;
    }
    for (size_t each = 0; each < 4 && failure != 0; each++) {
        if (made[each] >= 0) {
            close(made[each]);
        }
    }
    return failure;
}

static const struct {
    const char *name;
    enum bpf_prog_type type;
    enum bpf_attach_type place;
    size_t (*write)(struct bpf_insn *, const struct clinux_tables *);
} programs[CLINUX_PROGRAM_COUNT] = {
    [CLINUX_SOCKET_CREATE] =
        {"earshot_create", BPF_PROG_TYPE_CGROUP_SOCK, BPF_CGROUP_INET_SOCK_CREATE, write_owner},
    [CLINUX_CONNECT4] = {"earshot_connect4", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_INET4_CONNECT, write_owner},
    [CLINUX_CONNECT6] = {"earshot_connect6", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_INET6_CONNECT, write_owner},
    [CLINUX_SEND4] = {"earshot_send4", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_UDP4_SENDMSG, write_owner},
    [CLINUX_SEND6] = {"earshot_send6", BPF_PROG_TYPE_CGROUP_SOCK_ADDR, BPF_CGROUP_UDP6_SENDMSG, write_owner},
    [CLINUX_EGRESS] = {"earshot_egress", BPF_PROG_TYPE_CGROUP_SKB, BPF_CGROUP_INET_EGRESS, write_egress},
};

int32_t clinux_program_load(
    uint32_t program, const struct clinux_tables *tables, char *log, uint32_t log_bytes) {
    if (program >= CLINUX_PROGRAM_COUNT) {
        return -EINVAL;
    }
    struct bpf_insn lines[MOST];
    size_t count = resolve(lines, programs[program].write(lines, tables));
    union bpf_attr attributes = {
        .prog_type = programs[program].type,
        .expected_attach_type = programs[program].place,
        .insns = (uintptr_t)lines,
        .insn_cnt = (uint32_t)count,
        .license = (uintptr_t)"Apache-2.0",
        .log_buf = (uintptr_t)log,
        .log_size = log == NULL ? 0 : log_bytes,
        .log_level = log == NULL ? 0 : 1,
    };
    strncpy(attributes.prog_name, programs[program].name, sizeof attributes.prog_name - 1);
    return bpf(BPF_PROG_LOAD, &attributes);
}

int32_t clinux_program_bind_group(uint32_t program, int32_t loaded, int32_t group) {
    if (program >= CLINUX_PROGRAM_COUNT) {
        return -EINVAL;
    }
    // A link ends with its last descriptor, also when its process is killed; an attachment would stay behind.
    union bpf_attr attributes = {.link_create = {
        .prog_fd = (uint32_t)loaded, .target_fd = (uint32_t)group, .attach_type = programs[program].place}};
    return bpf(BPF_LINK_CREATE, &attributes);
}

int32_t clinux_control_groups(void) {
    int context = (int)syscall(SYS_fsopen, "cgroup2", FSOPEN_CLOEXEC);
    if (context < 0) {
        return -errno;
    }
    int folder = -1;
    if (syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0) {
        folder = (int)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, 0);
    }
    int failure = -errno;
    close(context);
    return folder < 0 ? failure : folder;
}

int32_t clinux_owner_find(const struct clinux_tables *tables, uint64_t cookie, struct clinux_owner *owner) {
    union bpf_attr attributes = {
        .map_fd = (uint32_t)tables->sockets, .key = (uintptr_t)&cookie, .value = (uintptr_t)owner};
    return bpf(BPF_MAP_LOOKUP_ELEM, &attributes);
}

uint64_t clinux_records_lost(const struct clinux_tables *tables) {
    uint32_t key = 0;
    uint64_t lost = 0;
    union bpf_attr attributes = {
        .map_fd = (uint32_t)tables->lost, .key = (uintptr_t)&key, .value = (uintptr_t)&lost};
    return bpf(BPF_MAP_LOOKUP_ELEM, &attributes) == 0 ? lost : 0;
}

#define _GNU_SOURCE
#include "FileTrees.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

ptrdiff_t clinux_folder_entries(int32_t folder, uint8_t *room, size_t size) {
    long count;
    do {
        count = syscall(SYS_getdents64, folder, room, size);
    } while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : count;
}

int32_t clinux_node_at(int32_t folder, const char *name, struct clinux_node *node) {
    struct statx status;
    int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | (name[0] == 0 ? AT_EMPTY_PATH : 0);
    unsigned wanted = STATX_TYPE | STATX_MODE | STATX_INO;
#ifdef STATX_MNT_ID
    wanted |= STATX_MNT_ID;
#endif
    if (statx(folder, name, flags, wanted, &status) != 0) return errno;
    node->device = makedev(status.stx_dev_major, status.stx_dev_minor);
    node->inode = status.stx_ino;
    node->mode = status.stx_mode;
    node->mount = 0;
#ifdef STATX_MNT_ID
    if (status.stx_mask & STATX_MNT_ID) node->mount = status.stx_mnt_id;
#endif
    return 0;
}

uint64_t clinux_filesystem_type(int32_t descriptor) {
    struct statfs status;
    return fstatfs(descriptor, &status) == 0 ? (uint64_t)status.f_type : 0;
}

uint64_t clinux_filesystem_files(int32_t descriptor) {
    struct statfs status;
    if (fstatfs(descriptor, &status) != 0 || status.f_files < status.f_ffree) return 0;
    return (uint64_t)(status.f_files - status.f_ffree);
}

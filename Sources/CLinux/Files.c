#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

ptrdiff_t clinux_attribute(const char *path, const char *name, void *value, size_t capacity) {
    ssize_t size = getxattr(path, name, value, capacity);
    return size < 0 ? -(ptrdiff_t)errno : (ptrdiff_t)size;
}

int32_t clinux_file_facts(const char *path, struct clinux_facts *facts) {
    struct statx found;
    if (statx(AT_FDCWD, path, AT_NO_AUTOMOUNT | AT_STATX_DONT_SYNC, STATX_TYPE | STATX_INO, &found) != 0) {
        return errno;
    }
    facts->device_major = found.stx_dev_major;
    facts->device_minor = found.stx_dev_minor;
    facts->special_major = found.stx_rdev_major;
    facts->special_minor = found.stx_rdev_minor;
    facts->inode = found.stx_ino;
    facts->type = found.stx_mode & S_IFMT;
    facts->encrypted = -1;
    if (found.stx_attributes_mask & STATX_ATTR_ENCRYPTED) {
        facts->encrypted = (found.stx_attributes & STATX_ATTR_ENCRYPTED) != 0;
    }
    return 0;
}

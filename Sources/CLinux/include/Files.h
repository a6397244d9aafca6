#pragma once

#include <stddef.h>
#include <stdint.h>

// What Linux tells of files beyond POSIX.

/// Reads an extended attribute of what a path leads to.
///
/// Returns its size, which is at most `capacity`, or the negated error number.
ptrdiff_t clinux_attribute(
    const char *_Nonnull path, const char *_Nonnull name, void *_Nonnull value, size_t capacity);

/// What `clinux_file_facts` tells.
struct clinux_facts {
    uint32_t device_major;
    uint32_t device_minor;
    /// What a device file stands for.
    uint32_t special_major;
    uint32_t special_minor;
    uint64_t inode;
    /// The bits of S_IFMT.
    uint32_t type;
    /// 1 when the file system encrypts the file by itself, 0 when it does not, -1 when it cannot tell.
    int32_t encrypted;
};

/// Asks for what is known of a file without asking another machine for news; links are followed.
///
/// Returns 0, or the error number.
int32_t clinux_file_facts(const char *_Nonnull path, struct clinux_facts *_Nonnull facts);

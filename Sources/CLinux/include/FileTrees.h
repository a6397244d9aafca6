#pragma once

#include <stddef.h>
#include <stdint.h>

// What walking a tree of folders needs of the kernel and the C library hides from Swift.

/// Puts the next entries of an open folder into `room` as the kernel lays them out (getdents64(2)).
///
/// Returns the number of bytes, zero at the end, or the negated error number.
ptrdiff_t clinux_folder_entries(int32_t folder, uint8_t *_Nonnull room, size_t size);

/// What a name of a folder stands for.
struct clinux_node {
    uint64_t device;
    uint64_t inode;
    /// The number of the mount that it belongs to; zero where the kernel does not tell.
    uint64_t mount;
    /// As in `st_mode`.
    uint32_t mode;
};

/// Asks what a name of a folder stands for, without following a link and without mounting anything.
///
/// An empty name asks for the folder itself. Returns 0, or the error number.
int32_t clinux_node_at(int32_t folder, const char *_Nonnull name, struct clinux_node *_Nonnull node);

/// The type of the file system that an open file lies on, as in `statfs(2)`; zero where the kernel does not tell.
uint64_t clinux_filesystem_type(int32_t descriptor);

/// How many files and folders the file system of an open file holds; zero where it does not tell.
uint64_t clinux_filesystem_files(int32_t descriptor);

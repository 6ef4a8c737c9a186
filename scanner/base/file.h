/** @file Whole files in and out, safely. */
#ifndef STN_BASE_FILE_H
#define STN_BASE_FILE_H

#include "base/buf.h"

/**
 * Append a regular file, or anything readable, to a buffer; its ceiling holds.
 *
 * @param path  NUL-terminated; "-" is no special case here.
 * @return STN_OK; STN_ENOTFOUND; STN_EIO; STN_ELIMIT; STN_ENOMEM. The message
 *         names the path. On failure `out` holds what it held before.
 */
enum stn_status stn_file_read(struct stn_buf *out, const char *path,
                              struct stn_error *err);

/**
 * Write a file whole or not at all: a temporary file beside it (random name),
 * fsync not needed, renamed over it. A new file is its owner's alone (0600),
 * one that was there keeps its permissions, a symbolic link to one is replaced.
 * On failure nothing is left behind.
 *
 * A path that exists and is no regular file (a terminal, a pipe), or is our own
 * standard output or error, is written to directly.
 *
 * @return STN_OK; STN_ENOTFOUND if there is no such folder; STN_EIO;
 * STN_ENOMEM.
 */
enum stn_status stn_file_write(const char *path, struct stn_str bytes,
                               struct stn_error *err);

/**
 * Append to a file that is there, in one write as far as the system allows.
 *
 * @return STN_OK; STN_ENOTFOUND; STN_EIO.
 */
enum stn_status stn_file_append(const char *path, struct stn_str bytes,
                                struct stn_error *err);

/**
 * Replace a regular file by another that has its permissions: a temporary file
 * beside it, on the disk before it is renamed. On failure the file is as it
 * was.
 *
 * @return STN_OK; STN_EUSAGE if it is a symbolic link, or no regular file;
 *         STN_ENOTFOUND; STN_EIO; STN_ENOMEM.
 */
enum stn_status stn_file_replace(const char *path, struct stn_str bytes,
                                 struct stn_error *err);

/**
 * Write all bytes to a descriptor, across short writes, interruptions and
 * descriptors that do not block. SIGPIPE is the caller's to ignore.
 *
 * @param name  For messages.
 * @return STN_OK; STN_EIO.
 */
enum stn_status stn_fd_write(int fd, const char *name, struct stn_str bytes,
                             struct stn_error *err);

#endif

/** @file Files of the work tree, read without leaving it. */
#ifndef STN_SOURCES_GIT_DISK_H
#define STN_SOURCES_GIT_DISK_H

#include "sources/git_reader.h"

/**
 * Read a regular file below a folder. No link is followed, at no component;
 * "..", "." and ".git" are refused.
 *
 * @param out   Emptied first; its ceiling holds.
 * @param root  Descriptor of the folder.
 * @return STN_OK; STN_DONE with the reason in `refusal`; STN_ENOMEM.
 */
enum stn_status stn_git_disk_read(struct stn_buf *out, int root,
                                  struct stn_str path,
                                  struct stn_git_refusal *refusal,
                                  struct stn_error *err);

/** Open a folder below another, likewise. @return A descriptor, or -1. */
int stn_git_disk_folder(int root, struct stn_str path);

#endif

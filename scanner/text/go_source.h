/** @file Telling Go source from other texts. */
#ifndef STN_TEXT_GO_SOURCE_H
#define STN_TEXT_GO_SOURCE_H

#include "base/str.h"

/** Whether a text begins as a Go file does: blank lines and comments, then a
 *  package clause. */
bool stn_text_is_go(struct stn_str bytes);

/** Whether a file of that name is Go source for the go tool: it leaves out
 *  names that begin with '_' or '.'. */
bool stn_path_is_go(struct stn_str path);

/** Whether a file of that name is compiled with tests alone. */
bool stn_path_is_go_test(struct stn_str path);

/** Whether the go tool looks for no packages below a folder of that name, as
 *  testdata and vendor. */
bool stn_folder_is_no_go(struct stn_str name);

/** Whether the go tool sees a file, by its path from the top of a
 *  repository. */
bool stn_path_is_go_source(struct stn_str path);

#endif

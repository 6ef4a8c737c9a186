#include "sources/source.h"

#include <stdatomic.h>

#include "base/glob.h"
#include "sources/dir.h"
#include "sources/git.h"
#include "sources/memory.h"

const struct stn_source *const stn_sources[] = {
    &stn_source_dir,        &stn_source_git_history,
    &stn_source_git_range,  &stn_source_git_push,
    &stn_source_git_staged, &stn_source_git_worktree,
    &stn_source_memory,     NULL,
};

const struct stn_source *stn_source_find(const struct stn_target *target)
{
    for (size_t i = 0; stn_sources[i] != NULL; i++)
        if (stn_sources[i]->serves(target))
            return stn_sources[i];
    return NULL;
}

bool stn_source_is_over(const struct stn_source_options *options)
{
    if (options->is_over != NULL)
        return options->is_over(options->payload);
    return options->stop != NULL &&
           atomic_load_explicit(options->stop, memory_order_relaxed);
}

bool stn_source_skips(const struct stn_source_options *options,
                      struct stn_str path)
{
    for (size_t i = 0; i < options->paths_skip.count; i++)
        if (stn_glob_matches(stn_str_of(options->paths_skip.items[i]), path))
            return true;
    return false;
}

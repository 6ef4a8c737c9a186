#include "sources/git_plan.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "sources/git_packs.h"
#include "sources/git_tree.h"

/* Texts of one change: ten times the largest tree there is. Past it, the rest
 * is reported as not looked at. */
#define ITEMS_MAX ((size_t)4000000)
/* Below this many, looking places up costs more than it saves. */
#define ORDER_ITEMS_MIN 64
/* Packs looked into for places: after a repack there is one. */
#define ORDER_PACKS_MAX 64

enum stn_status stn_git_plan_new(struct stn_git_plan **out,
                                 const struct stn_source_options *options,
                                 struct stn_error *err)
{
    struct stn_git_plan *plan = stn_calloc(1, sizeof(*plan));

    if (plan == NULL)
        return stn_fail_memory(err);
    plan->work_fd = -1;
    enum stn_status status = stn_git_repo_open(&plan->repo, options, err);
    if (status < 0) {
        stn_git_plan_free(plan);
        return status;
    }
    plan->go.shard = options->shard;
    *out = plan;
    return STN_OK;
}

void stn_git_plan_free(struct stn_git_plan *plan)
{
    if (plan == NULL)
        return;
    if (plan->work_fd >= 0)
        close(plan->work_fd);
    if (plan->index != NULL)
        stn_git_index_dispose(plan->index);
    stn_free(plan->index);
    stn_git_notes_dispose(&plan->notes);
    stn_git_commits_dispose(&plan->commits);
    stn_git_gone_dispose(&plan->gone);
    stn_git_moves_dispose(&plan->moves);
    stn_git_go_dispose(&plan->go);
    stn_git_set_dispose(&plan->set);
    stn_arena_dispose(&plan->arena);
    stn_git_repo_close(&plan->repo);
    stn_free(plan->items);
    stn_free(plan->before);
    stn_free(plan->order);
    stn_free(plan);
}

static bool is_item(const void *items, uint32_t index, const void *key)
{
    const struct stn_git_item *item =
        (const struct stn_git_item *)items + index;
    const struct stn_git_item *wanted = key;

    return item->kind == wanted->kind &&
           git_oid_equal(&item->id, &wanted->id) &&
           stn_str_equal(item->path, wanted->path);
}

static enum stn_status add_before(struct stn_git_plan *plan,
                                  struct stn_git_item *item,
                                  const git_oid *before, size_t count,
                                  struct stn_error *err)
{
    item->first_before = (uint32_t)plan->before_count;
    item->before_count = (uint16_t)count;
    for (size_t i = 0; i < count; i++) {
        git_oid *grown = stn_grow(plan->before, &plan->before_capacity,
                                  plan->before_count, sizeof(*grown));
        if (grown == NULL)
            return stn_fail_memory(err);
        plan->before = grown;
        grown[plan->before_count++] = before[i];
    }
    return STN_OK;
}

static enum stn_status note_path(struct stn_git_plan *plan,
                                 const struct stn_git_item *item,
                                 enum stn_skip_reason reason,
                                 const char *detail, struct stn_error *err)
{
    char hex[STN_GIT_HEX_BYTES] = "";

    if (item->commit != STN_GIT_NONE)
        stn_git_hex(hex, &plan->commits.items[item->commit].id);
    return stn_findings_skip(&plan->notes.found,
                             &(struct stn_skip){
                                 .reason = reason,
                                 .file = item->path,
                                 .commit = stn_str_of(hex),
                                 .detail = stn_str_of(detail),
                             },
                             err);
}

/* Whether an untrusted change moves a file to where it would not be looked
 * at. */
static enum stn_status is_moved_away(bool *out, struct stn_git_plan *plan,
                                     const struct stn_git_item *item,
                                     struct stn_error *err)
{
    struct stn_str was;

    if (!plan->repo.options.is_untrusted)
        return STN_OK;
    enum stn_status status =
        stn_git_moves_from(&was, &plan->moves, plan, plan->repo.odb, item, err);
    *out = was.len > 0;
    return status;
}

enum stn_status stn_git_plan_add(struct stn_git_plan *plan,
                                 const struct stn_git_item *item,
                                 const git_oid *before, size_t before_count,
                                 struct stn_error *err)
{
    struct stn_git_item copy = *item;
    uint64_t id_bits;
    enum stn_status status;

    if (item->kind != STN_GIT_ITEM_MESSAGE && item->kind != STN_GIT_ITEM_TAG &&
        stn_source_skips(&plan->repo.options, item->path)) {
        bool is_hidden = false;
        status = is_moved_away(&is_hidden, plan, item, err);
        if (status < 0)
            return status;
        if (!is_hidden)
            return note_path(plan, item, STN_SKIP_PATH, "", err);
    }
    memcpy(&id_bits, item->id.id, sizeof(id_bits));
    uint32_t hash = stn_git_set_hash(&plan->set, item->path, id_bits);
    if (stn_git_set_find(&plan->set, hash, is_item, plan->items, item) !=
        STN_GIT_NONE)
        return STN_OK;
    if (plan->count >= ITEMS_MAX)
        return note_path(plan, item, STN_SKIP_TOO_MANY,
                         "more files than are looked at in one run", err);

    struct stn_git_item *items =
        stn_grow(plan->items, &plan->capacity, plan->count, sizeof(*items));
    if (items == NULL)
        return stn_fail_memory(err);
    plan->items = items;
    if (!stn_arena_copy(&plan->arena, &copy.path, item->path))
        return stn_fail_memory(err);
    status = add_before(plan, &copy, before, before_count, err);
    if (status >= 0)
        status = stn_git_set_add(&plan->set, hash, (uint32_t)plan->count, err);
    if (status >= 0)
        items[plan->count++] = copy;
    return status;
}

enum stn_status stn_git_plan_submodule(struct stn_git_plan *plan,
                                       struct stn_str path, const git_oid *id,
                                       struct stn_error *err)
{
    const struct stn_git_refusal refusal = {.reason = STN_SKIP_SUBMODULE};
    bool is_new;
    enum stn_status status =
        stn_git_notes_once(&plan->notes, id, path, &is_new, err);

    if (status < 0 || !is_new)
        return status;
    return stn_git_notes_skip(&plan->notes, &refusal, path, (struct stn_str){0},
                              err);
}

struct placing {
    struct stn_git_plan *plan;
    struct stn_git_key *keys;
    size_t packs;
};

static enum stn_status take_places(void *payload,
                                   const struct stn_git_pack *pack,
                                   struct stn_error *err)
{
    struct placing *placing = payload;

    (void)err;
    if (placing->packs++ >= ORDER_PACKS_MAX)
        return STN_OK;
    for (size_t i = 0; i < placing->plan->count; i++) {
        if (placing->keys[i].key != STN_GIT_PLACE_NONE)
            continue;
        uint32_t at = stn_git_pack_index_find(&pack->index,
                                              placing->plan->items[i].id.id);
        if (at != UINT32_MAX)
            placing->keys[i].key = stn_git_pack_place(pack, at);
    }
    return STN_OK;
}

enum stn_status stn_git_plan_order(struct stn_git_plan *plan,
                                   struct stn_error *err)
{
    size_t count = plan->count;
    enum stn_status status;

    if (count < ORDER_ITEMS_MIN)
        return STN_OK;
    struct stn_git_key *keys = stn_calloc(count, 2 * sizeof(*keys));
    uint32_t *order = stn_calloc(count, sizeof(*order));
    struct placing placing = {plan, keys, 0};
    if (keys == NULL || order == NULL) {
        status = stn_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < count; i++)
        keys[i] = (struct stn_git_key){STN_GIT_PLACE_NONE, (uint32_t)i};
    status = stn_git_packs_each(&plan->repo.dirs, take_places, &placing, err);
    if (status < 0)
        goto done;
    stn_git_keys_sort(keys, keys + count, count);
    for (size_t i = 0; i < count; i++)
        order[i] = keys[i].item;
    plan->order = order;
    order = NULL;
done:
    stn_free(keys);
    stn_free(order);
    return status;
}

enum stn_status stn_git_plan_parents(const struct stn_git_plan *plan,
                                     git_odb *odb, uint32_t commit,
                                     git_oid *trees, size_t *count,
                                     struct stn_error *err)
{
    const struct stn_git_commit *item = &plan->commits.items[commit];
    const git_oid *parents = plan->commits.parents + item->first_parent;

    *count = 0;
    /* Its parents are not here, but what the range starts from is. */
    if (item->is_shallow && plan->has_base)
        trees[(*count)++] = plan->base;
    for (uint32_t i = 0; i < item->parent_count && *count < STN_GIT_PARENTS_MAX;
         i++) {
        if (stn_git_commit_tree(&trees[*count], odb, &parents[i]) == 0)
            (*count)++;
        else if (stn_git_ran_out())
            return stn_fail_memory(err);
    }
    return STN_OK;
}

bool stn_git_plan_has(const struct stn_git_plan *plan, const git_oid *tree,
                      struct stn_str path)
{
    git_oid id;

    return stn_git_tree_lookup(&id, plan->repo.odb, tree, path, NULL) == STN_OK;
}

enum stn_status stn_git_plan_head(git_oid *tree,
                                  const struct stn_git_plan *plan,
                                  struct stn_error *err)
{
    git_oid head;
    enum stn_status status = stn_git_repo_head(&head, &plan->repo, err);

    if (status != STN_OK)
        return status;
    if (stn_git_commit_tree(tree, plan->repo.odb, &head) < 0)
        return stn_git_fail(err, STN_ELIB, "%s: cannot read the commit at HEAD",
                            plan->repo.name);
    return STN_OK;
}

bool stn_git_plan_was_in_head(void *state, struct stn_str path)
{
    const struct stn_git_plan *plan = state;
    git_oid head;

    return stn_git_plan_head(&head, plan, NULL) == STN_OK &&
           stn_git_plan_has(plan, &head, path);
}

bool stn_git_plan_takes(const struct stn_git_plan *plan,
                        const struct stn_git_item *item)
{
    struct stn_shard shard = plan->repo.options.shard;

    if (item->kind == STN_GIT_ITEM_MESSAGE || item->kind == STN_GIT_ITEM_TAG)
        return stn_shard_takes(shard, stn_shard_number_of_id(item->id.id));
    return shard.count <= 1 ||
           stn_shard_takes(shard, stn_shard_number(item->path));
}

static void feed_id(struct stn_sha256 *hash, const git_oid *id)
{
    stn_sha256_update(hash,
                      (struct stn_str){(const char *)id->id, sizeof(id->id)});
}

void stn_git_plan_identify(void *state, struct stn_sha256 *hash)
{
    const struct stn_git_plan *plan = state;

    for (size_t i = 0; i < plan->commits.count; i++)
        feed_id(hash, &plan->commits.items[i].id);
    if (plan->has_base)
        feed_id(hash, &plan->base);
    /* What commits bring, they say; of all else each text tells. */
    for (size_t i = 0; i < plan->count; i++) {
        const struct stn_git_item *item = &plan->items[i];
        if (item->commit != STN_GIT_NONE)
            continue;
        feed_id(hash, &item->id);
        stn_sha256_update(hash, item->path);
        stn_sha256_update(hash, (struct stn_str){"", 1});
    }
}

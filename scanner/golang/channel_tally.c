#include "golang/channel_tally.h"

#include "golang/flow.h"
#include "golang/names.h"
#include "golang/turns.h"

uint32_t stn_go_channel_turns(struct stn_go_package *package,
                              const struct stn_go_file *file, uint32_t loop)
{
    const struct stn_go_turns turns = stn_go_turns_of(package, file, loop);

    return turns.is_exact ? turns.most : STN_GO_MANY;
}

/* Whether a statement writes a name that an if around it asks for: once it has
 * been come to, it is not again. */
static bool is_switched_off(struct stn_go_package *package,
                            struct stn_go_file *file, uint32_t statement)
{
    const struct stn_go_tree *tree = &file->tree;
    uint32_t condition = stn_go_child(tree, statement, STN_GO_IN_condition);

    for (uint32_t n = condition; n != 0;
         n = stn_go_walk(tree, condition, n, false)) {
        uint32_t object = tree->nodes[n].kind == STN_GO_IDENTIFIER
                              ? stn_go_object_at(file, n)
                              : 0;
        if (object == 0)
            continue;
        for (uint32_t at = stn_go_next_use(package, file, object, 0); at != 0;
             at = stn_go_next_use(package, file, object, at)) {
            if (!stn_go_spend(package, STN_GO_USE_STEPS))
                return true;
            if (at > condition && stn_go_holds(tree, statement, at) &&
                stn_go_use_at(package, file, object, at).kind ==
                    STN_GO_USE_WRITTEN)
                return true;
        }
    }
    return false;
}

/* Whether a flag lets an operation be come to only once. */
static bool is_once(struct stn_go_package *package, struct stn_go_file *file,
                    uint32_t node)
{
    const struct stn_go_tree *tree = &file->tree;

    for (uint32_t at = tree->nodes[node].parent;
         at != 0 && tree->nodes[at].kind != STN_GO_FOR &&
         !stn_go_is_function(tree, at);
         at = tree->nodes[at].parent)
        if (tree->nodes[at].kind == STN_GO_IF &&
            is_switched_off(package, file, at))
            return true;
    return false;
}

bool stn_go_channel_comes_again(struct stn_go_package *package,
                                const struct stn_go_channel_op *op)
{
    struct stn_go_file *file = &package->files[op->runner_file];

    if (!op->is_repeated)
        return false;
    const struct stn_go_flow *flow = stn_go_flow_of(package, file, op->runner);
    uint32_t point = flow != NULL ? stn_go_flow_point(flow, &file->tree, op->at)
                                  : UINT32_MAX;
    return point != UINT32_MAX &&
           stn_go_flow_reaches(package, flow, point, point) &&
           !is_once(package, file, op->at);
}

bool stn_go_channel_is_first_send(const struct stn_go_channel *channel,
                                  size_t index)
{
    const struct stn_go_channel_op *op = &channel->ops[index];

    if (op->verb != STN_GO_SENDS || op->has_choice ||
        op->place != STN_GO_GOROUTINE)
        return false;
    for (size_t i = 0; i < index; i++)
        if (channel->ops[i].root == op->root &&
            channel->ops[i].verb == STN_GO_SENDS && !channel->ops[i].has_choice)
            return false;
    return true;
}

/* The turns of all loops around a go statement that count. */
static uint32_t turns_around(struct stn_go_package *package,
                             const struct stn_go_file *file,
                             const struct stn_go_channel *channel,
                             uint32_t root)
{
    const struct stn_go_tree *tree = &file->tree;
    uint32_t turns = 1;

    for (uint32_t loop = stn_go_channel_loop(channel, tree, root); loop != 0;
         loop = stn_go_channel_loop(channel, tree, loop)) {
        uint32_t header = stn_go_first(tree, loop);
        if (header == 0 || (tree->nodes[header].kind != STN_GO_RANGE_CLAUSE &&
                            tree->nodes[header].kind != STN_GO_FOR_CLAUSE))
            continue;
        uint32_t its = stn_go_channel_turns(package, file, loop);
        if (its == STN_GO_MANY || turns > STN_GO_MANY / 2 / (its + 1))
            return STN_GO_MANY;
        turns *= its;
    }
    return turns;
}

uint32_t stn_go_channel_senders(struct stn_go_package *package,
                                const struct stn_go_file *file,
                                const struct stn_go_channel *channel)
{
    uint32_t count = 0;

    for (size_t i = 0; i < channel->count; i++) {
        if (!stn_go_channel_is_first_send(channel, i))
            continue;
        uint32_t turns =
            turns_around(package, file, channel, channel->ops[i].root);
        if (turns > STN_GO_MANY - 1 - count)
            return STN_GO_MANY;
        count += turns;
    }
    return count;
}

bool stn_go_channel_goes_on(struct stn_go_package *package,
                            const struct stn_go_channel *channel, uint32_t root)
{
    for (size_t i = 0; i < channel->count; i++) {
        const struct stn_go_channel_op *op = &channel->ops[i];
        if (op->verb == STN_GO_SENDS && op->root == root &&
            (op->has_choice || !stn_go_channel_comes_again(package, op)))
            return false;
    }
    return true;
}

/* A search for the next send of the goroutine. */
struct second {
    const struct stn_go_tree *tree;
    const struct stn_go_channel *channel;
    uint32_t runner;
    uint32_t found;
};

static int step_to_send(void *payload, uint32_t node, int state)
{
    struct second *second = payload;

    for (size_t i = 0; i < second->channel->count; i++) {
        const struct stn_go_channel_op *op = &second->channel->ops[i];
        if (op->verb != STN_GO_SENDS || op->runner != second->runner ||
            !stn_go_holds(second->tree, node, op->at))
            continue;
        if (!op->has_choice)
            second->found = op->node;
        return STN_GO_PATH_ENDS;
    }
    return state;
}

static int leave_without(void *payload, enum stn_go_leave how, uint32_t node,
                         int state)
{
    (void)payload;
    (void)how;
    (void)node;
    (void)state;
    return STN_GO_PATH_FOUND;
}

uint32_t stn_go_channel_next_send(struct stn_go_package *package,
                                  struct stn_go_file *file,
                                  const struct stn_go_channel *channel,
                                  const struct stn_go_channel_op *op)
{
    const struct stn_go_flow *flow = stn_go_flow_of(package, file, op->runner);
    struct second second = {
        .tree = &file->tree, .channel = channel, .runner = op->runner};
    const struct stn_go_search how = {step_to_send, NULL, leave_without,
                                      &second};

    if (flow == NULL)
        return 0;
    uint32_t from = stn_go_flow_point(flow, &file->tree, op->at);
    if (from == UINT32_MAX ||
        stn_go_flow_search(package, flow, from, 0, &how, NULL))
        return 0;
    return second.found;
}

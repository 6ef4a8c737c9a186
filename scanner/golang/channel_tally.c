#include "golang/channel_tally.h"

#include "golang/flow.h"

uint32_t stn_go_channel_turns(const struct stn_go_tree *tree, uint32_t loop)
{
    uint32_t header = stn_go_first(tree, loop);
    uint32_t limit = 0;
    uint32_t turns = 0;

    if (header == 0)
        return STN_GO_MANY;
    if (tree->nodes[header].kind == STN_GO_RANGE_CLAUSE)
        limit = stn_go_child(tree, header, STN_GO_IN_right);
    else if (tree->nodes[header].kind == STN_GO_FOR_CLAUSE)
        limit = stn_go_child(tree, header, STN_GO_IN_condition);
    if (limit != 0 && tree->nodes[limit].kind == STN_GO_BINARY)
        limit = stn_go_child(tree, limit, STN_GO_IN_right);
    if (limit == 0 || tree->nodes[limit].kind != STN_GO_NUMBER)
        return STN_GO_MANY;
    struct stn_str text = stn_go_text(tree, limit);
    for (size_t i = 0; i < text.len; i++) {
        if (i > 6 || text.ptr[i] < '0' || text.ptr[i] > '9')
            return STN_GO_MANY;
        turns = turns * 10 + (uint32_t)(text.ptr[i] - '0');
    }
    return turns;
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
           stn_go_flow_reaches(package, flow, point, point);
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
static uint32_t turns_around(const struct stn_go_tree *tree,
                             const struct stn_go_channel *channel,
                             uint32_t root)
{
    uint32_t turns = 1;

    for (uint32_t loop = stn_go_channel_loop(channel, tree, root); loop != 0;
         loop = stn_go_channel_loop(channel, tree, loop)) {
        uint32_t header = stn_go_first(tree, loop);
        if (header == 0 || (tree->nodes[header].kind != STN_GO_RANGE_CLAUSE &&
                            tree->nodes[header].kind != STN_GO_FOR_CLAUSE))
            continue;
        uint32_t its = stn_go_channel_turns(tree, loop);
        if (its == STN_GO_MANY || turns > STN_GO_MANY / 2 / (its + 1))
            return STN_GO_MANY;
        turns *= its;
    }
    return turns;
}

uint32_t stn_go_channel_senders(const struct stn_go_file *file,
                                const struct stn_go_channel *channel)
{
    uint32_t count = 0;

    for (size_t i = 0; i < channel->count; i++) {
        if (!stn_go_channel_is_first_send(channel, i))
            continue;
        uint32_t turns =
            turns_around(&file->tree, channel, channel->ops[i].root);
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

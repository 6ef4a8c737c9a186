#include "golang/acquisition.h"
#include "golang/channel_hit.h"
#include "golang/channel_path.h"
#include "golang/channel_range.h"
#include "golang/flow.h"

/* One channel at work. */
struct looking {
    struct stn_go_pass *pass;
    const struct stn_go_channel *channel;
    size_t sends, closes;
    bool is_main;
};

static void tell(const struct looking *looking,
                 const struct stn_go_channel_op *op, const char *how,
                 uint32_t where, const char *what)
{
    struct stn_go_pass *pass = looking->pass;
    struct stn_str name = stn_go_channel_name(pass, looking->channel);
    struct stn_go_hit hit = stn_go_channel_hit(pass, looking->channel, op);

    stn_go_add_evidence(
        &hit, stn_go_words(pass, "waits on %.*s", (int)name.len, name.ptr));
    stn_go_add_evidence(&hit, how);
    if (where != 0)
        stn_go_add_related(&hit, pass, where, what);
    stn_go_tell(pass, &hit);
}

static bool is_waiting(const struct stn_go_channel_op *op)
{
    return (op->verb == STN_GO_RECEIVES || op->verb == STN_GO_RANGES) &&
           !op->has_choice;
}

/* Nobody sends or closes. That the maker itself waits is how people wait for
 * ever, unless it thought that somebody had the other end. */
static bool is_without_sender(const struct looking *looking,
                              const struct stn_go_channel_op *op)
{
    const struct stn_go_channel *channel = looking->channel;

    if (looking->sends + looking->closes > 0)
        return false;
    if (channel->ignored_by != 0)
        tell(looking, op, "what is given it does not use it",
             channel->ignored_by, "it is given to this, and not used there");
    else if (op->place == STN_GO_GOROUTINE)
        tell(looking, op, "nobody sends on it or closes it", 0, NULL);
    else
        return false;
    return true;
}

/* Whether all that send come to an end. */
static bool stop_sending(const struct looking *looking)
{
    const struct stn_go_channel *channel = looking->channel;
    struct stn_go_package *package = looking->pass->package;

    for (size_t i = 0; i < channel->count; i++) {
        const struct stn_go_channel_op *op = &channel->ops[i];
        if (op->verb == STN_GO_SENDS &&
            (op->place != STN_GO_GOROUTINE ||
             !stn_go_can_return(package, &package->files[op->runner_file],
                                op->runner)))
            return false;
    }
    return true;
}

/* A loop over it that only close() would end, and nobody closes it. */
static bool is_never_closed(const struct looking *looking,
                            const struct stn_go_channel_op *op)
{
    const struct stn_go_channel *channel = looking->channel;
    uint32_t where;

    if (op->verb != STN_GO_RANGES || looking->closes > 0 ||
        looking->sends == 0 ||
        stn_go_channel_range_of(looking->pass->package, op, &where) !=
            STN_GO_RANGE_TO_THE_END)
        return false;
    if (op->place == STN_GO_GOROUTINE) {
        if (looking->is_main ||
            !stn_go_can_return(looking->pass->package, looking->pass->file,
                               channel->function))
            return false;
    } else if (!stop_sending(looking)) {
        return false;
    }
    tell(looking, op, "nobody closes it", 0, NULL);
    return true;
}

/* Whether what frees the goroutine can come before it starts: it was closed
 * already, or a buffer holds what was sent. */
static bool comes_first(const struct looking *looking,
                        const struct stn_go_channel_op *frees,
                        const struct stn_go_channel_op *op)
{
    const struct stn_go_tree *tree = looking->pass->tree;
    const struct stn_go_flow *flow =
        stn_go_flow_of(looking->pass->package, looking->pass->file,
                       looking->channel->function);

    if (flow == NULL)
        return true;
    uint32_t from = stn_go_flow_point(flow, tree, frees->root);
    uint32_t to = stn_go_flow_point(flow, tree, op->root);
    return from == UINT32_MAX || to == UINT32_MAX ||
           stn_go_flow_reaches(looking->pass->package, flow, from, to);
}

/* The maker can return before it sends or closes. */
static bool is_left(const struct looking *looking,
                    const struct stn_go_channel_op *op)
{
    const struct stn_go_channel *channel = looking->channel;
    const struct stn_go_tree *tree = looking->pass->tree;
    const unsigned verbs =
        op->verb == STN_GO_RANGES ? 1U << STN_GO_CLOSES : STN_GO_GIVES;
    size_t frees = 0;
    uint32_t where = 0;

    for (size_t i = 0; i < channel->count; i++) {
        const struct stn_go_channel_op *other = &channel->ops[i];
        if ((verbs & 1U << other->verb) == 0)
            continue;
        if (other->place != STN_GO_HERE || comes_first(looking, other, op))
            return false;
        frees++;
    }
    if (frees == 0 || op->place != STN_GO_GOROUTINE || looking->is_main ||
        !stn_go_channel_is_left(looking->pass->package, looking->pass->file,
                                channel, op->root, verbs, &where))
        return false;
    tell(looking, op,
         op->verb == STN_GO_RANGES ? "its maker can return without closing it"
                                   : "its maker can return without a send",
         tree->nodes[where].kind == STN_GO_RETURN ? where : 0,
         "this return leaves the goroutine behind");
    return true;
}

/* A search for a way through a goroutine that neither sends nor closes. */
struct silence {
    const struct stn_go_tree *tree;
    const struct stn_go_channel *channel;
};

static int step_to_sign(void *payload, uint32_t node, int state)
{
    const struct silence *silence = payload;

    for (size_t i = 0; i < silence->channel->count; i++) {
        const struct stn_go_channel_op *op = &silence->channel->ops[i];
        if ((STN_GO_GIVES & 1U << op->verb) != 0 &&
            stn_go_holds(silence->tree, node, op->at))
            return STN_GO_PATH_ENDS;
    }
    return state;
}

/* A switch is taken to name all that can come. */
static int edge_of_switch(void *payload, uint32_t condition, bool is_true,
                          int state)
{
    const struct silence *silence = payload;
    const struct stn_go_tree *tree = silence->tree;

    return tree->nodes[condition].kind == STN_GO_EXPRESSION_CASE && !is_true &&
                   stn_go_next(tree, condition) == 0
               ? STN_GO_PATH_ENDS
               : state;
}

/* The only goroutine that sends or closes, if no loop is around any of it. */
static const struct stn_go_channel_op *
only_sender(const struct looking *looking)
{
    const struct stn_go_channel *channel = looking->channel;
    const struct stn_go_channel_op *sender = NULL;

    for (size_t i = 0; i < channel->count; i++) {
        const struct stn_go_channel_op *op = &channel->ops[i];
        if ((STN_GO_GIVES & 1U << op->verb) == 0)
            continue;
        if (op->place != STN_GO_GOROUTINE || op->is_repeated ||
            (sender != NULL &&
             (op->root != sender->root || op->runner != sender->runner)))
            return NULL;
        sender = op;
    }
    return sender;
}

/* The maker waits for one goroutine, which can end without a sign. */
static bool is_silent(const struct looking *looking,
                      const struct stn_go_channel_op *op)
{
    const struct stn_go_channel *channel = looking->channel;
    struct stn_go_package *package = looking->pass->package;
    const struct stn_go_channel_op *sender = only_sender(looking);
    uint32_t where = 0;

    if (sender == NULL || op->place != STN_GO_HERE || op->is_called ||
        op->verb != STN_GO_RECEIVES || op->is_repeated ||
        stn_go_channel_loop(channel, looking->pass->tree, sender->root) != 0)
        return false;
    struct stn_go_file *file = &package->files[sender->runner_file];
    const struct stn_go_flow *flow =
        stn_go_flow_of(package, file, sender->runner);
    struct silence silence = {&file->tree, channel};
    const struct stn_go_search how = {step_to_sign, edge_of_switch,
                                      stn_go_leave_at_return, &silence};
    if (flow == NULL || sender->runner_file != looking->pass->file->index ||
        stn_go_function_of(&file->tree, sender->runner) != channel->function ||
        !stn_go_flow_search(package, flow, UINT32_MAX, 0, &how, &where))
        return false;
    tell(looking, op, "the goroutine can end without sending",
         file->tree.nodes[where].kind == STN_GO_RETURN ? where : 0,
         "this return sends nothing");
    return true;
}

/*
 * A receive waits until somebody sends or closes, a loop over a channel until
 * somebody closes. Where nobody will, it waits for ever.
 */
static void visit(struct stn_go_pass *pass, uint32_t node)
{
    struct stn_go_channel channel;
    struct looking looking = {.pass = pass, .channel = &channel};

    for (uint32_t n = 0;
         stn_go_channel_find(&channel, pass->package, pass->file, node, n);
         n++) {
        stn_go_channel_read(&channel, pass->package, pass->file);
        if (channel.escapes)
            continue;
        looking.sends = stn_go_channel_total(&channel, STN_GO_SENDS);
        looking.closes = stn_go_channel_total(&channel, STN_GO_CLOSES);
        looking.is_main = stn_go_is_main(pass, channel.function);
        for (size_t i = 0; i < channel.count; i++)
            if (is_waiting(&channel.ops[i]) &&
                (is_without_sender(&looking, &channel.ops[i]) ||
                 is_never_closed(&looking, &channel.ops[i]) ||
                 is_left(&looking, &channel.ops[i]) ||
                 is_silent(&looking, &channel.ops[i])))
                break;
    }
}

const struct stn_go_check stn_go_check_goroutine_leak_recv = {
    .name = "goroutine-leak-recv",
    .kinds = {STN_GO_SHORT_VAR, STN_GO_VAR_SPEC},
    .visit = visit,
};

#include "golang/acquisition.h"
#include "golang/channel_hit.h"
#include "golang/channel_path.h"
#include "golang/channel_range.h"
#include "golang/channel_tally.h"
#include "golang/fix.h"
#include "golang/flow.h"
#include "golang/names.h"

/* One channel at work. */
struct looking {
    struct stn_go_pass *pass;
    const struct stn_go_channel *channel;
};

/* What is wrong with one operation. */
struct wrong {
    const char *how;
    uint32_t where; /* A place that shows it; 0: none. */
    const char *what;
    enum stn_severity severity; /* 0: the rule's. */
};

static bool can_return(const struct looking *looking)
{
    return stn_go_can_return(looking->pass->package, looking->pass->file,
                             looking->channel->function);
}

/* Make room for the one value that is sent. */
static void add_fix(const struct looking *looking, struct stn_go_hit *hit,
                    const struct stn_go_channel_op *op)
{
    const struct stn_go_channel *channel = looking->channel;
    const struct stn_go_tree *tree = looking->pass->tree;
    uint32_t type = stn_go_argument(tree, channel->make, 0);
    uint32_t capacity = stn_go_argument(tree, channel->make, 1);

    if (channel->capacity > 0 ||
        stn_go_channel_total(channel, STN_GO_SENDS) != 1 || op->is_repeated ||
        stn_go_channel_loop(channel, tree, op->root) != 0)
        return;
    hit->fix_title = "give the channel a buffer of one";
    if (capacity != 0)
        stn_go_fix_replace(hit, stn_go_span(tree, capacity), "1");
    else
        stn_go_fix_replace(
            hit,
            (struct stn_span){tree->nodes[type].end, tree->nodes[type].end},
            ", 1");
}

static void tell(const struct looking *looking,
                 const struct stn_go_channel_op *op, const struct wrong *wrong)
{
    struct stn_go_pass *pass = looking->pass;
    const struct stn_go_channel *channel = looking->channel;
    struct stn_str name = stn_go_channel_name(pass, channel);
    struct stn_go_hit hit = stn_go_channel_hit(pass, channel, op);

    if (hit.severity == 0)
        hit.severity = wrong->severity;
    stn_go_add_evidence(
        &hit,
        channel->capacity == 0
            ? stn_go_words(pass, "%.*s is unbuffered", (int)name.len, name.ptr)
            : stn_go_words(pass, "%.*s holds %u", (int)name.len, name.ptr,
                           channel->capacity));
    stn_go_add_evidence(&hit, wrong->how);
    if (wrong->where != 0)
        stn_go_add_related(&hit, pass, wrong->where, wrong->what);
    add_fix(looking, &hit, op);
    stn_go_tell(pass, &hit);
}

/* Nobody else has the channel: who sends waits for himself. */
static bool sends_to_itself(const struct looking *looking)
{
    const struct stn_go_channel *channel = looking->channel;
    const struct wrong wrong = {.how = "no goroutine receives from it"};

    if (channel->capacity > 0)
        return false;
    for (size_t i = 0; i < channel->count; i++)
        if (channel->ops[i].place != STN_GO_HERE)
            return false;
    for (size_t i = 0; i < channel->count; i++) {
        const struct stn_go_channel_op *op = &channel->ops[i];
        if (op->verb != STN_GO_SENDS || op->has_choice)
            continue;
        tell(looking, op, &wrong);
        return true;
    }
    return false;
}

/* The only one that receives; NULL: there are none, or several. */
static const struct stn_go_channel_op *
only_receiver(const struct stn_go_channel *channel)
{
    const struct stn_go_channel_op *receiver = NULL;

    for (size_t i = 0; i < channel->count; i++) {
        const struct stn_go_channel_op *op = &channel->ops[i];
        if (op->verb != STN_GO_RECEIVES && op->verb != STN_GO_RANGES)
            continue;
        if (receiver != NULL)
            return NULL;
        receiver = op;
    }
    return receiver;
}

/* The one goroutine that receives can end before the maker, which sends in a
 * loop, is done. */
static bool is_deserted(const struct looking *looking)
{
    const struct stn_go_channel *channel = looking->channel;
    const struct stn_go_channel_op *receiver = only_receiver(channel);
    struct wrong wrong = {.how = "the only goroutine that receives can return"};

    if (receiver == NULL || channel->capacity > 1 ||
        receiver->verb != STN_GO_RANGES ||
        receiver->place != STN_GO_GOROUTINE ||
        stn_go_channel_loop(channel, looking->pass->tree, receiver->root) !=
            0 ||
        stn_go_channel_range_of(looking->pass->package, receiver,
                                &wrong.where) != STN_GO_RANGE_LEFT_EARLY)
        return false;
    wrong.what = "this return ends its loop";
    if (receiver->runner_file != looking->pass->file->index ||
        looking->pass->tree->nodes[wrong.where].kind != STN_GO_RETURN)
        wrong.where = receiver->root;
    for (size_t i = 0; i < channel->count; i++) {
        const struct stn_go_channel_op *op = &channel->ops[i];
        if (op->verb != STN_GO_SENDS || op->has_choice || !op->is_repeated ||
            op->place != STN_GO_HERE)
            continue;
        tell(looking, op, &wrong);
        return true;
    }
    return false;
}

static bool is_waited(const struct looking *looking,
                      const struct stn_go_channel_op *op, struct wrong *wrong)
{
    wrong->how = "Wait comes before the receive, and Done after the send";
    wrong->what = "this waits for the goroutine";
    return stn_go_channel_is_waited(looking->pass->package, looking->pass->file,
                                    looking->channel, op, STN_GO_TAKES,
                                    &wrong->where);
}

/* The place at which the maker leaves the goroutine. */
static void set_leaving(const struct looking *looking, struct wrong *wrong)
{
    const struct stn_go_tree *tree = looking->pass->tree;

    wrong->what = "this return leaves the goroutine behind";
    if (tree->nodes[wrong->where].kind == STN_GO_RETURN)
        return;
    if (tree->nodes[wrong->where].kind != STN_GO_BLOCK)
        wrong->what = "made anew before anything was received";
    else
        wrong->where = 0;
}

/* Whether the sender looked for another way out just before: it waits for ever
 * only if it decided to send as the maker left. */
static bool looked_around(const struct looking *looking,
                          const struct stn_go_channel_op *op)
{
    const struct stn_go_tree *tree =
        &looking->pass->package->files[op->file].tree;

    for (uint32_t at = op->node; at != 0 && !stn_go_is_function(tree, at);
         at = tree->nodes[at].parent) {
        if (tree->nodes[at].kind != STN_GO_COMMUNICATION_CASE)
            continue;
        for (uint32_t other = stn_go_first(tree, tree->nodes[at].parent);
             other != 0; other = stn_go_next(tree, other))
            if (other != at &&
                tree->nodes[other].kind == STN_GO_COMMUNICATION_CASE)
                return true;
    }
    return false;
}

static bool is_left(const struct looking *looking,
                    const struct stn_go_channel_op *op, struct wrong *wrong)
{
    const struct stn_go_channel *channel = looking->channel;

    if (!stn_go_channel_is_left(looking->pass->package, looking->pass->file,
                                channel, op->root, STN_GO_TAKES, &wrong->where))
        return false;
    wrong->how = stn_go_channel_total(channel, STN_GO_RECEIVES) +
                             stn_go_channel_total(channel, STN_GO_RANGES) >
                         0
                     ? "its maker can return without receiving"
                     : "nobody receives from it";
    set_leaving(looking, wrong);
    if (looked_around(looking, op))
        wrong->severity = STN_MEDIUM;
    return true;
}

/* Whether more is sent than the maker, outside of loops, receives. */
static bool is_outnumbered(const struct looking *looking,
                           const struct stn_go_channel_op *op,
                           struct wrong *wrong)
{
    const struct stn_go_channel *channel = looking->channel;
    const struct stn_go_tree *tree = looking->pass->tree;
    const uint32_t loop = stn_go_channel_loop(channel, tree, op->root);
    size_t receives = 0;

    for (size_t i = 0; i < channel->count; i++) {
        const struct stn_go_channel_op *other = &channel->ops[i];
        if (other->verb == STN_GO_SENDS || other->verb == STN_GO_CLOSES)
            continue;
        if (other->verb == STN_GO_RANGES || other->is_repeated)
            return false;
        wrong->where = other->node;
        receives++;
    }
    wrong->how = "a loop sends more than is received";
    wrong->what = "this receives once";
    receives += channel->capacity;
    if (wrong->where == 0 || !can_return(looking))
        return false;
    if (loop != 0)
        return stn_go_channel_turns(looking->pass->package, looking->pass->file,
                                    loop) > receives;
    return channel->capacity == 0 &&
           stn_go_channel_comes_again(looking->pass->package, op);
}

/* Whether a return is in the branch of an error. */
static bool is_on_error(const struct stn_go_tree *tree, uint32_t node,
                        uint32_t loop)
{
    uint32_t statement = stn_go_above(tree, node, STN_GO_IF);

    if (statement == 0 || !stn_go_holds(tree, loop, statement))
        return false;
    uint32_t condition = stn_go_child(tree, statement, STN_GO_IN_condition);
    if (condition == 0 || tree->nodes[condition].op != STN_GO_OP_NOT_EQUAL)
        return false;
    uint32_t left = stn_go_child(tree, condition, STN_GO_IN_left);
    uint32_t right = stn_go_child(tree, condition, STN_GO_IN_right);
    if (left == 0 || right == 0 || tree->nodes[right].kind != STN_GO_NIL)
        return false;
    struct stn_str name = tree->nodes[left].kind == STN_GO_SELECTOR
                              ? stn_go_selected(tree, left)
                              : stn_go_text(tree, left);
    return stn_go_is_error_name(name);
}

/* Whether the loop that receives is left at the first error, while others are
 * still to send. */
static bool is_broken_off(const struct looking *looking,
                          const struct stn_go_channel_op *op,
                          struct wrong *wrong)
{
    const struct stn_go_channel *channel = looking->channel;
    const struct stn_go_tree *tree = looking->pass->tree;
    const uint32_t started = stn_go_channel_loop(channel, tree, op->root);

    if (started == 0 || stn_go_channel_turns(looking->pass->package,
                                             looking->pass->file, started) < 2)
        return false;
    wrong->how = "its maker stops to receive at the first error";
    wrong->what = "this return leaves goroutines behind";
    for (size_t i = 0; i < channel->count; i++) {
        const struct stn_go_channel_op *other = &channel->ops[i];
        uint32_t loop = stn_go_channel_loop(channel, tree, other->root);
        if ((other->verb != STN_GO_RECEIVES && other->verb != STN_GO_RANGES) ||
            other->is_called || loop == 0 || stn_go_holds(tree, loop, op->root))
            continue;
        if (stn_go_channel_breaks_off(looking->pass->package,
                                      looking->pass->file, channel, op->root,
                                      other, STN_GO_TAKES, &wrong->where) &&
            tree->nodes[wrong->where].kind == STN_GO_RETURN &&
            is_on_error(tree, wrong->where, loop))
            return true;
    }
    return false;
}

/* Whether the maker leaves its loop over the channel early, while the goroutine
 * is still to send. */
static bool is_range_left(const struct looking *looking,
                          const struct stn_go_channel_op *op,
                          struct wrong *wrong)
{
    const struct stn_go_channel *channel = looking->channel;

    if (!stn_go_channel_goes_on(looking->pass->package, channel, op->root))
        return false;
    wrong->how = "the loop over it can end before the last send";
    wrong->what = "this return leaves the goroutine behind";
    for (size_t i = 0; i < channel->count; i++) {
        const struct stn_go_channel_op *other = &channel->ops[i];
        if (other->verb == STN_GO_RANGES && !other->is_called &&
            stn_go_channel_breaks_off(looking->pass->package,
                                      looking->pass->file, channel, op->root,
                                      other, STN_GO_TAKES, &wrong->where)) {
            set_leaving(looking, wrong);
            return true;
        }
    }
    return false;
}

/* Whether the goroutine, once it has sent, always sends again, and the maker
 * receives one time. */
static bool is_sent_twice(const struct looking *looking,
                          const struct stn_go_channel_op *op,
                          struct wrong *wrong)
{
    struct stn_go_package *package = looking->pass->package;
    struct stn_go_file *file = looking->pass->file;
    const struct stn_go_channel *channel = looking->channel;
    size_t receives = 0;

    for (size_t i = 0; i < channel->count; i++) {
        const struct stn_go_channel_op *other = &channel->ops[i];
        if (other->verb == STN_GO_RANGES ||
            (other->verb == STN_GO_RECEIVES && other->is_repeated) ||
            other->root == 0 ||
            (other->verb == STN_GO_SENDS && other->root != op->root))
            return false;
        receives += other->verb == STN_GO_RECEIVES;
    }
    if (receives != 1 || channel->capacity > 0 ||
        op->runner_file != file->index || op->is_repeated || op->is_deferred ||
        !can_return(looking))
        return false;
    wrong->where = stn_go_channel_next_send(package, file, channel, op);
    if (wrong->where == 0)
        return false;
    wrong->how = "it is sent to twice and received from once";
    wrong->what = "and sent again here";
    return true;
}

/* Whether all that receives is the maker, in its own flow. */
static bool is_received_here(const struct stn_go_channel *channel)
{
    for (size_t i = 0; i < channel->count; i++) {
        const struct stn_go_channel_op *op = &channel->ops[i];
        if (op->place != STN_GO_HERE &&
            (op->verb == STN_GO_RECEIVES || op->verb == STN_GO_RANGES))
            return false;
        /* A send on a closed channel panics: another fault. */
        if (op->place != STN_GO_GOROUTINE && op->verb == STN_GO_CLOSES)
            return false;
    }
    return true;
}

/* Whether a buffer takes what all goroutines send, if each sends once. Many are
 * taken for more than a buffer of one can hold; of larger ones nothing is said.
 */
static bool is_large_enough(const struct looking *looking)
{
    const uint32_t capacity = looking->channel->capacity;
    const uint32_t senders = stn_go_channel_senders(
        looking->pass->package, looking->pass->file, looking->channel);

    return capacity > 0 &&
           (senders <= capacity || (senders == STN_GO_MANY && capacity > 1));
}

/* Whether a goroutine can send again and again, more than a small buffer can
 * hold. */
static bool sends_often(const struct looking *looking, uint32_t root)
{
    const struct stn_go_channel *channel = looking->channel;

    for (size_t i = 0; i < channel->count && channel->capacity <= 1; i++) {
        const struct stn_go_channel_op *op = &channel->ops[i];
        if (op->verb == STN_GO_SENDS && op->root == root && !op->has_choice &&
            stn_go_channel_comes_again(looking->pass->package, op))
            return true;
    }
    return false;
}

/* Whether the maker itself waits, or leaves somebody behind. */
static bool is_wrong(const struct looking *looking,
                     const struct stn_go_channel_op *op, struct wrong *wrong)
{
    const struct stn_go_channel *channel = looking->channel;
    const bool is_enough = is_large_enough(looking);

    if ((!is_enough || sends_often(looking, op->root)) &&
        is_waited(looking, op, wrong))
        return true;
    if (is_enough || !is_received_here(channel) ||
        stn_go_is_main(looking->pass, channel->function))
        return false;
    return is_left(looking, op, wrong) || is_outnumbered(looking, op, wrong) ||
           is_broken_off(looking, op, wrong) ||
           is_range_left(looking, op, wrong) ||
           is_sent_twice(looking, op, wrong);
}

/* Whether the same send, in a function that several goroutines run, was looked
 * at already. */
static bool is_known(const struct stn_go_channel *channel, size_t index)
{
    const struct stn_go_channel_op *op = &channel->ops[index];

    for (size_t i = 0; i < index; i++)
        if (channel->ops[i].file == op->file &&
            channel->ops[i].node == op->node)
            return true;
    return false;
}

static void look(const struct looking *looking)
{
    const struct stn_go_channel *channel = looking->channel;

    if (sends_to_itself(looking) || is_deserted(looking) ||
        stn_go_channel_count(channel, STN_GO_RECEIVES, STN_GO_GOROUTINE) > 0 ||
        stn_go_channel_count(channel, STN_GO_RANGES, STN_GO_GOROUTINE) > 0)
        return;
    for (size_t i = 0; i < channel->count; i++) {
        struct wrong wrong = {0};
        if (stn_go_channel_is_first_send(channel, i) && !is_known(channel, i) &&
            is_wrong(looking, &channel->ops[i], &wrong))
            tell(looking, &channel->ops[i], &wrong);
    }
}

/*
 * A send on a channel without a buffer waits until somebody receives. Where the
 * only one who could has returned, it waits for ever, and with it the
 * goroutine, its stack and all that hangs on it.
 */
static void visit(struct stn_go_pass *pass, uint32_t node)
{
    struct stn_go_channel channel;
    struct looking looking = {pass, &channel};

    for (uint32_t n = 0;
         stn_go_channel_find(&channel, pass->package, pass->file, node, n);
         n++) {
        if (channel.capacity == STN_GO_CAPACITY_UNKNOWN)
            continue;
        stn_go_channel_read(&channel, pass->package, pass->file);
        if (!channel.escapes)
            look(&looking);
    }
}

const struct stn_go_check stn_go_check_goroutine_leak_send = {
    .name = "goroutine-leak-send",
    .kinds = {STN_GO_SHORT_VAR, STN_GO_VAR_SPEC},
    .visit = visit,
};

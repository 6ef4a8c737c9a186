#include "golang/channel.h"

#include "golang/called.h"
#include "golang/duty.h"
#include "golang/library.h"
#include "golang/names.h"
#include "golang/turns.h"

/* Uses looked at for one channel, those in functions it is given to as well. */
#define USES_MAX 64
/* Values of one declaration. */
#define VALUES_MAX 8
/* Literals between a use and the function. */
#define LITERALS_MAX 8

/* The number of `make(chan T, 4)`. */
static uint32_t read_capacity(const struct stn_go_tree *tree, uint32_t make)
{
    uint32_t argument = stn_go_argument(tree, make, 1);
    uint32_t capacity = 0;

    return argument == 0 || stn_go_number(tree, argument, &capacity)
               ? capacity
               : STN_GO_CAPACITY_UNKNOWN;
}

static bool makes_channel(const struct stn_go_file *file, uint32_t call)
{
    const struct stn_go_tree *tree = &file->tree;
    uint32_t type = stn_go_argument(tree, call, 0);

    return type != 0 && tree->nodes[type].kind == STN_GO_CHANNEL_TYPE &&
           stn_go_is_predeclared(file, stn_go_callee(tree, call), "make");
}

bool stn_go_channel_find(struct stn_go_channel *out,
                         const struct stn_go_package *package,
                         const struct stn_go_file *file, uint32_t statement,
                         uint32_t n)
{
    const struct stn_go_tree *tree = &file->tree;
    uint32_t values = stn_go_child(
        tree, statement,
        tree->nodes[statement].kind == STN_GO_VAR_SPEC ? STN_GO_IN_value
                                                       : STN_GO_IN_right);
    uint32_t place = 0;

    for (uint32_t value = values != 0 ? stn_go_first(tree, values) : 0;
         value != 0 && place < VALUES_MAX;
         value = stn_go_next(tree, value), place++) {
        if (!stn_go_is_call(tree, value) || !makes_channel(file, value))
            continue;
        uint32_t name = stn_go_assigned_to(tree, value, 0);
        uint32_t object = name != 0 ? stn_go_object_at(file, name) : 0;
        if (object == 0 || package->objects[object].name != name ||
            package->objects[object].function == 0 || n-- > 0)
            continue;
        *out = (struct stn_go_channel){
            .object = object,
            .make = value,
            .statement = statement,
            .function = package->objects[object].function,
            .capacity = read_capacity(tree, value),
        };
        return true;
    }
    return false;
}

/* Where something is done, while literals around it are left one by one. */
struct place {
    uint32_t at;        /* The node in the function that was come to. */
    uint32_t runner;    /* Set when a goroutine is left. */
    uint32_t runner_at; /* What stood for it there. */
    bool is_deferred, is_repeated;
};

/* One reading of a channel's uses. */
struct reading {
    struct stn_go_channel *channel;
    struct stn_go_package *package;
    struct stn_go_file *file;            /* of the uses that are looked at */
    const struct stn_go_channel_op *via; /* NULL: they are in the maker */
    uint32_t function;                   /* they are local to */
    size_t uses;
};

/* A call, as a statement. */
static uint32_t of_statement(const struct stn_go_tree *tree, uint32_t call)
{
    const uint32_t parent = tree->nodes[call].parent;
    const enum stn_go_kind kind = stn_go_kind_of(tree, parent);

    return kind == STN_GO_GO || kind == STN_GO_DEFER ? parent : call;
}

static void leave_goroutine(struct place *place, uint32_t literal,
                            uint32_t start)
{
    if (place->runner == 0) {
        place->runner = literal;
        place->runner_at = place->at;
    }
    place->at = start;
}

/* The only use of the variable that a literal is assigned to, if that calls
 * it; 0: it is not so simple. */
static uint32_t only_call(const struct reading *reading, uint32_t literal)
{
    struct stn_go_package *package = reading->package;
    const struct stn_go_tree *tree = &reading->file->tree;

    /* Its place in the list is counted. */
    if (!stn_go_spend(package, tree->nodes[tree->nodes[literal].parent].size))
        return 0;
    uint32_t name = stn_go_assigned_to(tree, literal, 0);
    uint32_t object = name != 0 ? stn_go_object_at(reading->file, name) : 0;

    if (object == 0 || package->objects[object].name != name)
        return 0;
    uint32_t at = stn_go_next_use(package, reading->file, object, 0);
    if (at == 0 || stn_go_holds(tree, literal, at) ||
        stn_go_next_use(package, reading->file, object, at) != 0)
        return 0;
    struct stn_go_use use = stn_go_use_at(package, reading->file, object, at);
    return use.kind == STN_GO_USE_CALLED && use.through.len == 0 ? use.call : 0;
}

/* Come out of a literal that is called. */
static bool leave_called(const struct stn_go_tree *tree, struct place *place,
                         uint32_t literal, uint32_t call)
{
    const uint32_t statement = of_statement(tree, call);

    switch (stn_go_kind_of(tree, statement)) {
    case STN_GO_GO:
        leave_goroutine(place, literal, statement);
        return true;
    case STN_GO_DEFER:
        place->is_deferred |= place->runner == 0;
        place->at = statement;
        return true;
    default:
        /* What it deferred is done when it returns. */
        if (place->runner == 0)
            place->is_deferred = false;
        place->at = call;
        return true;
    }
}

/* group.Go(func() { ... }), once.Do(func() { ... }) */
static bool leave_argument(const struct reading *reading, struct place *place,
                           uint32_t literal)
{
    const struct stn_go_tree *tree = &reading->file->tree;
    const uint32_t list = tree->nodes[literal].parent;
    const uint32_t call = tree->nodes[list].parent;
    struct stn_str name = stn_go_selected(tree, stn_go_callee(tree, call));

    if (!stn_str_equal(name, STN_STR("Go")) || of_statement(tree, call) != call)
        return false;
    leave_goroutine(place, literal, call);
    return true;
}

/* Come out of a literal to what runs it. @return false: that is not known. */
static bool leave_literal(const struct reading *reading, struct place *place,
                          uint32_t literal)
{
    const struct stn_go_tree *tree = &reading->file->tree;

    switch (stn_go_role_of(tree, literal)) {
    case STN_GO_ROLE_CALLED:
    case STN_GO_ROLE_DEFERRED:
    case STN_GO_ROLE_GO:
        return leave_called(tree, place, literal, tree->nodes[literal].parent);
    case STN_GO_ROLE_ARGUMENT:
        return leave_argument(reading, place, literal);
    case STN_GO_ROLE_ASSIGNED: {
        uint32_t call = only_call(reading, literal);
        return call != 0 && leave_called(tree, place, literal, call);
    }
    default:
        return false;
    }
}

/* Come out of all literals up to the function. */
static bool leave_literals(const struct reading *reading, struct place *place)
{
    const struct stn_go_tree *tree = &reading->file->tree;

    for (unsigned i = 0; i <= LITERALS_MAX; i++) {
        const uint32_t function = stn_go_function_of(tree, place->at);
        const uint32_t loop = stn_go_loop_of(tree, place->at);
        if (place->runner == 0 && loop != 0 &&
            (reading->via != NULL ||
             !stn_go_holds(tree, loop, reading->channel->make)))
            place->is_repeated = true;
        if (function == reading->function)
            return true;
        if (function == 0 || !leave_literal(reading, place, function))
            return false;
    }
    return false;
}

/* Fill in who does an operation whose node and verb are known. `place.at` is
 * what stands for it in the innermost function. */
static bool locate(const struct reading *reading, struct stn_go_channel_op *op,
                   struct place place)
{
    const struct stn_go_channel_op *via = reading->via;

    if (!leave_literals(reading, &place))
        return false;
    op->root = via != NULL ? via->root : place.at;
    op->is_called = via != NULL;
    if (place.runner != 0 || via == NULL ||
        (via->place == STN_GO_GOROUTINE && via->runner == 0)) {
        op->runner_file = reading->file->index;
        op->runner = place.runner != 0 ? place.runner : reading->function;
        op->at = place.runner != 0 ? place.runner_at : place.at;
        op->is_deferred = place.is_deferred;
        op->is_repeated = place.is_repeated;
        op->place = STN_GO_GOROUTINE;
        if (place.runner == 0 && via == NULL)
            op->place = place.is_deferred ? STN_GO_DEFERRED : STN_GO_HERE;
        return true;
    }
    op->runner_file = via->runner_file;
    op->runner = via->runner;
    op->at = via->at;
    op->place = via->place;
    op->is_deferred = via->is_deferred;
    op->is_repeated = via->is_repeated || place.is_repeated;
    return true;
}

bool stn_go_has_choice(const struct stn_go_tree *tree, uint32_t node)
{
    if (tree->nodes[tree->nodes[node].parent].kind == STN_GO_RECEIVE)
        node = tree->nodes[node].parent;
    if (tree->nodes[node].field != STN_GO_IN_communication)
        return false;
    const uint32_t select = tree->nodes[tree->nodes[node].parent].parent;
    return stn_go_next(tree, stn_go_first(tree, select)) != 0;
}

static void add_op(struct reading *reading, enum stn_go_channel_verb verb,
                   uint32_t node, enum stn_go_call_kind how)
{
    struct stn_go_channel *channel = reading->channel;
    const struct stn_go_tree *tree = &reading->file->tree;
    struct stn_go_channel_op op = {
        .verb = verb, .file = reading->file->index, .node = node};
    struct place place = {.at = node};

    if (how == STN_GO_CALL_DEFERRED) {
        place.at = tree->nodes[node].parent;
        place.is_deferred = true;
    }
    op.has_choice = stn_go_has_choice(tree, node);
    if (how == STN_GO_CALL_GO || channel->count == STN_GO_CHANNEL_OPS_MAX ||
        !locate(reading, &op, place)) {
        channel->escapes = true;
        return;
    }
    channel->ops[channel->count++] = op;
}

static void read_uses(struct reading *reading, uint32_t object);

/* A function of the package is given it. */
static void open_callee(struct reading *reading, const struct stn_go_use *use,
                        struct stn_go_file *other, uint32_t function)
{
    struct stn_go_channel *channel = reading->channel;
    const struct stn_go_tree *tree = &reading->file->tree;
    struct stn_go_channel_op via = {0};
    struct place place = {.at = of_statement(tree, use->call)};
    uint32_t object = 0;

    channel->escapes |= reading->via != NULL ||
                        !stn_go_parameter(reading->package, other, function,
                                          use->argument, &object);
    place.is_deferred = use->how == STN_GO_CALL_DEFERRED;
    if (channel->escapes || !locate(reading, &via, place)) {
        channel->escapes = true;
        return;
    }
    if (use->how == STN_GO_CALL_GO) {
        via.place = STN_GO_GOROUTINE;
        via.runner = 0;
        via.is_repeated = false;
    }
    uint32_t first =
        object != 0 ? stn_go_next_use(reading->package, other, object, 0) : 0;
    if (first == 0) {
        channel->ignored_by = use->call;
        return;
    }
    struct reading inner = {.channel = channel,
                            .package = reading->package,
                            .file = other,
                            .via = &via,
                            .function = function,
                            .uses = reading->uses};
    read_uses(&inner, object);
    reading->uses = inner.uses;
}

static void read_argument(struct reading *reading, const struct stn_go_use *use)
{
    struct stn_go_file *file = reading->file;
    uint32_t callee = stn_go_callee(&file->tree, use->call);
    struct stn_go_file *other;
    uint32_t function =
        stn_go_called(reading->package, file, use->call, &other);

    if (function != 0) {
        open_callee(reading, use, other, function);
    } else if (stn_go_is_predeclared(file, callee, "close")) {
        add_op(reading, STN_GO_CLOSES, use->call, use->how);
    } else if (!stn_go_is_predeclared(file, callee, "len") &&
               !stn_go_is_predeclared(file, callee, "cap")) {
        struct stn_go_library_call library =
            stn_go_library_called(reading->package, file, use->call);
        reading->channel->escapes |= !stn_go_library_borrows(&library);
    }
}

static void read_use(struct reading *reading, const struct stn_go_use *use)
{
    const struct stn_go_tree *tree = &reading->file->tree;
    const uint32_t parent = tree->nodes[use->node].parent;
    const enum stn_go_kind kind = stn_go_kind_of(tree, parent);

    if (use->kind == STN_GO_USE_RECEIVED && kind == STN_GO_UNARY)
        add_op(reading, STN_GO_RECEIVES, parent, STN_GO_CALL_NOW);
    else if (use->kind == STN_GO_USE_RECEIVED && kind == STN_GO_RANGE_CLAUSE)
        add_op(reading, STN_GO_RANGES, parent, STN_GO_CALL_NOW);
    else if (use->kind == STN_GO_USE_SENT_ON && kind == STN_GO_SEND)
        add_op(reading, STN_GO_SENDS, parent, STN_GO_CALL_NOW);
    else if (use->kind == STN_GO_USE_ARGUMENT && use->through.len == 0)
        read_argument(reading, use);
    else if (use->kind != STN_GO_USE_READ || kind != STN_GO_BINARY)
        reading->channel->escapes = true;
}

static void read_uses(struct reading *reading, uint32_t object)
{
    struct stn_go_channel *channel = reading->channel;

    for (uint32_t at =
             stn_go_next_use(reading->package, reading->file, object, 0);
         at != 0 && !channel->escapes;
         at = stn_go_next_use(reading->package, reading->file, object, at)) {
        struct stn_go_use use =
            stn_go_use_at(reading->package, reading->file, object, at);
        if (reading->uses++ >= USES_MAX)
            channel->escapes = true;
        else
            read_use(reading, &use);
    }
}

void stn_go_channel_read(struct stn_go_channel *channel,
                         struct stn_go_package *package,
                         struct stn_go_file *file)
{
    struct reading reading = {.channel = channel,
                              .package = package,
                              .file = file,
                              .function = channel->function};

    read_uses(&reading, channel->object);
}

size_t stn_go_channel_total(const struct stn_go_channel *channel,
                            enum stn_go_channel_verb verb)
{
    size_t count = 0;

    for (size_t i = 0; i < channel->count; i++)
        count += channel->ops[i].verb == verb;
    return count;
}

size_t stn_go_channel_count(const struct stn_go_channel *channel,
                            enum stn_go_channel_verb verb,
                            enum stn_go_channel_place place)
{
    size_t count = 0;

    for (size_t i = 0; i < channel->count; i++)
        count += channel->ops[i].verb == verb && channel->ops[i].place == place;
    return count;
}

uint32_t stn_go_channel_loop(const struct stn_go_channel *channel,
                             const struct stn_go_tree *tree, uint32_t root)
{
    uint32_t loop = tree->nodes[root].kind == STN_GO_RANGE_CLAUSE
                        ? tree->nodes[root].parent
                        : stn_go_loop_of(tree, root);

    return loop != 0 && !stn_go_holds(tree, loop, channel->make) ? loop : 0;
}

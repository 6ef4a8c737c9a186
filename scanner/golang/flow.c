#include "golang/flow_state.h"

#include "base/alloc.h"
#include "base/limits.h"

struct stn_go_scratch *stn_go_scratch_of(struct stn_go_package *package)
{
    if (package->scratch == NULL)
        package->scratch = stn_calloc(1, sizeof(*package->scratch));
    return package->scratch;
}

static void free_room(struct stn_go_search_room *room)
{
    stn_free(room->entered);
    stn_free(room->visits);
    stn_free(room);
}

void stn_go_flow_dispose(struct stn_go_package *package)
{
    struct stn_go_scratch *scratch = package->scratch;

    if (scratch == NULL)
        return;
    while (scratch->rooms != NULL) {
        struct stn_go_search_room *next = scratch->rooms->next;
        free_room(scratch->rooms);
        scratch->rooms = next;
    }
    stn_free(scratch->points);
    stn_free(scratch->edges);
    stn_free(scratch->blocks);
    stn_free(scratch->labels);
    stn_free(scratch);
    package->scratch = NULL;
}

const struct stn_go_flow *stn_go_flow_of(struct stn_go_package *package,
                                         struct stn_go_file *file,
                                         uint32_t function)
{
    struct stn_go_function *known = stn_go_function_at(package, file, function);

    if (known == NULL)
        return NULL;
    stn_go_function_settle(package, known);
    return known->flow;
}

uint32_t stn_go_flow_point(const struct stn_go_flow *flow,
                           const struct stn_go_tree *tree, uint32_t node)
{
    uint32_t low = 0;
    uint32_t high = flow->run_count;

    (void)tree;
    /* The first run that begins behind the node. */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (flow->runs[middle].node <= node)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? flow->runs[low - 1].point : UINT32_MAX;
}

/* A free room for a flow. @return NULL without memory. */
static struct stn_go_search_room *take_room(struct stn_go_package *package,
                                            const struct stn_go_flow *flow)
{
    struct stn_go_scratch *scratch = stn_go_scratch_of(package);

    if (scratch == NULL)
        return NULL;
    struct stn_go_search_room *room = scratch->rooms;
    if (room != NULL)
        scratch->rooms = room->next;
    else
        room = stn_calloc(1, sizeof(*room));
    if (room == NULL || room->entered_capacity >= flow->block_count)
        return room;
    uint8_t *entered = stn_calloc(flow->block_count, sizeof(*entered));
    if (entered == NULL) {
        free_room(room);
        return NULL;
    }
    stn_free(room->entered);
    room->entered = entered;
    room->entered_capacity = flow->block_count;
    return room;
}

static void give_back(struct stn_go_package *package,
                      struct stn_go_search_room *room, size_t visit_count)
{
    for (size_t i = 0; i < visit_count; i++)
        room->entered[room->visits[i].block] = 0;
    room->next = package->scratch->rooms;
    package->scratch->rooms = room;
}

/* One search at work. */
struct searching {
    struct stn_go_package *package;
    const struct stn_go_flow *flow;
    const struct stn_go_search *search;
    struct stn_go_search_room *room;
    size_t visit_count;
    uint32_t found; /* the node */
    bool is_over;   /* without memory, or past the ceiling */
};

static bool is_state(int answer)
{
    return answer >= 0 && answer < STN_GO_PATH_STATES;
}

static void enter(struct searching *searching, uint32_t block, int state)
{
    struct stn_go_search_room *room = searching->room;
    const uint8_t bit = (uint8_t)(1U << state);

    if ((room->entered[block] & bit) != 0)
        return;
    struct stn_go_visit *visits =
        stn_grow(room->visits, &room->visit_capacity, searching->visit_count,
                 sizeof(*visits));
    if (visits == NULL) {
        searching->package->is_short = true;
        searching->is_over = true;
        return;
    }
    room->visits = visits;
    room->entered[block] |= bit;
    visits[searching->visit_count++] =
        (struct stn_go_visit){block, (uint8_t)state};
}

static void spend(struct searching *searching)
{
    if (!stn_go_spend(searching->package, 1))
        searching->is_over = true;
}

/* Take the ways out of a block. @return Whether it was found. */
static bool go_on(struct searching *searching, const struct stn_go_block *block,
                  int state)
{
    const struct stn_go_search *search = searching->search;

    if (block->leaves != STN_GO_GOES_ON) {
        if (search->leave == NULL || block->leaves == STN_GO_LEAVES_NEVER)
            return false;
        searching->found = block->leaving;
        return search->leave(search->payload, (enum stn_go_leave)block->leaves,
                             block->leaving, state) == STN_GO_PATH_FOUND;
    }
    for (uint32_t i = 0; i < block->edge_count && !searching->is_over; i++) {
        const struct stn_go_edge *edge =
            &searching->flow->edges[block->first_edge + i];
        int next = state;
        spend(searching);
        if (edge->condition != 0 && search->edge != NULL)
            next = search->edge(search->payload, edge->condition, edge->is_true,
                                state);
        searching->found = edge->condition;
        if (next == STN_GO_PATH_FOUND)
            return true;
        if (is_state(next))
            enter(searching, edge->to, next);
    }
    return false;
}

/* Go through a block from a point on. @return Whether it was found. */
static bool pass_block(struct searching *searching, uint32_t number,
                       uint32_t point, int state)
{
    const struct stn_go_block *block = &searching->flow->blocks[number];
    const struct stn_go_search *search = searching->search;

    for (; point < block->first_point + block->point_count; point++) {
        spend(searching);
        if (searching->is_over)
            return false;
        searching->found = searching->flow->points[point];
        if (search->step != NULL)
            state = search->step(search->payload, searching->found, state);
        if (!is_state(state))
            return state == STN_GO_PATH_FOUND;
    }
    return go_on(searching, block, state);
}

/* Breadth first: what is found is near. */
static bool run(struct searching *searching, uint32_t from, int state)
{
    const struct stn_go_flow *flow = searching->flow;

    if (from == UINT32_MAX)
        enter(searching, 0, state);
    else if (pass_block(searching, flow->block_of[from], from + 1, state))
        return true;
    for (size_t i = 0; i < searching->visit_count && !searching->is_over; i++) {
        const struct stn_go_visit visit = searching->room->visits[i];
        if (pass_block(searching, visit.block,
                       flow->blocks[visit.block].first_point, visit.state))
            return true;
    }
    return false;
}

int stn_go_leave_at_return(void *payload, enum stn_go_leave how, uint32_t node,
                           int state)
{
    (void)payload;
    (void)node;
    (void)state;
    return how == STN_GO_LEAVES_RETURN || how == STN_GO_LEAVES_END
               ? STN_GO_PATH_FOUND
               : STN_GO_PATH_ENDS;
}

bool stn_go_flow_search(struct stn_go_package *package,
                        const struct stn_go_flow *flow, uint32_t from,
                        int state, const struct stn_go_search *search,
                        uint32_t *where)
{
    struct searching searching = {
        .package = package, .flow = flow, .search = search};

    if (!is_state(state) || (from != UINT32_MAX && from >= flow->point_count))
        return false;
    searching.room = take_room(package, flow);
    if (searching.room == NULL) {
        package->is_short = true;
        return false;
    }
    const bool is_found = run(&searching, from, state);
    give_back(package, searching.room, searching.visit_count);
    if (is_found && where != NULL)
        *where = searching.found;
    return is_found;
}

static int step_to(void *payload, uint32_t node, int state)
{
    const uint32_t *target = payload;

    return node == *target ? STN_GO_PATH_FOUND : state;
}

bool stn_go_flow_reaches(struct stn_go_package *package,
                         const struct stn_go_flow *flow, uint32_t from,
                         uint32_t to)
{
    if (to >= flow->point_count)
        return false;
    uint32_t target = flow->points[to];
    const struct stn_go_search search = {.step = step_to, .payload = &target};
    return stn_go_flow_search(package, flow, from, 0, &search, NULL);
}

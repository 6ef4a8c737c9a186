#include "golang/channel_hit.h"

struct stn_str stn_go_channel_name(const struct stn_go_pass *pass,
                                   const struct stn_go_channel *channel)
{
    return stn_go_text(pass->tree,
                       pass->package->objects[channel->object].name);
}

struct stn_go_hit stn_go_channel_hit(struct stn_go_pass *pass,
                                     const struct stn_go_channel *channel,
                                     const struct stn_go_channel_op *op)
{
    const uint32_t node = op->is_called ? op->root : op->node;
    struct stn_go_hit hit = stn_go_hit_at_head(pass, node);

    if (pass->file->is_test)
        hit.severity = STN_LOW;
    stn_go_add_related(&hit, pass, channel->make, "the channel is made here");
    if (op->is_called)
        hit.related[hit.related_count++] = (struct stn_go_related){
            op->file,
            stn_go_span(&pass->package->files[op->file].tree, op->node),
            "this is what waits"};
    stn_go_add_tie(&hit, pass, channel->make);
    return hit;
}

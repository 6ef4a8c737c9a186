#include "engine/verdict.h"

/* What is deleted is given an expiry at the epoch, or a second or day later. */
#define EPOCH_SECONDS (INT64_C(366) * 24 * 60 * 60)

bool stn_verdict_field(const struct stn_confirm_input *input,
                       struct stn_confirm_result *result)
{
    const struct stn_segment *segment = input->segment;

    if (input->value.len == 0 || (segment->traits & STN_TRAIT_EXAMPLE) != 0 ||
        (segment->expires != 0 && segment->expires < EPOCH_SECONDS))
        return false;
    if (segment->expires != 0 && segment->expires < input->now) {
        stn_verdict_cap(result, STN_LOW);
        stn_verdict_say(result, "expired");
    }
    if ((segment->traits & STN_TRAIT_LOCAL) != 0) {
        result->steps_down++;
        stn_verdict_say(result, "sent to this machine");
    }
    return true;
}

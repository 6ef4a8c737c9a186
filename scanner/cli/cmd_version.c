#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/options.h"
#include "ruleset/rule.h"

int stn_cmd_version(int argc, char **argv)
{
    if (argc > 1 &&
        (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        puts("Usage: stanch version\n"
             "\n"
             "Print the version, the number of built-in rules and their "
             "digest.\n"
             "\n"
             "Options:");
        stn_options_help(stdout, 0);
        return STN_EXIT_CLEAN;
    }
    if (argc > 1) {
        fputs("stanch: 'version' takes no arguments\n", stderr);
        return STN_EXIT_USAGE;
    }
    printf("stanch %s, %" PRIu32 " rules, sha256:", STANCH_VERSION,
           stn_ruleset_builtin.count);
    for (size_t i = 0; i < sizeof(stn_ruleset_builtin.digest); i++)
        printf("%02x", stn_ruleset_builtin.digest[i]);
    putchar('\n');
    return STN_EXIT_CLEAN;
}

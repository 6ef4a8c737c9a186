#include <string.h>

#include "cli/options.h"
#include "reports/reporter.h"

#define HELP_COLUMN 30
#define HELP_WIDTH 79

/* Names from the table of reporters, so that none is missing. */
static void print_formats(FILE *out)
{
    size_t column = HELP_WIDTH;

    for (size_t i = 1; stn_reporters[i] != NULL; i++) {
        const char *comma = stn_reporters[i + 1] != NULL ? "," : "";
        size_t length = strlen(stn_reporters[i]->name) + strlen(comma) + 1;
        if (column + length > HELP_WIDTH) {
            fprintf(out, "%s%*s", i > 1 ? "\n" : "", HELP_COLUMN - 1, "");
            column = HELP_COLUMN - 1;
        }
        fprintf(out, " %s%s", stn_reporters[i]->name, comma);
        column += length;
    }
    fputc('\n', out);
}

static bool is_format(const struct stn_option *option)
{
    return option->argument != NULL && strcmp(option->name, "format") == 0 &&
           strcmp(option->argument, "NAME") == 0;
}

void stn_options_help(FILE *out, unsigned groups)
{
    struct stn_option option;
    size_t at = 0;

    while (stn_options_next(&option, &at, groups)) {
        char left[64];
        char letter[5] = "    ";

        if (option.letter != 0)
            snprintf(letter, sizeof(letter), "-%c, ", option.letter);
        snprintf(left, sizeof(left), "%s--%s%s%s", letter, option.name,
                 option.argument != NULL ? " " : "",
                 option.argument != NULL ? option.argument : "");
        fprintf(out, "  %-27s %s\n", left, option.help);
        if (is_format(&option))
            print_formats(out);
    }
}

#include "golang/leaves_known.h"

#define FATAL "Fatal Fatalf Fatalln"
#define PANIC "Panic Panicf Panicln"
#define GLOG                                                                   \
    "Fatal Fatalf Fatalln FatalDepth FatalDepthf Exit Exitf Exitln ExitDepth " \
    "ExitDepthf"
#define ZAP "Fatal Fatalf Fatalln Fatalw"
#define ZAP_PANIC "Panic Panicf Panicln Panicw"
#define LOGRUS "github.com/sirupsen/logrus"
#define LOGRUS_WITH                                                            \
    "WithField WithFields WithError WithContext WithTime New StandardLogger"
#define TEST "Fatal Fatalf FailNow Skip Skipf SkipNow Fatalln"

struct known {
    const char *path;
    const char *of; /* functions or types, by spaces; NULL: the package */
    const char *names;
    enum stn_go_leave leaves;
};

static const struct known functions[] = {
    {"os", NULL, "Exit", STN_GO_LEAVES_PROCESS},
    {"syscall", NULL, "Exit", STN_GO_LEAVES_PROCESS},
    {"golang.org/x/sys/unix", NULL, "Exit", STN_GO_LEAVES_PROCESS},
    {"runtime", NULL, "Goexit", STN_GO_LEAVES_GOEXIT},
    {"log", NULL, FATAL, STN_GO_LEAVES_PROCESS},
    {"log", NULL, PANIC, STN_GO_LEAVES_PANIC},
    {LOGRUS, NULL, FATAL " FatalFn Exit", STN_GO_LEAVES_PROCESS},
    {LOGRUS, NULL, PANIC " PanicFn", STN_GO_LEAVES_PANIC},
    {"k8s.io/klog", NULL, GLOG, STN_GO_LEAVES_PROCESS},
    {"k8s.io/klog/v2", NULL, GLOG, STN_GO_LEAVES_PROCESS},
    {"github.com/golang/glog", NULL, GLOG, STN_GO_LEAVES_PROCESS},
};

/* What a call of a package gives, whatever is called on it in between. */
static const struct known chains[] = {
    {"log", "New Default", FATAL, STN_GO_LEAVES_PROCESS},
    {"log", "New Default", PANIC, STN_GO_LEAVES_PANIC},
    {LOGRUS, LOGRUS_WITH, FATAL, STN_GO_LEAVES_PROCESS},
    {LOGRUS, LOGRUS_WITH, PANIC, STN_GO_LEAVES_PANIC},
    {"go.uber.org/zap", "L S", ZAP, STN_GO_LEAVES_PROCESS},
    {"go.uber.org/zap", "L S", ZAP_PANIC, STN_GO_LEAVES_PANIC},
    {"github.com/rs/zerolog/log", "Fatal", "Msg Msgf MsgFunc Send",
     STN_GO_LEAVES_PROCESS},
    {"github.com/rs/zerolog/log", "Panic", "Msg Msgf MsgFunc Send",
     STN_GO_LEAVES_PANIC},
};

static const struct known methods[] = {
    {"testing", "T B F TB", TEST, STN_GO_LEAVES_GOEXIT},
    {"log", "Logger", FATAL, STN_GO_LEAVES_PROCESS},
    {"log", "Logger", PANIC, STN_GO_LEAVES_PANIC},
    {LOGRUS, "Logger Entry", FATAL, STN_GO_LEAVES_PROCESS},
    {LOGRUS, "Logger Entry", PANIC, STN_GO_LEAVES_PANIC},
    {"go.uber.org/zap", "Logger SugaredLogger", ZAP, STN_GO_LEAVES_PROCESS},
    {"go.uber.org/zap", "Logger SugaredLogger", ZAP_PANIC, STN_GO_LEAVES_PANIC},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Whether a word is in a list that spaces part. */
static bool lists(const char *list, struct stn_str word)
{
    while (*list != '\0') {
        size_t length = strcspn(list, " ");
        if (length == word.len && memcmp(list, word.ptr, length) == 0)
            return true;
        list += length + (list[length] == ' ');
    }
    return false;
}

static enum stn_go_leave find(const struct known *table, size_t count,
                              struct stn_str path, const struct stn_str *of,
                              struct stn_str name)
{
    for (size_t i = 0; i < count; i++)
        if (stn_str_equal(path, stn_str_of(table[i].path)) &&
            (of == NULL || lists(table[i].of, *of)) &&
            lists(table[i].names, name))
            return table[i].leaves;
    return STN_GO_GOES_ON;
}

static bool has_name(const struct known *table, size_t count,
                     struct stn_str name)
{
    for (size_t i = 0; i < count; i++)
        if (lists(table[i].names, name))
            return true;
    return false;
}

bool stn_go_known_name(struct stn_str name)
{
    return has_name(functions, COUNT(functions), name) ||
           has_name(chains, COUNT(chains), name) ||
           has_name(methods, COUNT(methods), name);
}

enum stn_go_leave stn_go_known_function(struct stn_str path,
                                        struct stn_str name)
{
    return find(functions, COUNT(functions), path, NULL, name);
}

enum stn_go_leave stn_go_known_chain(struct stn_str path, struct stn_str base,
                                     struct stn_str name)
{
    return find(chains, COUNT(chains), path, &base, name);
}

enum stn_go_leave stn_go_known_method(struct stn_str path, struct stn_str type,
                                      struct stn_str name)
{
    return find(methods, COUNT(methods), path, &type, name);
}

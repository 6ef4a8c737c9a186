# From the help of every command, and a template, to a man page. Help is usage,
# paragraphs, rows of options, paragraphs; see manual.sh for what comes before.

function roff(text)
{
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    sub(/^[.']/, "\\\\\\&&", text)
    return text
}

function say(line)
{
    commands = commands line "\n"
}

# "stanch rules list [FILE]": what is typed as it stands is bold.
function say_usage(form)
{
    match(form, /^[a-z|-]+( [a-z][a-z|-]*)*/)
    say("\\fB" roff(substr(form, 1, RLENGTH)) "\\fR" \
        roff(substr(form, RLENGTH + 1)))
}

function end_usage(    i)
{
    if (usages == 0)
        return
    say(".nf")
    for (i = 1; i <= usages; i++)
        say_usage(usage[i])
    say(".fi")
    usages = 0
}

# A paragraph that another command had before is not said again.
function end_paragraph()
{
    if (paragraph != "" && !(paragraph in said)) {
        said[paragraph] = 1
        if (name != "") {
            say(".PP")
            if (paragraph ~ /^ /)
                say(".RS 2\n.nf\n" paragraph ".fi\n.RE")
            else
                commands = commands paragraph
        }
    }
    paragraph = ""
}

# "  -o, --output FILE           write the findings there"
function add_option(line,    left, key)
{
    sub(/^ +/, "", line)
    match(line, /^(-[a-zA-Z], )?--[a-z-]+( [A-Z][A-Z=\/|]*| [a-z]+(\|[a-z]+)+)?/)
    left = substr(line, 1, RLENGTH)
    line = substr(line, RLENGTH + 1)
    sub(/^ +/, "", line)
    key = left "\t" line
    if (!(key in takers))
        option[++options] = key
    takers[key] = takers[key] (takes[key]++ > 0 ? ", " : "") name
}

function option_entry(key,    parts, left, argument)
{
    split(key, parts, "\t")
    left = parts[1]
    argument = ""
    if (match(left, / [A-Za-z=\/|]+$/)) {
        argument = substr(left, RSTART)
        left = substr(left, 1, RSTART - 1)
    }
    gsub(/, /, "\\fR, \\fB", left)
    gsub(/-/, "\\-", left)
    return ".TP\n\\fB" left "\\fR\\fI" roff(argument) "\\fR\n" \
        roff(parts[2]) "\n" \
        (takes[key] < names ? "(" takers[key] ")\n" : "")
}

FNR == NR && /^\001/ {
    end_paragraph()
    name = substr($0, 2)
    part = "usage"
    if (name != "") {
        names++
        say(".SS stanch " name)
    }
    next
}

FNR == NR && part == "usage" && /^(Usage:|       )/ {
    sub(/^(Usage: |       )/, "")
    if (sub(/^ +/, " "))
        usage[usages] = usage[usages] $0
    else if (name != "")
        usage[++usages] = $0
    next
}

FNR == NR && /^Options:$/ {
    part = "options"
    next
}

FNR == NR && part == "options" && / --/ {
    add_option($0)
    next
}

FNR == NR && /^$/ {
    end_usage()
    end_paragraph()
    part = "text"
    next
}

FNR == NR {
    paragraph = paragraph roff($0) "\n"
    next
}

# The template.
FNR == 1 {
    end_paragraph()
}

/^@COMMANDS@$/ {
    printf "%s", commands
    next
}

/^@OPTIONS@$/ {
    for (i = 1; i <= options; i++)
        printf "%s", option_entry(option[i])
    next
}

{
    gsub(/@VERSION@/, version)
    gsub(/@DATE@/, date)
    print
}

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

# A paragraph that another command had before is not said again. One that is
# further in, or a list, keeps its lines.
function end_paragraph()
{
    if (paragraph != "" && !(paragraph in said)) {
        said[paragraph] = 1
        if (name != "") {
            say(".PP")
            if (paragraph ~ /(^|\n)  /)
                say(".nf\n" paragraph ".fi")
            else
                commands = commands paragraph
        }
    }
    paragraph = ""
}

# "-o, --output FILE           write the findings there"
function end_option(    left, key, taker)
{
    if (row == "")
        return
    match(row, /^(-[a-zA-Z], )?--[a-z-]+( [A-Z][A-Z=\/|]*| [a-z]+(\|[a-z]+)+)?/)
    left = substr(row, 1, RLENGTH)
    row = substr(row, RLENGTH + 1)
    sub(/^ +/, "", row)
    key = left "\t" row
    row = ""
    if (!(key in takers))
        option[++options] = key
    taker = name
    sub(/ .*/, "", taker)
    if ((key, taker) in takes)
        return
    takes[key, taker] = 1
    takers[key] = takers[key] (count[key]++ > 0 ? ", " : "") taker
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
        (count[key] < names ? "(" takers[key] ")\n" : "")
}

FNR == NR && /^\001/ {
    end_option()
    end_usage()
    end_paragraph()
    name = substr($0, 2)
    part = "usage"
    if (name != "") {
        names += name !~ / /
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

FNR == NR && /^$/ {
    end_option()
    end_usage()
    end_paragraph()
    part = "text"
    next
}

FNR == NR && part == "options" {
    sub(/^ +/, "")
    if (/^--?[a-zA-Z]/) {
        end_option()
        row = $0
    } else {
        row = row "\n" $0
    }
    next
}

FNR == NR {
    paragraph = paragraph roff($0) "\n"
    next
}

# The template.
FNR == 1 {
    end_option()
    end_usage()
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

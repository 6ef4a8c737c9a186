#!/bin/bash
# Java: Apache's clients, OkHttp, REST Assured, the JDK's client, Karate.
# shellcheck source=tests/captures/clients/common.sh
source "$(dirname "$0")/common.sh"

programs=$CLIENTS/java
if ! command -v java >/dev/null || [ ! -d java/lib ]; then
    skip "Java's: no java, or no libraries"
    exit
fi
# release JAR
release() {
    basename java/lib/"$1"-[0-9]*.jar .jar | tr - ' '
}
# shop KIND [JAVA_OPTION...]
shop() {
    local kind=$1
    shift
    java -cp 'java/lib/*' -Dlogback.configurationFile="$programs/logback.xml" \
        "$@" "$programs/Shop.java" "$kind"
}

capture apache client-4 log "Apache $(release httpclient), wire and headers"
shop apache >"$to"
capture apache client-5 log "Apache $(release httpclient5), wire and headers"
shop apache5 >"$to"
capture okhttp body log "$(release logging-interceptor), level BODY"
shop okhttp >"$to"
capture rest-assured all log "$(release rest-assured) log().all()"
shop restassured -DAPACHE=OFF >"$to"
capture java jdk-client log \
    "JDK $(version_of java -version) jdk.httpclient.HttpClient.log=all"
shop jdk -Djdk.httpclient.HttpClient.log=all >"$to" 2>&1

capture karate log log "$(release karate-core) target/karate.log"
java -cp 'java/lib/*' -Dlogback.configurationFile="$programs/logback.xml" \
    com.intuit.karate.Main -o karate "$programs/shop.feature" >karate.txt 2>&1
cp karate.log "$to"

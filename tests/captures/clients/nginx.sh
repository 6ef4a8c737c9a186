#!/bin/bash
# nginx: an access log in its combined format.
# shellcheck source=tests/captures/clients/common.sh
source "$(dirname "$0")/common.sh"

if ! command -v nginx >/dev/null; then
    skip "nginx's: it is not installed"
    exit
fi
front_port=$((PORT + 2))
rm -rf nginx
mkdir nginx
cat >nginx/nginx.conf <<END
daemon off;
pid nginx.pid;
events {}
http {
    access_log access.log combined;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {
        listen 127.0.0.1:$front_port;
        location / { proxy_pass $BASE; }
    }
}
END
nginx -p "$PWD/nginx" -c nginx.conf -e error.log &
for _ in {1..50}; do
    (: <"/dev/tcp/127.0.0.1/$front_port") 2>/dev/null && break
    sleep 0.1
done
front=http://127.0.0.1:$front_port
quiet=(curl -s -o /dev/null)
"${quiet[@]}" "$front/home"
"${quiet[@]}" "$front/export?format=csv&token=$QUERY_TOKEN"
"${quiet[@]}" -e "$front/export?format=csv&token=$QUERY_TOKEN" "$front/home"
"${quiet[@]}" -u "$API_USER:$BASIC_PASSWORD" "$front/basic"
"${quiet[@]}" "$front/api/me?api_key=$API_KEY"
"${quiet[@]}" "$front/login?user=$API_USER&password=$(
    percent "$FORM_PASSWORD")"
kill %1
wait %1 || true

capture access-log nginx log "$(nginx -v 2>&1 | grep -o 'nginx/.*'), combined"
cp nginx/access.log "$to"

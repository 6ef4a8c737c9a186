# docker build -t stanch . && docker run --rm -v "$PWD:/src:ro" stanch scan .
FROM debian:12-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates
COPY . /stanch
WORKDIR /stanch
RUN plugin/setup.sh --static \
    && cmake --preset static \
    && cmake --build --preset static

FROM scratch
COPY --from=build /stanch/build/static/scanner/stanch /stanch/LICENSE /stanch/build/static/scanner/package/licences /
USER 65534:65534
WORKDIR /src
ENTRYPOINT ["/stanch"]

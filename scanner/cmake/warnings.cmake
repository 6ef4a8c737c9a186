# stanch_warnings: what every file of ours is compiled with.
add_library(stanch_warnings INTERFACE)
target_compile_features(stanch_warnings INTERFACE c_std_17)
target_compile_definitions(stanch_warnings INTERFACE _GNU_SOURCE)
target_compile_options(
  stanch_warnings
  INTERFACE -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes
            -Wpointer-arith -Wwrite-strings -Wvla -Wundef -Wformat=2
            -Wno-missing-field-initializers
            -include ${CMAKE_CURRENT_LIST_DIR}/../base/banned.h)
if(STANCH_WERROR)
  target_compile_options(stanch_warnings INTERFACE -Werror)
endif()

# stanch_sanitize: linked by everything of ours, so that all of it agrees.
add_library(stanch_sanitize INTERFACE)
if(STANCH_SANITIZE)
  target_compile_options(
    stanch_sanitize INTERFACE -fsanitize=${STANCH_SANITIZE}
                              -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(stanch_sanitize INTERFACE -fsanitize=${STANCH_SANITIZE})
endif()
# libFuzzer steers by the branches of everything that is not its own.
if(STANCH_BUILD_FUZZERS)
  target_compile_options(stanch_sanitize INTERFACE -fsanitize=fuzzer-no-link)
endif()

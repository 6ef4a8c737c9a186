# One file without shared libraries, from the distribution's own archives:
# it starts in a quarter of the time and runs where nothing is installed.
# `plugin/setup.sh --static` brings what is needed beside the headers.

# The imported targets of pkg-config shall name archives.
set(CMAKE_FIND_LIBRARY_SUFFIXES .a)

# Debian has no archive of cJSON, so its one source file is compiled here.
set(STANCH_CJSON_SOURCE_DIR
    ""
    CACHE PATH "Folder of cJSON.c; empty: what plugin/setup.sh --static fetched"
)
# The fetched source must be one of these: cJSON.c of Debian 12, 1.7.15 with
# the security fixes up to deb12u4.
set(STANCH_CJSON_SHA256
    5c5ab83a24eecfebc25b6aa4d47dbdb5f23d1baec92de75fec5f0528dbe255a7
    CACHE STRING "Digests of the cJSON.c that may be compiled in"
)
mark_as_advanced(STANCH_CJSON_SHA256)

# Define PkgConfig::CJSON, as pkg_check_modules would.
function(stanch_static_cjson)
  set(folder "${STANCH_CJSON_SOURCE_DIR}")
  if(folder STREQUAL "")
    set(folder ${PROJECT_SOURCE_DIR}/build/cjson)
    if(NOT EXISTS ${folder}/cJSON.c)
      message(FATAL_ERROR "No source of cJSON in ${folder}. Please run "
                          "plugin/setup.sh --static, or set "
                          "STANCH_CJSON_SOURCE_DIR.")
    endif()
    file(SHA256 ${folder}/cJSON.c digest)
    if(NOT digest IN_LIST STANCH_CJSON_SHA256)
      message(FATAL_ERROR "${folder}/cJSON.c has the unknown SHA-256 ${digest}."
                          " If that is a version you trust, set "
                          "STANCH_CJSON_SHA256 to it.")
    endif()
  endif()
  set(stanch_cjson_dir ${folder} PARENT_SCOPE)
  # Included as <cjson/cJSON.h>.
  set(include ${PROJECT_BINARY_DIR}/cjson/include)
  configure_file(${folder}/cJSON.h ${include}/cjson/cJSON.h COPYONLY)
  add_library(stanch_cjson STATIC ${folder}/cJSON.c)
  target_include_directories(stanch_cjson SYSTEM INTERFACE ${include})
  target_link_libraries(stanch_cjson PUBLIC m)
  add_library(PkgConfig::CJSON ALIAS stanch_cjson)
endfunction()

# Complete the targets: what the archives need, and what libgit2 need not have.
function(stanch_static_dependencies)
  stanch_static_cjson()
  set(stanch_cjson_dir ${stanch_cjson_dir} PARENT_SCOPE)
  target_link_libraries(PkgConfig::HS INTERFACE stdc++ m)
  if(BROTLI_FOUND)
    target_link_libraries(PkgConfig::BROTLI INTERFACE brotlicommon)
  endif()

  add_library(
    stanch_transports STATIC ${PROJECT_SOURCE_DIR}/scanner/cmake/transports.c
  )
  target_compile_features(stanch_transports PRIVATE c_std_17)
  target_compile_options(stanch_transports PRIVATE -Wall -Wextra)
  target_link_libraries(
    PkgConfig::LIBGIT2
    INTERFACE stanch_transports mbedtls mbedx509 mbedcrypto http_parser pcre2-8
              z rt Threads::Threads
  )
  # See transports.c. Whatever links libgit2 is static as a whole.
  target_link_options(PkgConfig::LIBGIT2 INTERFACE -static)
  foreach(name IN ITEMS mbedtls_x509_crt_parse_file mbedtls_x509_crt_parse_path
                        getpwuid_r getaddrinfo
  )
    target_link_options(PkgConfig::LIBGIT2 INTERFACE -Wl,--wrap=${name})
  endforeach()
endfunction()

# The libraries of DESIGN, section 8: one imported target each.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
if(STANCH_STATIC)
  include(static)
else()
  pkg_check_modules(CJSON REQUIRED IMPORTED_TARGET libcjson)
endif()
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8>=10.36)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(LIBGIT2 REQUIRED IMPORTED_TARGET libgit2>=1.5)
# vectorscan on Debian, hyperscan on Ubuntu: one API, one pkg-config name.
pkg_check_modules(HS REQUIRED IMPORTED_TARGET libhs>=5.4)
# Its pkg-config file tells a wrong version on Debian: golang/syntax.c asks the
# header.
pkg_check_modules(TREE_SITTER REQUIRED IMPORTED_TARGET tree-sitter)
# Its archive, where there is one: most of what Go checks take is spent
# in it, and a shared library calls even itself by way of a table.
find_library(STANCH_TREE_SITTER_ARCHIVE libtree-sitter.a)
mark_as_advanced(STANCH_TREE_SITTER_ARCHIVE)
if(STANCH_TREE_SITTER_ARCHIVE)
  set_property(
    TARGET PkgConfig::TREE_SITTER PROPERTY INTERFACE_LINK_LIBRARIES
                                           ${STANCH_TREE_SITTER_ARCHIVE}
  )
endif()
include(go_grammar)
# Bodies compressed with it are read only if it is there.
pkg_check_modules(BROTLI IMPORTED_TARGET libbrotlidec)
if(STANCH_STATIC)
  stanch_static_dependencies()
endif()

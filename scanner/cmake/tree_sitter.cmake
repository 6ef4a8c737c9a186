# tree-sitter's runtime and its Go grammar, compiled in as one file: most of
# what Go checks take is spent in them, and no distribution's library is built
# for that.
include(npm_package)
set(STANCH_TREE_SITTER_DIR
    ""
    CACHE PATH "Folder of tree-sitter's package; empty: fetched from npm"
)
set(STANCH_TREE_SITTER_GO_DIR
    ""
    CACHE PATH "Folder of tree-sitter-go's package; empty: fetched from npm"
)
# The package of the bindings for Node: it holds the runtime's source. Later
# ones, up to 0.25.0, are no faster, and 0.21.1 fails on some Go.
string(
  CONCAT sha512 1b126875a8d5a5f81bdd4444cf321bb40d61c919d3c556d6557adb0bab24e314
         cc1f9111301264f4724dab873c8ce25e51a20e98b73083eb7a99ecff3c3bc6aa
)
stanch_npm_package(
  stanch_tree_sitter_dir tree-sitter 0.20.6 ${sha512} STANCH_TREE_SITTER_DIR
)
# 0.23.4 is the last whose ABI, 14, that runtime reads.
string(
  CONCAT sha512 89068712ce3231afe1328fd9086a8b7c6eb51749a28a750b5357c587e199ade0
         91b4aca514bb6f9fbf7ca1c0998cedabfee9e0359800635b3584f17203091cef
)
stanch_npm_package(
  stanch_tree_sitter_go_dir tree-sitter-go 0.23.4 ${sha512}
  STANCH_TREE_SITTER_GO_DIR
)

set(stanch_tree_sitter_lib ${stanch_tree_sitter_dir}/vendor/tree-sitter/lib)
# Objects, as it and libstanch call each other.
add_library(
  stanch_tree_sitter OBJECT ${PROJECT_SOURCE_DIR}/scanner/golang/parsed.c
)
target_include_directories(
  stanch_tree_sitter SYSTEM
  PUBLIC ${stanch_tree_sitter_lib}/include
  PRIVATE ${stanch_tree_sitter_lib}/src ${PROJECT_SOURCE_DIR}/scanner
)
target_compile_definitions(
  stanch_tree_sitter
  PRIVATE NDEBUG
          STANCH_GO_GRAMMAR="${stanch_tree_sitter_go_dir}/src/parser.c"
          STANCH_GO_GRAMMAR_HEADER="${stanch_tree_sitter_go_dir}/src/tree_sitter/parser.h"
)
# Others' code: without our warnings, and fast in a debug build too.
target_compile_options(stanch_tree_sitter PRIVATE -w -O3)

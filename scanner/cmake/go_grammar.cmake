# The Go grammar of tree-sitter: fetched when stanch is configured, by its
# digest, and compiled in. Never part of the tree.
#
# In this order: STANCH_TREE_SITTER_GO_DIR; a copy that was fetched before; the
# npm package.
set(STANCH_TREE_SITTER_GO_DIR
    ""
    CACHE PATH "Folder of tree-sitter-go's package; empty: fetched from npm"
)
# 0.23.4 is the last whose ABI, 14, libtree-sitter 0.20 of Debian 12 reads.
set(stanch_go_grammar_version 0.23.4)
# The package's `integrity` on the registry, in hex.
string(
  CONCAT stanch_go_grammar_sha512
         89068712ce3231afe1328fd9086a8b7c6eb51749a28a750b5357c587e199ade0
         91b4aca514bb6f9fbf7ca1c0998cedabfee9e0359800635b3584f17203091cef
)

# Set `out` to the package's folder, fetched if it is not there.
function(stanch_fetch_go_grammar out)
  set(name tree-sitter-go-${stanch_go_grammar_version})
  # Beside the build trees, so that each clone fetches it once.
  set(folder ${PROJECT_SOURCE_DIR}/build/${name})
  set(archive ${folder}/${name}.tgz)
  if(EXISTS ${archive})
    file(SHA512 ${archive} digest)
  endif()
  if(NOT "${digest}" STREQUAL "${stanch_go_grammar_sha512}")
    file(MAKE_DIRECTORY ${folder})
    # npm knows of mirrors that the user has set; without it, its registry.
    find_program(STANCH_NPM npm)
    mark_as_advanced(STANCH_NPM)
    if(STANCH_NPM)
      # The package is only fetched: nothing of it runs.
      execute_process(
        COMMAND ${STANCH_NPM} pack --silent tree-sitter-go@${stanch_go_grammar_version}
        WORKING_DIRECTORY ${folder}
        OUTPUT_QUIET
      )
    endif()
    if(NOT EXISTS ${archive})
      file(
        DOWNLOAD https://registry.npmjs.org/tree-sitter-go/-/${name}.tgz
        ${archive} TIMEOUT 120 STATUS status
      )
    endif()
    if(NOT EXISTS ${archive} OR NOT "${status}" MATCHES "^(0;.*)?$")
      file(REMOVE ${archive})
      message(
        FATAL_ERROR
          "The Go grammar could not be fetched from npm's registry. Please see "
          "that it can be reached, or unpack tree-sitter-go "
          "${stanch_go_grammar_version} and set STANCH_TREE_SITTER_GO_DIR to its "
          "folder."
      )
    endif()
    file(SHA512 ${archive} digest)
    if(NOT "${digest}" STREQUAL "${stanch_go_grammar_sha512}")
      file(REMOVE ${archive})
      message(FATAL_ERROR "${name}.tgz has the unknown SHA-512 ${digest}.")
    endif()
  endif()
  file(ARCHIVE_EXTRACT INPUT ${archive} DESTINATION ${folder})
  set(${out} ${folder}/package PARENT_SCOPE)
endfunction()

if(STANCH_TREE_SITTER_GO_DIR)
  set(stanch_go_grammar_dir ${STANCH_TREE_SITTER_GO_DIR})
else()
  stanch_fetch_go_grammar(stanch_go_grammar_dir)
endif()
add_library(stanch_go_grammar STATIC ${stanch_go_grammar_dir}/src/parser.c)
target_compile_options(stanch_go_grammar PRIVATE -w)

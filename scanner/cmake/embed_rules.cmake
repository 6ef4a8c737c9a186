# The rules as a part of a library: stanch_embed turns the files that
# rules/rules.cmake lists into C source.
include(${PROJECT_SOURCE_DIR}/rules/rules.cmake)

# stanch_embed_rules(TARGET) adds the rules and their literal database to TARGET.
function(stanch_embed_rules target)
  # Named from the project's folder: the names are in the program.
  list(TRANSFORM STANCH_RULE_FILES PREPEND rules/ OUTPUT_VARIABLE names)
  list(TRANSFORM names PREPEND ${PROJECT_SOURCE_DIR}/ OUTPUT_VARIABLE files)

  # A file that nobody lists would find nothing.
  file(GLOB found RELATIVE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/rules/*.yml)
  foreach(name IN LISTS found)
    if(NOT name IN_LIST names)
      message(FATAL_ERROR "${name} is not in rules/rules.cmake")
    endif()
  endforeach()

  set(generated ${CMAKE_CURRENT_BINARY_DIR}/builtin_rules.c
                ${CMAKE_CURRENT_BINARY_DIR}/builtin_prefilter.c
  )
  add_custom_command(
    OUTPUT ${generated}
    COMMAND stanch_embed ${CMAKE_CURRENT_BINARY_DIR} ${names}
    DEPENDS stanch_embed ${files}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    COMMENT "Turning the rules into C"
    VERBATIM
  )
  target_sources(${target} PRIVATE ${generated})
endfunction()

# Files as parts of a library, byte for byte.
#
# stanch_embed_text(TARGET SYMBOL FILE HEADER) adds to TARGET
#
#     const struct stn_str SYMBOL;
#
# which HEADER declares. FILE is of TARGET's folder. As a script, this file
# writes the C source; it runs again when FILE changes.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ ${FILE} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  # No other byte: an HTML parser changes some, and a digest is of the rest.
  string(REGEX REPLACE "0x(0a|[2-7].)," "" others "${bytes}")
  if(NOT others STREQUAL "")
    message(FATAL_ERROR "${FILE}: only printable ASCII and line feeds, please")
  endif()
  string(REGEX REPLACE "(............................................................)"
                       "\\1\n    " bytes "${bytes}")
  file(
    WRITE ${OUTPUT}
    "#include \"${HEADER}\"\n\nstatic const char bytes[] = {\n    ${bytes}\n};\n\n"
    "const struct stn_str ${SYMBOL} = {bytes, sizeof(bytes)};\n"
  )
  return()
endif()

set(STANCH_EMBED_TEXT ${CMAKE_CURRENT_LIST_FILE})

function(stanch_embed_text target symbol file header)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.c)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -D FILE=${file} -D SYMBOL=${symbol}
            -D HEADER=${header} -D OUTPUT=${output} -P ${STANCH_EMBED_TEXT}
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file} ${STANCH_EMBED_TEXT}
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    COMMENT "Turning ${file} into C"
    VERBATIM
  )
  target_sources(${target} PRIVATE ${output})
endfunction()

# Run by CPack: one tarball of what was staged, the same bytes for the same
# files, whoever makes it and whenever.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  set(ENV{SOURCE_DATE_EPOCH} 0)
endif()
set(tarball ${CPACK_PACKAGE_DIRECTORY}/${CPACK_PACKAGE_FILE_NAME}.tar.gz)
get_filename_component(top ${CPACK_TEMPORARY_DIRECTORY} DIRECTORY)
execute_process(
  COMMAND
    tar --create --sort=name --owner=0 --group=0 --numeric-owner
    --mode=u=rwX,go=rX --mtime=@$ENV{SOURCE_DATE_EPOCH} --format=gnu
    --directory=${top} ${CPACK_PACKAGE_FILE_NAME}
  COMMAND gzip -9n
  OUTPUT_FILE ${tarball}
  RESULTS_VARIABLE results
)
if(NOT results STREQUAL "0;0")
  message(FATAL_ERROR "${tarball} could not be written: ${results}")
endif()
set(CPACK_EXTERNAL_BUILT_PACKAGES ${tarball})

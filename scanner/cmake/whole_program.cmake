# Optimised builds are linked as one program: what a capture holds goes from
# file to file at every value. Sanitizers and fuzzers watch each file for itself.
if(CMAKE_BUILD_TYPE MATCHES "^(Release|MinSizeRel)$"
   AND NOT STANCH_SANITIZE
   AND NOT STANCH_BUILD_FUZZERS
)
  include(CheckIPOSupported)
  check_ipo_supported(RESULT STANCH_HAS_IPO OUTPUT STANCH_IPO_OUTPUT LANGUAGES C)
  # The default of the targets that follow: objects of one kind do not link
  # with the other by every compiler.
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ${STANCH_HAS_IPO})
endif()

# The version header: what --version and the build_info metrics say.
find_package(Git QUIET)
set(MESOSCALE_REVISION unknown)
if(GIT_FOUND)
  execute_process(COMMAND ${GIT_EXECUTABLE} rev-parse --short=12 HEAD WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    OUTPUT_VARIABLE MESOSCALE_GIT_REVISION OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE MESOSCALE_GIT_RESULT)
  if(MESOSCALE_GIT_RESULT EQUAL 0)
    set(MESOSCALE_REVISION ${MESOSCALE_GIT_REVISION})
  endif()
endif()
configure_file(${PROJECT_SOURCE_DIR}/common/core/version.cpp.in ${PROJECT_BINARY_DIR}/version.cpp @ONLY)

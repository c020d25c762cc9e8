# farthing_module(<room> SOURCES a b  LINK ...  TESTS a b  TEST_LINK ...)
#
# One room: a folder of src, a library farthing::<room> of <name>.cpp files, and one test binary of the
# <name>_test.cpp files beside them. Which room may use which is checked by tools/check_includes.mjs.
function(farthing_module room)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;TESTS;TEST_LINK" ${ARGN})

  list(TRANSFORM ARG_SOURCES APPEND .cpp)
  add_library(farthing_${room} STATIC ${ARG_SOURCES})
  add_library(farthing::${room} ALIAS farthing_${room})
  target_include_directories(farthing_${room} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(farthing_${room} PUBLIC ${ARG_LINK})

  if(NOT ARG_TESTS)
    return()
  endif()
  list(TRANSFORM ARG_TESTS APPEND _test.cpp)
  add_executable(${room}_test ${ARG_TESTS})
  target_link_libraries(${room}_test PRIVATE farthing_vectors farthing_${room} ${ARG_TEST_LINK} GTest::gtest_main)
  gtest_discover_tests(${room}_test DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120 LABELS unit)
endfunction()

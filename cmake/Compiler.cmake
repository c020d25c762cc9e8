# How every target of the project is compiled.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE)
  # Two folders with the same sources share what was compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

find_program(LLD ld.lld-19)
if(LLD AND CMAKE_CXX_COMPILER_ID MATCHES Clang)
  add_link_options(-fuse-ld=lld-19)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wswitch-enum -Werror)
# Paths in the binary are relative, so that two builds in different folders give the same bytes.
add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # g++ 12 reports these inside libstdc++ and Boost where nothing is wrong.
  add_compile_options(-Wno-maybe-uninitialized -Wno-restrict)
endif()

option(FARTHING_HARDENING "Hardening flags of a release build" OFF)
if(FARTHING_HARDENING)
  add_compile_options(-fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE)
  add_compile_definitions(_FORTIFY_SOURCE=2 _GLIBCXX_ASSERTIONS)
  add_link_options(-pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
endif()

set(FARTHING_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")
if(FARTHING_SANITIZE)
  add_compile_options(-fsanitize=${FARTHING_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${FARTHING_SANITIZE})
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()

option(FARTHING_FAILPOINTS "Places at which tests make the program die (src/base/failpoint.hpp)" OFF)
if(FARTHING_FAILPOINTS)
  add_compile_definitions(FARTHING_FAILPOINTS)
endif()

option(FARTHING_FUZZ "Build the fuzz targets (clang only)" OFF)
if(FARTHING_FUZZ)
  # Tells the fuzzer which code an input has reached.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Boost.Asio and Beast: no deprecated interfaces.
add_compile_definitions(BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_USE_STD_STRING_VIEW)

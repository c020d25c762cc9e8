# farthing_web_assets(<target>)
#
# Builds web/ and adds its files to the target as the source of farthing::app::assets() (src/app/assets.hpp).
find_program(NODE node REQUIRED)

function(farthing_web_assets target)
  set(folder ${CMAKE_BINARY_DIR}/web)
  set(source ${CMAKE_BINARY_DIR}/generated/web_assets.cpp)

  file(GLOB_RECURSE inputs CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/web/*)
  list(FILTER inputs EXCLUDE REGEX "\\.test\\.(ts|mjs)$")
  add_custom_command(
    OUTPUT ${source}
    # From an empty folder: what is no longer built must not stay in the program.
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${folder}
    COMMAND ${NODE} web/build.mjs --out ${folder}
    COMMAND ${NODE} tools/embed_assets.mjs --dir ${folder} --out ${source}
    DEPENDS ${inputs} ${PROJECT_SOURCE_DIR}/package-lock.json ${PROJECT_SOURCE_DIR}/tsconfig.json
            ${PROJECT_SOURCE_DIR}/tools/embed_assets.mjs ${PROJECT_SOURCE_DIR}/tools/source.mjs
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    COMMENT "Building the web parts"
    VERBATIM)
  target_sources(${target} PRIVATE ${source})
endfunction()

# SPDX-License-Identifier: GPL-3.0-or-later
# Precompiled headers. LibTorch's take 5 to 10 s a file to parse, Qt's 1 to 3 s: each set is parsed once and shared by
# every target that it fits. A target's set follows from what it links:
#   widgets: Qt Widgets     core: Qt without a window     torch: engine code on LibTorch
# gcc only: clang and clang-tidy cannot read gcc's, and the engine below LibTorch parses in no time.

if(NOT BTW_PCH OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  function(btw_precompile target)
  endfunction()
  return()
endif()

# Precompiled headers fit only where the same macros are defined: OpenMP's and LibTorch's are defined everywhere.
add_compile_options(${OpenMP_CXX_FLAGS} ${TORCH_CXX_FLAGS})

# ccache needs the option to look inside, and leave to ignore the macros that a precompiled header hides.
add_compile_options(-fpch-preprocess)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

set(core_headers <QByteArray> <QDateTime> <QDir> <QFile> <QFileInfo> <QJsonArray> <QJsonDocument> <QJsonObject>
  <QObject> <QString> <QStringList> <QVariant> <algorithm> <cmath> <map> <memory> <optional> <string> <vector>)

function(btw_pch_target kind)
  cmake_parse_arguments(arg "" "" "LINK;HEADERS" ${ARGN})
  add_library(btw_pch_${kind} OBJECT EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/cmake/pch/empty.cpp)
  target_link_libraries(btw_pch_${kind} PRIVATE ${arg_LINK} btw_warnings)
  target_precompile_headers(btw_pch_${kind} PRIVATE ${arg_HEADERS})
endfunction()

btw_pch_target(torch LINK torch OpenMP::OpenMP_CXX HEADERS <torch/types.h>)
btw_pch_target(core LINK Qt6::Core HEADERS ${core_headers})
btw_pch_target(widgets LINK Qt6::Widgets HEADERS ${core_headers} <QtWidgets/QtWidgets>)
# Every target on Qt is compiled without Qt's keywords: LibTorch has a `slots` of its own.
target_compile_definitions(btw_pch_core PRIVATE QT_NO_KEYWORDS)
target_compile_definitions(btw_pch_widgets PRIVATE QT_NO_KEYWORDS)

# Everything that `target` sees when it is compiled, through our own targets.
function(btw_links target out)
  set(todo ${target})
  set(seen)
  while(todo)
    list(POP_FRONT todo item)
    if(item IN_LIST seen)
      continue()
    endif()
    list(APPEND seen ${item})
    if(item STREQUAL target)
      get_target_property(links ${item} LINK_LIBRARIES)
    elseif(TARGET ${item} AND item MATCHES "^btw")
      get_target_property(links ${item} INTERFACE_LINK_LIBRARIES)
    else()
      continue()
    endif()
    foreach(link IN LISTS links)
      if(link AND NOT link MATCHES "LINK_ONLY")
        list(APPEND todo ${link})
      endif()
    endforeach()
  endwhile()
  set(${out} ${seen} PARENT_SCOPE)
endfunction()

# Gives the target the precompiled headers that fit what it links, if any do.
function(btw_precompile target)
  btw_links(${target} links)
  if(links MATCHES "Qt6::(Widgets|Charts)")
    set(kind widgets)
  elseif(links MATCHES "Qt6::(Core|Sql|Gui|Svg)")
    set(kind core)
  elseif(links MATCHES "(^|;)(torch|torch_library)(;|$)")
    set(kind torch)
    target_link_libraries(${target} PRIVATE OpenMP::OpenMP_CXX)
  elseif("Qt6::Test" IN_LIST links)
    set(kind core)
  else()
    return()
  endif()
  target_precompile_headers(${target} REUSE_FROM btw_pch_${kind})
endfunction()

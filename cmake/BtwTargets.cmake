# SPDX-License-Identifier: GPL-3.0-or-later
# One function a kind of target, so that a folder's CMakeLists.txt names only its files and what it may touch.

# btw_library(btw_data SOURCES cohort.cpp ... [LINK ...] [PRIVATE_LINK ...] [QT])
# QT: runs moc on headers with Q_OBJECT and bans Qt's keywords (LibTorch clashes with them).
function(btw_library name)
  cmake_parse_arguments(arg "QT" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/core ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${arg_LINK} PRIVATE ${arg_PRIVATE_LINK} btw_warnings)
  if(arg_QT)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_compile_definitions(${name} PUBLIC QT_NO_KEYWORDS)
  endif()
  # At the folder's end, when everything that the target links is known.
  cmake_language(EVAL CODE "cmake_language(DEFER CALL btw_precompile ${name})")
endfunction()

# btw_test(tst_weights SOURCES tst_weights.cpp LINK btw_weighting): a Qt Test program and its ctest entry.
# BTW_TEST_DATA is tests/golden (relative where tests are taken to another machine, tests/gpu); BTW_SHARED_DATA is ../shared/data
# (tests skip where it is absent).
set(BTW_TEST_DATA "${PROJECT_SOURCE_DIR}/tests/golden" CACHE STRING "Where the tests find their golden files")
function(btw_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${arg_LINK} Qt6::Test btw_warnings)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/core ${PROJECT_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS
    BTW_TEST_DATA="${BTW_TEST_DATA}"
    BTW_SHARED_DATA="${PROJECT_SOURCE_DIR}/../shared/data")
  add_test(NAME ${name} COMMAND ${name})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  # The folder is the test's label (ctest -L store) and gives a target that builds its tests (btw_tests_store).
  cmake_path(GET CMAKE_CURRENT_SOURCE_DIR FILENAME folder)
  if(NOT TARGET btw_tests_${folder})
    add_custom_target(btw_tests_${folder})
  endif()
  add_dependencies(btw_tests_${folder} ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS ${folder}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;OMP_WAIT_POLICY=passive;GLIBC_TUNABLES=glibc.malloc.hugetlb=0")
  cmake_language(EVAL CODE "cmake_language(DEFER CALL btw_precompile ${name})")
endfunction()

# SPDX-License-Identifier: GPL-3.0-or-later
# Language, warnings, sanitizers and where binaries land: the same for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_AUTOMOC OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

option(BTW_WERROR "Treat warnings as errors" OFF)
option(BTW_PCH "Precompile LibTorch's and Qt's headers" ON)
set(BTW_SANITIZE "" CACHE STRING "address;undefined or thread")

add_library(btw_warnings INTERFACE)
target_compile_options(btw_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  $<$<BOOL:${BTW_WERROR}>:-Werror>)
# gcc 12 sees overlaps, overflows and accesses beyond the bounds in std::string's operator+ where there are none (GCC bugs
# 105651 and 105329), and which strings it sees them in depends on the length of the folder's path.
if(BTW_WERROR AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(btw_warnings INTERFACE -Wno-error=restrict -Wno-error=stringop-overflow
    -Wno-error=array-bounds)
endif()

# The same for libraries, programs and the precompiled headers that they share.
add_compile_options(-fPIC)

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_compile_options(-include ${PROJECT_SOURCE_DIR}/cmake/clang/vector.h)
endif()

if(BTW_SANITIZE)
  list(JOIN BTW_SANITIZE "," sanitizers)
  add_compile_options(-fsanitize=${sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${sanitizers})
endif()

# LibTorch sets its number of threads through OpenMP; an OpenBLAS with its own pthreads keeps using every core whatever
# that number is (one LibTorch thread, 512 x 512 product: a third of the work on a second thread). So programs look for
# BLAS among the OpenMP builds first. DT_RPATH, not RUNPATH: it also counts for what LibTorch itself loads.
find_path(BTW_OPENBLAS_OPENMP libblas.so.3
  PATHS /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/openblas-openmp NO_DEFAULT_PATH)
if(BTW_OPENBLAS_OPENMP)
  add_link_options(-Wl,--disable-new-dtags,-rpath,${BTW_OPENBLAS_OPENMP})
else()
  message(WARNING "No OpenBLAS with OpenMP (libopenblas0-openmp): --threads will not bound matrix products")
endif()

# GNU gold links in a quarter of the time that the default linker takes, some two hundred programs and tests.
include(CheckLinkerFlag)
check_linker_flag(CXX -fuse-ld=gold BTW_HAS_GOLD)
if(BTW_HAS_GOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT BTW_CUDA)
  add_link_options(-fuse-ld=gold)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

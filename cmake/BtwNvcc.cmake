# SPDX-License-Identifier: GPL-3.0-or-later
# CUDA's compiler, called as a program: CMake's own support for the language would want it everywhere, and 3.25 knows
# none of today's dialects.
find_program(BTW_NVCC nvcc HINTS ENV CUDA_HOME PATHS /usr/local/cuda PATH_SUFFIXES bin)
set(BTW_CUDA_ARCHITECTURES "80;90" CACHE STRING
  "GPUs that kernels are compiled for, as in sm_80; later ones compile the last on the spot")

# What follows nvcc for one file, to which -o and the file are added.
set(BTW_NVCC_FLAGS -std=c++17 -O3 -I${PROJECT_SOURCE_DIR}/core -Xcompiler=-fPIC,-Wall,-Wextra)
foreach(architecture IN LISTS BTW_CUDA_ARCHITECTURES)
  list(APPEND BTW_NVCC_FLAGS -gencode=arch=compute_${architecture},code=sm_${architecture})
endforeach()
list(GET BTW_CUDA_ARCHITECTURES -1 last)
list(APPEND BTW_NVCC_FLAGS -gencode=arch=compute_${last},code=compute_${last})

# Kernels run on the CUDA runtime that LibTorch brings, so both must be of one generation.
set(BTW_CUDA_KERNELS OFF)
if(BTW_CUDA AND BTW_NVCC)
  execute_process(COMMAND ${BTW_NVCC} --version OUTPUT_VARIABLE nvcc_version)
  string(REGEX REPLACE ".*release ([0-9]+).*" "\\1" nvcc_major "${nvcc_version}")
  file(STRINGS ${BTW_CUDA_HEADERS}/cuda_runtime_api.h cudart_version REGEX "define CUDART_VERSION +[0-9]+")
  string(REGEX REPLACE ".*CUDART_VERSION +([0-9]+)[0-9][0-9][0-9].*" "\\1" cudart_major "${cudart_version}")
  if(nvcc_major EQUAL cudart_major)
    set(BTW_CUDA_KERNELS ON)
  else()
    message(WARNING "nvcc is CUDA ${nvcc_major}'s, LibTorch is for CUDA ${cudart_major}: built without our own kernels")
  endif()
endif()
if(BTW_CUDA)
  message(STATUS "CUDA kernels of our own: ${BTW_CUDA_KERNELS} (nvcc: ${BTW_NVCC})")
endif()

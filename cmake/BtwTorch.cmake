# SPDX-License-Identifier: GPL-3.0-or-later
# LibTorch: the distribution's by default; with BTW_TORCH the one inside PyPI's torch wheel, which brings CUDA.
set(BTW_TORCH "" CACHE PATH
  "LibTorch with CUDA: a virtual environment that has PyPI's torch, or its site-packages/torch; empty: the distribution's")
option(BTW_CUDA "Build against a LibTorch with CUDA (BTW_TORCH)" OFF)

if(NOT BTW_CUDA)
  if(BTW_TORCH)
    message(FATAL_ERROR "BTW_TORCH is read with CUDA only: configure with `cmake --preset cuda`")
  endif()
  find_package(Torch REQUIRED)
  # With CMAKE_PREFIX_PATH inside a wheel, Torch's own files may find its headers and the distribution's libraries.
  get_target_property(headers torch INTERFACE_INCLUDE_DIRECTORIES)
  cmake_path(IS_PREFIX TORCH_INSTALL_PREFIX "${TORCH_LIBRARY}" NORMALIZE together)
  if(NOT together)
    message(FATAL_ERROR "LibTorch in two places: headers in ${headers}, libraries in ${TORCH_LIBRARY}. For the one "
      "inside a wheel set BTW_TORCH and use the preset cuda")
  endif()
  return()
endif()

# The wheel's own CMake files are not used: they ask for nvcc even where nobody compiles a kernel, for a CUDA dialect
# that CMake 3.25 does not know, and take the distribution's libtorch.so and libc10.so where those are installed.
set(places ${BTW_TORCH})
if(NOT BTW_TORCH)
  set(places ${PROJECT_BINARY_DIR}/torch)
endif()
file(GLOB candidates ${places}/lib/python3.*/site-packages/torch)
foreach(place IN LISTS places candidates)
  if(EXISTS ${place}/include/ATen/ATen.h)
    set(root ${place})
  endif()
endforeach()
if(NOT root)
  message(FATAL_ERROR "No LibTorch in ${places}. scripts/setup.sh --cuda installs one; BTW_TORCH names another: a "
    "virtual environment that has PyPI's torch, or its site-packages/torch")
endif()
cmake_path(SET root NORMALIZE ${root})

set(libraries torch torch_cpu torch_cuda c10 c10_cuda)
foreach(library IN LISTS libraries)
  set(file ${root}/lib/lib${library}.so)
  if(NOT EXISTS ${file})
    message(FATAL_ERROR "${file} is not there: this torch has no CUDA. Install PyPI's default wheel for Linux")
  endif()
  list(APPEND files ${file})
endforeach()
file(STRINGS ${root}/version.py version REGEX "^__version__ = ")
string(REGEX REPLACE ".*'(.*)'.*" "\\1" version "${version}")
message(STATUS "Found Torch: ${root} (version ${version}, with CUDA)")

# NVIDIA's packages beside it: CUDA's headers, the runtime, and what libtorch_cuda.so needs in turn.
cmake_path(GET root PARENT_PATH packages)
file(GLOB nvidia ${packages}/nvidia/*/lib)
find_path(BTW_CUDA_HEADERS cuda_runtime_api.h PATHS ${packages}/nvidia/cu13/include ${packages}/nvidia/cu12/include
  ${packages}/nvidia/cuda_runtime/include /usr/local/cuda/include NO_DEFAULT_PATH REQUIRED)
find_library(BTW_CUDA_RUNTIME NAMES libcudart.so libcudart.so.13 libcudart.so.12 PATHS ${nvidia}
  /usr/local/cuda/lib64 NO_DEFAULT_PATH REQUIRED)

# --no-as-needed: nothing of libtorch_cuda.so is called by name, it announces its device when it is loaded.
add_library(torch INTERFACE IMPORTED)
target_include_directories(torch SYSTEM INTERFACE ${root}/include ${root}/include/torch/csrc/api/include
  ${BTW_CUDA_HEADERS})
target_compile_definitions(torch INTERFACE BTW_CUDA)
list(JOIN files "," joined)
target_link_libraries(torch INTERFACE "-Wl,--push-state,--no-as-needed,${joined},--pop-state" ${BTW_CUDA_RUNTIME})
foreach(folder ${root}/lib ${nvidia})
  target_link_options(torch INTERFACE -Wl,-rpath,${folder},-rpath-link,${folder})
endforeach()
set(TORCH_CXX_FLAGS "")

# Debian's Qt has the C++11 ABI, as wheels have had since 2.6; an older one would fail at the very end, with names.
include(CheckCXXSourceCompiles)
set(CMAKE_REQUIRED_INCLUDES ${root}/include)
set(CMAKE_REQUIRED_FLAGS -std=c++20)
set(CMAKE_REQUIRED_LIBRARIES ${root}/lib/libc10.so)
set(CMAKE_REQUIRED_LINK_OPTIONS -Wl,-rpath-link,${root}/lib)
check_cxx_source_compiles("#include <c10/core/Device.h>
  int main() { return c10::Device(std::string(\"cpu\")).is_cpu() ? 0 : 1; }" BTW_TORCH_LINKS)
if(NOT BTW_TORCH_LINKS)
  message(FATAL_ERROR "A program does not link with ${root}: its C++ ABI is another one. Take torch 2.6 or newer")
endif()
foreach(setting INCLUDES FLAGS LIBRARIES LINK_OPTIONS)
  unset(CMAKE_REQUIRED_${setting})
endforeach()

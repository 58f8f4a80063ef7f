# SPDX-License-Identifier: GPL-3.0-or-later
# Libraries for files of other programs. ReadStat comes without a description for CMake or pkg-config.
find_package(PkgConfig REQUIRED)
pkg_check_modules(MATIO REQUIRED IMPORTED_TARGET matio)
pkg_check_modules(HDF5 REQUIRED IMPORTED_TARGET hdf5)
find_path(BTW_READSTAT_HEADERS readstat.h REQUIRED)
find_library(BTW_READSTAT_LIBRARY readstat REQUIRED)
add_library(ReadStat::ReadStat UNKNOWN IMPORTED)
set_target_properties(ReadStat::ReadStat PROPERTIES
  IMPORTED_LOCATION ${BTW_READSTAT_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${BTW_READSTAT_HEADERS})

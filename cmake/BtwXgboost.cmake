# SPDX-License-Identifier: GPL-3.0-or-later
# XGBoost's C library. The description for CMake that Debian 12 packs with it asks for a program that it does not pack.
find_path(BTW_XGBOOST_HEADERS xgboost/c_api.h REQUIRED)
find_library(BTW_XGBOOST_LIBRARY xgboost REQUIRED)
add_library(xgboost::xgboost UNKNOWN IMPORTED)
set_target_properties(xgboost::xgboost PROPERTIES
  IMPORTED_LOCATION ${BTW_XGBOOST_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${BTW_XGBOOST_HEADERS})

// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/reader/readstatvalues.h"

namespace btw::io::reader {

std::optional<double> numberOf(const readstat_value_t& value)
{
    switch (readstat_value_type(value)) {
    case READSTAT_TYPE_INT8:
        return readstat_int8_value(value);
    case READSTAT_TYPE_INT16:
        return readstat_int16_value(value);
    case READSTAT_TYPE_INT32:
        return readstat_int32_value(value);
    case READSTAT_TYPE_FLOAT:
        return static_cast<double>(readstat_float_value(value));
    case READSTAT_TYPE_DOUBLE:
        return readstat_double_value(value);
    default:
        return std::nullopt;
    }
}

std::string textOf(const readstat_value_t& value)
{
    const char* const text = readstat_string_value(value);
    return text ? text : "";
}

std::string wordsOf(readstat_error_t error)
{
    switch (error) {
    case READSTAT_ERROR_PARSE:
    case READSTAT_ERROR_READ:
    case READSTAT_ERROR_SEEK:
        return "it is cut off or damaged";
    case READSTAT_ERROR_ROW_COUNT_MISMATCH:
        return "it has fewer rows than it says: it is cut off or damaged";
    case READSTAT_ERROR_MALLOC:
        return "it needs more memory than the limit";
    case READSTAT_ERROR_UNSUPPORTED_CHARSET:
        return "the encoding of its texts is not known";
    default: {
        std::string text = readstat_error_message(error);
        if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z')
            text.front() = static_cast<char>(text.front() - 'A' + 'a');
        return text;
    }
    }
}

} // namespace btw::io::reader

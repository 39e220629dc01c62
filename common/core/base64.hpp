// Base 64 (RFC 4648), the common alphabet and the one for URLs, which JSON Web Tokens use without padding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mesoscale {

std::string encode_base64(std::string_view bytes);
std::string encode_base64url(std::string_view bytes);  ///< without padding

/// Decodes either alphabet, with or without padding. Nothing if there is anything else in the text.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace mesoscale

// Texts with ${NAME} in them, as configuration files may have. Pure: what a name stands for is given. Nothing else of a shell: no
// defaults, no nesting, and a $ without a brace stays what it is.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "common/core/result.hpp"

namespace mesoscale {

/// What a name stands for; nothing: there is no such variable.
using variable_source = std::function<std::optional<std::string>(const std::string& name)>;

/// The text with each ${NAME} replaced, once: what is put in is not looked at again. Failure (errc::invalid): the first one that
/// cannot be replaced, without the text around it.
result<std::string> expand_variables(std::string_view text, const variable_source& find);

/// A variable of the environment; nothing when it is not set.
std::optional<std::string> environment_variable(const std::string& name);

}  // namespace mesoscale

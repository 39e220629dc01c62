// Whether a page is what Prometheus' text format 0.0.4 asks for, line by line, and whether promtool likes it. Says nothing about what the metrics mean.
#pragma once

#include <string>

namespace mesoscale::exporter::testing {

/// Fails the test, with the line, unless: the page is UTF-8; each line is HELP, TYPE or a sample that can be parsed; the samples of a
/// family stand together behind its TYPE; no series stands there twice.
void expect_valid_page(const std::string& text);

/// What `promtool check metrics` has to say about a page, and its exit status if that is not 0; "" if it is content.
std::string promtool_on(const std::string& text);

}  // namespace mesoscale::exporter::testing

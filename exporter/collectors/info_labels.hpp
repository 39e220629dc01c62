// Makes names of Prometheus' labels of the names that users give to labels and attributes.
// Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mesoscale::exporter {

/// A name for each of the labels, in their order: what Prometheus does not allow becomes '_'. A name that is taken (by the
/// reserved ones, or by a label before it) or begins with "__" gets "label_" in front, and "_2", "_3", ... behind if need be.
std::vector<std::string> info_label_names(const std::map<std::string, std::string>& labels,
                                          std::vector<std::string> reserved);

}  // namespace mesoscale::exporter

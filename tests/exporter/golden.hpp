// Compares a page with a file under tests/golden. MESOSCALE_WRITE_GOLDEN=1 writes the files anew; read the difference.
// Whether promtool is content with the files is the test golden_pages.
#pragma once

#include <span>
#include <string>

#include "common/core/metrics.hpp"

namespace mesoscale::exporter::testing {

/// Fails the test if the page of these samples is not the file "<name>.prom".
void expect_golden(const std::string& name, std::span<const sample_set* const> sets);

}  // namespace mesoscale::exporter::testing

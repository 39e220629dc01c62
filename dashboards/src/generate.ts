// Writes generated/*.json, the dashboards as Grafana provisions them, and export/*.json, the same for the import dialogue
// (with __inputs, which provisioning does not resolve). The argument is the folder to write both into: default is this one's.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { cluster_overview } from './cluster_overview.js';

const all = { cluster_overview };
const out = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..');

/** What the builder leaves open: ids of panels in reading order, and the annotation of Grafana itself. */
function complete(built: dashboard.Dashboard): dashboard.Dashboard {
  const panels = (built.panels ?? []).map((panel, index) => ({ ...panel, id: index + 1 }));
  const annotations = { list: [] };
  return { ...built, annotations, panels };
}

function for_import(page: dashboard.Dashboard): object {
  const input = { name: 'DS_PROMETHEUS', label: 'Prometheus', type: 'datasource', pluginId: 'prometheus', pluginName: 'Prometheus' };
  const panel_types = [...new Set((page.panels ?? []).map((panel) => panel.type))].filter((type) => type !== 'row').sort();
  const requires = [
    { type: 'grafana', id: 'grafana', name: 'Grafana', version: '11.0.0' },
    { type: 'datasource', id: 'prometheus', name: 'Prometheus', version: '1.0.0' },
    ...panel_types.map((id) => ({ type: 'panel', id, name: id, version: '' })),
  ];
  const list = (page.templating?.list ?? []).map((variable) =>
    variable.type === 'datasource' ? { ...variable, current: { text: 'Prometheus', value: '${DS_PROMETHEUS}' } } : variable,
  );
  return { __inputs: [input], __requires: requires, ...page, templating: { list } };
}

function write(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

for (const [name, make] of Object.entries(all)) {
  const page = complete(make().build());
  write(join(out, 'generated', `${name}.json`), page);
  write(join(out, 'export', `${name}.json`), for_import(page));
}

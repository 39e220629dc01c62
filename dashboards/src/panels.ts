// Panels in the shape that every dashboard of ours has: datasource variable, job and instance in each query, unit, description.
// Does not know what is shown: see the dashboards themselves.
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

export const datasource: dashboard.DataSourceRef = { type: 'prometheus', uid: '${datasource}' };

/** The label matchers that every query carries; `extra` is appended: `where('state="running"')`. */
export function where(extra = ''): string {
  return `{job=~"$job", instance=~"$instance"${extra === '' ? '' : `, ${extra}`}}`;
}

/** One query and the name of its series in the legend. */
export interface Query {
  expr: string;
  legend: string;
}

export interface PanelText {
  title: string;
  description: string;
  unit: string;
}

function target(query: Query, index: number, instant: boolean) {
  const built = new prometheus.DataqueryBuilder()
    .refId(String.fromCharCode('A'.charCodeAt(0) + index))
    .expr(query.expr)
    .legendFormat(query.legend)
    .datasource(datasource);
  return instant ? built.instant() : built.range();
}

/** A line chart; `width` in columns of 24. */
export function chart(text: PanelText, width: number, queries: Query[]): timeseries.PanelBuilder {
  const panel = new timeseries.PanelBuilder()
    .title(text.title)
    .description(text.description)
    .unit(text.unit)
    .datasource(datasource)
    .span(width)
    .height(8)
    .min(0)
    .lineWidth(1)
    .fillOpacity(10)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .calcs([]),
    )
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending));
  queries.forEach((query, index) => panel.withTarget(target(query, index, false)));
  return panel;
}

/** How a number's colour follows its value: `bad_from` and above is red, `good_from` and above green. */
export interface Judgement {
  bad_from?: number;
  good_from?: number;
}

function thresholds(judgement: Judgement): dashboard.Threshold[] {
  if (judgement.bad_from !== undefined) {
    return [
      { value: null, color: 'green' },
      { value: judgement.bad_from, color: 'red' },
    ];
  }
  if (judgement.good_from !== undefined) {
    return [
      { value: null, color: 'red' },
      { value: judgement.good_from, color: 'green' },
    ];
  }
  return [{ value: null, color: 'text' }];
}

/** One number, or a text when the query's legend is what counts (`show_name`). */
export function figure(text: PanelText, width: number, query: Query, judgement: Judgement = {}, show_name = false): stat.PanelBuilder {
  return new stat.PanelBuilder()
    .title(text.title)
    .description(text.description)
    .unit(text.unit)
    .datasource(datasource)
    .span(width)
    .height(4)
    .textMode(show_name ? common.BigValueTextMode.Name : common.BigValueTextMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .colorMode(common.BigValueColorMode.Value)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
    .thresholds(new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(thresholds(judgement)))
    .withTarget(target(query, 0, true));
}

function label_variable(name: string, label: string, query: string): dashboard.QueryVariableBuilder {
  return new dashboard.QueryVariableBuilder(name)
    .label(label)
    .query(query)
    .datasource(datasource)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ selected: true, text: ['All'], value: ['$__all'] })
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc);
}

/** An empty dashboard with our variables; `seed` is a regular expression of the families that tell which jobs are ours. */
export function board(title: string, uid: string, seed: string): dashboard.DashboardBuilder {
  return new dashboard.DashboardBuilder(title)
    .uid(uid)
    .tags(['mesos', 'marathon', 'mesoscale'])
    .refresh('30s')
    .time({ from: 'now-1h', to: 'now' })
    .timezone('browser')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .readonly()
    .withVariable(new dashboard.DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(label_variable('job', 'Job', `label_values({__name__=~"${seed}"}, job)`))
    .withVariable(label_variable('instance', 'Instance', `label_values({__name__=~"${seed}", job=~"$job"}, instance)`));
}

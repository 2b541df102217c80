package dev.skew.rehearse.fidelity;

import dev.skew.rehearse.fidelity.CsvTable.Row;
import dev.skew.rehearse.fidelity.Experiment.Cluster;
import dev.skew.rehearse.fidelity.Experiment.Failover;
import dev.skew.rehearse.fidelity.Experiment.Recorded;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code A_failover.csv}: a row for each metric of each trial. */
final class FailoverFile {

  private static final List<String> MODES = List.of("crash", "stop", "isolate", "ifdown");

  private FailoverFile() {}

  static List<Experiment> read(CsvTable table, Map<String, CsvTable> tables, Problems problems) {
    List<Experiment> experiments = new ArrayList<>();
    Columns.groups(table.rows(), "experiment", "n_nodes", "net", "delay_ms", "mode")
        .forEach((columns, rows) -> experiments.add(experiment(columns, rows, problems)));
    return experiments;
  }

  private static Experiment experiment(
      Map<String, String> columns, List<Row> rows, Problems problems) {
    Row first = rows.get(0);
    Cluster cluster =
        new Cluster(
            Columns.nodes(first, problems),
            Columns.delayMillis(first, problems),
            0,
            Columns.preVote(first),
            !first.text("net").equals("veth"),
            false);
    String mode = Columns.word(first, "mode", MODES, problems);
    SeriesBuilder series = new SeriesBuilder();
    for (Row row : rows) {
      String note = row.text("note");
      series.add(row.text("metric"), Columns.unitOf(note), row.number("value_ms", problems));
      double campaigns = Columns.inNote(note, "campaigns");
      if (row.text("metric").equals("first_campaign_log") && !Double.isNaN(campaigns)) {
        series.add("campaigns_until_leader", Series.Unit.COUNT, campaigns);
      }
    }
    Recorded recorded =
        new Recorded(first.text("experiment"), columns, Columns.repetitions(rows), series.build());
    return new Failover(recorded, cluster, Failover.Mode.valueOf(mode.toUpperCase(Locale.ROOT)));
  }
}

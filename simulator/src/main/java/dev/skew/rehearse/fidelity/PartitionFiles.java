package dev.skew.rehearse.fidelity;

import dev.skew.rehearse.fidelity.CsvTable.Row;
import dev.skew.rehearse.fidelity.Experiment.Cluster;
import dev.skew.rehearse.fidelity.Experiment.Partition;
import dev.skew.rehearse.fidelity.Experiment.Recorded;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code D_partition_events.csv} and {@code D_partition_ops.csv}: one experiment in two files. */
final class PartitionFiles {

  private static final String[] SETUP = {
    "experiment", "n_nodes", "isolated", "pre_vote", "minority", "delay_ms", "dur_s"
  };

  private PartitionFiles() {}

  static List<Experiment> readEvents(
      CsvTable events, Map<String, CsvTable> tables, Problems problems) {
    return join(
        events.rows(), rowsOf(tables.get(RecordingFile.PARTITION_OPS.fileName())), problems);
  }

  /** Only when the events are absent: otherwise the two files were read together. */
  static List<Experiment> readOpsAlone(
      CsvTable ops, Map<String, CsvTable> tables, Problems problems) {
    boolean together = tables.containsKey(RecordingFile.PARTITION_EVENTS.fileName());
    return together ? List.of() : join(List.of(), ops.rows(), problems);
  }

  private static List<Row> rowsOf(@org.jspecify.annotations.Nullable CsvTable table) {
    return table == null ? List.of() : table.rows();
  }

  private static List<Experiment> join(List<Row> events, List<Row> ops, Problems problems) {
    Map<Map<String, String>, List<Row>> eventsBySetup = Columns.groups(events, SETUP);
    Map<Map<String, String>, List<Row>> opsBySetup = Columns.groups(ops, SETUP);
    Map<Map<String, String>, List<Row>> all = new LinkedHashMap<>(eventsBySetup);
    opsBySetup.forEach(all::putIfAbsent);
    List<Experiment> experiments = new ArrayList<>();
    for (Map.Entry<Map<String, String>, List<Row>> setup : all.entrySet()) {
      experiments.add(
          experiment(
              setup.getKey(),
              eventsBySetup.getOrDefault(setup.getKey(), List.of()),
              opsBySetup.getOrDefault(setup.getKey(), List.of()),
              problems));
    }
    return experiments;
  }

  private static Experiment experiment(
      Map<String, String> columns, List<Row> events, List<Row> ops, Problems problems) {
    Row first = events.isEmpty() ? ops.get(0) : events.get(0);
    int nodes = Columns.nodes(first, problems);
    Cluster cluster =
        Cluster.of(nodes, Columns.delayMillis(first, problems)).withPreVote(Columns.preVote(first));
    int isolated = first.whole("isolated", 1, Math.max(nodes - 1, 1), problems);
    boolean leaderSide =
        Columns.word(first, "minority", List.of("followers", "leader"), problems).equals("leader");
    double seconds = first.within("dur_s", 0.001, 3600, problems);
    SeriesBuilder series = new SeriesBuilder();
    addEvents(events, series, problems);
    addOps(ops, series, problems);
    int repetitions = Columns.repetitions(events.isEmpty() ? ops : events);
    Recorded recorded =
        new Recorded(first.text("experiment"), columns, repetitions, series.build());
    return new Partition(recorded, cluster, isolated, leaderSide, seconds);
  }

  /** Terms are told as distances from the term at the start, which depends on earlier runs. */
  private static void addEvents(List<Row> events, SeriesBuilder series, Problems problems) {
    Map<String, Double> startTerms = new LinkedHashMap<>();
    for (Row row : events) {
      double term = Columns.inNote(row.text("note"), "term_at_start");
      if (!Double.isNaN(term)) {
        startTerms.put(row.text("run"), term);
      }
    }
    for (Row row : events) {
      String note = row.text("note");
      String metric = row.text("metric");
      double value = row.number("value_ms", problems);
      Double start = startTerms.get(row.text("run"));
      if (!metric.startsWith("term_")) {
        series.add(metric, Columns.unitOf(note), value);
      } else if (start != null) {
        series.add(metric + "_since_start", Series.Unit.COUNT, value - start);
      }
      addNoted(note, "campaigns_in_minority", "campaigns_in_minority", series);
      addNoted(note, "campaigns_in_majority", "campaigns_in_majority", series);
      addNoted(note, "campaigns", "campaigns_after_heal", series);
      addNoted(note, "leader_changed", "leader_changed_after_heal", series);
    }
  }

  private static void addNoted(String note, String key, String metric, SeriesBuilder series) {
    double value = Columns.inNote(note, key);
    if (!Double.isNaN(value)) {
      series.add(metric, Series.Unit.COUNT, value);
    }
  }

  private static void addOps(List<Row> ops, SeriesBuilder series, Problems problems) {
    for (Row row : ops) {
      double timeout = row.within("client_timeout_s", 0.001, 3600, problems);
      String metric =
          row.text("side")
              + " "
              + row.text("op")
              + " timeout="
              + Double.toString(timeout)
              + "s: "
              + Columns.shortStatus(row.text("status"));
      series.add(metric, Series.Unit.MILLIS, row.number("value_ms", problems));
    }
  }
}

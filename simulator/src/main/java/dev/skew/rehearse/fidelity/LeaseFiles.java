package dev.skew.rehearse.fidelity;

import dev.skew.rehearse.fidelity.CsvTable.Row;
import dev.skew.rehearse.fidelity.Experiment.Cluster;
import dev.skew.rehearse.fidelity.Experiment.Failover;
import dev.skew.rehearse.fidelity.Experiment.Leases;
import dev.skew.rehearse.fidelity.Experiment.MoveLeader;
import dev.skew.rehearse.fidelity.Experiment.Recorded;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;
import dev.skew.rehearse.fidelity.Experiment.WriterTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code F_lease.csv}, {@code G_move_leader.csv} and the writers of {@code G_timeseries_*}: files
 * whose set-up is told by names and notes rather than columns.
 */
final class LeaseFiles {

  /** The driver's pace where a recording has too few leases to tell. */
  private static final double USUAL_GRANT_EVERY_MILLIS = 150;

  private static final Pattern BACK_AT = Pattern.compile("(?:restart|heal|resume|up)_t(\\d+)");

  /** The fault comes half a second after the scrape that the time axis counts from. */
  private static final double FAULT_AT_SECONDS = 0.5;

  private LeaseFiles() {}

  static List<Experiment> readLeases(
      CsvTable table, Map<String, CsvTable> tables, Problems problems) {
    List<Experiment> experiments = new ArrayList<>();
    Columns.groups(table.rows(), "experiment", "ttl_s")
        .forEach(
            (columns, rows) -> {
              Row first = rows.get(0);
              String name = first.text("experiment");
              SeriesBuilder series = new SeriesBuilder();
              double crashAfter = 0;
              int crashes = 0;
              for (Row row : rows) {
                String note = row.text("note");
                series.add(
                    row.text("metric"), Columns.unitOf(note), row.number("value_ms", problems));
                double sinceLeader = Columns.inNote(note, "expiry_since_new_leader_ms");
                if (!Double.isNaN(sinceLeader)) {
                  series.add("expiry_since_new_leader", Series.Unit.MILLIS, sinceLeader);
                }
              }
              int repetitions = Columns.repetitions(rows);
              List<Row> run = firstRun(rows);
              for (Row row : run) {
                double crashAt = Columns.inNote(row.text("note"), "crash_at_ms");
                if (!Double.isNaN(crashAt)) {
                  crashAfter = Math.max(crashAfter, crashAt);
                  crashes++;
                }
              }
              double grantEvery = crashes > 1 ? grantEveryMillis(run) : USUAL_GRANT_EVERY_MILLIS;
              experiments.add(
                  new Leases(
                      new Recorded(name, columns, repetitions, series.build()),
                      cluster(first, name, problems),
                      first.within("ttl_s", 1, 3600, problems),
                      run.size(),
                      grantEvery,
                      crashAfter));
            });
    return experiments;
  }

  private static List<Row> firstRun(List<Row> rows) {
    String run = rows.get(0).text("run");
    return rows.stream().filter(row -> row.text("run").equals(run)).toList();
  }

  /** Each lease notes how long after its grant the leader died, so notes tell the pace. */
  private static double grantEveryMillis(List<Row> run) {
    double most = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (Row row : run) {
      double crashAt = Columns.inNote(row.text("note"), "crash_at_ms");
      if (!Double.isNaN(crashAt)) {
        most = Math.max(most, crashAt);
        least = Math.min(least, crashAt);
      }
    }
    return (most - least) / (run.size() - 1);
  }

  static List<Experiment> readMoveLeader(
      CsvTable table, Map<String, CsvTable> tables, Problems problems) {
    List<Experiment> experiments = new ArrayList<>();
    Columns.groups(table.rows(), "experiment")
        .forEach(
            (columns, rows) -> {
              SeriesBuilder series = new SeriesBuilder();
              for (Row row : rows) {
                series.add(
                    row.text("status").equals("200")
                        ? row.text("metric")
                        : row.text("metric") + " " + Columns.shortStatus(row.text("status")),
                    Series.Unit.MILLIS,
                    row.number("value_ms", problems));
              }
              String name = rows.get(0).text("experiment");
              experiments.add(
                  new MoveLeader(
                      new Recorded(name, columns, Columns.repetitions(rows), series.build()),
                      cluster(rows.get(0), name, problems)));
            });
    return experiments;
  }

  static List<Experiment> readWriter(
      CsvTable table, Map<String, CsvTable> tables, Problems problems) {
    List<Experiment> experiments = new ArrayList<>();
    Columns.groups(table.rows(), "experiment")
        .forEach(
            (columns, rows) -> {
              String name = rows.get(0).text("experiment");
              SeriesBuilder series = new SeriesBuilder();
              double from = Double.POSITIVE_INFINITY;
              double to = Double.NEGATIVE_INFINITY;
              for (Row row : rows) {
                series.add(
                    "writer put " + Columns.shortStatus(row.text("status")),
                    Series.Unit.MILLIS,
                    row.number("value_ms", problems));
                double at = row.number("t_rel_s", problems);
                from = Math.min(from, at);
                to = Math.max(to, at);
              }
              Matcher back = BACK_AT.matcher(name);
              double backAt = back.find() ? Double.parseDouble(back.group(1)) : to;
              boolean crash = name.toLowerCase(Locale.ROOT).contains("crash");
              experiments.add(
                  new WriterTimeline(
                      new Recorded(name, columns, 1, series.build()),
                      cluster(rows.get(0), name, problems),
                      crash ? Failover.Mode.CRASH : Failover.Mode.ISOLATE,
                      from - FAULT_AT_SECONDS,
                      backAt,
                      to - FAULT_AT_SECONDS));
            });
    return experiments;
  }

  /** Three members at 5 ms, as the recordings' description says, unless columns or name differ. */
  private static Cluster cluster(Row row, String name, Problems problems) {
    int nodes =
        row.fields().containsKey("n_nodes") ? Columns.nodes(row, problems) : Columns.USUAL_NODES;
    double delay =
        row.fields().containsKey("delay_ms")
            ? Columns.delayMillis(row, problems)
            : Columns.delayMillisInName(name);
    return Cluster.of(nodes, delay).withPreVote(Columns.preVote(row));
  }
}
